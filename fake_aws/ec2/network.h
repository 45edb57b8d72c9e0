// The part of EC2 that load balancers stand on: VPCs, zones, subnets, routes, security groups, instances, network
// interfaces and elastic IPs. A value.
//
// The `add_*` functions build a world by hand; they are not calls, check only what would make the world nonsense, and
// answer with EC2's own error codes (InvalidVpcID.NotFound, InvalidSubnetID.NotFound, InvalidGroup.NotFound,
// InvalidParameterValue, InsufficientFreeAddressesInSubnet). Each takes a `name` from which its id is minted, so that
// ids do not depend on what else a world holds.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/aws/ec2.h"
#include "fake_aws/ec2/cidr.h"
#include "sim/ids.h"
#include "sim/result.h"

namespace nlbsim::fake_aws {

namespace ec2 = aws::ec2;
using sim::Result;

template <class Entry>
using ById = std::map<std::string, Entry, std::less<>>;

struct VpcEntry {
  ec2::Vpc description;  // Tags of all entries here stand in `tags`
  aws::TagMap tags;
  CidrV4 cidr;
  bool has_internet_gateway = false;
};

struct SubnetEntry {
  ec2::Subnet description;  // AvailableIpAddressCount is computed
  aws::TagMap tags;
  CidrV4 cidr;
  std::set<std::uint32_t> used;            // addresses of network interfaces
  std::set<std::uint32_t> load_balancers;  // those of them that belong to load balancers and so can be no target
  std::uint32_t next_free = 0;             // no address below it is free
  std::int32_t available() const;
};

struct RouteTableEntry {
  ec2::RouteTable description;
  aws::TagMap tags;
};

// What makes an ingress rule the same rule: protocol, ports and one peer, not its description.
struct IngressRule {
  enum class Peer : std::uint8_t { ipv4, ipv6, group };
  std::string protocol;  // tcp, udp, icmp, icmpv6, a number, -1
  std::int32_t from = -1;
  std::int32_t to = -1;
  Peer peer_kind = Peer::ipv4;
  std::string peer;  // canonical CIDR or group id
  auto operator<=>(const IngressRule&) const = default;
};

struct SecurityGroupEntry {
  ec2::SecurityGroup description;  // IpPermissions stand in `rules`
  aws::TagMap tags;
  std::map<IngressRule, std::optional<std::string>> rules;  // with its description
  std::size_t interfaces = 0;                               // network interfaces that carry the group
  std::size_t referrers = 0;                                // rules of other groups that name it
};

struct InstanceEntry {
  ec2::Instance description;
  aws::TagMap tags;
  std::string zone;
};

struct NetworkInterface {
  std::string subnet_id;
  std::uint32_t private_ip = 0;
  std::vector<std::string> groups;
  std::string owner;  // load balancer ARN or instance id
};

struct SubnetPlan {
  std::string name;
  std::string vpc_id;
  std::string zone;
  std::string cidr;
  aws::TagMap tags;
};

struct RouteTablePlan {
  std::string name;
  std::string vpc_id;
  bool main = false;
  std::vector<std::string> subnets;
  std::vector<ec2::Route> routes;
  aws::TagMap tags;
};

struct SecurityGroupPlan {
  std::string name;
  std::string description;
  std::string vpc_id;
  aws::TagMap tags;
};

struct InstancePlan {
  std::string name;
  std::string subnet_id;
  std::vector<std::string> groups;
  aws::TagMap tags;
};

struct Network {
  sim::IdMint mint;
  std::string owner_id = "123456789012";  // OwnerId of what is added
  ById<VpcEntry> vpcs;
  std::map<std::string, ec2::AvailabilityZone, std::less<>> zones;  // by name
  ById<SubnetEntry> subnets;
  ById<RouteTableEntry> route_tables;
  ById<SecurityGroupEntry> security_groups;
  std::map<std::pair<std::string, std::string>, std::string> group_ids;                // (VPC, group name) -> id
  std::map<std::pair<std::string, std::string>, std::set<std::string>> tagged_groups;  // (tag key, value) -> ids
  ById<InstanceEntry> instances;
  ById<NetworkInterface> interfaces;
  std::map<std::string, std::set<std::string>, std::less<>> interfaces_of;  // owner -> interface ids
  std::map<std::string, std::string, std::less<>> elastic_ips;              // allocation id -> load balancer ARN, or ""

  void add_zone(ec2::AvailabilityZone zone);
  Result<std::string> add_vpc(std::string_view name, std::string_view cidr, aws::TagMap tags = {});
  Result<std::string> add_subnet(SubnetPlan plan);
  Result<std::string> add_internet_gateway(std::string_view vpc_id);
  Result<std::string> add_route_table(RouteTablePlan plan);
  Result<std::string> add_security_group(SecurityGroupPlan plan);
  Result<std::string> add_instance(InstancePlan plan);  // running, with one interface
  std::string add_elastic_ip(std::string_view name);

  // Below: for the actions, which have checked what is asserted here.
  void remove_security_group(std::string_view id);
  void tag_security_group(SecurityGroupEntry& group, aws::TagMap tags);  // replaces all tags, keeps the index
  // Takes a free address of the subnet (or `wanted`, which is free).
  std::string add_interface(std::string_view subnet_id, std::vector<std::string> groups, std::string owner,
                            std::optional<std::uint32_t> wanted = std::nullopt);
  void set_groups(std::string_view interface_id, const std::vector<std::string>& groups);
  void remove_interface(std::string_view interface_id);
};

}  // namespace nlbsim::fake_aws
