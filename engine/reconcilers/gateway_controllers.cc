#include "engine/reconcilers/gateway_controllers.h"

namespace nlbsim::engine {
namespace {

ConfigurationEvents warnings(EventRecorder& recorder) {
  return [&recorder](const kube::Resource& resource, const kube::ObjectRef& object, std::string_view reason,
                     std::string message, sim::RecordId cause) {
    recorder.event(resource, object, EventType::warning, reason, std::move(message), cause);
  };
}

}  // namespace

GatewayControllers::GatewayControllers(const Context& context, const Listers& listers, StackDeployer& deployer,
                                       EventRecorder& recorder, WorkQueue& route_status_queue)
    : route_status_(
          context, listers,
          [&queue = route_status_queue](const kube::ObjectKey& key, sim::RecordId cause) { queue.add(key, cause); }),
      gateway_classes_(context, listers),
      gateways_(context, listers, deployer, route_status_,
                [&recorder](const kube::ObjectRef& gateway, GatewayEvent event, sim::RecordId cause) {
                  recorder.event(kube::kGateways, gateway, event.type, event.reason, std::move(event.message), cause);
                }),
      load_balancer_configurations_(context, listers, kLoadBalancerConfigurationKind, warnings(recorder)),
      target_group_configurations_(context, listers, kTargetGroupConfigurationKind, warnings(recorder)) {}

}  // namespace nlbsim::engine
