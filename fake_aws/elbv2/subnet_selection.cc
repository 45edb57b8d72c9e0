#include "fake_aws/elbv2/subnet_selection.h"

#include <algorithm>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kMinFreeAddresses = 8;  // AWS asks for so many in each subnet of a load balancer

const std::string& zone_of(const SelectedSubnet& selected) { return selected.subnet->description.AvailabilityZone; }

bool has_subnet(const LoadBalancerEntry* existing, const std::string& id) {
  return existing && std::ranges::find(existing->description.AvailabilityZones, id, &aws::AvailabilityZone::SubnetId) !=
                         existing->description.AvailabilityZones.end();
}

Result<std::vector<SelectedSubnet>> find_all(const ActionContext& context, const std::vector<std::string>& subnets,
                                             const std::vector<aws::SubnetMapping>& mappings) {
  std::vector<SelectedSubnet> selected;
  for (const std::string& id : subnets) selected.push_back({nullptr, {id, {}, {}, {}, {}}});
  for (const aws::SubnetMapping& mapping : mappings) selected.push_back({nullptr, mapping});
  for (SelectedSubnet& one : selected) {
    const auto found = context.state.network.subnets.find(one.mapping.SubnetId);
    if (found == context.state.network.subnets.end())
      return refuse(code::kSubnetNotFound, "The subnet ID '" + one.mapping.SubnetId + "' does not exist");
    one.subnet = &found->second;
  }
  return selected;
}

Result<void> check_elastic_ip(const ActionContext& context, const SelectedSubnet& one, const std::string& owner) {
  if (one.mapping.AllocationId.empty()) return {};
  const auto& addresses = context.state.network.elastic_ips;
  const auto found = addresses.find(one.mapping.AllocationId);
  if (found == addresses.end())
    return refuse(code::kAllocationIdNotFound, "The allocation ID '" + one.mapping.AllocationId + "' does not exist");
  if (!found->second.empty() && found->second != owner)
    return refuse(code::kResourceInUse, "The allocation IDs are not available for use");
  return {};
}

Result<void> check_fixed_address(const SelectedSubnet& one) {
  if (one.mapping.PrivateIPv4Address.empty()) return {};
  const auto address = parse_ip_v4(one.mapping.PrivateIPv4Address);
  if (address && one.subnet->cidr.contains(*address)) return {};
  return refuse(code::kValidationError, "The private IPv4 address '" + one.mapping.PrivateIPv4Address +
                                            "' is not in subnet '" + one.mapping.SubnetId + "'");
}

}  // namespace

Result<std::vector<SelectedSubnet>> select_subnets(const ActionContext& context,
                                                   const std::vector<std::string>& subnets,
                                                   const std::vector<aws::SubnetMapping>& mappings,
                                                   const LoadBalancerEntry* existing) {
  if (subnets.empty() && mappings.empty())
    return refuse(code::kValidationError, "At least one subnet must be specified");
  if (!subnets.empty() && !mappings.empty())
    return refuse(code::kValidationError, "Specify either subnets or subnet mappings, not both");
  auto selected = find_all(context, subnets, mappings);
  if (!selected) return selected;
  std::ranges::sort(*selected, {}, zone_of);
  for (std::size_t i = 1; i < selected->size(); ++i)
    if (zone_of((*selected)[i - 1]) == zone_of((*selected)[i]))
      return refuse(code::kInvalidConfigurationRequest,
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
  const std::string& vpc = existing ? existing->description.VpcId : selected->front().subnet->description.VpcId;
  for (const SelectedSubnet& one : *selected)
    if (one.subnet->description.VpcId != vpc)
      return refuse(code::kInvalidConfigurationRequest, "All subnets of a load balancer must be in one VPC");
  for (const SelectedSubnet& one : *selected)
    if (!has_subnet(existing, one.mapping.SubnetId) && one.subnet->available() < kMinFreeAddresses)
      return refuse(code::kInvalidSubnet, "Subnet '" + one.mapping.SubnetId + "' needs at least 8 free IP addresses");
  return selected;
}

Result<void> check_addresses(const ActionContext& context, const std::vector<SelectedSubnet>& selected,
                             const std::string& scheme, const std::string& ip_address_type, const std::string& owner) {
  std::set<std::string_view> allocations;
  for (const SelectedSubnet& one : selected) {
    if (auto valid = check_elastic_ip(context, one, owner); !valid) return valid;
    if (!one.mapping.AllocationId.empty() && !allocations.insert(one.mapping.AllocationId).second)
      return refuse(code::kResourceInUse, "The allocation IDs are not available for use");
  }
  for (const SelectedSubnet& one : selected) {
    if (scheme == "internal" && !one.mapping.AllocationId.empty())
      return refuse(code::kInvalidConfigurationRequest, "Elastic IPs cannot be used with an internal load balancer");
    if (scheme != "internal" && !one.mapping.PrivateIPv4Address.empty())
      return refuse(code::kInvalidConfigurationRequest,
                    "Private IPv4 addresses can be chosen for an internal load balancer only");
    if (ip_address_type != "dualstack" && !(one.mapping.IPv6Address.empty() && one.mapping.SourceNatIpv6Prefix.empty()))
      return refuse(code::kInvalidConfigurationRequest, "IPv6 addresses need a load balancer of type dualstack");
    if (auto valid = check_fixed_address(one); !valid) return valid;
  }
  // The subnets of this account have no IPv6 blocks.
  if (ip_address_type == "dualstack")
    return refuse(code::kInvalidSubnet, "Subnet '" + selected.front().mapping.SubnetId +
                                            "' has no IPv6 CIDR block, which dualstack needs on every subnet");
  return {};
}

std::vector<aws::AvailabilityZone> zones_of(const std::vector<SelectedSubnet>& selected) {
  std::vector<aws::AvailabilityZone> zones;
  zones.reserve(selected.size());
  for (const SelectedSubnet& one : selected) zones.push_back({zone_of(one), one.mapping.SubnetId});
  return zones;
}

std::vector<aws::SubnetMapping> mappings_of(std::vector<SelectedSubnet> selected) {
  std::vector<aws::SubnetMapping> mappings;
  mappings.reserve(selected.size());
  for (SelectedSubnet& one : selected) mappings.push_back(std::move(one.mapping));
  return mappings;
}

bool occupy(const ActionContext& context, const SelectedSubnet& selected, const LoadBalancerEntry& load_balancer) {
  Network& network = context.state.network;
  std::optional<std::uint32_t> wanted = parse_ip_v4(selected.mapping.PrivateIPv4Address);
  const bool taken = wanted && selected.subnet->used.contains(*wanted);
  if (taken) wanted.reset();
  const std::string& arn = load_balancer.description.LoadBalancerArn;
  network.add_interface(selected.mapping.SubnetId, load_balancer.description.SecurityGroups, arn, wanted);
  if (!selected.mapping.AllocationId.empty()) network.elastic_ips[selected.mapping.AllocationId] = arn;
  return !taken;
}

void release_all(const ActionContext& context, std::string_view load_balancer_arn) {
  Network& network = context.state.network;
  for (auto owned = network.interfaces_of.find(load_balancer_arn); owned != network.interfaces_of.end();
       owned = network.interfaces_of.find(load_balancer_arn)) {
    const std::string id = *owned->second.begin();
    network.remove_interface(id);
  }
  for (auto& [allocation, holder] : network.elastic_ips)
    if (holder == load_balancer_arn) holder.clear();
}

}  // namespace nlbsim::fake_aws
