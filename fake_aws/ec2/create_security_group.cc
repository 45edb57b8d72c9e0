#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Request = ec2::CreateSecurityGroup::Request;

Result<void> check_text(const Request& request) {
  constexpr std::size_t kMaxText = 255;
  if (request.GroupName.empty()) return missing_parameter("groupName");
  if (request.Description.empty()) return missing_parameter("groupDescription");
  if (request.GroupName.size() > kMaxText || request.Description.size() > kMaxText)
    return refuse(code::kInvalidParameterValue, "A security group's name and description have at most 255 characters");
  if (request.GroupName.starts_with(kGroupId.prefix))
    return refuse(code::kInvalidParameterValue, "Invalid group name '" + request.GroupName + "': it begins with sg-");
  // There is no default VPC in this account.
  if (request.VpcId.empty()) return missing_parameter("vpcId");
  return {};
}

}  // namespace

template <>
Answer<ec2::CreateSecurityGroup> act<ec2::CreateSecurityGroup>(const ActionContext& context,
                                                               const ec2::CreateSecurityGroup::Request& request) {
  Network& network = context.state.network;
  if (auto valid = check_text(request); !valid) return sim::forward(valid.error());
  if (!network.vpcs.contains(request.VpcId)) return no_such_id(kVpcId, request.VpcId);
  if (network.group_ids.contains({request.VpcId, request.GroupName}))
    return refuse(code::kGroupDuplicate,
                  "The security group '" + request.GroupName + "' already exists for VPC '" + request.VpcId + "'");
  if (network.security_groups.size() >= context.settings.quotas.security_groups)
    return refuse(code::kSecurityGroupLimitExceeded, "The maximum number of security groups is " +
                                                         std::to_string(context.settings.quotas.security_groups));
  const auto tags = specified_tags(context, request.TagSpecifications, "security-group");
  if (!tags) return sim::forward(tags.error());

  auto id = network.add_security_group({request.GroupName, request.Description, request.VpcId, *tags});
  if (!id) return sim::forward(id.error());
  context.record("SecurityGroup", *id, "created");
  std::string arn = network.security_groups.find(*id)->second.description.SecurityGroupArn;
  return ec2::CreateSecurityGroup::Response{std::move(*id), aws::to_tags(*tags), std::move(arn)};
}

}  // namespace nlbsim::fake_aws
