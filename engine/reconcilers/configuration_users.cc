#include "engine/reconcilers/configuration_users.h"

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/configuration/target_group.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {
namespace {

bool is_accepted(const Listers& listers, const kube::ObjectKey& key) {
  const kube::ObjectRef gateway = listers.get(kube::kGateways, key);
  if (!gateway || !is_ours(listers, gateway)) return false;
  return is_true(gateway->view<kube::Gateway>().status.conditions, condition::kAccepted);
}

bool service_reached(const Listers& listers, const kube::ObjectKey& service) {
  if (!listers.get(kube::kServices, service)) return false;
  return std::ranges::any_of(routes_by(listers, kRoutesByService, service), [&](const RouteId& id) {
    bool reached = false;
    each_gateway_behind(listers, *find_route(listers, id),
                        [&](const kube::ObjectKey& gateway) { reached = reached || is_accepted(listers, gateway); });
    return reached;
  });
}

}  // namespace

bool load_balancer_configuration_used(const Listers& listers, const kube::ObjectKey& configuration) {
  const auto our_class = [&](const kube::ObjectKey& name) {
    return is_our_class(listers.get(kube::kGatewayClasses, name));
  };
  const auto our_gateway = [&](const kube::ObjectKey& key) { return is_our_gateway(listers, key); };
  return std::ranges::any_of(listers.of(kube::kGatewayClasses).indexed(kClassesByConfiguration, configuration),
                             our_class) ||
         std::ranges::any_of(listers.of(kube::kGateways).indexed(kGatewaysByConfiguration, configuration), our_gateway);
}

bool target_group_configuration_used(const Listers& listers, const kube::ObjectKey& configuration) {
  const kube::ObjectRef object = listers.get(kube::kTargetGroupConfigurations, configuration);
  if (!object) return false;
  const auto reached = [&](const kube::ObjectKey& service) { return service_reached(listers, service); };
  const auto used = [&](const kube::ObjectKey& key) { return load_balancer_configuration_used(listers, key); };
  return std::ranges::any_of(configured_services(*object), reached) ||
         std::ranges::any_of(
             listers.of(kube::kLoadBalancerConfigurations).indexed(kConfigurationsByDefault, configuration), used);
}

}  // namespace nlbsim::engine
