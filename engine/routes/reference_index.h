// Who refers to whom, kept up to date from the caches' changes: routes by parent Gateway, by backend Service and by the
// Gateways that their status mentions; Gateways by class. Hence loading one Gateway costs what hangs on it, not what
// the cluster holds. One per replica; told of every change before anyone asks (the replica adds its handler first).
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/routes/route_kinds.h"

namespace nlbsim::engine {

class ReferenceIndex {
 public:
  ReferenceIndex() = default;
  ReferenceIndex(const ReferenceIndex&) = delete;
  ReferenceIndex& operator=(const ReferenceIndex&) = delete;

  // One change of a cached object; null stands for absent. Other resources than Gateways and routes are ignored.
  void apply(const kube::Resource& resource, const kube::ObjectRef& previous, const kube::ObjectRef& object);

  // Routes whose spec.parentRefs name the Gateway.
  const std::set<RouteId>& routes_of_gateway(const kube::ObjectKey& gateway) const;
  // Routes with a status entry of ours for the Gateway: it decided on them once.
  const std::set<RouteId>& routes_reported_to_gateway(const kube::ObjectKey& gateway) const;
  const std::set<RouteId>& routes_of_service(const kube::ObjectKey& service) const;
  const std::set<kube::ObjectKey>& gateways_of_class(const std::string& gateway_class) const;

 private:
  template <class Key, class Value>
  using Relation = std::map<Key, std::set<Value>>;

  void apply_route(const RouteId& id, const kube::ObjectRef& route, bool present);
  void apply_gateway(const kube::ObjectRef& gateway, bool present);

  Relation<kube::ObjectKey, RouteId> by_gateway_;
  Relation<kube::ObjectKey, RouteId> by_reporting_gateway_;
  Relation<kube::ObjectKey, RouteId> by_service_;
  Relation<std::string, kube::ObjectKey> by_class_;
};

// The Gateway that a parentRef of a route in `route_namespace` names; none: the parent is something else.
std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, const std::string& route_namespace);
// The Service that a backendRef names; none: the backend is something else.
std::optional<kube::ObjectKey> backend_service(const kube::BackendRef& backend, const std::string& route_namespace);

}  // namespace nlbsim::engine
