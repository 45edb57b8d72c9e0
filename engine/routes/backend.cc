#include "engine/routes/backend.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/routes/rules/reference_grants.h"

namespace nlbsim::engine {
namespace {

BackendLookup unresolved(std::string_view reason, std::string message) {
  return {std::nullopt, reason, std::move(message), nullptr};
}

// A Service may have a TCP and a UDP port of one number: the route's kind tells which is meant.
const kube::ServicePort* find_port(const kube::ServiceSpec& service, std::int32_t number, std::string_view protocol) {
  const auto found = std::ranges::find_if(
      service.ports, [&](const kube::ServicePort& port) { return port.port == number && port.protocol == protocol; });
  return found == service.ports.end() ? nullptr : &*found;
}

}  // namespace

BackendLookup look_up(const Listers& listers, const RouteId& route, const kube::BackendRef& backend,
                      const LoadSettings& settings) {
  const auto service = backend_service(backend, route.key.namespace_);
  if (!service)
    return unresolved(
        reason::kInvalidKind,
        fmt::format("backendRef {} is of kind {}, only Service of the core group is supported", backend.name,
                    backend.group.empty() ? backend.kind : backend.group + "/" + backend.kind));
  if (!rules::reference_permitted(listers.of(kube::kReferenceGrants), route, *service))
    return unresolved(reason::kRefNotPermitted, "No explicit ReferenceGrant exists to allow the reference.");
  kube::ObjectRef object = listers.get(kube::kServices, *service);
  if (!object)
    return unresolved(reason::kBackendNotFound,
                      fmt::format("Service ({}:{}) not found", service->namespace_, service->name));
  const std::string_view protocol = kRouteKinds[route.kind].service_protocol;
  if (!backend.port)
    return unresolved(reason::kBackendNotFound,
                      fmt::format("backendRef to Service ({}:{}) names no port", service->namespace_, service->name));
  const kube::ServicePort* port = find_port(object->view<kube::Service>().spec, *backend.port, protocol);
  if (!port)
    return unresolved(reason::kBackendNotFound, fmt::format("Service ({}:{}) has no {} port {}", service->namespace_,
                                                            service->name, protocol, *backend.port));
  BackendLookup found;
  if (backend.weight != 0) found.backend = ResolvedBackend{object, *port};
  const ConfiguredRoute configured{kRouteKinds[route.kind].resource.kind, route.key};
  found.props = target_group_props(listers, *service, configured, settings.configuration.get());
  const bool instance = target_type(found.props, settings.default_target_type) == "instance";
  // The model says so, too, and keeps the port as it was; but a route that nothing can be made for must not look well.
  if (instance && port->nodePort == 0) {
    found.reason = reason::kBackendNotFound;
    found.message = fmt::format(
        "port {} of Service ({}:{}), which has type {}, has no node port, which instance "
        "targets need: make the Service NodePort or LoadBalancer",
        port->port, service->namespace_, service->name, object->view<kube::Service>().spec.type);
  }
  return found;
}

}  // namespace nlbsim::engine
