#include <algorithm>
#include <set>

#include "api/aws/error_codes.h"
#include "fake_aws/ec2/actions.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// Rules for IPv4 and IPv6 peers are counted apart; one that names a group counts on both sides.
Result<void> check_count(const ActionContext& context, const SecurityGroupEntry& group,
                         const std::vector<DescribedRule>& added) {
  std::size_t ipv4 = 0;
  std::size_t ipv6 = 0;
  const auto count = [&](const IngressRule& rule) {
    if (rule.peer_kind != IngressRule::Peer::ipv6) ++ipv4;
    if (rule.peer_kind != IngressRule::Peer::ipv4) ++ipv6;
  };
  for (const auto& [rule, description] : group.rules) count(rule);
  for (const auto& [rule, description] : added) count(rule);
  if (std::max(ipv4, ipv6) <= context.settings.quotas.rules_per_security_group) return {};
  return refuse(code::kRulesPerSecurityGroupLimitExceeded,
                "The maximum number of rules per security group has been reached.");
}

}  // namespace

// All rules or none. The description is no part of what makes a rule the same rule.
Result<ec2::AuthorizeSecurityGroupIngress::Response> authorize_security_group_ingress(
    const ActionContext& context, const ec2::AuthorizeSecurityGroupIngress::Request& request) {
  auto& groups = context.state.network.security_groups;
  if (request.GroupId.empty()) return missing_parameter("groupId");
  if (auto valid = check_id(kGroupId, request.GroupId); !valid) return sim::forward(valid.error());
  const auto found = groups.find(request.GroupId);
  if (found == groups.end()) return no_such_id(kGroupId, request.GroupId);
  SecurityGroupEntry& group = found->second;
  const auto rules = flatten(request.IpPermissions);
  if (!rules) return sim::forward(rules.error());
  std::set<IngressRule> fresh;
  for (const auto& [rule, description] : *rules) {
    if (rule.peer_kind == IngressRule::Peer::group && !groups.contains(rule.peer))
      return no_such_id(kGroupId, rule.peer);
    if (group.rules.contains(rule) || !fresh.insert(rule).second)
      return refuse(code::kPermissionDuplicate, "the specified rule \"peer: " + rule.peer + ", " + rule.protocol +
                                                    ", from port: " + std::to_string(rule.from) + ", to port: " +
                                                    std::to_string(rule.to) + ", ALLOW\" already exists");
  }
  if (auto valid = check_count(context, group, *rules); !valid) return sim::forward(valid.error());

  for (const auto& [rule, description] : *rules) {
    group.rules.emplace(rule, description);
    if (rule.peer_kind == IngressRule::Peer::group && rule.peer != request.GroupId)
      ++groups.find(rule.peer)->second.referrers;
  }
  context.record("SecurityGroup", request.GroupId, "modified");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
