#include "fake_aws/elbv2/subnet_selection.h"

#include <algorithm>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/ec2/cidr_blocks.h"
#include "sim/hasher.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::string_view kAutoAssigned = "auto_assigned";
constexpr int kSourceNatPrefix = 80;
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
  if (found->second.in_use() && (owner.empty() || found->second.load_balancer != owner))
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

Result<void> check_ipv6(const SelectedSubnet& one, std::string_view source_nat) {
  const std::string& address = one.mapping.IPv6Address;
  const std::string& prefix = one.mapping.SourceNatIpv6Prefix;
  if (!address.empty())
    if (const auto parsed = parse_ip_v6(address); !parsed || !holds(*one.subnet, *parsed))
      return refuse(code::kValidationError,
                    "The IPv6 address '" + address + "' is not in subnet '" + one.mapping.SubnetId + "'");
  if (prefix.empty()) return {};
  if (source_nat != "on")
    return refuse(code::kInvalidConfigurationRequest,
                  "A source NAT prefix needs EnablePrefixForIpv6SourceNat to be 'on'");
  const auto parsed = parse_cidr_v6(prefix);
  if (prefix == kAutoAssigned || (parsed && parsed->prefix == kSourceNatPrefix && holds(*one.subnet, *parsed)))
    return {};
  return refuse(code::kValidationError, "The source NAT prefix '" + prefix + "' must be 'auto_assigned' or a /80 of " +
                                            "subnet '" + one.mapping.SubnetId + "'");
}

// The prefix itself. One that AWS assigns follows from the load balancer's name.
std::string source_nat_prefix(const SelectedSubnet& one, std::string_view name) {
  if (one.mapping.SourceNatIpv6Prefix != kAutoAssigned) return one.mapping.SourceNatIpv6Prefix;
  CidrV6 block = *parse_cidr_v6(one.subnet->description.Ipv6CidrBlockAssociationSet.front().Ipv6CidrBlock);
  const std::uint64_t id = sim::Hasher().add("source-nat").add(name).digest();
  block.prefix = kSourceNatPrefix;
  block.base[8] = static_cast<std::uint8_t>(id);
  block.base[9] = static_cast<std::uint8_t>(id >> 8);
  return to_text(block);
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

Result<void> check_dualstack(const SubnetEntry& subnet) {
  if (!subnet.description.Ipv6CidrBlockAssociationSet.empty()) return {};
  return refuse(code::kInvalidSubnet, "Subnet '" + subnet.description.SubnetId +
                                          "' has no IPv6 CIDR block, which dualstack needs on every subnet");
}

Result<void> check_addresses(const ActionContext& context, const std::vector<SelectedSubnet>& selected,
                             const AddressWishes& wishes) {
  const bool dualstack = wishes.ip_address_type == "dualstack";
  std::set<std::string_view> allocations;
  for (const SelectedSubnet& one : selected) {
    if (auto valid = check_elastic_ip(context, one, wishes.owner); !valid) return valid;
    if (!one.mapping.AllocationId.empty() && !allocations.insert(one.mapping.AllocationId).second)
      return refuse(code::kResourceInUse, "The allocation IDs are not available for use");
  }
  for (const SelectedSubnet& one : selected) {
    if (wishes.scheme == "internal" && !one.mapping.AllocationId.empty())
      return refuse(code::kInvalidConfigurationRequest, "Elastic IPs cannot be used with an internal load balancer");
    if (wishes.scheme != "internal" && !one.mapping.PrivateIPv4Address.empty())
      return refuse(code::kInvalidConfigurationRequest,
                    "Private IPv4 addresses can be chosen for an internal load balancer only");
    if (!dualstack && !(one.mapping.IPv6Address.empty() && one.mapping.SourceNatIpv6Prefix.empty()))
      return refuse(code::kInvalidConfigurationRequest, "IPv6 addresses need a load balancer of type dualstack");
    if (auto valid = check_fixed_address(one); !valid) return valid;
  }
  if (wishes.source_nat == "on" && !dualstack)
    return refuse(code::kInvalidConfigurationRequest,
                  "EnablePrefixForIpv6SourceNat needs a load balancer of type dualstack");
  if (!dualstack) return {};
  for (const SelectedSubnet& one : selected) {
    if (auto valid = check_dualstack(*one.subnet); !valid) return valid;
    if (auto valid = check_ipv6(one, wishes.source_nat); !valid) return valid;
  }
  return {};
}

void fill_in_prefixes(std::vector<SelectedSubnet>& selected, std::string_view source_nat) {
  for (SelectedSubnet& one : selected) {
    if (source_nat != "on") one.mapping.SourceNatIpv6Prefix.clear();
    else if (one.mapping.SourceNatIpv6Prefix.empty()) one.mapping.SourceNatIpv6Prefix = kAutoAssigned;
  }
}

std::vector<aws::AvailabilityZone> zones_of(const Network& network, const std::vector<SelectedSubnet>& selected,
                                            std::string_view name) {
  std::vector<aws::AvailabilityZone> zones;
  zones.reserve(selected.size());
  for (const SelectedSubnet& one : selected) {
    aws::AvailabilityZone& zone = zones.emplace_back(aws::AvailabilityZone{zone_of(one), one.mapping.SubnetId});
    // Addresses that AWS has chosen are not told.
    if (!one.mapping.AllocationId.empty()) {
      const auto& address = network.elastic_ips.find(one.mapping.AllocationId)->second;
      zone.LoadBalancerAddresses.push_back({address.public_ip, one.mapping.AllocationId, {}, {}});
    } else if (!one.mapping.PrivateIPv4Address.empty() || !one.mapping.IPv6Address.empty()) {
      zone.LoadBalancerAddresses.push_back({{}, {}, one.mapping.PrivateIPv4Address, one.mapping.IPv6Address});
    }
    if (!one.mapping.SourceNatIpv6Prefix.empty()) zone.SourceNatIpv6Prefixes.push_back(source_nat_prefix(one, name));
  }
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
  const aws::LoadBalancer& d = load_balancer.description;
  const std::string_view short_name = std::string_view(d.LoadBalancerArn).substr(d.LoadBalancerArn.find("net/"));
  InterfacePlan plan{selected.mapping.SubnetId, d.SecurityGroups, d.LoadBalancerArn};
  plan.description = "ELB " + std::string(short_name);
  plan.private_ip = wanted;
  plan.device_index = 1;
  plan.now = context.now();
  const std::string id = network.add_interface(std::move(plan));
  NetworkInterface& interface = network.interfaces.find(id)->second;
  if (!selected.mapping.AllocationId.empty()) {
    ElasticIpEntry& address = network.elastic_ips.find(selected.mapping.AllocationId)->second;
    address.load_balancer = d.LoadBalancerArn;
    address.interface_id = id;
    address.private_ip = to_text_v4(interface.private_ip);
    address.association_id = network.mint("eipassoc", id);
    interface.allocation_id = selected.mapping.AllocationId;
  } else if (d.Scheme == "internet-facing") {
    interface.public_ip = network.mint_public_ip(id);
  }
  return !taken;
}

void release(Network& network, const std::string& interface_id) {
  const std::string& allocation = network.interfaces.find(interface_id)->second.allocation_id;
  if (const auto address = network.elastic_ips.find(allocation); address != network.elastic_ips.end())
    address->second = {.public_ip = address->second.public_ip, .tags = address->second.tags};
  network.remove_interface(interface_id);
}

void release_all(const ActionContext& context, std::string_view load_balancer_arn) {
  Network& network = context.state.network;
  for (auto owned = network.interfaces_of.find(load_balancer_arn); owned != network.interfaces_of.end();
       owned = network.interfaces_of.find(load_balancer_arn))
    release(network, std::string(*owned->second.begin()));
}

}  // namespace nlbsim::fake_aws
