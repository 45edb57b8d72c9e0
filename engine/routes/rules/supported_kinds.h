// Which kinds of routes a Gateway listener takes: those that fit its protocol, or of the listed ones those that do. A
// listed kind that does not fit makes ResolvedRefs=False/InvalidRouteKinds; the others still serve.
#pragma once

#include <vector>

#include "api/kube/views.h"
#include "engine/profile.h"

namespace nlbsim::engine::rules {

struct SupportedKinds {
  std::vector<kube::RouteGroupKind> kinds;  // in the order listed, else in the order of kRouteKinds
  bool invalid_listed = false;
};

SupportedKinds supported_kinds(const kube::Listener& listener, const Profile& profile);

}  // namespace nlbsim::engine::rules
