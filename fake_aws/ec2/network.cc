#include "fake_aws/ec2/network.h"

#include <algorithm>
#include <cassert>

#include "api/aws/error_codes.h"
#include "fake_aws/action_context.h"
#include "fake_aws/ec2/cidr_blocks.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// EC2 keeps the first four addresses of a subnet and the last one.
constexpr std::uint32_t kReservedAtStart = 4;
constexpr std::int64_t kReserved = 5;

// Elastic addresses and those that AWS lends are drawn from here.
constexpr CidrV4 kPublicAddresses{(52U << 24) + (32U << 16), 11};

std::uint32_t last_usable(const CidrV4& cidr) { return static_cast<std::uint32_t>(cidr.base + cidr.size() - 2); }

std::optional<std::uint32_t> free_address(const SubnetEntry& subnet) {
  for (std::uint32_t at = subnet.next_free; at <= last_usable(subnet.cidr); ++at)
    if (!subnet.used.contains(at)) return at;
  return std::nullopt;
}

}  // namespace

std::int32_t SubnetEntry::available() const {
  const auto free = static_cast<std::int64_t>(cidr.size()) - kReserved - static_cast<std::int64_t>(used.size());
  return static_cast<std::int32_t>(std::max<std::int64_t>(free, 0));
}

std::string Network::mint(std::string_view kind, std::string_view name) {
  const std::uint64_t id = ids.next(kind, name);
  return std::string(kind) + "-" + sim::hex_id(id, 17);
}

std::string Network::mint_public_ip(std::string_view name) {
  const std::uint64_t id = ids.next("public-ip", name);
  return to_text_v4(kPublicAddresses.base + static_cast<std::uint32_t>(id % kPublicAddresses.size()));
}

void Network::add_zone(ec2::AvailabilityZone zone) {
  std::string name = zone.ZoneName;
  zone.GroupName = zone.NetworkBorderGroup = zone.RegionName;
  zones[std::move(name)] = std::move(zone);
}

Result<std::string> Network::add_vpc(std::string_view name, std::string_view cidr, aws::TagMap tags) {
  const auto block = parse_cidr_v4(cidr);
  if (!block) return refuse(code::kInvalidParameterValue, "\"" + std::string(cidr) + "\" is not an IPv4 block");
  std::string id = mint("vpc", name);
  VpcEntry& vpc = vpcs[id];
  vpc.description = {id, to_text(*block), {{mint("vpc-cidr-assoc", id), to_text(*block)}}, {}};
  vpc.description.OwnerId = owner_id;
  vpc.description.DhcpOptionsId = "dopt-" + id.substr(id.find('-') + 1);
  vpc.tags = std::move(tags);
  vpc.cidr = *block;
  vpc.network_acl = mint("acl", id);
  return id;
}

Result<std::string> Network::add_subnet(SubnetPlan plan) {
  const auto vpc = vpcs.find(plan.vpc_id);
  if (vpc == vpcs.end()) return refuse(code::kVpcIdNotFound, "The vpc ID '" + plan.vpc_id + "' does not exist");
  const auto zone = zones.find(plan.zone);
  if (zone == zones.end())
    return refuse(code::kInvalidParameterValue, "There is no availability zone '" + plan.zone + "'");
  const auto block = parse_cidr_v4(plan.cidr);
  if (!block || !holds(vpc->second, *block) || static_cast<std::int64_t>(block->size()) <= kReserved)
    return refuse(code::kInvalidParameterValue, "The CIDR '" + plan.cidr + "' is not a usable part of the VPC's " +
                                                    vpc->second.description.CidrBlock);
  std::string id = mint("subnet", plan.name);
  SubnetEntry& subnet = subnets[id];
  subnet.description = {id, plan.vpc_id, plan.zone, zone->second.ZoneId, to_text(*block), 0, {}, {}};
  subnet.description.OwnerId = owner_id;
  subnet.description.SubnetArn = "arn:aws:ec2:" + region + ":" + owner_id + ":subnet/" + id;
  subnet.tags = std::move(plan.tags);
  subnet.cidr = *block;
  subnet.next_free = block->base + kReservedAtStart;
  return id;
}

Result<std::string> Network::add_internet_gateway(std::string_view vpc_id) {
  const auto vpc = vpcs.find(vpc_id);
  if (vpc == vpcs.end()) return refuse(code::kVpcIdNotFound, "The vpc ID '" + std::string(vpc_id) + "' does not exist");
  std::string id = mint("igw", vpc_id);
  internet_gateways[id] = {id, std::string(vpc_id), {}};
  vpc->second.internet_gateway = id;
  return id;
}

Result<std::string> Network::add_route_table(RouteTablePlan plan) {
  if (!vpcs.contains(plan.vpc_id))
    return refuse(code::kVpcIdNotFound, "The vpc ID '" + plan.vpc_id + "' does not exist");
  std::string id = mint("rtb", plan.name);
  RouteTableEntry table;
  table.description = {id, plan.vpc_id, {}, std::move(plan.routes), {}};
  table.tags = std::move(plan.tags);
  table.description.OwnerId = owner_id;
  if (plan.main) table.description.Associations.push_back({true, id, {}, mint("rtbassoc", id)});
  for (std::string& subnet : plan.subnets) {
    if (!subnets.contains(subnet))
      return refuse(code::kSubnetIdNotFound, "The subnet ID '" + subnet + "' does not exist");
    std::string association = mint("rtbassoc", subnet);
    table.description.Associations.push_back({false, id, std::move(subnet), std::move(association)});
  }
  route_tables[id] = std::move(table);
  return id;
}

Result<std::string> Network::add_security_group(SecurityGroupPlan plan) {
  if (!vpcs.contains(plan.vpc_id))
    return refuse(code::kVpcIdNotFound, "The vpc ID '" + plan.vpc_id + "' does not exist");
  std::pair<std::string, std::string> name(plan.vpc_id, plan.name);
  if (group_ids.contains(name))
    return refuse(code::kGroupDuplicate,
                  "The security group '" + plan.name + "' already exists for VPC '" + plan.vpc_id + "'");
  std::string id = mint("sg", plan.name);
  SecurityGroupEntry& group = security_groups[id];
  group.description = {id, std::move(plan.name), std::move(plan.description), std::move(plan.vpc_id), owner_id, {}, {}};
  group.description.SecurityGroupArn = "arn:aws:ec2:" + region + ":" + owner_id + ":security-group/" + id;
  group_ids.emplace(std::move(name), id);
  // A new group lets everything out.
  const SecurityGroupRule everything{"-1", -1, -1, SecurityGroupRule::Peer::ipv4, "0.0.0.0/0"};
  group.egress.emplace(everything, RuleEntry{rule_id(group, true, everything), {}, {}});
  tag_security_group(group, std::move(plan.tags));
  return id;
}

Result<std::string> Network::add_instance(InstancePlan plan) {
  const auto subnet = subnets.find(plan.subnet_id);
  if (subnet == subnets.end())
    return refuse(code::kSubnetIdNotFound, "The subnet ID '" + plan.subnet_id + "' does not exist");
  for (const std::string& group : plan.groups)
    if (!security_groups.contains(group))
      return refuse(code::kGroupNotFound, "The security group '" + group + "' does not exist");
  if (!free_address(subnet->second))
    return refuse("InsufficientFreeAddressesInSubnet", "The subnet '" + plan.subnet_id + "' has no free address");
  std::string id = mint("i", plan.name);
  InterfacePlan primary{plan.subnet_id, plan.groups, id};
  primary.private_ip = parse_ip_v4(plan.private_ip);
  const std::string interface_id = add_interface(std::move(primary));
  const std::string address = to_text_v4(interfaces.at(interface_id).private_ip);
  InstanceEntry& instance = instances[id];
  instance.zone = subnet->second.description.AvailabilityZone;
  instance.tags = std::move(plan.tags);
  instance.description = {id, subnet->second.description.VpcId, plan.subnet_id, address, {"running"}};
  instance.description.InstanceType = "m5.large";
  instance.description.ImageId = "ami-0123456789abcdef0";
  instance.description.LaunchTime = sim::kWorldStart;
  instance.description.Placement.AvailabilityZone = instance.zone;
  reservation_of[id] = mint("r", id);
  return id;
}

std::string Network::add_elastic_ip(std::string_view name) {
  std::string id = mint("eipalloc", name);
  std::string address = mint_public_ip(id);
  elastic_ips[id].public_ip = std::move(address);
  return id;
}

void Network::remove_security_group(std::string_view id) {
  const auto found = security_groups.find(id);
  assert(found != security_groups.end());
  SecurityGroupEntry& group = found->second;
  while (!group.ingress.empty()) remove_rule(group, false, SecurityGroupRule(group.ingress.begin()->first));
  while (!group.egress.empty()) remove_rule(group, true, SecurityGroupRule(group.egress.begin()->first));
  tag_security_group(group, {});
  group_ids.erase({group.description.VpcId, group.description.GroupName});
  security_groups.erase(found);
}

void Network::tag_security_group(SecurityGroupEntry& group, aws::TagMap tags) {
  const std::string& id = group.description.GroupId;
  for (const auto& tag : group.tags) {
    const auto index = tagged_groups.find(tag);
    index->second.erase(id);
    if (index->second.empty()) tagged_groups.erase(index);
  }
  group.tags = std::move(tags);
  for (const auto& tag : group.tags) tagged_groups[tag].insert(id);
}

std::string Network::rule_id(const SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule) {
  std::string name = group.description.GroupId + (egress ? "/out/" : "/in/");
  name.append(rule.protocol).append("/").append(std::to_string(rule.from)).append("/");
  name.append(std::to_string(rule.to)).append("/").append(rule.peer);
  return mint("sgr", name);
}

void Network::add_rule(SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule, RuleEntry entry) {
  (egress ? group.egress : group.ingress).emplace(rule, std::move(entry));
  if (rule.peer_kind != SecurityGroupRule::Peer::group || rule.peer == group.description.GroupId) return;
  ++security_groups.find(rule.peer)->second.referrers;
}

void Network::remove_rule(SecurityGroupEntry& group, bool egress, const SecurityGroupRule& rule) {
  if ((egress ? group.egress : group.ingress).erase(rule) == 0) return;
  if (rule.peer_kind != SecurityGroupRule::Peer::group || rule.peer == group.description.GroupId) return;
  if (const auto peer = security_groups.find(rule.peer); peer != security_groups.end()) --peer->second.referrers;
}

void Network::furnish_vpc(std::string_view vpc_id) {
  VpcEntry& vpc = vpcs.find(vpc_id)->second;
  const std::string id(vpc_id);
  const std::string group = add_security_group({"default", "default VPC security group", id, {}}).value();
  const SecurityGroupRule among_themselves{"-1", -1, -1, SecurityGroupRule::Peer::group, group};
  SecurityGroupEntry& entry = security_groups.find(group)->second;
  std::string rule = rule_id(entry, false, among_themselves);
  add_rule(entry, false, among_themselves, {std::move(rule), {}, {}});
  const bool has_main = std::ranges::any_of(route_tables, [&id](const auto& item) {
    const ec2::RouteTable& table = item.second.description;
    return table.VpcId == id && std::ranges::any_of(table.Associations, &ec2::RouteTableAssociation::Main);
  });
  if (has_main) return;
  ec2::Route local{vpc.description.CidrBlock, "local"};
  local.Origin = "CreateRouteTable";
  add_route_table({id + "/main", id, true, {}, {local}, {}}).value();
}

std::string Network::add_interface(InterfacePlan plan) {
  const auto subnet = subnets.find(plan.subnet_id);
  assert(subnet != subnets.end());
  std::uint32_t address = plan.private_ip.value_or(0);
  if (!plan.private_ip) {
    const auto free = free_address(subnet->second);
    assert(free);
    address = *free;
    subnet->second.next_free = address + 1;
  }
  subnet->second.used.insert(address);
  std::string id = mint("eni", plan.owner + "/" + plan.subnet_id);
  interfaces_of[plan.owner].insert(id);
  NetworkInterface& made = interfaces[id];
  made = {std::move(plan.subnet_id), address, {}, std::move(plan.owner)};
  made.description = std::move(plan.description);
  made.device_index = plan.device_index;
  made.attached_at = plan.now;
  if (!made.owner.empty()) made.attachment_id = mint(made.of_load_balancer() ? "ela-attach" : "eni-attach", id);
  if (made.of_load_balancer()) subnet->second.load_balancers.insert(address);
  set_groups(id, plan.groups);
  return id;
}

void Network::attach_interface(const std::string& interface_id, const std::string& instance_id,
                               std::int32_t device_index, sim::Instant now) {
  NetworkInterface& interface = interfaces.find(interface_id)->second;
  interfaces_of[interface.owner].erase(interface_id);
  interfaces_of[instance_id].insert(interface_id);
  interface.owner = instance_id;
  interface.device_index = device_index;
  interface.delete_on_termination = false;
  interface.attachment_id = mint("eni-attach", interface_id);
  interface.attached_at = now;
}

void Network::detach_interface(const std::string& interface_id) {
  NetworkInterface& interface = interfaces.find(interface_id)->second;
  interfaces_of[interface.owner].erase(interface_id);
  interface.owner.clear();
  interfaces_of[interface.owner].insert(interface_id);
  interface.attachment_id.clear();
}

void Network::add_secondary_address(std::string_view interface_id, std::uint32_t address) {
  NetworkInterface& interface = interfaces.find(interface_id)->second;
  subnets.find(interface.subnet_id)->second.used.insert(address);
  interface.secondary.insert(address);
}

std::vector<std::uint32_t> Network::add_secondary_addresses(std::string_view interface_id, std::size_t count) {
  const NetworkInterface& interface = interfaces.find(interface_id)->second;
  const SubnetEntry& subnet = subnets.find(interface.subnet_id)->second;
  std::vector<std::uint32_t> added;
  for (; count > 0; --count) {
    const auto free = free_address(subnet);
    assert(free);
    add_secondary_address(interface_id, *free);
    added.push_back(*free);
  }
  return added;
}

void Network::remove_secondary_address(std::string_view interface_id, std::uint32_t address) {
  NetworkInterface& interface = interfaces.find(interface_id)->second;
  SubnetEntry& subnet = subnets.find(interface.subnet_id)->second;
  interface.secondary.erase(address);
  subnet.used.erase(address);
  subnet.next_free = std::min(subnet.next_free, address);
}

void Network::set_groups(std::string_view interface_id, const std::vector<std::string>& groups) {
  NetworkInterface& interface = interfaces.find(interface_id)->second;
  for (const std::string& group : interface.groups)
    if (const auto old = security_groups.find(group); old != security_groups.end()) --old->second.interfaces;
  interface.groups = groups;
  for (const std::string& group : interface.groups) ++security_groups.find(group)->second.interfaces;
}

void Network::remove_interface(std::string_view interface_id) {
  set_groups(interface_id, {});
  while (!interfaces.find(interface_id)->second.secondary.empty())
    remove_secondary_address(interface_id, *interfaces.find(interface_id)->second.secondary.begin());
  const auto found = interfaces.find(interface_id);
  NetworkInterface& interface = found->second;
  SubnetEntry& subnet = subnets.find(interface.subnet_id)->second;
  subnet.used.erase(interface.private_ip);
  const std::uint32_t first = subnet.cidr.base + kReservedAtStart;
  if (interface.private_ip >= first) subnet.next_free = std::min(subnet.next_free, interface.private_ip);
  subnet.load_balancers.erase(interface.private_ip);
  const auto owned = interfaces_of.find(interface.owner);
  owned->second.erase(found->first);
  if (owned->second.empty()) interfaces_of.erase(owned);
  interfaces.erase(found);
}

}  // namespace nlbsim::fake_aws
