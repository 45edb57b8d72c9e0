#include "engine/reconcilers/gateway_event_handlers.h"

namespace nlbsim::engine {

void connect_gateway_events(Caches& caches, ReferenceIndex& index, const Snapshot& snapshot, const Profile& profile,
                            GatewayQueues queues) {
  for (const kube::Resource& resource : watched_by_gateways()) {
    caches.add_handler(resource, [&index, snapshot, &profile, queues, resource](const Delta& delta) {
      const bool gone = delta.type == kube::WatchEventType::deleted;
      index.apply(resource, gone && !delta.previous ? delta.object : delta.previous, gone ? nullptr : delta.object);
      const Affected affected = affected_by(resource, delta, snapshot, profile);
      for (const kube::ObjectKey& key : affected.gateways) queues.gateways.add(key, delta.cause);
      for (const kube::ObjectKey& key : affected.gateway_classes) queues.gateway_classes.add(key, delta.cause);
      for (const kube::ObjectKey& key : affected.routes) queues.route_status.add(key, delta.cause);
    });
  }
}

}  // namespace nlbsim::engine
