#include "fake_aws/ec2/network.h"

#include <algorithm>
#include <cassert>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// EC2 keeps the first four addresses of a subnet and the last one.
constexpr std::uint32_t kReservedAtStart = 4;
constexpr std::int64_t kReserved = 5;

tl::unexpected<sim::Error> refuse(std::string_view error_code, std::string message) {
  return sim::fail(std::string(error_code), std::move(message));
}

std::string mint_id(sim::IdMint& mint, std::string_view kind, std::string_view name) {
  const std::uint64_t id = mint.next(kind, name);
  return std::string(kind) + "-" + sim::hex_id(id, 17);
}

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

void Network::add_zone(ec2::AvailabilityZone zone) {
  std::string name = zone.ZoneName;
  zones[std::move(name)] = std::move(zone);
}

Result<std::string> Network::add_vpc(std::string_view name, std::string_view cidr, aws::TagMap tags) {
  const auto block = parse_cidr_v4(cidr);
  if (!block) return refuse(code::kInvalidParameterValue, "\"" + std::string(cidr) + "\" is not an IPv4 block");
  std::string id = mint_id(mint, "vpc", name);
  VpcEntry& vpc = vpcs[id];
  vpc.description = {id, to_text(*block), {{to_text(*block), "associated"}}, {}};
  vpc.tags = std::move(tags);
  vpc.cidr = *block;
  return id;
}

Result<std::string> Network::add_subnet(SubnetPlan plan) {
  const auto vpc = vpcs.find(plan.vpc_id);
  if (vpc == vpcs.end()) return refuse(code::kVpcIdNotFound, "The vpc ID '" + plan.vpc_id + "' does not exist");
  const auto zone = zones.find(plan.zone);
  if (zone == zones.end())
    return refuse(code::kInvalidParameterValue, "There is no availability zone '" + plan.zone + "'");
  const auto block = parse_cidr_v4(plan.cidr);
  if (!block || !vpc->second.cidr.contains(*block) || static_cast<std::int64_t>(block->size()) <= kReserved)
    return refuse(code::kInvalidParameterValue, "The CIDR '" + plan.cidr + "' is not a usable part of the VPC's " +
                                                    vpc->second.description.CidrBlock);
  std::string id = mint_id(mint, "subnet", plan.name);
  SubnetEntry& subnet = subnets[id];
  subnet.description = {id, plan.vpc_id, plan.zone, zone->second.ZoneId, to_text(*block), 0, {}, {}};
  subnet.tags = std::move(plan.tags);
  subnet.cidr = *block;
  subnet.next_free = block->base + kReservedAtStart;
  return id;
}

Result<std::string> Network::add_internet_gateway(std::string_view vpc_id) {
  const auto vpc = vpcs.find(vpc_id);
  if (vpc == vpcs.end()) return refuse(code::kVpcIdNotFound, "The vpc ID '" + std::string(vpc_id) + "' does not exist");
  vpc->second.has_internet_gateway = true;
  return mint_id(mint, "igw", vpc_id);
}

Result<std::string> Network::add_route_table(RouteTablePlan plan) {
  if (!vpcs.contains(plan.vpc_id))
    return refuse(code::kVpcIdNotFound, "The vpc ID '" + plan.vpc_id + "' does not exist");
  std::string id = mint_id(mint, "rtb", plan.name);
  RouteTableEntry table;
  table.description = {id, plan.vpc_id, {}, std::move(plan.routes), {}};
  table.tags = std::move(plan.tags);
  if (plan.main) table.description.Associations.push_back({true, id, {}});
  for (std::string& subnet : plan.subnets) {
    if (!subnets.contains(subnet))
      return refuse(code::kSubnetIdNotFound, "The subnet ID '" + subnet + "' does not exist");
    table.description.Associations.push_back({false, id, std::move(subnet)});
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
  std::string id = mint_id(mint, "sg", plan.name);
  SecurityGroupEntry& group = security_groups[id];
  group.description = {id, std::move(plan.name), std::move(plan.description), std::move(plan.vpc_id), owner_id, {}, {}};
  group_ids.emplace(std::move(name), id);
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
  std::string id = mint_id(mint, "i", plan.name);
  const std::string interface_id = add_interface(plan.subnet_id, plan.groups, id);
  const std::string address = to_text_v4(interfaces.at(interface_id).private_ip);
  InstanceEntry& instance = instances[id];
  instance.zone = subnet->second.description.AvailabilityZone;
  instance.tags = std::move(plan.tags);
  ec2::InstanceNetworkInterface primary{interface_id, plan.subnet_id, address, 0, {}};
  for (const std::string& group : plan.groups)
    primary.Groups.push_back({group, security_groups.at(group).description.GroupName});
  instance.description = {id, subnet->second.description.VpcId, plan.subnet_id, address, {"running"}, {}, {}};
  instance.description.NetworkInterfaces.push_back(std::move(primary));
  return id;
}

std::string Network::add_elastic_ip(std::string_view name) {
  std::string id = mint_id(mint, "eipalloc", name);
  elastic_ips[id];
  return id;
}

void Network::remove_security_group(std::string_view id) {
  const auto found = security_groups.find(id);
  assert(found != security_groups.end());
  SecurityGroupEntry& group = found->second;
  for (const auto& [rule, description] : group.rules)
    if (rule.peer_kind == IngressRule::Peer::group && rule.peer != id)
      if (const auto peer = security_groups.find(rule.peer); peer != security_groups.end()) --peer->second.referrers;
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

std::string Network::add_interface(std::string_view subnet_id, std::vector<std::string> groups, std::string owner,
                                   std::optional<std::uint32_t> wanted) {
  const auto subnet = subnets.find(subnet_id);
  assert(subnet != subnets.end());
  if (!wanted) {
    wanted = free_address(subnet->second);
    assert(wanted);
    subnet->second.next_free = *wanted + 1;
  }
  subnet->second.used.insert(*wanted);
  std::string id = mint_id(mint, "eni", owner + "/" + std::string(subnet_id));
  interfaces_of[owner].insert(id);
  NetworkInterface& made = interfaces[id];
  made = {std::string(subnet_id), *wanted, {}, std::move(owner)};
  if (made.owner.starts_with("arn:")) subnet->second.load_balancers.insert(*wanted);
  set_groups(id, groups);
  return id;
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
