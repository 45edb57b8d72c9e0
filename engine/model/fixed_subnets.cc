#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/configuration/cidr.h"
#include "engine/model/subnets.h"

namespace nlbsim::engine {
namespace {

using aws::ec2::Subnet;
using Wish = kube::SubnetConfiguration;

tl::unexpected<sim::Error> invalid(std::string message) { return sim::fail("InvalidSubnets", std::move(message)); }

std::string_view name_of(const Subnet& subnet) {
  const auto tag = std::ranges::find(subnet.Tags, "Name", &aws::Tag::Key);
  return tag == subnet.Tags.end() ? std::string_view() : std::string_view(tag->Value);
}

std::vector<std::string> blocks_of(const Subnet& subnet, bool ipv6) {
  if (!ipv6) return {subnet.CidrBlock};
  std::vector<std::string> blocks;
  for (const auto& association : subnet.Ipv6CidrBlockAssociationSet) blocks.push_back(association.Ipv6CidrBlock);
  return blocks;
}

// The one of the wishes that lies in the subnet.
sim::Result<std::string> address_within(const Subnet& subnet, std::span<const Wish> wishes,
                                        std::optional<std::string> Wish::* member, bool ipv6) {
  std::vector<std::string> fitting;
  for (const Wish& wish : wishes) {
    const auto holds = [&](const std::string& block) { return cidr_contains(block, *(wish.*member)); };
    if (wish.*member && std::ranges::any_of(blocks_of(subnet, ipv6), holds)) fitting.push_back(*(wish.*member));
  }
  if (fitting.size() == 1) return fitting.front();
  return invalid(fmt::format("loadBalancerSubnets: exactly one of the addresses must lie in subnet {}, and {} do",
                             subnet.SubnetId, fitting.size()));
}

bool any_has(std::span<const Wish> wishes, std::optional<std::string> Wish::* member) {
  return std::ranges::any_of(wishes, [member](const Wish& wish) { return (wish.*member).has_value(); });
}

}  // namespace

sim::Result<std::vector<std::string>> in_order_of(std::span<const std::string> identifiers,
                                                  std::span<const Subnet> found) {
  std::vector<std::string> ids;
  std::set<std::string> zones;
  for (const std::string& identifier : identifiers) {
    const auto is_meant = [&](const Subnet& subnet) {
      const bool taken = std::ranges::find(ids, subnet.SubnetId) != ids.end();
      return !taken && (subnet.SubnetId == identifier || name_of(subnet) == identifier);
    };
    const auto subnet = std::ranges::find_if(found, is_meant);
    if (subnet == found.end())
      return invalid(
          fmt::format("loadBalancerSubnets: there is no subnet {} in the VPC, or it is named twice", identifier));
    if (!zones.insert(subnet->AvailabilityZone).second)
      return invalid(
          fmt::format("loadBalancerSubnets: a load balancer has one subnet in each Availability Zone, and {} "
                      "is the second in {}",
                      identifier, subnet->AvailabilityZone));
    ids.push_back(subnet->SubnetId);
  }
  return ids;
}

bool asks_for_addresses(const kube::LoadBalancerConfigurationSpec& spec) {
  if (!spec.loadBalancerSubnets) return false;
  return std::ranges::any_of(*spec.loadBalancerSubnets, [](const Wish& wish) {
    return wish.eipAllocation || wish.privateIPv4Allocation || wish.ipv6Allocation || wish.sourceNatIPv6Prefix;
  });
}

sim::Result<std::map<std::string, aws::SubnetMapping>> fixed_addresses(std::span<const Wish> wishes,
                                                                       std::span<const std::string> ids,
                                                                       std::span<const Subnet> subnets) {
  if (wishes.size() != ids.size())
    return invalid(
        fmt::format("loadBalancerSubnets: {} entries ask for addresses, and the load balancer has {} subnets",
                    wishes.size(), ids.size()));
  std::map<std::string, aws::SubnetMapping> out;
  for (std::size_t at = 0; at < ids.size(); ++at) {
    aws::SubnetMapping& mapping = out[ids[at]];
    mapping.SubnetId = ids[at];
    mapping.AllocationId = wishes[at].eipAllocation.value_or(std::string());
    mapping.SourceNatIpv6Prefix = wishes[at].sourceNatIPv6Prefix.value_or(std::string());
    const auto subnet = std::ranges::find(subnets, ids[at], &Subnet::SubnetId);
    if (subnet == subnets.end()) continue;
    if (any_has(wishes, &Wish::privateIPv4Allocation)) {
      auto address = address_within(*subnet, wishes, &Wish::privateIPv4Allocation, false);
      if (!address) return sim::forward(std::move(address.error()));
      mapping.PrivateIPv4Address = std::move(*address);
    }
    if (any_has(wishes, &Wish::ipv6Allocation)) {
      auto address = address_within(*subnet, wishes, &Wish::ipv6Allocation, true);
      if (!address) return sim::forward(std::move(address.error()));
      mapping.IPv6Address = std::move(*address);
    }
  }
  return out;
}

}  // namespace nlbsim::engine
