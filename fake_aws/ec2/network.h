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
#include "sim/time.h"

namespace nlbsim::fake_aws {

namespace ec2 = aws::ec2;
using sim::Result;

template <class Entry>
using ById = std::map<std::string, Entry, std::less<>>;

struct VpcEntry {
  ec2::Vpc description;  // Tags of all entries here stand in `tags`
  aws::TagMap tags;
  CidrV4 cidr;
  std::string internet_gateway;  // attached; may be empty
  std::string network_acl;       // the default one
  bool dns_support = true;
  bool dns_hostnames = false;
  bool address_usage_metrics = false;
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

struct InternetGatewayEntry {
  std::string id;
  std::string vpc_id;  // empty: detached
  aws::TagMap tags;
};

struct RouteTableEntry {
  ec2::RouteTable description;
  aws::TagMap tags;
};

// What makes a rule the same rule: protocol, ports and one peer, not its description.
struct SecurityGroupRule {
  enum class Peer : std::uint8_t { ipv4, ipv6, group };
  std::string protocol;  // tcp, udp, icmp, icmpv6, a number, -1
  std::int32_t from = -1;
  std::int32_t to = -1;
  Peer peer_kind = Peer::ipv4;
  std::string peer;  // canonical CIDR or group id
  auto operator<=>(const SecurityGroupRule&) const = default;
};

struct RuleEntry {
  std::string id;  // sgr-...
  std::optional<std::string> description;
  aws::TagMap tags;
};
using Rules = std::map<SecurityGroupRule, RuleEntry>;

struct SecurityGroupEntry {
  ec2::SecurityGroup description;  // permissions stand in the rules
  aws::TagMap tags;
  Rules ingress;
  Rules egress;
  std::size_t interfaces = 0;  // network interfaces that carry the group
  std::size_t referrers = 0;   // rules of other groups that name it
};

struct InstanceEntry {
  ec2::Instance description;  // NetworkInterfaces are those of the network
  aws::TagMap tags;
  std::string zone;
};

struct NetworkInterface {
  std::string subnet_id;
  std::uint32_t private_ip = 0;
  std::vector<std::string> groups;
  std::string owner;  // load balancer ARN, instance id, or empty: not attached
  aws::TagMap tags = {};
  std::string description = {};
  std::set<std::uint32_t> secondary = {};  // private addresses beside the first
  std::int32_t device_index = 0;
  bool delete_on_termination = true;
  std::string attachment_id = {};
  sim::Instant attached_at = sim::kWorldStart;
  std::string public_ip = {};      // not an elastic IP: AWS's own, gone with the interface
  std::string allocation_id = {};  // of the elastic IP that is associated with it
  bool of_load_balancer() const { return owner.starts_with("arn:"); }
};

struct ElasticIpEntry {
  std::string public_ip;
  std::string load_balancer = {};  // ARN of the one that took it
  std::string interface_id = {};
  std::string private_ip = {};
  std::string association_id = {};
  aws::TagMap tags = {};
  bool in_use() const { return !load_balancer.empty() || !association_id.empty(); }
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
  std::string private_ip = {};  // one that is free; empty: any
};

struct InterfacePlan {
  std::string subnet_id;
  std::vector<std::string> groups;
  std::string owner = {};
  std::string description = {};
  std::optional<std::uint32_t> private_ip = {};  // one that is free; absent: any
  std::int32_t device_index = 0;
  sim::Instant now = sim::kWorldStart;
};

struct Network {
  sim::IdMint ids;
  std::string owner_id = "123456789012";  // OwnerId of what is added
  ById<VpcEntry> vpcs;
  std::map<std::string, ec2::AvailabilityZone, std::less<>> zones;  // by name
  ById<SubnetEntry> subnets;
  ById<RouteTableEntry> route_tables;
  ById<SecurityGroupEntry> security_groups;
  std::map<std::pair<std::string, std::string>, std::string> group_ids;                // (VPC, group name) -> id
  std::map<std::pair<std::string, std::string>, std::set<std::string>> tagged_groups;  // (tag key, value) -> ids
  ById<InstanceEntry> instances;
  std::string region = "us-west-2";
  ById<NetworkInterface> interfaces;
  std::map<std::string, std::set<std::string>, std::less<>> interfaces_of;  // owner -> interface ids
  ById<InternetGatewayEntry> internet_gateways;
  ById<ElasticIpEntry> elastic_ips;                                   // by allocation id
  std::map<std::string, std::string, std::less<>> reservation_of;     // instance id -> reservation id
  std::map<std::string, std::string, std::less<>> launched_by_token;  // client token -> reservation id

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
  // What comes with a VPC that is made by a call: its default security group and main route table.
  void furnish_vpc(std::string_view vpc_id);
  std::string add_interface(InterfacePlan plan);
  void attach_interface(const std::string& interface_id, const std::string& instance_id, std::int32_t device_index,
                        sim::Instant now);
  void detach_interface(const std::string& interface_id);
  // Gives an interface so many more private addresses of its subnet, which has them.
  std::vector<std::uint32_t> add_secondary_addresses(std::string_view interface_id, std::size_t count);
  void add_secondary_address(std::string_view interface_id, std::uint32_t address);
  void remove_secondary_address(std::string_view interface_id, std::uint32_t address);
  std::string mint(std::string_view kind, std::string_view name);  // "vpc" -> "vpc-0123456789abcdef0"
  std::string mint_public_ip(std::string_view name);
  // Rules that are not there yet; counts who names whom.
  void add_rule(SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule, RuleEntry entry);
  void remove_rule(SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule);
  std::string rule_id(const SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule);
  void set_groups(std::string_view interface_id, const std::vector<std::string>& groups);
  void remove_interface(std::string_view interface_id);
};

}  // namespace nlbsim::fake_aws
