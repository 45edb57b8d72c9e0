// Rules for load balancers that more than one action asks, and what happens to one by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// InvalidSecurityGroup for an unknown group or one of another VPC, InvalidConfigurationRequest for too many.
Result<void> check_security_groups(const ActionContext& context, const std::vector<std::string>& groups,
                                   std::string_view vpc_id);
// InvalidConfigurationRequest for ipv4 where the load balancer forwards to IPv6 target groups, and for dualstack where
// it has UDP listeners and no source NAT for them.
Result<void> check_ip_address_type(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                                   std::string_view wanted);
// Provisioning is over.
void end_provisioning(const ActionContext& context, std::string_view arn);

}  // namespace nlbsim::fake_aws
