// Steps that several mappings share: from a Gateway's key, a route or some routes to the Gateways that are concerned.
#pragma once

#include <span>

#include "engine/routes/route_references.h"
#include "engine/watches/watch.h"

namespace nlbsim::engine {

// Ours by its class, or by the finalizer that we left on it.
bool is_concern_of_ours(const Listers& listers, const kube::ObjectRef& gateway);
// The Gateway, if it is there and a concern of ours.
void add_gateway(const kube::ObjectKey& gateway, const Listers& listers, Affected& affected);
// The Gateways in the route's parentRefs.
void add_parents(const kube::ObjectRef& route, const Listers& listers, Affected& affected);
void add_parents(std::span<const RouteId> routes, const Listers& listers, Affected& affected);
// The Gateways whose configuration this is, by themselves or by their class.
void add_configured_gateways(const kube::ObjectKey& configuration, const Listers& listers, Affected& affected);
// Status entries of ours for the Gateway have to be looked at.
void add_reporting_routes(const kube::ObjectKey& gateway, const Listers& listers, Affected& affected);

}  // namespace nlbsim::engine
