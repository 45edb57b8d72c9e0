#include <algorithm>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/load_balancer_settings.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/subnet_selection.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

const SelectedSubnet* in_zone(const std::vector<SelectedSubnet>& selected, const std::string& zone) {
  const auto found = std::ranges::find_if(
      selected, [&](const SelectedSubnet& one) { return one.subnet->description.AvailabilityZone == zone; });
  return found == selected.end() ? nullptr : &*found;
}

// A zone keeps its subnet and that subnet's fixed addresses; it can only go or come.
Result<void> check_replacement(const ActionContext& context, const LoadBalancerEntry& entry,
                               const std::vector<SelectedSubnet>& selected) {
  for (std::size_t i = 0; i < entry.mappings.size(); ++i) {
    const aws::AvailabilityZone& zone = entry.description.AvailabilityZones[i];
    const SelectedSubnet* now = in_zone(selected, zone.ZoneName);
    if (!now) {
      if (context.settings.subnet_removal) continue;
      return refuse(code::kValidationError,
                    "Subnet removal is not supported for Network Load Balancers. You must specify all existing subnets "
                    "along with any new ones");
    }
    if (now->mapping.SubnetId != zone.SubnetId)
      return refuse(code::kInvalidConfigurationRequest,
                    "You cannot specify an additional subnet from an Availability Zone that is already associated with "
                    "the load balancer. The Availability Zone '" +
                        zone.ZoneName + "' corresponding to the new subnet '" + now->mapping.SubnetId +
                        "' is already associated with the load balancer.");
    const aws::SubnetMapping& kept = entry.mappings[i];
    const bool moved =
        (!now->mapping.AllocationId.empty() && now->mapping.AllocationId != kept.AllocationId) ||
        (!now->mapping.PrivateIPv4Address.empty() && now->mapping.PrivateIPv4Address != kept.PrivateIPv4Address);
    if (moved)
      return refuse(code::kInvalidConfigurationRequest,
                    "The addresses of subnet '" + zone.SubnetId + "' cannot change once the load balancer uses it");
  }
  return {};
}

Result<std::vector<SelectedSubnet>> check(const ActionContext& context, const LoadBalancerEntry& entry,
                                          const aws::SetSubnets::Request& request) {
  const aws::LoadBalancer& d = entry.description;
  auto selected = select_subnets(context, request.Subnets, request.SubnetMappings, &entry);
  if (!selected) return selected;
  const std::string& type = request.IpAddressType;
  if (!type.empty() && type != "ipv4" && type != "dualstack")
    return not_in_enum("ipAddressType", type, "ipv4, dualstack");
  const std::string& prefix = request.EnablePrefixForIpv6SourceNat;
  if (!prefix.empty() && prefix != "on" && prefix != "off")
    return not_in_enum("enablePrefixForIpv6SourceNat", prefix, "on, off");
  const std::string& wanted_type = type.empty() ? d.IpAddressType : type;
  const std::string& wanted_prefix = prefix.empty() ? d.EnablePrefixForIpv6SourceNat : prefix;
  if (auto valid = check_ip_address_type(context, entry, wanted_type); !valid) return sim::forward(valid.error());
  if (auto valid = check_addresses(context, *selected, {d.Scheme, wanted_type, wanted_prefix, d.LoadBalancerArn});
      !valid)
    return sim::forward(valid.error());
  if (auto valid = check_replacement(context, entry, *selected); !valid) return sim::forward(valid.error());
  return selected;
}

// The network interface of the load balancer in that subnet goes, and the elastic IP with it.
void leave(const ActionContext& context, const aws::SubnetMapping& mapping, const std::string& arn) {
  Network& network = context.state.network;
  const auto& interfaces = network.interfaces_of.find(arn)->second;
  const auto found = std::ranges::find_if(interfaces, [&](const std::string& id) {
    return network.interfaces.find(id)->second.subnet_id == mapping.SubnetId;
  });
  if (found != interfaces.end()) release(network, std::string(*found));
}

}  // namespace

template <>
Answer<aws::SetSubnets> act<aws::SetSubnets>(const ActionContext& context, const aws::SetSubnets::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  LoadBalancerEntry& entry = **found;
  aws::LoadBalancer& d = entry.description;
  auto selected = check(context, entry, request);
  if (!selected) return sim::forward(selected.error());

  bool changed = false;
  for (SelectedSubnet& one : *selected) {
    const auto kept = std::ranges::find(entry.mappings, one.mapping.SubnetId, &aws::SubnetMapping::SubnetId);
    if (kept != entry.mappings.end()) {
      const std::string prefix = std::exchange(one.mapping.SourceNatIpv6Prefix, {});
      one.mapping = *kept;
      if (!prefix.empty()) one.mapping.SourceNatIpv6Prefix = prefix;
    } else {
      occupy(context, one, entry);
      changed = true;
    }
  }
  for (const aws::SubnetMapping& old : entry.mappings) {
    const auto same = [&](const SelectedSubnet& one) { return one.mapping.SubnetId == old.SubnetId; };
    if (std::ranges::any_of(*selected, same)) continue;
    leave(context, old, d.LoadBalancerArn);
    changed = true;
  }
  if (!request.EnablePrefixForIpv6SourceNat.empty()) {
    changed |= d.EnablePrefixForIpv6SourceNat != request.EnablePrefixForIpv6SourceNat;
    d.EnablePrefixForIpv6SourceNat = request.EnablePrefixForIpv6SourceNat;
  }
  if (!request.IpAddressType.empty()) {
    changed |= d.IpAddressType != request.IpAddressType;
    d.IpAddressType = request.IpAddressType;
  }
  fill_in_prefixes(*selected, d.EnablePrefixForIpv6SourceNat);
  d.AvailabilityZones = zones_of(context.state.network, *selected, d.LoadBalancerName);
  entry.mappings = mappings_of(std::move(*selected));
  if (changed) {
    context.record("LoadBalancer", d.LoadBalancerArn, "modified");
    reassess_targets(context, entry);
  }
  return aws::SetSubnets::Response{d.AvailabilityZones, d.IpAddressType, d.EnablePrefixForIpv6SourceNat};
}

}  // namespace nlbsim::fake_aws
