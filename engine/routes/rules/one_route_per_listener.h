// One route per NLB listener. Of several, the oldest serves: by creationTimestamp, then by "namespace/name" (the
// Gateway API's rule for conflicts), whatever the order in which they were seen; so the winner is the same after every
// restart.
#pragma once

#include <span>

#include "engine/routes/route_kinds.h"

namespace nlbsim::engine::rules {

struct Contender {
  const RouteId* id = nullptr;
  const kube::ObjectMeta* meta = nullptr;
};

bool older(const Contender& a, const Contender& b);
// Index of the route that serves. There is at least one.
std::size_t winner_of(std::span<const Contender> contenders);

}  // namespace nlbsim::engine::rules
