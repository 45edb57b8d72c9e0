// Names of load balancers and target groups: 1 to 32 letters, digits and hyphens, no hyphen at either end.
#pragma once

#include <string>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

Result<void> check_load_balancer_name(const std::string& name);  // nor "internal-" in front
Result<void> check_target_group_name(const std::string& name);   // nor two hyphens in a row

}  // namespace nlbsim::fake_aws
