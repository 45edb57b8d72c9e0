// Which listener forwards to which target group, and what AWS allows there.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

std::set<std::string> target_groups_of(const std::vector<aws::Action>& actions);
std::set<std::string> target_groups_of(const LoadBalancing& load_balancing, const LoadBalancerEntry& load_balancer);

// Actions as every answer shows them, however they were sent: with one target group both TargetGroupArn and
// ForwardConfig, with several only ForwardConfig.
std::vector<aws::Action> echoed(const std::vector<aws::Action>& actions);
// The same forwarding; the weight of a single target group says nothing.
bool same_actions(const std::vector<aws::Action>& a, const std::vector<aws::Action>& b);

// The protocol table of Network Load Balancers: which target groups a listener may forward to.
bool compatible(std::string_view listener_protocol, const aws::TargetGroup& group);

// Brings the target groups in line with the listener's actions, `before` being those it forwarded to until now.
void relink(const ActionContext& context, const ListenerEntry& listener, const std::set<std::string>& before);
// Takes a listener out of the state: target groups, default rule, its load balancer's ports.
void remove_listener(const ActionContext& context, std::string_view arn);

// TooManyTargets if the load balancer's limits are passed once it serves these target groups, and with them new targets
// in `added_zones`, one entry each.
Result<void> check_target_limits(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                                 const std::set<std::string>& groups, const std::vector<std::string>& added_zones,
                                 bool with_cross_zone);

}  // namespace nlbsim::fake_aws
