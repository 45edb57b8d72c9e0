#include <algorithm>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/load_balancer_settings.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/names.h"
#include "fake_aws/elbv2/subnet_selection.h"
#include "fake_aws/elbv2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Request = aws::CreateLoadBalancer::Request;

// Settings with their defaults filled in.
struct Wanted {
  std::string scheme;
  std::string ip_address_type;
  std::string source_nat;
  std::vector<SelectedSubnet> subnets;
};

Result<void> check_enums(const Request& request) {
  if (request.Type != "network")
    return refuse(code::kValidationError, "Load balancer type '" +
                                              (request.Type.empty() ? "application" : request.Type) +
                                              "' is not available in this account: use 'network'");
  const auto check = [](std::string_view member, const std::string& value, std::string_view first,
                        std::string_view second) -> Result<void> {
    if (value.empty() || value == first || value == second) return {};
    return not_in_enum(member, value, std::string(first) + ", " + std::string(second));
  };
  if (auto valid = check("scheme", request.Scheme, "internet-facing", "internal"); !valid) return valid;
  if (auto valid = check("ipAddressType", request.IpAddressType, "ipv4", "dualstack"); !valid) return valid;
  return check("enablePrefixForIpv6SourceNat", request.EnablePrefixForIpv6SourceNat, "on", "off");
}

std::string or_default(const std::string& value, std::string_view default_value) {
  return value.empty() ? std::string(default_value) : value;
}

Result<Wanted> check(const ActionContext& context, const Request& request) {
  if (auto valid = check_load_balancer_name(request.Name); !valid) return sim::forward(valid.error());
  if (auto valid = check_enums(request); !valid) return sim::forward(valid.error());
  auto selected = select_subnets(context, request.Subnets, request.SubnetMappings, nullptr);
  if (!selected) return sim::forward(selected.error());
  Wanted wanted{or_default(request.Scheme, "internet-facing"), or_default(request.IpAddressType, "ipv4"),
                or_default(request.EnablePrefixForIpv6SourceNat, "off"), std::move(*selected)};
  const std::string& vpc_id = wanted.subnets.front().subnet->description.VpcId;
  if (auto valid = check_security_groups(context, request.SecurityGroups, vpc_id); !valid)
    return sim::forward(valid.error());
  const auto& existing = context.state.load_balancing.load_balancer_arns;
  const auto owner = existing.find(request.Name);
  const std::string owner_arn = owner == existing.end() ? std::string() : owner->second;
  if (auto valid = check_addresses(context, wanted.subnets,
                                   {wanted.scheme, wanted.ip_address_type, wanted.source_nat, owner_arn});
      !valid)
    return sim::forward(valid.error());
  fill_in_prefixes(wanted.subnets, wanted.source_nat);
  if (wanted.scheme == "internet-facing" && context.state.network.vpcs.find(vpc_id)->second.internet_gateway.empty())
    return refuse(code::kInvalidSubnet, "VPC '" + vpc_id + "' has no internet gateway");
  return wanted;
}

// Creating what exists with the same settings is a success; tags are compared too.
bool same_settings(const LoadBalancerEntry& existing, const Request& request, const Wanted& wanted) {
  const aws::LoadBalancer& d = existing.description;
  const std::set<std::string_view> groups(request.SecurityGroups.begin(), request.SecurityGroups.end());
  const std::set<std::string_view> existing_groups(d.SecurityGroups.begin(), d.SecurityGroups.end());
  return d.Scheme == wanted.scheme && d.IpAddressType == wanted.ip_address_type &&
         d.EnablePrefixForIpv6SourceNat == wanted.source_nat && groups == existing_groups &&
         existing.mappings == mappings_of(wanted.subnets) && existing.tags == aws::to_map(request.Tags);
}

LoadBalancerEntry make_entry(const ActionContext& context, const Request& request, const Wanted& wanted,
                             std::uint64_t id) {
  LoadBalancerEntry entry;
  aws::LoadBalancer& d = entry.description;
  d.LoadBalancerArn = load_balancer_arn(context.settings, request.Name, id);
  d.DNSName = dns_name(context.settings, request.Name, id);
  d.CanonicalHostedZoneId = canonical_hosted_zone(context.settings.region);
  d.CreatedTime = context.now();
  d.LoadBalancerName = request.Name;
  d.Scheme = wanted.scheme;
  d.VpcId = wanted.subnets.front().subnet->description.VpcId;
  d.State.Code = "provisioning";
  d.Type = "network";
  d.AvailabilityZones = zones_of(context.state.network, wanted.subnets, request.Name);
  d.SecurityGroups = request.SecurityGroups;
  d.IpAddressType = wanted.ip_address_type;
  if (!request.SecurityGroups.empty()) d.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "on";
  d.EnablePrefixForIpv6SourceNat = wanted.source_nat;
  entry.mappings = mappings_of(wanted.subnets);
  entry.tags = aws::to_map(request.Tags);
  return entry;
}

}  // namespace

template <>
Answer<aws::CreateLoadBalancer> act<aws::CreateLoadBalancer>(const ActionContext& context,
                                                             const aws::CreateLoadBalancer::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const auto wanted = check(context, request);
  if (!wanted) return sim::forward(wanted.error());
  if (const auto named = load_balancing.load_balancer_arns.find(request.Name);
      named != load_balancing.load_balancer_arns.end()) {
    const LoadBalancerEntry& existing = load_balancing.load_balancers.find(named->second)->second;
    if (!same_settings(existing, request, *wanted))
      return refuse(code::kDuplicateLoadBalancerName,
                    "A load balancer with the same name '" + request.Name + "' exists, but with different settings");
    return aws::CreateLoadBalancer::Response{{existing.description}};
  }
  if (auto valid = check_tags(context, request.Tags); !valid) return sim::forward(valid.error());
  if (load_balancing.load_balancers.size() >= context.settings.quotas.load_balancers)
    return refuse(code::kTooManyLoadBalancers,
                  "The maximum number of load balancers is " + std::to_string(context.settings.quotas.load_balancers));

  const std::uint64_t id = load_balancing.mint.next("loadbalancer", request.Name);
  LoadBalancerEntry entry = make_entry(context, request, *wanted, id);
  for (const SelectedSubnet& selected : wanted->subnets)
    if (!occupy(context, selected, entry)) entry.fails_because = "A private IPv4 address asked for is in use";
  const Duration delay = context.draw(context.settings.timing.activation.delay, "LoadBalancer", "activation");
  const std::string& arn = entry.description.LoadBalancerArn;
  entry.activation =
      context.state.timetable.schedule(context.now() + delay, {Due::Kind::load_balancer_provisioned, arn});
  load_balancing.load_balancer_arns.emplace(request.Name, arn);
  context.record("LoadBalancer", arn, "created");
  const auto added = load_balancing.load_balancers.emplace(arn, std::move(entry)).first;
  return aws::CreateLoadBalancer::Response{{added->second.description}};
}

}  // namespace nlbsim::fake_aws
