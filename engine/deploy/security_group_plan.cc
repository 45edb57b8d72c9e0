#include "engine/deploy/security_group_plan.h"

#include <algorithm>
#include <map>
#include <set>

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
    for (const auto& list : permission.PrefixListIds) {
      IpPermission& rule = rules[identity_of(bare, list.PrefixListId_)] = bare;
      rule.PrefixListIds.push_back(list);
    }
  }
  return rules;
}

std::vector<std::int32_t> ports_of(const std::vector<IpPermission>& rules) {
  std::vector<std::int32_t> ports;
  for (const IpPermission& rule : rules) {
    if (rule.FromPort && rule.FromPort == rule.ToPort) ports.push_back(*rule.FromPort);
  }
  std::ranges::sort(ports);
  const auto again = std::ranges::unique(ports);
  ports.erase(again.begin(), again.end());
  return ports;
}

// One call for all rules; should it be refused, one for each, so that a rule fails alone.
template <class Op>
PlannedCall plan_rules(const DesiredSecurityGroup& desired, std::string reason, std::vector<IpPermission> rules) {
  const std::string reference = security_group_reference(desired.id);
  const auto one_call = [&](std::vector<IpPermission> some) {
    std::vector<std::int32_t> ports = ports_of(some);
    auto planned =
        plan_call_with<Op>(reference, reason, [reference, some = std::move(some)](const References& references) {
          typename Op::Request request;
          request.GroupId = references.at(reference);
          request.IpPermissions = some;
          return request;
        });
    if constexpr (std::is_same_v<Op, aws::ec2::AuthorizeSecurityGroupIngress>) planned.ports = std::move(ports);
    return planned;
  };
  PlannedCall whole = one_call(rules);
  if (rules.size() > 1) {
    for (IpPermission& rule : rules) whole.parts.push_back(one_call({std::move(rule)}));
  }
  return whole;
}

}  // namespace

std::string security_group_reference(const std::string& resource_id) { return "security group " + resource_id; }

PlannedCall plan_security_group_create(const DesiredSecurityGroup& desired) {
  aws::ec2::CreateSecurityGroup::Request request;
  request.GroupName = desired.name;
  request.Description = desired.description;
  request.VpcId = desired.vpc_id;
  request.TagSpecifications.push_back({"security-group", aws::to_tags(desired.tags)});
  auto planned = plan_call<aws::ec2::CreateSecurityGroup>(security_group_reference(desired.id),
                                                          "the stack has no such group", std::move(request));
  planned.gives = security_group_reference(desired.id);
  planned.whole = true;
  return planned;
}

Plan plan_security_group_update(const DesiredSecurityGroup& desired, const TrackedSecurityGroup& actual,
                                const std::string& cluster) {
  Plan plan;
  TagDifference tags = tag_difference(desired.tags, *actual.tags, cluster);
  const std::string& group_id = actual.resource.GroupId;
  const std::string object = security_group_reference(desired.id);
  if (!tags.add.empty()) {
    aws::ec2::CreateTags::Request request;
    request.Resources.push_back(group_id);
    request.Tags = std::move(tags.add);
    plan.push_back(plan_call<aws::ec2::CreateTags>(object, "tags are missing or differ", std::move(request)));
  }
  if (!tags.remove.empty()) {
    aws::ec2::DeleteTags::Request request;
    request.Resources.push_back(group_id);
    for (std::string& key : tags.remove) request.Tags.push_back({std::move(key), {}});
    plan.push_back(plan_call<aws::ec2::DeleteTags>(object, "tags are not desired", std::move(request)));
  }
  const std::size_t before = plan.size();
  for (PlannedCall& planned : plan_ingress(desired, actual.resource.IpPermissions)) {
    for (std::size_t& place : planned.after) place += before;
    plan.push_back(std::move(planned));
  }
  return plan;
}

Plan plan_ingress(const DesiredSecurityGroup& desired, std::span<const IpPermission> actual) {
  RulesByIdentity wanted = split(desired.ingress);
  RulesByIdentity there = split(actual);
  std::vector<IpPermission> authorize;
  std::set<std::string> opened;
  for (auto& [identity, rule] : wanted) {
    if (there.contains(identity)) continue;
    authorize.push_back(rule);
    opened.insert(identity_of(rule, {}));
  }
  std::vector<IpPermission> obsolete;
  std::vector<IpPermission> replaced;
  for (auto& [identity, rule] : there) {
    if (!wanted.contains(identity)) (opened.contains(identity_of(rule, {})) ? replaced : obsolete).push_back(rule);
  }
  constexpr const char* kUnwanted = "no listener asks for it";
  Plan plan;
  if (!authorize.empty()) {
    plan.push_back(plan_rules<aws::ec2::AuthorizeSecurityGroupIngress>(desired, "clients must reach these ports",
                                                                       std::move(authorize)));
  }
  if (!obsolete.empty())
    plan.push_back(plan_rules<aws::ec2::RevokeSecurityGroupIngress>(desired, kUnwanted, std::move(obsolete)));
  if (!replaced.empty()) {
    plan.push_back(plan_rules<aws::ec2::RevokeSecurityGroupIngress>(desired, kUnwanted, std::move(replaced)));
    plan.back().after.push_back(0);
  }
  return plan;
}

PlannedCall plan_security_group_delete(const std::string& group_id) {
  aws::ec2::DeleteSecurityGroup::Request request;
  request.GroupId = group_id;
  return plan_call<aws::ec2::DeleteSecurityGroup>("security group " + group_id, "the stack does not ask for it",
                                                  std::move(request));
}

}  // namespace nlbsim::engine
