// Which kinds of routes a Gateway listener takes: those that fit its protocol, or of the listed ones those that do. A
// listed kind that does not fit makes ResolvedRefs=False/InvalidRouteKinds; the others still serve, and where there are
// none the port is left out.
#pragma once

#include "engine/profile.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

struct SupportedKinds {
  std::vector<kube::RouteGroupKind> kinds;  // in the order listed, else in the order of kRouteKinds
  bool invalid_listed = false;
};

SupportedKinds supported_kinds(const kube::Listener& listener, const Profile& profile);

Verdict valid_route_kinds(const kube::Listener& listener, const SupportedKinds& kinds);

}  // namespace nlbsim::engine::rules
