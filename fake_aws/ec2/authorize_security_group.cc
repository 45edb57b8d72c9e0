#include <utility>

#include "api/aws/ec2_security.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

template <>
Answer<ec2::AuthorizeSecurityGroupIngress> act<ec2::AuthorizeSecurityGroupIngress>(
    const ActionContext& context, const ec2::AuthorizeSecurityGroupIngress::Request& request) {
  auto added = authorize(context, {request.GroupId}, permissions_in(request), request.TagSpecifications);
  if (!added) return sim::forward(std::move(added.error()));
  return ec2::AuthorizeSecurityGroupIngress::Response{true, std::move(*added)};
}

template <>
Answer<ec2::AuthorizeSecurityGroupEgress> act<ec2::AuthorizeSecurityGroupEgress>(
    const ActionContext& context, const ec2::AuthorizeSecurityGroupEgress::Request& request) {
  auto added = authorize(context, {request.GroupId, true}, permissions_in(request), request.TagSpecifications);
  if (!added) return sim::forward(std::move(added.error()));
  return ec2::AuthorizeSecurityGroupEgress::Response{true, std::move(*added)};
}

}  // namespace nlbsim::fake_aws
