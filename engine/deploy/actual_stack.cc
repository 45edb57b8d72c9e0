#include "engine/deploy/actual_stack.h"

#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {

Matching match_load_balancers(const Stack& stack, const ActualStack& actual) {
  const DesiredLoadBalancer* const wanted = stack.load_balancer ? &*stack.load_balancer : nullptr;
  const std::span<const DesiredLoadBalancer> desired(wanted, wanted ? 1 : 0);
  return match(desired, std::span<const TrackedLoadBalancer>(actual.load_balancers.items), load_balancer_replaced);
}

Matching match_target_groups(const Stack& stack, const ActualStack& actual) {
  const std::span<const DesiredTargetGroup> desired(stack.target_groups);
  return match(desired, std::span<const TrackedTargetGroup>(actual.target_groups.items), target_group_replaced);
}

Matching match_security_groups(const Stack& stack, const ActualStack& actual) {
  const auto replaced = [](const DesiredSecurityGroup&, const TrackedSecurityGroup&) { return false; };
  const std::span<const DesiredSecurityGroup> desired(stack.security_groups);
  return match(desired, std::span<const TrackedSecurityGroup>(actual.security_groups.items), replaced);
}

std::optional<std::size_t> standing_load_balancer(const Stack& stack, const ActualStack& actual) {
  const Matching matching = match_load_balancers(stack, actual);
  return matching.matched.empty() ? std::nullopt : matching.matched.front();
}

}  // namespace nlbsim::engine
