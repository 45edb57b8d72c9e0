#include "fake_aws/ec2/security_group_rules.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "api/aws/error_codes.h"
#include "fake_aws/ec2/describe.h"

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
Result<IngressRule> head(const ec2::IpPermission& permission) {
  if (permission.IpProtocol.empty()) return missing_parameter("ipProtocol");
  auto protocol = canonical_protocol(permission.IpProtocol);
  if (!protocol) return sim::forward(protocol.error());
  IngressRule rule;
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

tl::unexpected<sim::Error> bad_cidr(const std::string& cidr) {
  return refuse(code::kInvalidParameterValue, "CIDR block " + cidr + " is malformed");
}

Result<void> add_peers(const ec2::IpPermission& permission, const IngressRule& rule, std::vector<DescribedRule>& out) {
  const auto add = [&](IngressRule::Peer kind, std::string peer, const std::optional<std::string>& description) {
    IngressRule one = rule;
    one.peer_kind = kind;
    one.peer = std::move(peer);
    out.emplace_back(std::move(one), description);
  };
  for (const ec2::IpRange& range : permission.IpRanges) {
    const auto block = parse_cidr_v4(range.CidrIp);
    if (!block) return bad_cidr(range.CidrIp);
    add(IngressRule::Peer::ipv4, to_text(*block), range.Description);
  }
  for (const ec2::Ipv6Range& range : permission.Ipv6Ranges) {
    const auto block = canonical_cidr_v6(range.CidrIpv6);
    if (!block) return bad_cidr(range.CidrIpv6);
    add(IngressRule::Peer::ipv6, *block, range.Description);
  }
  for (const ec2::UserIdGroupPair& pair : permission.UserIdGroupPairs) {
    if (pair.GroupId.empty()) return missing_parameter("groupId");
    add(IngressRule::Peer::group, pair.GroupId, pair.Description);
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

std::vector<ec2::IpPermission> permissions_of(const SecurityGroupEntry& group) {
  std::vector<ec2::IpPermission> permissions;
  const IngressRule* last = nullptr;
  // The order of rules keeps those with the same protocol and ports together.
  for (const auto& [rule, description] : group.rules) {
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
      case IngressRule::Peer::ipv4: permission.IpRanges.push_back({rule.peer, description}); break;
      case IngressRule::Peer::ipv6: permission.Ipv6Ranges.push_back({rule.peer, description}); break;
      case IngressRule::Peer::group:
        permission.UserIdGroupPairs.push_back({rule.peer, group.description.OwnerId, description});
        break;
    }
  }
  return permissions;
}

}  // namespace nlbsim::fake_aws
