#include "api/aws/error_codes.h"
#include "fake_aws/ec2/actions.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

// All rules or none: one that is not there fails the call, as in every VPC but the default one.
Result<ec2::RevokeSecurityGroupIngress::Response> revoke_security_group_ingress(
    const ActionContext& context, const ec2::RevokeSecurityGroupIngress::Request& request) {
  auto& groups = context.state.network.security_groups;
  if (request.GroupId.empty()) return missing_parameter("groupId");
  if (auto valid = check_id(kGroupId, request.GroupId); !valid) return sim::forward(valid.error());
  const auto found = groups.find(request.GroupId);
  if (found == groups.end()) return no_such_id(kGroupId, request.GroupId);
  SecurityGroupEntry& group = found->second;
  const auto rules = flatten(request.IpPermissions);
  if (!rules) return sim::forward(rules.error());
  for (const auto& [rule, description] : *rules)
    if (!group.rules.contains(rule))
      return refuse(aws::code::kPermissionNotFound, "The specified rule does not exist in this security group.");

  for (const auto& [rule, description] : *rules) {
    if (group.rules.erase(rule) == 0) continue;  // given twice
    if (rule.peer_kind == IngressRule::Peer::group && rule.peer != request.GroupId)
      if (const auto peer = groups.find(rule.peer); peer != groups.end()) --peer->second.referrers;
  }
  context.record("SecurityGroup", request.GroupId, "modified");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
