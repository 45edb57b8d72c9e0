#include "engine/routes/rules/supported_kinds.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"
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

Verdict valid_route_kinds(const kube::Listener& listener, const SupportedKinds& kinds) {
  if (!kinds.invalid_listed) return {};
  const std::string text = fmt::format("Invalid route kind for listener {}", listener.name);
  return {kinds.kinds.empty() ? PortState::unused : PortState::serving,
          {make_condition(condition::kResolvedRefs, false, reason::kInvalidRouteKinds, text)},
          text};
}

}  // namespace nlbsim::engine::rules
