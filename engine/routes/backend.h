// The one backend of a route, looked up in the caches.
//
// In this order: the kind (InvalidKind), the grant (RefNotPermitted, before anything that would tell whether the
// Service exists), the Service and its port (BackendNotFound). Source of the order and reasons: the Gateway API.
#pragma once

#include "engine/routes/load_settings.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {

struct BackendLookup {
  std::optional<ResolvedBackend> backend;  // none: see reason, or the weight is 0 and no traffic is wanted
  std::string_view reason;                 // of ResolvedRefs=False; empty: the reference is resolved
  std::string message;
  TargetGroupPropsRef props;  // of the target group for it; null: nothing is asked for
};

BackendLookup look_up(const Listers& listers, const RouteId& route, const kube::BackendRef& backend,
                      const LoadSettings& settings);

}  // namespace nlbsim::engine
