#include "engine/watches/event_handlers.h"

namespace nlbsim::engine {
namespace {

void add_all(WorkQueue& queue, const std::set<kube::ObjectKey>& keys, sim::RecordId cause) {
  for (const kube::ObjectKey& key : keys) queue.add(key, cause);
}

}  // namespace

void add_event_handlers(Caches& caches, const Listers& listers, const Profile& profile, ControllerQueues queues) {
  for (const Watch& watch : all_watches()) {
    const bool left_out = watch.watched && !(profile.*watch.watched);
    if (watch.on_demand || left_out) caches.defer(watch.resource);
    if (watch.optional) caches.allow_absent(watch.resource);
    caches.add_handler(watch.resource, [map = watch.map, &listers, &profile, queues](const Delta& delta) {
      Affected affected;
      map({delta, listers, profile}, affected);
      add_all(queues.gateways, affected.gateways, delta.cause);
      add_all(queues.gateway_classes, affected.gateway_classes, delta.cause);
      add_all(queues.route_status, affected.routes, delta.cause);
      add_all(queues.bindings, affected.bindings, delta.cause);
      add_all(queues.load_balancer_configurations, affected.load_balancer_configurations, delta.cause);
      add_all(queues.target_group_configurations, affected.target_group_configurations, delta.cause);
    });
  }
}

}  // namespace nlbsim::engine
