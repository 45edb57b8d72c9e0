#include "engine/model/load_balancer.h"

#include <algorithm>

#include "engine/configuration/wanted_tags.h"
#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kIpv4 = "ipv4";
constexpr std::string_view kDualstack = "dualstack";

void configure(DesiredLoadBalancer& load_balancer, const ModelInput& input) {
  const kube::LoadBalancerConfigurationSpec& spec = input.configuration->spec;
  if (spec.loadBalancerName) load_balancer.name = *spec.loadBalancerName;
  if (spec.ipAddressType) load_balancer.ip_address_type = *spec.ipAddressType;
  load_balancer.fixed_addresses = input.fixed_addresses;
  load_balancer.source_nat_prefixes = std::ranges::any_of(
      input.fixed_addresses, [](const auto& entry) { return !entry.second.SourceNatIpv6Prefix.empty(); });
  load_balancer.privatelink_inbound_rules =
      spec.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic.value_or(std::string());
  load_balancer.attributes = to_attributes(spec.loadBalancerAttributes);
  const std::int32_t units = spec.minimumLoadBalancerCapacity ? spec.minimumLoadBalancerCapacity->capacityUnits : 0;
  if (units != 0) load_balancer.capacity_units = units;
}

}  // namespace

std::string_view scheme_of(const EffectiveConfiguration* configuration, std::string_view default_scheme) {
  const bool asked = configuration && configuration->spec.scheme;
  return asked ? std::string_view(*configuration->spec.scheme) : default_scheme;
}

bool is_dualstack(const ModelInput& input) {
  return input.configuration && input.configuration->spec.ipAddressType == kDualstack;
}

std::vector<aws::Attribute> to_attributes(const std::vector<kube::ConfiguredAttribute>& configured) {
  std::map<std::string, std::string> by_key;
  for (const kube::ConfiguredAttribute& attribute : configured) by_key[attribute.key] = attribute.value;
  std::vector<aws::Attribute> out;
  out.reserve(by_key.size());
  for (auto& [key, value] : by_key) out.push_back({key, std::move(value)});
  return out;
}

aws::TagMap resource_tags(const ModelInput& input, std::string_view resource_id) {
  aws::TagMap tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, resource_id);
  if (!input.default_tags_low_priority) tags.insert(input.default_tags.begin(), input.default_tags.end());
  if (input.configuration) add_wanted_tags(tags, input.configuration->spec.tags);
  tags.insert(input.default_tags.begin(), input.default_tags.end());
  return tags;
}

DesiredLoadBalancer build_load_balancer(const ModelInput& input) {
  DesiredLoadBalancer load_balancer;
  load_balancer.id = kLoadBalancerId;
  load_balancer.name = load_balancer_name(input.gateway, input.scheme);
  load_balancer.scheme = input.scheme;
  load_balancer.ip_address_type = kIpv4;
  load_balancer.vpc_id = input.vpc_id;
  load_balancer.subnet_ids = input.subnet_ids;
  if (input.security_group_ids.empty())
    load_balancer.security_groups.push_back({std::string(kManagedSecurityGroupId), {}});
  for (const std::string& id : input.security_group_ids) load_balancer.security_groups.push_back({{}, id});
  if (!input.backend_security_group_id.empty())
    load_balancer.security_groups.push_back({{}, input.backend_security_group_id});
  load_balancer.tags = resource_tags(input, kLoadBalancerId);
  if (input.configuration) configure(load_balancer, input);
  if (!load_balancer.capacity_units && input.capacity_was_reserved) load_balancer.capacity_units = 0;
  return load_balancer;
}

}  // namespace nlbsim::engine
