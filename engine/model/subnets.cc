#include "engine/model/subnets.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::engine {
namespace {

using aws::ec2::RouteTable;
using aws::ec2::Subnet;

constexpr std::int32_t kMinimumFreeAddresses = 8;
constexpr std::string_view kInternetFacing = "internet-facing";
constexpr std::string_view kClusterTagPrefix = "kubernetes.io/cluster";

bool tagged_for(const Subnet& subnet, std::string_view cluster) {
  const std::string key = fmt::format("{}/{}", kClusterTagPrefix, cluster);
  return std::ranges::find(subnet.Tags, key, &aws::Tag::Key) != subnet.Tags.end();
}

bool claimed_by_others(const Subnet& subnet, std::string_view cluster) {
  const bool claimed =
      std::ranges::any_of(subnet.Tags, [](const aws::Tag& tag) { return tag.Key.starts_with(kClusterTagPrefix); });
  return claimed && !tagged_for(subnet, cluster);
}

// Is `a` the better subnet of their zone?
bool preferred(const Subnet& a, const Subnet& b, std::string_view cluster) {
  const bool a_ours = tagged_for(a, cluster);
  if (a_ours != tagged_for(b, cluster)) return a_ours;
  return a.SubnetId < b.SubnetId;
}

bool reaches_internet(const Subnet& subnet, std::span<const RouteTable> tables) {
  const RouteTable* main = nullptr;
  const RouteTable* own = nullptr;
  for (const RouteTable& table : tables) {
    for (const auto& association : table.Associations) {
      if (association.SubnetId == subnet.SubnetId) own = &table;
      if (association.Main) main = &table;
    }
  }
  const RouteTable* table = own ? own : main;
  if (!table) return false;
  return std::ranges::any_of(table->Routes, [](const auto& route) { return route.GatewayId.starts_with("igw"); });
}

}  // namespace

std::string_view subnet_role_tag(std::string_view scheme) {
  return scheme == kInternetFacing ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb";
}

sim::Result<std::vector<std::string>> choose_subnets(std::span<const Subnet> candidates, std::string_view cluster,
                                                     std::string_view scheme, bool cluster_tag_check) {
  std::map<std::string_view, const Subnet*> by_zone;
  std::size_t foreign = 0;
  std::size_t full = 0;
  for (const Subnet& subnet : candidates) {
    if (cluster_tag_check && claimed_by_others(subnet, cluster)) {
      ++foreign;
    } else if (subnet.AvailableIpAddressCount < kMinimumFreeAddresses) {
      ++full;
    } else {
      const Subnet*& best = by_zone[subnet.AvailabilityZone];
      if (!best || preferred(subnet, *best, cluster)) best = &subnet;
    }
  }
  if (by_zone.empty()) {
    return sim::fail("NoSubnet",
                     fmt::format("no subnet for an {} load balancer: {} with tag {}, of which {} are tagged for other "
                                 "clusters only and {} have fewer than {} free addresses; tag one subnet per "
                                 "Availability Zone with {}=1",
                                 scheme, candidates.size(), subnet_role_tag(scheme), foreign, full,
                                 kMinimumFreeAddresses, subnet_role_tag(scheme)));
  }
  std::vector<std::string> ids;
  for (const auto& [zone, subnet] : by_zone) ids.push_back(subnet->SubnetId);
  std::ranges::sort(ids);
  return ids;
}

sim::Result<void> check_one_locale(std::span<const Subnet> subnets,
                                   const std::map<std::string, std::string>& zone_types) {
  const auto locale = [&](const Subnet& subnet) -> std::string_view {
    if (!subnet.OutpostArn.empty()) return "outpost";
    const auto found = zone_types.find(subnet.AvailabilityZoneId);
    return found == zone_types.end() ? std::string_view() : std::string_view(found->second);
  };
  for (const Subnet& subnet : subnets) {
    if (locale(subnet) == locale(subnets.front())) continue;
    return sim::fail("InvalidSubnets",
                     fmt::format("subnet {} is in a {} and subnet {} in a {}: use one kind of zone",
                                 subnets.front().SubnetId, locale(subnets.front()), subnet.SubnetId, locale(subnet)));
  }
  return {};
}

std::vector<Subnet> by_reachability(std::span<const Subnet> subnets, std::span<const RouteTable> tables,
                                    std::string_view scheme) {
  const bool want_public = scheme == kInternetFacing;
  std::vector<Subnet> out;
  for (const Subnet& subnet : subnets) {
    if (reaches_internet(subnet, tables) == want_public) out.push_back(subnet);
  }
  return out;
}

}  // namespace nlbsim::engine
