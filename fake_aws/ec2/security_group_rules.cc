#include "fake_aws/ec2/security_group_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "api/aws/error_codes.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kMaxPort = 65535;

bool has_ports(const std::string& protocol) { return protocol == "tcp" || protocol == "udp"; }
bool has_types(const std::string& protocol) { return protocol == "icmp" || protocol == "icmpv6"; }

// EC2 takes names and numbers of protocols and answers with names where it has one.
Result<std::string> canonical_protocol(const std::string& protocol) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kNames = {
      {{"6", "tcp"}, {"17", "udp"}, {"1", "icmp"}, {"58", "icmpv6"}, {"-1", "-1"}}};
  for (const auto& [number, name] : kNames)
    if (protocol == number || protocol == name) return std::string(name);
  int value = 0;
  const auto [end, error] = std::from_chars(protocol.data(), protocol.data() + protocol.size(), value);
  if (error == std::errc() && end == protocol.data() + protocol.size() && value >= 0 && value <= 255) return protocol;
  return refuse(code::kInvalidParameterValue,
                "Invalid value '" + protocol + "' for IP protocol: use tcp, udp, icmp, icmpv6, -1 or a number");
}

// The rule without its peer.
Result<SecurityGroupRule> head(const ec2::IpPermission& permission) {
  if (permission.IpProtocol.empty()) return missing_parameter("ipProtocol");
  auto protocol = canonical_protocol(permission.IpProtocol);
  if (!protocol) return sim::forward(protocol.error());
  SecurityGroupRule rule;
  rule.protocol = std::move(*protocol);
  if (!has_ports(rule.protocol) && !has_types(rule.protocol)) return rule;
  rule.from = permission.FromPort.value_or(-1);
  rule.to = permission.ToPort.value_or(-1);
  if (!has_ports(rule.protocol)) return rule;
  if (!permission.FromPort || !permission.ToPort) return missing_parameter("fromPort and toPort");
  if (rule.from < 0 || rule.to > kMaxPort || rule.from > rule.to)
    return refuse(code::kInvalidParameterValue, "Invalid ports: from '" + std::to_string(rule.from) + "' to '" +
                                                    std::to_string(rule.to) + "' is not a range in 0-65535");
  return rule;
}

// As a refusal tells it: "TCP, from port: 80, to port: 80".
std::string words(const SecurityGroupRule& rule) {
  if (rule.protocol == "-1") return "ALL";
  std::string said = rule.protocol;
  std::ranges::transform(said, said.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto number = [](std::int32_t value) { return value < 0 ? std::string("ALL") : std::to_string(value); };
  if (has_ports(rule.protocol)) return said + ", from port: " + number(rule.from) + ", to port: " + number(rule.to);
  return has_types(rule.protocol) ? said + ", type: " + number(rule.from) + ", code: " + number(rule.to) : said;
}

tl::unexpected<sim::Error> bad_cidr(const std::string& cidr) {
  return refuse(code::kInvalidParameterValue, "CIDR block " + cidr + " is malformed");
}

Result<void> add_peers(const ec2::IpPermission& permission, const SecurityGroupRule& rule,
                       std::vector<DescribedRule>& out) {
  const auto add = [&](SecurityGroupRule::Peer kind, std::string peer, const std::optional<std::string>& description) {
    SecurityGroupRule one = rule;
    one.peer_kind = kind;
    one.peer = std::move(peer);
    out.emplace_back(std::move(one), description);
  };
  for (const ec2::IpRange& range : permission.IpRanges) {
    const auto block = parse_cidr_v4(range.CidrIp);
    if (!block) return bad_cidr(range.CidrIp);
    add(SecurityGroupRule::Peer::ipv4, to_text(*block), range.Description);
  }
  for (const ec2::Ipv6Range& range : permission.Ipv6Ranges) {
    const auto block = canonical_cidr_v6(range.CidrIpv6);
    if (!block) return bad_cidr(range.CidrIpv6);
    add(SecurityGroupRule::Peer::ipv6, *block, range.Description);
  }
  for (const ec2::UserIdGroupPair& pair : permission.UserIdGroupPairs) {
    if (pair.GroupId.empty()) return missing_parameter("groupId");
    add(SecurityGroupRule::Peer::group, pair.GroupId, pair.Description);
  }
  return {};
}

}  // namespace

Result<std::vector<DescribedRule>> flatten(const std::vector<ec2::IpPermission>& permissions) {
  if (permissions.empty()) return missing_parameter("ipPermissions");
  std::vector<DescribedRule> rules;
  for (const ec2::IpPermission& permission : permissions) {
    const auto rule = head(permission);
    if (!rule) return sim::forward(rule.error());
    const std::size_t before = rules.size();
    if (auto valid = add_peers(permission, *rule, rules); !valid) return sim::forward(valid.error());
    if (rules.size() == before) return missing_parameter("ipRanges, ipv6Ranges or groups");
  }
  return rules;
}

std::vector<ec2::IpPermission> permissions_of(const Rules& rules, const std::string& owner_id) {
  std::vector<ec2::IpPermission> permissions;
  const SecurityGroupRule* last = nullptr;
  // The order of rules keeps those with the same protocol and ports together.
  for (const auto& [rule, entry] : rules) {
    if (!last || last->protocol != rule.protocol || last->from != rule.from || last->to != rule.to) {
      ec2::IpPermission& permission = permissions.emplace_back();
      permission.IpProtocol = rule.protocol;
      if (has_ports(rule.protocol) || has_types(rule.protocol)) {
        permission.FromPort = rule.from;
        permission.ToPort = rule.to;
      }
    }
    last = &rule;
    ec2::IpPermission& permission = permissions.back();
    switch (rule.peer_kind) {
      case SecurityGroupRule::Peer::ipv4: permission.IpRanges.push_back({rule.peer, entry.description}); break;
      case SecurityGroupRule::Peer::ipv6: permission.Ipv6Ranges.push_back({rule.peer, entry.description}); break;
      case SecurityGroupRule::Peer::group:
        permission.UserIdGroupPairs.push_back({rule.peer, owner_id, entry.description});
        break;
    }
  }
  return permissions;
}

ec2::SecurityGroup describe(const SecurityGroupEntry& group) {
  ec2::SecurityGroup described = group.description;
  described.IpPermissions = permissions_of(group.ingress, described.OwnerId);
  described.IpPermissionsEgress = permissions_of(group.egress, described.OwnerId);
  described.Tags = aws::to_tags(group.tags);
  return described;
}

ec2::SecurityGroupRule describe(const Network& network, const SecurityGroupEntry& group, bool egress,
                                const SecurityGroupRule& rule, const RuleEntry& entry) {
  ec2::SecurityGroupRule described;
  described.SecurityGroupRuleId = entry.id;
  described.GroupId = group.description.GroupId;
  described.GroupOwnerId = group.description.OwnerId;
  described.IsEgress = egress;
  described.IpProtocol = rule.protocol;
  described.FromPort = rule.from;
  described.ToPort = rule.to;
  switch (rule.peer_kind) {
    case SecurityGroupRule::Peer::ipv4: described.CidrIpv4 = rule.peer; break;
    case SecurityGroupRule::Peer::ipv6: described.CidrIpv6 = rule.peer; break;
    case SecurityGroupRule::Peer::group:
      described.ReferencedGroupInfo = ec2::ReferencedSecurityGroup{rule.peer, described.GroupOwnerId};
      break;
  }
  described.Description = entry.description;
  described.Tags = aws::to_tags(entry.tags);
  described.SecurityGroupRuleArn =
      "arn:aws:ec2:" + network.region + ":" + described.GroupOwnerId + ":security-group-rule/" + entry.id;
  return described;
}

namespace {

// Rules for IPv4 and IPv6 peers are counted apart; one that names a group counts on both sides.
Result<void> check_count(const ActionContext& context, const Rules& present, const std::vector<DescribedRule>& added) {
  std::size_t ipv4 = 0;
  std::size_t ipv6 = 0;
  const auto count = [&](const SecurityGroupRule& rule) {
    if (rule.peer_kind != SecurityGroupRule::Peer::ipv6) ++ipv4;
    if (rule.peer_kind != SecurityGroupRule::Peer::ipv4) ++ipv6;
  };
  for (const auto& [rule, entry] : present) count(rule);
  for (const auto& [rule, description] : added) count(rule);
  if (std::max(ipv4, ipv6) <= context.settings.quotas.rules_per_security_group) return {};
  return refuse(code::kRulesPerSecurityGroupLimitExceeded,
                "The maximum number of rules per security group has been reached.");
}

Result<SecurityGroupEntry*> find_group(const ActionContext& context, const std::string& id) {
  if (id.empty()) return missing_parameter("groupId");
  if (auto valid = check_id(kGroupId, id); !valid) return sim::forward(valid.error());
  auto& groups = context.state.network.security_groups;
  const auto found = groups.find(id);
  if (found == groups.end()) return no_such_id(kGroupId, id);
  return &found->second;
}

// The rules of a group with those ids, in that order.
Result<std::vector<DescribedRule>> with_ids(const Rules& rules, const std::vector<std::string>& ids) {
  std::vector<DescribedRule> found;
  for (const std::string& id : ids) {
    const auto rule = std::ranges::find_if(rules, [&id](const auto& item) { return item.second.id == id; });
    if (rule == rules.end())
      return refuse(code::kSecurityGroupRuleIdNotFound, "The security group rule ID '" + id + "' does not exist");
    found.emplace_back(rule->first, rule->second.description);
  }
  return found;
}

ec2::RevokedSecurityGroupRule revoked(const ec2::SecurityGroupRule& rule) {
  ec2::RevokedSecurityGroupRule out{rule.SecurityGroupRuleId,
                                    rule.GroupId,
                                    rule.IsEgress,
                                    rule.IpProtocol,
                                    rule.FromPort,
                                    rule.ToPort,
                                    rule.CidrIpv4,
                                    rule.CidrIpv6,
                                    {},
                                    rule.Description};
  if (rule.ReferencedGroupInfo) out.ReferencedGroupId = rule.ReferencedGroupInfo->GroupId;
  return out;
}

}  // namespace

Result<std::vector<ec2::SecurityGroupRule>> authorize(const ActionContext& context, const RuleChange& change,
                                                      const std::vector<ec2::IpPermission>& permissions,
                                                      const std::vector<ec2::TagSpecification>& tags) {
  Network& network = context.state.network;
  const auto found = find_group(context, change.group_id);
  if (!found) return sim::forward(found.error());
  SecurityGroupEntry& group = **found;
  const Rules& present = change.egress ? group.egress : group.ingress;
  const auto rules = flatten(permissions);
  if (!rules) return sim::forward(rules.error());
  const auto given = specified_tags(context, tags, "security-group-rule");
  if (!given) return sim::forward(given.error());
  std::set<SecurityGroupRule> fresh;
  for (const auto& [rule, description] : *rules) {
    if (rule.peer_kind == SecurityGroupRule::Peer::group && !network.security_groups.contains(rule.peer))
      return no_such_id(kGroupId, rule.peer);
    if (present.contains(rule) || !fresh.insert(rule).second)
      return refuse(code::kPermissionDuplicate,
                    "the specified rule \"peer: " + rule.peer + ", " + words(rule) + ", ALLOW\" already exists");
  }
  if (auto valid = check_count(context, present, *rules); !valid) return sim::forward(valid.error());

  std::vector<ec2::SecurityGroupRule> added;
  for (const auto& [rule, description] : *rules) {
    RuleEntry entry{network.rule_id(group, change.egress, rule), description, *given};
    added.push_back(describe(network, group, change.egress, rule, entry));
    network.add_rule(group, change.egress, rule, std::move(entry));
  }
  context.record("SecurityGroup", change.group_id, "modified");
  return added;
}

Result<std::vector<ec2::RevokedSecurityGroupRule>> revoke(const ActionContext& context, const RuleChange& change,
                                                          const std::vector<ec2::IpPermission>& permissions,
                                                          const std::vector<std::string>& rule_ids) {
  Network& network = context.state.network;
  const auto found = find_group(context, change.group_id);
  if (!found) return sim::forward(found.error());
  SecurityGroupEntry& group = **found;
  const Rules& present = change.egress ? group.egress : group.ingress;
  const auto rules = rule_ids.empty() ? flatten(permissions) : with_ids(present, rule_ids);
  if (!rules) return sim::forward(rules.error());
  for (const auto& [rule, description] : *rules)
    if (!present.contains(rule))
      return refuse(code::kPermissionNotFound, "The specified rule does not exist in this security group.");

  std::vector<ec2::RevokedSecurityGroupRule> gone;
  for (const auto& [rule, description] : *rules) {
    const auto entry = present.find(rule);
    if (entry == present.end()) continue;  // given twice
    gone.push_back(revoked(describe(network, group, change.egress, rule, entry->second)));
    network.remove_rule(group, change.egress, rule);
  }
  context.record("SecurityGroup", change.group_id, "modified");
  return gone;
}

Result<void> describe_anew(const ActionContext& context, const RuleChange& change,
                           const ec2::UpdateSecurityGroupRuleDescriptionsIngress::Request& request) {
  const auto found = find_group(context, change.group_id);
  if (!found) return sim::forward(found.error());
  Rules& present = change.egress ? (*found)->egress : (*found)->ingress;
  std::vector<DescribedRule> wanted;
  if (request.SecurityGroupRuleDescriptions.empty()) {
    auto rules = flatten(request.IpPermissions);
    if (!rules) return sim::forward(rules.error());
    wanted = std::move(*rules);
  }
  for (const ec2::SecurityGroupRuleDescription& one : request.SecurityGroupRuleDescriptions) {
    const auto rule = with_ids(present, {one.SecurityGroupRuleId});
    if (!rule) return sim::forward(rule.error());
    wanted.emplace_back(rule->front().first, one.Description);
  }
  for (const auto& [rule, description] : wanted)
    if (!present.contains(rule))
      return refuse(code::kPermissionNotFound, "The specified rule does not exist in this security group.");
  for (const auto& [rule, description] : wanted) present.find(rule)->second.description = description;
  context.record("SecurityGroup", change.group_id, "modified");
  return {};
}

namespace {

struct Rewritten {
  SecurityGroupRule from;
  bool egress = false;
  DescribedRule to;
};

Result<Rewritten> rewritten(const Network& network, const SecurityGroupEntry& group,
                            const ec2::SecurityGroupRuleUpdate& update) {
  const auto ingress = with_ids(group.ingress, {update.SecurityGroupRuleId});
  const auto there = ingress ? ingress : with_ids(group.egress, {update.SecurityGroupRuleId});
  if (!there) return sim::forward(there.error());
  const ec2::SecurityGroupRuleRequest& wanted = update.SecurityGroupRule;
  ec2::IpPermission permission;
  permission.IpProtocol = wanted.IpProtocol;
  permission.FromPort = wanted.FromPort;
  permission.ToPort = wanted.ToPort;
  if (!wanted.CidrIpv4.empty()) permission.IpRanges.push_back({wanted.CidrIpv4, wanted.Description});
  if (!wanted.CidrIpv6.empty()) permission.Ipv6Ranges.push_back({wanted.CidrIpv6, wanted.Description});
  if (!wanted.ReferencedGroupId.empty())
    permission.UserIdGroupPairs.push_back({wanted.ReferencedGroupId, {}, wanted.Description});
  const auto to = flatten({permission});
  if (!to) return sim::forward(to.error());
  if (to->size() > 1)
    return refuse(code::kInvalidParameterCombination, "A security group rule has exactly one source or destination");
  const SecurityGroupRule& rule = to->front().first;
  if (rule.peer_kind == SecurityGroupRule::Peer::group && !network.security_groups.contains(rule.peer))
    return no_such_id(kGroupId, rule.peer);
  return Rewritten{there->front().first, !ingress, to->front()};
}

}  // namespace

Result<void> modify(const ActionContext& context, const ec2::ModifySecurityGroupRules::Request& request) {
  Network& network = context.state.network;
  const auto found = find_group(context, request.GroupId);
  if (!found) return sim::forward(found.error());
  if (request.SecurityGroupRules.empty()) return missing_parameter("securityGroupRule");
  SecurityGroupEntry& group = **found;
  std::vector<Rewritten> changes;
  for (const ec2::SecurityGroupRuleUpdate& update : request.SecurityGroupRules) {
    auto change = rewritten(network, group, update);
    if (!change) return sim::forward(change.error());
    const Rules& present = change->egress ? group.egress : group.ingress;
    if (change->to.first != change->from && present.contains(change->to.first))
      return refuse(code::kPermissionDuplicate,
                    "the specified rule already exists in security group " + request.GroupId);
    changes.push_back(*std::move(change));
  }
  for (const Rewritten& change : changes) {
    Rules& present = change.egress ? group.egress : group.ingress;
    RuleEntry entry = present.find(change.from)->second;
    entry.description = change.to.second;
    network.remove_rule(group, change.egress, change.from);
    network.add_rule(group, change.egress, change.to.first, std::move(entry));
  }
  context.record("SecurityGroup", request.GroupId, "modified");
  return {};
}

}  // namespace nlbsim::fake_aws
