// What becomes of a requested certificate by itself, and who uses one.
#pragma once

#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// Its domains are validated.
void issue_certificate(const ActionContext& context, std::string_view arn);
// ARNs of load balancers with a listener that has it, sorted.
std::vector<std::string> users_of_certificate(const LoadBalancing& load_balancing, std::string_view arn);

}  // namespace nlbsim::fake_aws
