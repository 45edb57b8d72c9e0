#include "fake_apiserver/lifecycle/garbage.h"

#include <algorithm>

#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using kube::ObjectRef;
using kube::OwnerReference;

void schedule(Cluster& cluster, sim::Instant now, ObjectPlace owner, const std::string& uid) {
  cluster.garbage.emplace(now + cluster.config.garbage_delay, GarbageTask{std::move(owner), uid});
}

// Whether the owner is there. A kind that this server does not know can't be missed.
bool lives(const Cluster& cluster, const OwnerReference& owner, const std::string& namespace_) {
  const auto index = cluster.registry->find_kind(owner.apiVersion, owner.kind);
  if (!index) return true;
  const bool namespaced = (*cluster.registry)[*index].resource.namespaced;
  const ObjectRef found = cluster.store.find(*index, {namespaced ? namespace_ : "", owner.name});
  return found && found->meta().uid == owner.uid;
}

std::vector<ObjectPlace> dependents_of(const Cluster& cluster, std::string_view uid) {
  const auto found = cluster.dependents.find(uid);
  if (found == cluster.dependents.end()) return {};
  return {found->second.begin(), found->second.end()};
}

void forget(Cluster& cluster, const ObjectPlace& dependent, const kube::Object& object) {
  for (const OwnerReference& owner : object.meta().owner_references) {
    const auto found = cluster.dependents.find(owner.uid);
    if (found == cluster.dependents.end()) continue;
    found->second.erase(dependent);
    if (found->second.empty()) cluster.dependents.erase(found);
  }
}

// Drops the references that `gone` says are void.
template <class Gone>
void drop_references(Write& write, const Target& target, const kube::Object& object, Gone gone) {
  Json document = object.document();
  Json kept = Json::array();
  const auto& owners = object.meta().owner_references;
  for (std::size_t i = 0; i < owners.size(); ++i)
    if (!gone(owners[i])) kept.push_back(api::at(object.document(), "metadata", "ownerReferences")[i]);
  if (kept.size() == owners.size()) return;
  if (kept.empty()) document["metadata"].erase("ownerReferences");
  else document["metadata"]["ownerReferences"] = std::move(kept);
  write.put(target, std::move(document));
}

void collect_dependent(Write& write, const ObjectPlace& place, const std::string& uid, bool foreground) {
  const Target target = storage_target(write.cluster, place.first);
  const ObjectRef object = write.cluster.store.find(place.first, place.second);
  if (!object) return;
  const auto gone = [&](const OwnerReference& owner) {
    return (foreground && owner.uid == uid) || !lives(write.cluster, owner, place.second.namespace_);
  };
  if (std::ranges::all_of(object->meta().owner_references, gone)) remove_in_background(write, target, place.second);
  else drop_references(write, target, *object, gone);
}

// Takes one finalizer away; the object goes if it was the last.
void release(Write& write, const Target& target, const ObjectRef& owner, std::string_view finalizer) {
  Json document = owner->document();
  Json::Place finalizers = document["metadata"]["finalizers"];
  finalizers.erase_if([&](const Json& held) { return api::text(held) == finalizer; });
  if (finalizers.empty()) write.remove(target, owner);
  else write.put(target, std::move(document));
}

void carry_out(Write& write, const GarbageTask& task) {
  const Target target = storage_target(write.cluster, task.owner.first);
  ObjectRef owner = write.cluster.store.find(task.owner.first, task.owner.second);
  if (owner && owner->meta().uid != task.uid) owner = nullptr;
  if (owner && owner->meta().has_finalizer(kOrphanFinalizer)) {
    for (const ObjectPlace& place : dependents_of(write.cluster, task.uid))
      if (const ObjectRef dependent = write.cluster.store.find(place.first, place.second))
        drop_references(write, storage_target(write.cluster, place.first), *dependent,
                        [&](const OwnerReference& reference) { return reference.uid == task.uid; });
    return release(write, target, owner, kOrphanFinalizer);
  }
  const bool foreground = owner && owner->meta().deleting() && owner->meta().has_finalizer(kForegroundFinalizer);
  if (owner && !foreground) return;
  for (const ObjectPlace& place : dependents_of(write.cluster, task.uid))
    collect_dependent(write, place, task.uid, foreground);
  if (foreground && dependents_of(write.cluster, task.uid).empty()) release(write, target, owner, kForegroundFinalizer);
}

}  // namespace

void index_owners(Cluster& cluster, sim::Instant now, KindIndex kind, const Change& change) {
  const kube::ObjectMeta& meta = change.object->meta();
  const bool removed = change.type == kube::WatchEventType::deleted;
  const bool same = change.previous && !removed && change.previous->meta().owner_references == meta.owner_references;
  if (!same &&
      (!meta.owner_references.empty() || (change.previous && !change.previous->meta().owner_references.empty()))) {
    const ObjectPlace place{kind, meta.key()};
    if (change.previous) forget(cluster, place, *change.previous);
    for (const OwnerReference& owner : meta.owner_references) {
      if (!removed) {
        cluster.dependents[owner.uid].insert(place);
        if (!lives(cluster, owner, meta.namespace_)) schedule(cluster, now, place, owner.uid);  // born an orphan
        continue;
      }
      // An owner that waits in the foreground may now go.
      const auto index = cluster.registry->find_kind(owner.apiVersion, owner.kind);
      if (!index) continue;
      const bool namespaced = (*cluster.registry)[*index].resource.namespaced;
      const ObjectPlace above{*index, {namespaced ? meta.namespace_ : "", owner.name}};
      const ObjectRef waiting = cluster.store.find(above.first, above.second);
      if (waiting && waiting->meta().deleting() && waiting->meta().has_finalizer(kForegroundFinalizer))
        schedule(cluster, now, above, owner.uid);
    }
  }
  if (removed && cluster.dependents.contains(meta.uid)) schedule(cluster, now, {kind, meta.key()}, meta.uid);
}

void schedule_finalization(Cluster& cluster, sim::Instant now, KindIndex kind, const kube::Object& object) {
  if (object.meta().has_finalizer(kForegroundFinalizer) || object.meta().has_finalizer(kOrphanFinalizer))
    schedule(cluster, now, {kind, object.meta().key()}, object.meta().uid);
}

void collect_garbage(Write& write) {
  auto& garbage = write.cluster.garbage;
  while (!garbage.empty() && garbage.begin()->first <= write.context.now) {
    const GarbageTask task = garbage.begin()->second;
    garbage.erase(garbage.begin());
    carry_out(write, task);
  }
}

}  // namespace nlbsim::fake_apiserver
