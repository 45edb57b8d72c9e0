#include "engine/configuration/merge.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace nlbsim::engine {
namespace {

using Spec = kube::LoadBalancerConfigurationSpec;

constexpr std::string_view kPreferGateway = "prefer-gateway";

// `winner` comes with its own entries; those of `other` join it under keys that it has not. By key.
template <class Entry, class Key>
void join(std::vector<Entry>& winner, const std::vector<Entry>& other, Key key) {
  for (const Entry& entry : other) {
    const auto same = [&](const Entry& known) { return known.*key == entry.*key; };
    if (std::ranges::none_of(winner, same)) winner.push_back(entry);
  }
  std::multimap<std::string, Entry> by_key;  // equal ones stay in their order
  for (Entry& entry : winner) by_key.emplace(entry.*key, std::move(entry));
  winner.clear();
  for (auto& [name, entry] : by_key) winner.push_back(std::move(entry));
}

template <class Value>
void fill_field(std::optional<Value>& winner, const std::optional<Value>& other) {
  if (!winner) winner = other;
}

}  // namespace

bool gateway_wins(const Spec& of_class) { return of_class.mergingMode == kPreferGateway; }

Spec merge_configurations(const Spec& of_class, const Spec& of_gateway) {
  const bool second_wins = gateway_wins(of_class);
  Spec out = second_wins ? of_gateway : of_class;
  const Spec& other = second_wins ? of_class : of_gateway;
  out.mergingMode = of_class.mergingMode;
  fill_field(out.loadBalancerName, other.loadBalancerName);
  fill_field(out.scheme, other.scheme);
  fill_field(out.ipAddressType, other.ipAddressType);
  fill_field(out.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
             other.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic);
  fill_field(out.customerOwnedIpv4Pool, other.customerOwnedIpv4Pool);
  fill_field(out.ipv4IPAMPoolId, other.ipv4IPAMPoolId);
  fill_field(out.loadBalancerSubnets, other.loadBalancerSubnets);
  fill_field(out.loadBalancerSubnetsSelector, other.loadBalancerSubnetsSelector);
  fill_field(out.securityGroups, other.securityGroups);
  fill_field(out.securityGroupPrefixes, other.securityGroupPrefixes);
  fill_field(out.sourceRanges, other.sourceRanges);
  fill_field(out.enableICMP, other.enableICMP);
  fill_field(out.manageBackendSecurityGroupRules, other.manageBackendSecurityGroupRules);
  fill_field(out.disableSecurityGroup, other.disableSecurityGroup);
  fill_field(out.minimumLoadBalancerCapacity, other.minimumLoadBalancerCapacity);
  fill_field(out.wafV2, other.wafV2);
  fill_field(out.shieldConfiguration, other.shieldConfiguration);
  join(out.listenerConfigurations, other.listenerConfigurations, &kube::ListenerConfiguration::protocolPort);
  join(out.loadBalancerAttributes, other.loadBalancerAttributes, &kube::ConfiguredAttribute::key);
  out.tags.insert(other.tags.begin(), other.tags.end());
  return out;
}

}  // namespace nlbsim::engine
