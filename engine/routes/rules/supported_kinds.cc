#include "engine/routes/rules/supported_kinds.h"

#include <algorithm>

#include "engine/routes/route_kinds.h"

namespace nlbsim::engine::rules {

SupportedKinds supported_kinds(const kube::Listener& listener, const Profile& profile) {
  SupportedKinds out;
  if (listener.allowedRoutes.kinds.empty()) {
    for (const RouteKind& kind : kRouteKinds)
      if (kind.fits(listener, profile))
        out.kinds.push_back({std::string(kind.resource.group), std::string(kind.resource.kind)});
    return out;
  }
  for (const kube::RouteGroupKind& listed : listener.allowedRoutes.kinds) {
    const auto row = route_kind_of(listed);
    if (!row || !kRouteKinds[*row].fits(listener, profile)) out.invalid_listed = true;
    else if (std::ranges::find(out.kinds, listed) == out.kinds.end()) out.kinds.push_back(listed);
  }
  return out;
}

}  // namespace nlbsim::engine::rules
