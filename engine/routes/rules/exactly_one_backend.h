// Exactly one backendRef per route, over all its rules. What is written counts: a second backendRef is a violation even
// while the Service it names does not exist, so that creating the Service later breaks nothing.
#pragma once

#include "api/kube/views.h"

namespace nlbsim::engine::rules {

struct BackendCount {
  std::size_t written = 0;
  const kube::BackendRef* only = nullptr;  // when there is exactly one; points into the route
};

BackendCount count_backends(const kube::RouteSpec& route);

}  // namespace nlbsim::engine::rules
