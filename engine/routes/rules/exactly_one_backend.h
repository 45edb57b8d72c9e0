// Exactly one backendRef per route, over all its rules. What is written counts: a second backendRef is a violation even
// while the Service it names does not exist, so that creating the Service later breaks nothing. A route that violates
// the rule is not accepted, and where no other route is to serve the listener, AWS keeps the port as it was.
#pragma once

#include "engine/profile.h"
#include "engine/routes/listener_place.h"
#include "engine/routes/route_kinds.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

struct BackendCount {
  std::size_t written = 0;
  const kube::BackendRef* only = nullptr;  // when there is exactly one; points into the route
};

BackendCount count_backends(const kube::RouteSpec& route);

// `at` is the listener that the route asks for.
Verdict exactly_one_backend(const BackendCount& backends, const RouteId& route, const ListenerPlace& at,
                            const Profile& profile);

}  // namespace nlbsim::engine::rules
