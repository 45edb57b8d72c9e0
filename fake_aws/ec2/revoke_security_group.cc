#include <utility>

#include "api/aws/ec2_security.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

template <>
Answer<ec2::RevokeSecurityGroupIngress> act<ec2::RevokeSecurityGroupIngress>(
    const ActionContext& context, const ec2::RevokeSecurityGroupIngress::Request& request) {
  auto gone = revoke(context, {request.GroupId}, permissions_in(request), request.SecurityGroupRuleIds);
  if (!gone) return sim::forward(std::move(gone.error()));
  return ec2::RevokeSecurityGroupIngress::Response{true, std::move(*gone)};
}

template <>
Answer<ec2::RevokeSecurityGroupEgress> act<ec2::RevokeSecurityGroupEgress>(
    const ActionContext& context, const ec2::RevokeSecurityGroupEgress::Request& request) {
  auto gone = revoke(context, {request.GroupId, true}, permissions_in(request), request.SecurityGroupRuleIds);
  if (!gone) return sim::forward(std::move(gone.error()));
  return ec2::RevokeSecurityGroupEgress::Response{true, std::move(*gone)};
}

}  // namespace nlbsim::fake_aws
