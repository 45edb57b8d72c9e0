#include "engine/watches/concerned_gateways.h"

#include "engine/configuration/load_balancer.h"
#include "engine/names.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/listener_sets.h"

namespace nlbsim::engine {

bool is_concern_of_ours(const Listers& listers, const kube::ObjectRef& gateway) {
  return is_ours(listers, gateway) || gateway->meta().has_finalizer(kGatewayFinalizer);
}

void add_gateway(const kube::ObjectKey& key, const Listers& listers, Affected& affected) {
  const kube::ObjectRef gateway = listers.get(kube::kGateways, key);
  if (gateway && is_concern_of_ours(listers, gateway)) affected.gateways.insert(key);
}

void add_parents(const kube::ObjectRef& route, const Listers& listers, Affected& affected) {
  each_gateway_behind(listers, *route,
                      [&](const kube::ObjectKey& gateway) { add_gateway(gateway, listers, affected); });
}

void add_parents(std::span<const RouteId> routes, const Listers& listers, Affected& affected) {
  for (const RouteId& id : routes)
    if (const kube::ObjectRef route = find_route(listers, id)) add_parents(route, listers, affected);
}

void add_configured_gateways(const kube::ObjectKey& configuration, const Listers& listers, Affected& affected) {
  for (const kube::ObjectKey& gateway : listers.of(kube::kGateways).indexed(kGatewaysByConfiguration, configuration))
    add_gateway(gateway, listers, affected);
  for (const kube::ObjectKey& name : listers.of(kube::kGatewayClasses).indexed(kClassesByConfiguration, configuration))
    for (const kube::ObjectKey& gateway : gateways_of_class(listers, name.name))
      add_gateway(gateway, listers, affected);
}

void add_reporting_routes(const kube::ObjectKey& gateway, const Listers& listers, Affected& affected) {
  for (const RouteId& id : routes_by(listers, kRoutesByReportingGateway, gateway)) affected.routes.insert(id.key);
  for (const kube::ObjectKey& set : set_keys_of(listers, gateway))
    for (const RouteId& id : routes_by(listers, kRoutesBySet, set)) affected.routes.insert(id.key);
}

}  // namespace nlbsim::engine
