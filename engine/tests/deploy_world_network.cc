// What DeployWorld answers about subnets and security groups.
#include <algorithm>

#include "api/aws/error_codes.h"
#include "engine/tests/deploy_world.h"

namespace nlbsim::engine::testing {
namespace {

namespace code = aws::code;
using aws::ec2::IpPermission;

bool matches(const aws::ec2::SecurityGroup& group, const std::vector<aws::Filter>& filters) {
  const aws::TagMap tags = aws::to_map(group.Tags);
  return std::ranges::all_of(filters, [&](const aws::Filter& filter) {
    std::string value;
    if (filter.Name == "vpc-id") value = group.VpcId;
    if (filter.Name == "group-name") value = group.GroupName;
    if (filter.Name.starts_with("tag:")) {
      const auto found = tags.find(filter.Name.substr(4));
      if (found == tags.end()) return false;
      value = found->second;
    }
    return std::ranges::find(filter.Values, value) != filter.Values.end();
  });
}

}  // namespace

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::DescribeSubnets>& call) {
  call.response.Subnets = subnets;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::DescribeAvailabilityZones>& call) {
  for (const auto& id : call.request.ZoneIds) {
    call.response.AvailabilityZones.push_back({id, id, "availability-zone", "us-west-2", "available"});
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::DescribeSecurityGroups>& call) {
  for (const auto& id : call.request.GroupIds) {
    if (!security_groups.contains(id)) return refuse(code::kGroupNotFound);
  }
  for (const auto& [id, group] : security_groups) {
    const auto& ids = call.request.GroupIds;
    const bool asked = ids.empty() || std::ranges::find(ids, id) != ids.end();
    if (asked && matches(group, call.request.Filters)) call.response.SecurityGroups.push_back(group);
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::CreateSecurityGroup>& call) {
  for (const auto& [id, group] : security_groups) {
    if (group.GroupName == call.request.GroupName) return refuse(code::kGroupDuplicate);
  }
  aws::ec2::SecurityGroup group;
  group.GroupId = fresh_id("sg", call.request.GroupName);
  group.GroupName = call.request.GroupName;
  group.VpcId = call.request.VpcId;
  group.Tags = call.request.TagSpecifications.at(0).Tags;
  call.response.GroupId = group.GroupId;
  security_groups[group.GroupId] = group;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::DeleteSecurityGroup>& call) {
  const std::string& id = call.request.GroupId;
  for (const auto& [arn, item] : load_balancers) {
    if (std::ranges::find(item.SecurityGroups, id) != item.SecurityGroups.end()) {
      return refuse(code::kDependencyViolation);
    }
  }
  if (security_groups.erase(id) == 0) return refuse(code::kGroupNotFound);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::AuthorizeSecurityGroupIngress>& call) {
  auto& rules = security_groups.at(call.request.GroupId).IpPermissions;
  for (const IpPermission& rule : call.request.IpPermissions) {
    if (std::ranges::find(rules, rule) != rules.end()) return refuse(code::kPermissionDuplicate);
  }
  for (const IpPermission& rule : call.request.IpPermissions) rules.push_back(rule);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ec2::RevokeSecurityGroupIngress>& call) {
  auto& rules = security_groups.at(call.request.GroupId).IpPermissions;
  for (const IpPermission& rule : call.request.IpPermissions) {
    if (std::erase(rules, rule) == 0) return refuse(code::kPermissionNotFound);
  }
  return {};
}

}  // namespace nlbsim::engine::testing
