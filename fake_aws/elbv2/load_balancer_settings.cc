#include "fake_aws/elbv2/load_balancer_settings.h"

#include <set>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

Result<void> check_security_groups(const ActionContext& context, const std::vector<std::string>& groups,
                                   std::string_view vpc_id) {
  std::set<std::string_view> seen;
  for (const std::string& id : groups) {
    const auto found = context.state.network.security_groups.find(id);
    if (found == context.state.network.security_groups.end())
      return refuse(code::kInvalidSecurityGroup, "The security group '" + id + "' does not exist");
    if (found->second.description.VpcId != vpc_id)
      return refuse(code::kInvalidSecurityGroup,
                    "The security group '" + id + "' is not in VPC '" + std::string(vpc_id) + "'");
    if (!seen.insert(id).second)
      return refuse(code::kInvalidSecurityGroup, "The security group '" + id + "' is given twice");
  }
  const std::size_t limit = context.settings.quotas.security_groups_per_interface;
  if (groups.size() > limit)
    return refuse(code::kInvalidConfigurationRequest,
                  "A load balancer can have at most " + std::to_string(limit) + " security groups");
  return {};
}

void end_provisioning(const ActionContext& context, std::string_view arn) {
  LoadBalancerEntry& entry = context.state.load_balancing.load_balancers.find(arn)->second;
  const Activation& activation = context.settings.timing.activation;
  entry.activation.reset();
  aws::LoadBalancerState& state = entry.description.State;
  const std::string before = state.Code;
  if (!entry.fails_because.empty()) state = {"failed", entry.fails_because};
  else state = {activation.ends_in, activation.ends_in == "active" ? std::string() : activation.reason};
  context.record("LoadBalancer", std::string(arn), state.Code, before);
}

}  // namespace nlbsim::fake_aws
