// A LoadBalancerConfiguration concerns its own controller, the classes that name it, whose annotation says its version,
// and the Gateways that name it or are of such a class, when what it asks for has changed.
#include "engine/configuration/load_balancer.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kLoadBalancerConfigurationIndexers{kConfigurationsByDefault};

void map_load_balancer_configuration_change(const Change& change, Affected& affected) {
  affected.load_balancer_configurations.insert(change.key());
  for (const kube::ObjectKey& name :
       change.listers.of(kube::kGatewayClasses).indexed(kClassesByConfiguration, change.key()))
    affected.gateway_classes.insert(name);
  const bool same = change.previous() && !change.gone() && !change.resync() &&
                    change.previous()->meta().generation == change.object()->meta().generation;
  if (!same) add_configured_gateways(change.key(), change.listers, affected);
}

}  // namespace

Watch load_balancer_configuration_watch() {
  return {kube::kLoadBalancerConfigurations, kLoadBalancerConfigurationIndexers,
          map_load_balancer_configuration_change};
}

}  // namespace nlbsim::engine
