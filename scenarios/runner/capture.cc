#include "scenarios/runner/capture.h"

#include <array>

namespace nlbsim::scenarios {

EndState capture(World& world) {
  static constexpr std::array kShown{kube::kGatewayClasses, kube::kGateways, kube::kTcpRoutes,
                                     kube::kTargetGroupBindings, kube::kEvents};
  EndState state;
  state.load_balancers = world.account().snapshot("LoadBalancer");
  state.listeners = world.account().snapshot("Listener");
  state.target_groups = world.account().snapshot("TargetGroup");
  state.security_groups = world.account().snapshot("SecurityGroup");
  for (const ClusterSlot& cluster : world.clusters()) {
    for (const kube::Resource& resource : kShown) {
      const auto kind = cluster.core.registry().find(resource);
      if (!kind) continue;
      for (const auto& [key, object] : cluster.core.store().objects(*kind)) state.objects.push_back(object->document());
    }
  }
  return state;
}

}  // namespace nlbsim::scenarios
