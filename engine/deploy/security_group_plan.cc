#include "engine/deploy/security_group_plan.h"

#include <algorithm>
#include <map>

namespace nlbsim::engine {
namespace {

using aws::ec2::IpPermission;
using RulesByIdentity = std::map<std::string, IpPermission>;

std::string identity_of(const IpPermission& rule, const std::string& source) {
  const auto port = [](std::optional<std::int32_t> value) { return value ? std::to_string(*value) : std::string("-"); };
  return fmt::format("{} {} {} {}", rule.IpProtocol, port(rule.FromPort), port(rule.ToPort), source);
}

// EC2 groups sources under one permission; here each stands alone.
RulesByIdentity split(std::span<const IpPermission> permissions) {
  RulesByIdentity rules;
  for (const IpPermission& permission : permissions) {
    IpPermission bare;
    bare.IpProtocol = permission.IpProtocol;
    bare.FromPort = permission.FromPort;
    bare.ToPort = permission.ToPort;
    for (const auto& range : permission.IpRanges) {
      IpPermission& rule = rules[identity_of(bare, range.CidrIp)] = bare;
      rule.IpRanges.push_back(range);
    }
    for (const auto& range : permission.Ipv6Ranges) {
      IpPermission& rule = rules[identity_of(bare, range.CidrIpv6)] = bare;
      rule.Ipv6Ranges.push_back(range);
    }
    for (const auto& pair : permission.UserIdGroupPairs) {
      IpPermission& rule = rules[identity_of(bare, pair.GroupId)] = bare;
      rule.UserIdGroupPairs.push_back(pair);
    }
  }
  return rules;
}

bool of_frozen_port(const IpPermission& rule, std::span<const std::int32_t> frozen_ports) {
  return rule.FromPort && rule.FromPort == rule.ToPort &&
         std::ranges::find(frozen_ports, *rule.FromPort) != frozen_ports.end();
}

}  // namespace

PlannedCall plan_security_group_create(const DesiredSecurityGroup& desired) {
  aws::ec2::CreateSecurityGroup::Request request;
  request.GroupName = desired.name;
  request.Description = desired.description;
  request.VpcId = desired.vpc_id;
  request.TagSpecifications.push_back({"security-group", aws::to_tags(desired.tags)});
  return plan_call<aws::ec2::CreateSecurityGroup>(desired.id, "the stack has no such group", std::move(request));
}

Plan plan_security_group_update(const DesiredSecurityGroup& desired, const TrackedSecurityGroup& actual,
                                std::span<const std::int32_t> frozen_ports, const std::string& cluster) {
  Plan plan;
  TagDifference tags = tag_difference(desired.tags, *actual.tags, cluster);
  const std::string& group_id = actual.resource.GroupId;
  if (!tags.add.empty()) {
    aws::ec2::CreateTags::Request request;
    request.Resources.push_back(group_id);
    request.Tags = std::move(tags.add);
    plan.push_back(plan_call<aws::ec2::CreateTags>(desired.id, "tags are missing or differ", std::move(request)));
  }
  if (!tags.remove.empty()) {
    aws::ec2::DeleteTags::Request request;
    request.Resources.push_back(group_id);
    for (std::string& key : tags.remove) request.Tags.push_back({std::move(key), {}});
    plan.push_back(plan_call<aws::ec2::DeleteTags>(desired.id, "tags are not desired", std::move(request)));
  }
  for (PlannedCall& planned : plan_ingress(desired, actual.resource, frozen_ports)) plan.push_back(std::move(planned));
  return plan;
}

Plan plan_ingress(const DesiredSecurityGroup& desired, const aws::ec2::SecurityGroup& actual,
                  std::span<const std::int32_t> frozen_ports) {
  RulesByIdentity wanted = split(desired.ingress);
  RulesByIdentity there = split(actual.IpPermissions);
  aws::ec2::AuthorizeSecurityGroupIngress::Request authorize;
  aws::ec2::RevokeSecurityGroupIngress::Request revoke;
  for (auto& [identity, rule] : wanted) {
    if (!there.contains(identity)) authorize.IpPermissions.push_back(rule);
  }
  for (auto& [identity, rule] : there) {
    if (!wanted.contains(identity) && !of_frozen_port(rule, frozen_ports)) revoke.IpPermissions.push_back(rule);
  }
  Plan plan;
  if (!authorize.IpPermissions.empty()) {
    authorize.GroupId = actual.GroupId;
    plan.push_back(plan_call<aws::ec2::AuthorizeSecurityGroupIngress>(desired.id, "clients must reach these ports",
                                                                      std::move(authorize)));
  }
  if (!revoke.IpPermissions.empty()) {
    revoke.GroupId = actual.GroupId;
    plan.push_back(
        plan_call<aws::ec2::RevokeSecurityGroupIngress>(desired.id, "no listener asks for it", std::move(revoke)));
  }
  return plan;
}

}  // namespace nlbsim::engine
