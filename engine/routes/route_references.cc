#include "engine/routes/route_references.h"

#include <algorithm>

#include "engine/names.h"
#include "engine/routes/listener_sets.h"

namespace nlbsim::engine {

std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, const std::string& route_namespace) {
  if (parent.kind != kube::kGateways.kind || parent.group != kube::kGatewayGroup) return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(route_namespace), parent.name};
}

std::optional<kube::ObjectKey> parent_set(const kube::ParentReference& parent, const std::string& route_namespace) {
  if (parent.kind != kube::kListenerSets.kind || parent.group != kube::kGatewayGroup) return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(route_namespace), parent.name};
}

std::optional<kube::ObjectKey> gateway_behind(const Listers& listers, const kube::ParentReference& parent,
                                              const std::string& route_namespace) {
  const auto set = parent_set(parent, route_namespace);
  if (!set) return parent_gateway(parent, route_namespace);
  const kube::ObjectRef object = listers.get(kube::kListenerSets, *set);
  return object ? gateway_of_set(*object) : std::nullopt;
}

std::optional<kube::ObjectKey> backend_service(const kube::BackendRef& backend, const std::string& route_namespace) {
  if (!backend.group.empty() || backend.kind != kube::kServices.kind) return std::nullopt;
  return kube::ObjectKey{backend.namespace_.value_or(route_namespace), backend.name};
}

std::vector<kube::ObjectKey> parent_gateways(const kube::Object& route) {
  std::vector<kube::ObjectKey> out;
  for (const kube::ParentReference& parent : route.view<kube::Route>().spec.parentRefs)
    if (auto gateway = parent_gateway(parent, route.meta().namespace_)) out.push_back(std::move(*gateway));
  return out;
}

std::vector<kube::ObjectKey> parent_sets(const kube::Object& route) {
  std::vector<kube::ObjectKey> out;
  for (const kube::ParentReference& parent : route.view<kube::Route>().spec.parentRefs)
    if (auto set = parent_set(parent, route.meta().namespace_)) out.push_back(std::move(*set));
  return out;
}

std::vector<kube::ObjectKey> reporting_gateways(const kube::Object& route) {
  std::vector<kube::ObjectKey> out;
  for (const kube::RouteParentStatus& entry : route.view<kube::Route>().status.parents) {
    if (entry.controllerName != kControllerName) continue;
    if (auto gateway = parent_gateway(entry.parentRef, route.meta().namespace_)) out.push_back(std::move(*gateway));
  }
  return out;
}

std::vector<kube::ObjectKey> backend_services(const kube::Object& route) {
  std::vector<kube::ObjectKey> out;
  for (const kube::RouteRule& rule : route.view<kube::Route>().spec.rules)
    for (const kube::BackendRef& backend : rule.backendRefs)
      if (auto service = backend_service(backend, route.meta().namespace_)) out.push_back(std::move(*service));
  return out;
}

std::vector<RouteId> routes_by(const Listers& listers, const Indexer& index, const kube::ObjectKey& value) {
  std::vector<RouteId> out;
  for (std::size_t kind = 0; kind < kRouteKinds.size(); ++kind)
    for (const kube::ObjectKey& key : listers.of(kRouteKinds[kind].resource).indexed(index, value))
      out.push_back({kind, key});
  return out;
}

std::vector<RouteId> routes_of_gateway(const Listers& listers, const kube::ObjectKey& gateway) {
  std::vector<RouteId> out = routes_by(listers, kRoutesByGateway, gateway);
  const Lister::Keys& sets = set_keys_of(listers, gateway);
  if (sets.empty()) return out;
  for (const kube::ObjectKey& set : sets)
    for (RouteId& id : routes_by(listers, kRoutesBySet, set)) out.push_back(std::move(id));
  std::ranges::sort(out);
  const auto again = std::ranges::unique(out);
  out.erase(again.begin(), again.end());
  return out;
}

std::vector<RouteId> routes_in(const Listers& listers, const std::string& namespace_) {
  std::vector<RouteId> out;
  for (std::size_t kind = 0; kind < kRouteKinds.size(); ++kind)
    for (const auto& [key, route] : listers.of(kRouteKinds[kind].resource).in_namespace(namespace_))
      out.push_back({kind, key});
  return out;
}

kube::ObjectRef find_route(const Listers& listers, const RouteId& id) {
  return listers.get(kRouteKinds[id.kind].resource, id.key);
}

}  // namespace nlbsim::engine
