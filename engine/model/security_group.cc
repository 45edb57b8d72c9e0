#include "engine/model/security_group.h"

#include <utility>

#include "engine/configuration/cidr.h"
#include "engine/model/load_balancer.h"
#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

using aws::ec2::IpPermission;

constexpr const char* kAnywhere = "0.0.0.0/0";
constexpr const char* kAnywhereIpv6 = "::/0";

IpPermission rule_of(std::string protocol, std::int32_t from, std::int32_t to) {
  IpPermission rule;
  rule.IpProtocol = std::move(protocol);
  rule.FromPort = from;
  rule.ToPort = to;
  return rule;
}

// The description is sent, and empty.
void add_source(IpPermission& rule, const std::string& cidr) {
  if (is_ipv6(cidr)) rule.Ipv6Ranges.push_back({cidr, ""});
  else rule.IpRanges.push_back({cidr, ""});
}

// "Fragmentation needed" and "packet too big", by which path MTU discovery works: type and code.
IpPermission icmp_rule(const std::string& cidr) {
  IpPermission rule = is_ipv6(cidr) ? rule_of("icmpv6", 2, 0) : rule_of("icmp", 3, 4);
  add_source(rule, cidr);
  return rule;
}

}  // namespace

void open_to_clients(const OpenPort& open, const std::optional<Clients>& clients, std::vector<IpPermission>& rules) {
  const IpPermission bare = rule_of(open.protocol == "UDP" ? "udp" : "tcp", open.port, open.port);
  const auto open_to = [&](const std::string& cidr) { add_source(rules.emplace_back(bare), cidr); };
  if (!clients) return open_to(kAnywhere);
  for (const std::string& cidr : clients->cidrs) open_to(cidr);
  for (const std::string& id : clients->prefix_lists) rules.emplace_back(bare).PrefixListIds.push_back({id});
}

std::optional<Clients> build_clients(const ModelInput& input) {
  const bool dualstack = is_dualstack(input);
  if (!input.configuration) return std::nullopt;
  const kube::LoadBalancerConfigurationSpec& spec = input.configuration->spec;
  const bool icmp = spec.enableICMP.value_or(false);
  if (!dualstack && !icmp && !spec.sourceRanges && !spec.securityGroupPrefixes) return std::nullopt;
  Clients clients;
  clients.icmp = icmp;
  std::vector<std::string> ranges = spec.sourceRanges.value_or(std::vector<std::string>());
  if (ranges.empty()) ranges = {kAnywhere, kAnywhereIpv6};
  for (const std::string& range : ranges) {
    if (is_ipv6(range) && !dualstack) continue;
    clients.cidrs.push_back(canonical_cidr(range).value_or(range));
  }
  clients.prefix_lists = spec.securityGroupPrefixes.value_or(std::vector<std::string>());
  return clients;
}

DesiredSecurityGroup build_managed_security_group(const ModelInput& input, const std::optional<Clients>& clients) {
  DesiredSecurityGroup group;
  group.id = kManagedSecurityGroupId;
  group.name = managed_security_group_name(input.gateway);
  group.description = kManagedSecurityGroupDescription;
  group.vpc_id = input.vpc_id;
  group.tags = resource_tags(input, kManagedSecurityGroupId);
  for (const LoadedPort& port : input.ports) {
    if (port.state != PortState::frozen) open_to_clients({port.protocol, port.port}, clients, group.ingress);
  }
  if (clients && clients->icmp)
    for (const std::string& cidr : clients->cidrs) group.ingress.push_back(icmp_rule(cidr));
  return group;
}

}  // namespace nlbsim::engine
