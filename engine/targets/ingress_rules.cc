#include "engine/targets/ingress_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace nlbsim::engine {
namespace {

using aws::ec2::IpPermission;

constexpr std::int32_t kLastPort = 65535;

sim::Result<IngressRule> source_of(const api::Json& peer) {
  IngressRule rule;
  if (const api::Json& group = api::at(peer, "securityGroup", "groupID"); group.is_string()) {
    rule.kind = SourceKind::security_group;
    rule.source = group.get<std::string>();
  } else if (const api::Json& block = api::at(peer, "ipBlock", "cidr"); block.is_string()) {
    rule.kind = SourceKind::cidr;
    rule.source = block.get<std::string>();
  } else {
    return sim::fail("InvalidNetworking", "a networking peer needs securityGroup.groupID or ipBlock.cidr");
  }
  return rule;
}

struct PortRange {
  std::int32_t from = 0;
  std::int32_t to = kLastPort;
};

sim::Result<std::vector<PortRange>> ranges_of(const api::Json& port, const NamedPorts& named) {
  std::vector<PortRange> ranges;
  if (port.is_null()) {
    ranges.emplace_back();
  } else if (port.is_string() && named) {
    for (const std::int32_t number : *named) ranges.push_back({number, number});
  } else if (!port.is_number_integer()) {
    return sim::fail("InvalidNetworking",
                     fmt::format("networking port {} must be a number for instance targets", api::dump_json(port)));
  } else {
    const auto value = port.get<std::int64_t>();
    if (value < 0 || value > kLastPort)
      return sim::fail("InvalidNetworking", fmt::format("networking port {} must be between 0 and 65535", value));
    ranges.push_back({static_cast<std::int32_t>(value), static_cast<std::int32_t>(value)});
  }
  return ranges;
}

// Adds the rules for one peer and one of the ports that it may reach.
sim::Result<void> add_rules(std::vector<IngressRule>& rules, IngressRule peer, const api::Json& port,
                            const NamedPorts& named) {
  const auto ranges = ranges_of(api::member(port, "port"), named);
  if (!ranges) return sim::forward(ranges.error());
  peer.protocol = api::text(api::member(port, "protocol")) == "UDP" ? "udp" : "tcp";
  for (const PortRange& range : *ranges) {
    peer.from = range.from;
    peer.to = range.to;
    rules.push_back(peer);
  }
  return {};
}

IpPermission permission_of(const IngressRule& rule) {
  IpPermission permission;
  permission.IpProtocol = rule.protocol;
  permission.FromPort = rule.from;
  permission.ToPort = rule.to;
  const std::string description(kSharedRuleDescription);
  if (rule.kind == SourceKind::security_group) permission.UserIdGroupPairs.push_back({rule.source, {}, description});
  else if (rule.source.find(':') != std::string::npos) permission.Ipv6Ranges.push_back({rule.source, description});
  else permission.IpRanges.push_back({rule.source, description});
  return permission;
}

// One permission per source, as rules are compared and sent.
std::vector<IpPermission> split(const IpPermission& merged) {
  IpPermission bare;
  bare.IpProtocol = merged.IpProtocol;
  bare.FromPort = merged.FromPort;
  bare.ToPort = merged.ToPort;
  std::vector<IpPermission> out;
  for (const auto& range : merged.IpRanges) out.emplace_back(bare).IpRanges.push_back(range);
  for (const auto& range : merged.Ipv6Ranges) out.emplace_back(bare).Ipv6Ranges.push_back(range);
  for (const auto& pair : merged.UserIdGroupPairs) out.emplace_back(bare).UserIdGroupPairs.push_back(pair);
  return out;
}

bool is_ours(const IpPermission& permission) {
  const auto described = [](const auto& source) { return source.Description == kSharedRuleDescription; };
  return std::ranges::any_of(permission.IpRanges, described) || std::ranges::any_of(permission.Ipv6Ranges, described) ||
         std::ranges::any_of(permission.UserIdGroupPairs, described);
}

std::string source_text(const IpPermission& permission) {
  std::string source;
  for (const auto& range : permission.IpRanges) source += range.CidrIp;
  for (const auto& range : permission.Ipv6Ranges) source += range.CidrIpv6;
  for (const auto& pair : permission.UserIdGroupPairs) source += pair.GroupId;
  return source;
}

void count_down(std::map<std::int32_t, std::uint32_t>& counts, std::int32_t port) {
  const auto found = counts.find(port);
  if (found != counts.end() && --found->second == 0) counts.erase(found);
}

}  // namespace

sim::Result<std::vector<IngressRule>> rules_of(const api::Json& networking, const NamedPorts& named) {
  std::vector<IngressRule> rules;
  const api::Json& ingress = api::member(networking, "ingress");
  if (!ingress.is_array()) return rules;
  for (const api::Json& entry : ingress) {
    for (const api::Json& peer : api::member(entry, "from")) {
      auto rule = source_of(peer);
      if (!rule) return sim::forward(std::move(rule.error()));
      for (const api::Json& port : api::member(entry, "ports"))
        if (auto added = add_rules(rules, *rule, port, named); !added) return sim::forward(std::move(added.error()));
    }
  }
  std::ranges::sort(rules);
  const auto again = std::ranges::unique(rules);
  rules.erase(again.begin(), again.end());
  return rules;
}

MergedRules::Lane MergedRules::lane_of(const IngressRule& rule) {
  const bool merges = rule.kind == SourceKind::security_group;
  return {rule.protocol, rule.kind, rule.source, merges ? 0 : rule.from, merges ? 0 : rule.to};
}

void MergedRules::add(const RuleDemand& demand) {
  if (demand.rules.empty()) return;
  for (const std::string& group : demand.groups) {
    auto& lanes = groups_[group];
    for (const IngressRule& rule : demand.rules) {
      Ports& ports = lanes[lane_of(rule)];
      ++ports.from[rule.from];
      ++ports.to[rule.to];
    }
  }
}

void MergedRules::remove(const RuleDemand& demand) {
  for (const std::string& group : demand.groups) {
    const auto lanes = groups_.find(group);
    if (lanes == groups_.end()) continue;
    for (const IngressRule& rule : demand.rules) {
      const auto lane = lanes->second.find(lane_of(rule));
      if (lane == lanes->second.end()) continue;
      count_down(lane->second.from, rule.from);
      count_down(lane->second.to, rule.to);
      if (lane->second.from.empty()) lanes->second.erase(lane);
    }
    if (lanes->second.empty()) groups_.erase(lanes);
  }
}

std::vector<IpPermission> MergedRules::desired(std::string_view group) const {
  std::vector<IpPermission> out;
  const auto lanes = groups_.find(group);
  if (lanes == groups_.end()) return out;
  for (const auto& [lane, ports] : lanes->second)
    out.push_back(
        permission_of({lane.protocol, lane.kind, lane.source, ports.from.begin()->first, ports.to.rbegin()->first}));
  std::ranges::sort(out, {}, identity);
  return out;
}

std::vector<std::string> MergedRules::groups() const {
  std::vector<std::string> out;
  out.reserve(groups_.size());
  for (const auto& [group, lanes] : groups_) out.push_back(group);
  return out;
}

bool serves(const IpPermission& permission, const IngressRule& rule) {
  return permission.IpProtocol == rule.protocol && source_text(permission) == rule.source &&
         permission.FromPort.value_or(0) <= rule.from && rule.to <= permission.ToPort.value_or(kLastPort);
}

bool overlap(const IpPermission& a, const IpPermission& b) {
  return same_lane(a, b) && a.FromPort.value_or(0) <= b.ToPort.value_or(kLastPort) &&
         b.FromPort.value_or(0) <= a.ToPort.value_or(kLastPort);
}

bool same_lane(const IpPermission& a, const IpPermission& b) {
  return a.IpProtocol == b.IpProtocol && source_text(a) == source_text(b);
}

std::string identity(const IpPermission& permission) {
  const std::string source = source_text(permission);
  return fmt::format("{} {} {} {}", permission.IpProtocol, permission.FromPort.value_or(-1),
                     permission.ToPort.value_or(-1), source);
}

IngressChange diff_ingress(std::span<const IpPermission> desired, std::span<const IpPermission> actual) {
  std::set<std::string> wanted;
  for (const IpPermission& permission : desired) wanted.insert(identity(permission));
  std::set<std::string> present;
  IngressChange change;
  for (const IpPermission& merged : actual) {
    for (IpPermission& permission : split(merged)) {
      std::string id = identity(permission);
      if (!wanted.contains(id) && is_ours(permission)) change.revoke.push_back(std::move(permission));
      present.insert(std::move(id));
    }
  }
  for (const IpPermission& permission : desired)
    if (!present.contains(identity(permission))) change.authorize.push_back(permission);
  std::ranges::sort(change.authorize, {}, identity);
  std::ranges::sort(change.revoke, {}, identity);
  return change;
}

}  // namespace nlbsim::engine
