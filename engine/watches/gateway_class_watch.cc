// A GatewayClass concerns itself and the Gateways that name it; where it is not ours or gone, their routes' entries
// too.
#include "engine/configuration/load_balancer.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_configurations.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kClassIndexers{kClassesByConfiguration};

void map_class_change(const Change& change, Affected& affected) {
  if (!change.delta.echo) affected.gateway_classes.insert(change.key());
  add_configurations_of_class(*change.object(), change.listers, affected);
  if (change.previous()) add_configurations_of_class(*change.previous(), change.listers, affected);
  const bool not_ours = !is_our_class(change.object()) || change.gone();
  for (const kube::ObjectKey& gateway : gateways_of_class(change.listers, change.key().name)) {
    add_gateway(gateway, change.listers, affected);
    if (not_ours) add_reporting_routes(gateway, change.listers, affected);
  }
}

}  // namespace

Watch gateway_class_watch() { return {kube::kGatewayClasses, kClassIndexers, map_class_change}; }

}  // namespace nlbsim::engine
