// ModifySecurityGroupRules and new descriptions for rules in both directions.
#include "fake_aws/action.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

template <>
Answer<ec2::ModifySecurityGroupRules> act<ec2::ModifySecurityGroupRules>(
    const ActionContext& context, const ec2::ModifySecurityGroupRules::Request& request) {
  if (auto done = modify(context, request); !done) return sim::forward(done.error());
  return ec2::Success{};
}

template <>
Answer<ec2::UpdateSecurityGroupRuleDescriptionsIngress> act<ec2::UpdateSecurityGroupRuleDescriptionsIngress>(
    const ActionContext& context, const ec2::UpdateSecurityGroupRuleDescriptionsIngress::Request& request) {
  if (auto done = describe_anew(context, {request.GroupId}, request); !done) return sim::forward(done.error());
  return ec2::Success{};
}

template <>
Answer<ec2::UpdateSecurityGroupRuleDescriptionsEgress> act<ec2::UpdateSecurityGroupRuleDescriptionsEgress>(
    const ActionContext& context, const ec2::UpdateSecurityGroupRuleDescriptionsEgress::Request& request) {
  if (auto done = describe_anew(context, {request.GroupId, true}, request); !done) return sim::forward(done.error());
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
