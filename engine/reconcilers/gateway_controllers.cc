#include "engine/reconcilers/gateway_controllers.h"

namespace nlbsim::engine {
namespace {

Snapshot snapshot_of(const Caches& caches, const ReferenceIndex& index) {
  Snapshot snapshot{caches.lister(kube::kGatewayClasses),
                    caches.lister(kube::kGateways),
                    caches.lister(kube::kServices),
                    caches.lister(kube::kNamespaces),
                    caches.lister(kube::kReferenceGrants),
                    {},
                    index};
  for (std::size_t i = 0; i < kRouteKinds.size(); ++i) snapshot.routes[i] = &caches.lister(kRouteKinds[i].resource);
  return snapshot;
}

}  // namespace

GatewayControllers::GatewayControllers(const Context& context, Caches& caches, StackDeployer& deployer,
                                       EventRecorder& recorder, GatewayQueues queues)
    : snapshot_(snapshot_of(caches, index_)),
      deployer_(deployer),
      route_status_(
          context, snapshot_,
          [&queue = queues.route_status](const kube::ObjectKey& key, sim::RecordId cause) { queue.add(key, cause); }),
      gateway_classes_(context, snapshot_),
      gateways_(context, snapshot_, deployer_, route_status_,
                [&recorder](const kube::ObjectRef& gateway, GatewayEvent event, sim::RecordId cause) {
                  recorder.event(kube::kGateways, gateway, event.type, event.reason, std::move(event.message), cause);
                }) {
  connect_gateway_events(caches, index_, snapshot_, *context.config.profile, queues);
}

}  // namespace nlbsim::engine
