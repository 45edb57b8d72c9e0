// A TargetGroupConfiguration concerns its own controller, the Gateways of the routes to the Service that it is about,
// now or before the change, and those whose LoadBalancerConfiguration names it for all Services. Another configuration
// of that Service may count now instead, and is looked at, too.
#include "engine/configuration/target_group.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kTargetGroupConfigurationIndexers{kConfigurationsByService};

void add_services(const kube::Object& configuration, const Listers& listers, Affected& affected) {
  for (const kube::ObjectKey& service : configured_services(configuration)) {
    add_parents(routes_by(listers, kRoutesByService, service), listers, affected);
    for (const kube::ObjectKey& other :
         listers.of(kube::kTargetGroupConfigurations).indexed(kConfigurationsByService, service))
      affected.target_group_configurations.insert(other);
  }
}

void map_target_group_configuration_change(const Change& change, Affected& affected) {
  affected.target_group_configurations.insert(change.key());
  const bool same = change.previous() && !change.gone() && !change.resync() &&
                    change.previous()->meta().generation == change.object()->meta().generation;
  if (same) return;
  add_services(*change.object(), change.listers, affected);
  if (change.previous()) add_services(*change.previous(), change.listers, affected);
  for (const kube::ObjectKey& configuration :
       change.listers.of(kube::kLoadBalancerConfigurations).indexed(kConfigurationsByDefault, change.key())) {
    add_configured_gateways(configuration, change.listers, affected);
    for (const kube::ObjectKey& name :
         change.listers.of(kube::kGatewayClasses).indexed(kClassesByConfiguration, configuration))
      affected.gateway_classes.insert(name);
  }
}

}  // namespace

Watch target_group_configuration_watch() {
  return {kube::kTargetGroupConfigurations, kTargetGroupConfigurationIndexers, map_target_group_configuration_change};
}

}  // namespace nlbsim::engine
