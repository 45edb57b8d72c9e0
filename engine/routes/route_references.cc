#include "engine/routes/route_references.h"

#include "engine/names.h"

namespace nlbsim::engine {

std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, const std::string& route_namespace) {
  if (parent.kind != kube::kGateways.kind || parent.group != kube::kGatewayGroup) return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(route_namespace), parent.name};
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

std::vector<RouteId> routes_in(const Listers& listers, const std::string& namespace_) {
  std::vector<RouteId> out;
  for (std::size_t kind = 0; kind < kRouteKinds.size(); ++kind) {
    const auto& all = listers.of(kRouteKinds[kind].resource).all();
    for (auto it = all.lower_bound({namespace_, ""}); it != all.end() && it->first.namespace_ == namespace_; ++it)
      out.push_back({kind, it->first});
  }
  return out;
}

kube::ObjectRef find_route(const Listers& listers, const RouteId& id) {
  return listers.get(kRouteKinds[id.kind].resource, id.key);
}

}  // namespace nlbsim::engine
