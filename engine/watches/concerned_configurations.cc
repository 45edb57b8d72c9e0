#include "engine/watches/concerned_configurations.h"

#include "engine/configuration/target_group.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {
namespace {

bool none_of(const Listers& listers, const kube::Resource& resource) { return listers.of(resource).all().empty(); }

}  // namespace

void add_configurations_of_gateway(const kube::Object& gateway, const Listers& listers, Affected& affected) {
  if (!none_of(listers, kube::kLoadBalancerConfigurations))
    for (kube::ObjectKey& key : gateway_configurations(gateway))
      affected.load_balancer_configurations.insert(std::move(key));
  if (none_of(listers, kube::kTargetGroupConfigurations)) return;
  for (const RouteId& id : routes_of_gateway(listers, gateway.meta().key()))
    add_configurations_of_route(*find_route(listers, id), listers, affected);
}

void add_configurations_of_class(const kube::Object& gateway_class, const Listers& listers, Affected& affected) {
  if (none_of(listers, kube::kLoadBalancerConfigurations) && none_of(listers, kube::kTargetGroupConfigurations)) return;
  for (kube::ObjectKey& key : class_configurations(gateway_class))
    affected.load_balancer_configurations.insert(std::move(key));
  for (const kube::ObjectKey& key : gateways_of_class(listers, gateway_class.meta().name))
    if (const kube::ObjectRef gateway = listers.get(kube::kGateways, key))
      add_configurations_of_gateway(*gateway, listers, affected);
}

void add_configurations_of_route(const kube::Object& route, const Listers& listers, Affected& affected) {
  if (none_of(listers, kube::kTargetGroupConfigurations)) return;
  for (const kube::ObjectKey& service : backend_services(route))
    add_configurations_of_service(service, listers, affected);
}

void add_configurations_of_service(const kube::ObjectKey& service, const Listers& listers, Affected& affected) {
  const Lister& configurations = listers.of(kube::kTargetGroupConfigurations);
  if (configurations.all().empty()) return;
  const auto& keys = configurations.indexed(kConfigurationsByService, service);
  affected.target_group_configurations.insert(keys.begin(), keys.end());
}

}  // namespace nlbsim::engine
