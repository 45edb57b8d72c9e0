// The NLB: what has to be called.
#pragma once

#include <span>

#include "api/aws/elbv2.h"
#include "engine/deploy/plan.h"
#include "engine/deploy/tracked.h"
#include "engine/model/stack.h"

namespace nlbsim::engine {

using TrackedLoadBalancer = Tracked<aws::LoadBalancer>;

// Type and scheme cannot be changed. The name could not either, but an NLB under an older name serves as well.
bool load_balancer_replaced(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& found);
// `group_ids` stand for desired.security_groups, in order.
PlannedCall plan_load_balancer_create(const DesiredLoadBalancer& desired, std::vector<std::string> group_ids);
// Tags, then security groups, then subnets; the two lists are compared as sets.
Plan plan_load_balancer_update(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& actual,
                               std::vector<std::string> group_ids, const std::string& cluster);

}  // namespace nlbsim::engine
