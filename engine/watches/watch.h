// What a watched kind means to the controllers: the resource, the indexes under which its objects are found, and whom a
// change of one concerns. A mapping is a pure function of the change and the caches; informers, listers, indexes and
// event handlers all follow from the table of watches (all_watches.h).
#pragma once

#include <set>
#include <span>

#include "engine/profile.h"
#include "engine/runtime/cache/caches.h"

namespace nlbsim::engine {

// Whose keys a change puts into which controller's queue.
struct Affected {
  std::set<kube::ObjectKey> gateways;
  std::set<kube::ObjectKey> gateway_classes;
  std::set<kube::ObjectKey> routes;  // whose status may hold an entry that has to go; of any kind
  std::set<kube::ObjectKey> bindings;
  std::set<kube::ObjectKey> load_balancer_configurations;
  std::set<kube::ObjectKey> target_group_configurations;
};

// One change of a cached object; the listers are already those after it.
struct Change {
  const Delta& delta;
  const Listers& listers;
  const Profile& profile;

  const kube::ObjectRef& object() const { return delta.object; }
  kube::ObjectKey key() const { return delta.object->meta().key(); }
  const kube::ObjectRef& previous() const { return delta.previous; }
  bool gone() const { return delta.type == kube::WatchEventType::deleted; }
  bool resync() const { return delta.previous == delta.object && !gone(); }
};

struct Watch {
  kube::Resource resource;
  std::span<const Indexer> indexers;
  void (*map)(const Change& change, Affected& affected) = nullptr;
  bool on_demand = false;             // not watched until somebody asks for its objects (Caches::demand)
  bool optional = false;              // the server may not have the kind (Caches::allow_absent)
  bool Profile::* watched = nullptr;  // only where the profile says so; null: always
};

}  // namespace nlbsim::engine
