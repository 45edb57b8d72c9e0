#include "engine/runtime/cache/informer.h"

#include <memory>
#include <set>
#include <utility>

#include "api/records.h"
#include "engine/runtime/cache/own_writes.h"

namespace nlbsim::engine {

using kube::WatchEventType;

void Informer::replace(const std::vector<kube::ObjectRef>& items) {
  std::set<kube::ObjectKey> listed;
  for (const kube::ObjectRef& item : items) {
    const kube::ObjectKey key = item->meta().key();
    const kube::ObjectRef known = lister_.get(key);
    const std::uint64_t version = item->meta().resource_version;
    sim::RecordId seen = 0;  // an unchanged object is nothing new to the journal, though handlers hear of it
    if (!known) seen = journal(WatchEventType::added, key, version, 0);
    else if (known->meta().resource_version != version) seen = journal(WatchEventType::modified, key, version, 0);
    put(item, seen);
    listed.insert(key);
  }
  std::vector<kube::ObjectKey> vanished;
  for (const auto& [key, object] : lister_.all())
    if (!listed.contains(key)) vanished.push_back(key);
  for (const kube::ObjectKey& key : vanished) {
    const kube::ObjectRef last = lister_.get(key);
    const sim::RecordId seen = journal(WatchEventType::deleted, key, last->meta().resource_version, 0);
    remove(key, last, seen);
  }
  synced_ = true;
}

void Informer::apply(const kube::WatchEvent& event) {
  const kube::ObjectKey key = event.object->meta().key();
  const sim::RecordId seen = journal(event.type, key, event.resource_version, event.cause);
  if (event.type == WatchEventType::deleted) remove(key, event.object, seen);
  else put(event.object, seen, own_writes_ && own_writes_->take(event.resource_version));
}

void Informer::resync(sim::RecordId cause) {
  const Lister::Objects snapshot = lister_.all();
  for (const auto& [key, object] : snapshot) tell({WatchEventType::modified, object, object, cause, false});
}

void Informer::put(const kube::ObjectRef& object, sim::RecordId cause, bool echo) {
  const kube::ObjectRef previous = lister_.put(object);
  tell({previous ? WatchEventType::modified : WatchEventType::added, object, previous, cause, echo});
}

void Informer::remove(const kube::ObjectKey& key, const kube::ObjectRef& last, sim::RecordId cause) {
  const kube::ObjectRef previous = lister_.erase(key);
  tell({WatchEventType::deleted, last, previous, cause, false});
}

sim::RecordId Informer::journal(WatchEventType type, const kube::ObjectKey& key, std::uint64_t resource_version,
                                sim::RecordId cause) {
  auto seen = std::make_shared<api::WatchSeen>();
  seen->resource = resource_;
  seen->type = type;
  seen->key = key;
  seen->resource_version = resource_version;
  return context_.journal.append(context_.scheduler.now(), context_.actor.id(), cause, sim::RecordKind::watch_event,
                                 std::move(seen));
}

void Informer::tell(const Delta& delta) const {
  for (const DeltaHandler& handler : handlers_) handler(delta);
}

}  // namespace nlbsim::engine
