#include "engine/routes/rules/exactly_one_backend.h"

#include <fmt/format.h>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {

BackendCount count_backends(const kube::RouteSpec& route) {
  BackendCount count;
  for (const kube::RouteRule& rule : route.rules) {
    for (const kube::BackendRef& backend : rule.backendRefs) {
      ++count.written;
      count.only = &backend;
    }
  }
  if (count.written != 1) count.only = nullptr;
  return count;
}

Verdict exactly_one_backend(const BackendCount& backends, const RouteId& route, const ListenerPlace& at,
                            const Profile& profile) {
  if (backends.only) return {};
  Verdict verdict;
  verdict.event = fmt::format(
      "{} found for route {} for listener on port:protocol {}:{} for gateway {} , only one must be specified",
      backends.written == 0 ? "no backend refs" : "multiple backend refs", route.key.text(), at.listener.port,
      at.listener.protocol, at.gateway);
  const bool keeps = backends.written != 0 || profile.empty_route_freezes_port;
  verdict.port = keeps ? PortState::frozen : PortState::unused;
  if (!profile.violating_routes_accepted)
    verdict.conditions = {make_condition(condition::kAccepted, false, reason::kUnsupportedValue, verdict.event)};
  return verdict;
}

}  // namespace nlbsim::engine::rules
