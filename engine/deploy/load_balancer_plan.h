// The NLB: what has to be called.
#pragma once

#include <string_view>

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

// What a plan calls the load balancer of the stack.
inline constexpr const char* kLoadBalancerReference = "load balancer";
// The state of one that AWS is still making: it takes listeners, and passes nothing on yet.
inline constexpr std::string_view kProvisioning = "provisioning";
inline constexpr const char* kNetworkType = "network";
inline constexpr std::string_view kActiveState = "active";  // active_impaired begins so, too

// Type and scheme cannot be changed. The name could not either, but an NLB under an older name serves as well.
bool load_balancer_replaced(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& found);
PlannedCall plan_load_balancer_create(const DesiredLoadBalancer& desired);
// What creation cannot say: attributes, capacity, rules for PrivateLink.
Plan plan_load_balancer_settings(const DesiredLoadBalancer& desired, const aws::LoadBalancer* actual,
                                 const ActualStack& read);
// Tags, then security groups, then subnets, then the type of addresses; lists are compared as sets. A security group
// that is still to be made differs.
Plan plan_load_balancer_update(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& actual,
                               const References& known, const std::string& cluster);
// With `protected_`, AWS has to be told first that it may.
Plan plan_load_balancer_delete(const aws::LoadBalancer& load_balancer, bool protected_);

}  // namespace nlbsim::engine
