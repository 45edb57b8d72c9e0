// What routes refer to, and how they are found by it: the Gateways of their parentRefs, the Gateways that their status
// mentions, the Services of their backendRefs. Each is an index of the routes' listers, of every kind alike.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/routes/route_kinds.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The Gateway that a parentRef of a route in `route_namespace` names; none: the parent is something else.
std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, const std::string& route_namespace);
// The same of a ListenerSet.
std::optional<kube::ObjectKey> parent_set(const kube::ParentReference& parent, const std::string& route_namespace);
// The Gateway that a parentRef leads to, by itself or by a ListenerSet that is there and names it.
std::optional<kube::ObjectKey> gateway_behind(const Listers& listers, const kube::ParentReference& parent,
                                              const std::string& route_namespace);
// Calls use(gateway) for each parentRef that leads to one, in their order.
template <class Use>
void each_gateway_behind(const Listers& listers, const kube::Object& route, Use use) {
  for (const kube::ParentReference& parent : route.view<kube::Route>().spec.parentRefs)
    if (const auto gateway = gateway_behind(listers, parent, route.meta().namespace_)) use(*gateway);
}
// The Service that a backendRef names; none: the backend is something else.
std::optional<kube::ObjectKey> backend_service(const kube::BackendRef& backend, const std::string& route_namespace);

// What the indexes of a route say of it; in the order of its spec or status, a key as often as it is named.
std::vector<kube::ObjectKey> parent_gateways(const kube::Object& route);
std::vector<kube::ObjectKey> parent_sets(const kube::Object& route);
std::vector<kube::ObjectKey> reporting_gateways(const kube::Object& route);  // with a status entry of ours
std::vector<kube::ObjectKey> backend_services(const kube::Object& route);

inline constexpr Indexer kRoutesByGateway{"gateway", parent_gateways};
inline constexpr Indexer kRoutesBySet{"listener-set", parent_sets};
// It decided on them once.
inline constexpr Indexer kRoutesByReportingGateway{"reporting-gateway", reporting_gateways};
inline constexpr Indexer kRoutesByService{"service", backend_services};
inline constexpr std::array kRouteIndexers{kRoutesByGateway, kRoutesBySet, kRoutesByReportingGateway, kRoutesByService};

// The routes of every kind that the index finds; by kind, then key.
std::vector<RouteId> routes_by(const Listers& listers, const Indexer& index, const kube::ObjectKey& value);
// Those whose parentRefs lead to the Gateway, by its ListenerSets too; by kind, then key.
std::vector<RouteId> routes_of_gateway(const Listers& listers, const kube::ObjectKey& gateway);
// All routes of a namespace; by kind, then name.
std::vector<RouteId> routes_in(const Listers& listers, const std::string& namespace_);
kube::ObjectRef find_route(const Listers& listers, const RouteId& id);

}  // namespace nlbsim::engine
