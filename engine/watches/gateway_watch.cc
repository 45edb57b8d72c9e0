// A Gateway concerns itself; its routes' status entries when it is gone or not ours any more; the configurations that
// it uses or used; and its class when that waits to be deleted, because the last Gateway of a class lets it go.
#include "engine/configuration/load_balancer.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_configurations.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kGatewayIndexers{kGatewaysByClass, kGatewaysByConfiguration};

void add_waiting_class(const kube::ObjectRef& gateway, const Listers& listers, Affected& affected) {
  const kube::ObjectRef gateway_class = class_of(listers, gateway);
  if (gateway_class && gateway_class->meta().deleting()) affected.gateway_classes.insert(gateway_class->meta().key());
}

void map_gateway_change(const Change& change, Affected& affected) {
  const bool concern = !change.delta.echo && is_concern_of_ours(change.listers, change.object());
  if (change.gone() || concern) affected.gateways.insert(change.key());
  if (change.gone() || !is_ours(change.listers, change.object()))
    add_reporting_routes(change.key(), change.listers, affected);
  add_configurations_of_gateway(*change.object(), change.listers, affected);
  if (change.previous()) add_configurations_of_gateway(*change.previous(), change.listers, affected);
  add_waiting_class(change.object(), change.listers, affected);
  if (change.previous()) add_waiting_class(change.previous(), change.listers, affected);
}

}  // namespace

Watch gateway_watch() { return {kube::kGateways, kGatewayIndexers, map_gateway_change}; }

}  // namespace nlbsim::engine
