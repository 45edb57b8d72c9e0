// Who uses a configuration: it does not go before they have. Pure functions of the caches.
#pragma once

#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// A class or a Gateway of ours names it.
bool load_balancer_configuration_used(const Listers& listers, const kube::ObjectKey& configuration);
// An accepted Gateway of ours has a route to its Service, or uses a LoadBalancerConfiguration that names it for all.
bool target_group_configuration_used(const Listers& listers, const kube::ObjectKey& configuration);

}  // namespace nlbsim::engine
