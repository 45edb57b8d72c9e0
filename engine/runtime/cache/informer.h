// The cache of one resource and those who want to hear of its changes. It is told by its reflector
// (engine/runtime/cache/reflector.h) and never waits: a change is applied, journalled and handed to every handler
// within one step.
#pragma once

#include <functional>
#include <vector>

#include "engine/runtime/cache/caches.h"

namespace nlbsim::engine {

class Informer {
 public:
  // Fills `lister`, which outlives it.
  Informer(const Context& context, const kube::Resource& resource, Lister& lister)
      : context_(context), resource_(resource), lister_(lister) {}
  Informer(const Informer&) = delete;
  Informer& operator=(const Informer&) = delete;

  const kube::Resource& resource() const { return resource_; }
  const Lister& lister() const { return lister_; }
  bool synced() const { return synced_; }
  void add_handler(DeltaHandler handler) { handlers_.push_back(std::move(handler)); }
  void mark_echoes_of(OwnWrites& writes) { own_writes_ = &writes; }

  // A whole list takes the place of what is cached. Handlers see every object of it (an unchanged one as modified, its
  // previous version being itself), then those that vanished as deleted, with their last known state.
  void replace(const std::vector<kube::ObjectRef>& items);
  // One event of a watch: added, modified or deleted. The deletion of an object that was never seen is told too, though
  // client-go drops it: if we made that object ourselves, somebody has to make it again.
  void apply(const kube::WatchEvent& event);
  // Every object to every handler again.
  void resync(sim::RecordId cause);

 private:
  void put(const kube::ObjectRef& object, sim::RecordId cause, bool echo = false);
  void remove(const kube::ObjectKey& key, const kube::ObjectRef& last, sim::RecordId cause);
  sim::RecordId journal(kube::WatchEventType type, const kube::ObjectKey& key, std::uint64_t resource_version,
                        sim::RecordId cause);
  void tell(const Delta& delta) const;

  const Context& context_;
  const kube::Resource resource_;
  Lister& lister_;
  bool synced_ = false;
  OwnWrites* own_writes_ = nullptr;
  std::vector<DeltaHandler> handlers_;
};

}  // namespace nlbsim::engine
