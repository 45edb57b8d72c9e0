#include "engine/runtime/cache/caches.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/runtime/cache/informer.h"
#include "engine/runtime/cache/reflector.h"

namespace nlbsim::engine {

struct Caches::Entry {
  Entry(const Context& context, const kube::Resource& resource, Lister& lister, sim::Event& synced)
      : informer(context, resource, lister), reflector(context, informer, synced) {}
  Informer informer;
  Reflector reflector;
  bool deferred = false;
  bool started = false;
  void start() {
    if (!std::exchange(started, true)) reflector.start();
  }
};

Caches::Caches(const Context& context, Listers& listers) : context_(context) {
  listers.for_each([this](const kube::Resource& resource, Lister& lister) {
    entries_.push_back(std::make_unique<Entry>(context_, resource, lister, list_seen_));
  });
}

Caches::~Caches() = default;

Caches::Entry& Caches::entry(const kube::Resource& resource) const {
  const auto watches = [&](const std::unique_ptr<Entry>& entry) { return entry->informer.resource() == resource; };
  const auto found = std::ranges::find_if(entries_, watches);
  assert(found != entries_.end());
  return **found;
}

Informer& Caches::informer(const kube::Resource& resource) const { return entry(resource).informer; }

const Lister& Caches::lister(const kube::Resource& resource) const { return informer(resource).lister(); }

void Caches::add_handler(const kube::Resource& resource, DeltaHandler handler) {
  informer(resource).add_handler(std::move(handler));
}

void Caches::mark_echoes_of(OwnWrites& writes) {
  for (const auto& entry : entries_) entry->informer.mark_echoes_of(writes);
}

void Caches::defer(const kube::Resource& resource) { entry(resource).deferred = true; }

void Caches::allow_absent(const kube::Resource& resource) { entry(resource).reflector.allow_absent(); }

void Caches::start() {
  for (const auto& entry : entries_)
    if (!entry->deferred) entry->start();
}

bool Caches::demand(std::span<const kube::Resource> resources) {
  bool seen = true;
  for (const kube::Resource& resource : resources) {
    Entry& demanded = entry(resource);
    demanded.start();
    seen = seen && demanded.informer.synced();
  }
  return seen;
}

sim::Task<void> Caches::wait_for(std::span<const kube::Resource> resources) {
  while (!demand(resources)) co_await list_seen_.wait();
}

sim::Task<void> Caches::wait_for_sync() {
  while (!synced()) co_await list_seen_.wait();
}

bool Caches::synced() const {
  return std::ranges::all_of(entries_, [](const auto& entry) { return entry->deferred || entry->informer.synced(); });
}

void Caches::resync(sim::RecordId cause) {
  for (const auto& entry : entries_) entry->informer.resync(cause);
}

}  // namespace nlbsim::engine
