// Which keys a change of a cached object puts into which queue: the event handlers of the Gateway API controllers as
// one pure function, and the wiring that calls it for every change.
//
//   changed                    reconciled
//   Gateway                    itself; its class when that waits to be deleted; its routes' status when it is gone
//   GatewayClass               itself; the Gateways that name it
//   TCPRoute, ...              the Gateways in spec.parentRefs, before and after, and in status.parents; its own status
//   Service                    the Gateways of the routes that name it
//   ReferenceGrant             the Gateways of the routes that it lets refer, before and after
//   Namespace (labels)         the Gateways of the routes in it
//   TargetGroupBinding         the Gateway whose stack it belongs to, when it is deleted or its spec was edited
#pragma once

#include <set>
#include <vector>

#include "engine/routes/snapshot.h"
#include "engine/runtime/cache/caches.h"
#include "engine/runtime/queue/work_queue.h"

namespace nlbsim::engine {

struct Affected {
  std::set<kube::ObjectKey> gateways;
  std::set<kube::ObjectKey> gateway_classes;
  std::set<kube::ObjectKey> routes;  // whose status may hold an entry that has to go; of any kind
};

// The snapshot is already that after the change.
Affected affected_by(const kube::Resource& resource, const Delta& delta, const Snapshot& snapshot,
                     const Profile& profile);

// The resources whose changes matter here; informers are needed for all of them.
std::vector<kube::Resource> watched_by_gateways();

// The queues that the keys go to. They outlive the caches' coroutines.
struct GatewayQueues {
  WorkQueue& gateways;
  WorkQueue& gateway_classes;
  WorkQueue& route_status;
};

// Adds a handler to every informer of watched_by_gateways() that first keeps `index` up to date and then fills the
// queues. Before Caches::start(); all references outlive the caches.
void connect_gateway_events(Caches& caches, ReferenceIndex& index, const Snapshot& snapshot, const Profile& profile,
                            GatewayQueues queues);

}  // namespace nlbsim::engine
