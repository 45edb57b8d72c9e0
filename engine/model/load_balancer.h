// The NLB of a Gateway, with default settings.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

// Behind it stand two security groups, in this order: the managed one, which lets clients in, and the shared backend
// one, which targets know it by.
DesiredLoadBalancer build_load_balancer(const ModelInput& input);

}  // namespace nlbsim::engine
