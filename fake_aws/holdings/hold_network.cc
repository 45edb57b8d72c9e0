// Holdings become the state of EC2 and ACM.
#include <algorithm>
#include <set>
#include <utility>

#include "fake_aws/ec2/security_group_rules.h"
#include "fake_aws/holdings/refer.h"

namespace nlbsim::fake_aws {

namespace {

aws::TagMap take_tags(std::vector<aws::Tag>& tags) {
  aws::TagMap map = aws::to_map(tags);
  tags.clear();
  return map;
}

std::string id_beside(std::string_view prefix, const std::string& id) {
  return std::string(prefix) + id.substr(id.find('-') + 1);
}

Result<void> hold_vpc(ec2::Vpc vpc, Network& network) {
  const auto block = parse_cidr_v4(vpc.CidrBlock);
  if (!block) return unheld("Vpcs: " + vpc.VpcId + " has no IPv4 block: CidrBlock is \"" + vpc.CidrBlock + "\"");
  if (vpc.CidrBlockAssociationSet.empty())
    vpc.CidrBlockAssociationSet.push_back({id_beside("vpc-cidr-assoc-", vpc.VpcId), vpc.CidrBlock});
  for (const ec2::VpcCidrBlockAssociation& one : vpc.CidrBlockAssociationSet)
    if (!parse_cidr_v4(one.CidrBlock))
      return unheld("Vpcs: " + vpc.VpcId + ": \"" + one.CidrBlock + "\" is no IPv4 block");
  VpcEntry entry;
  entry.tags = take_tags(vpc.Tags);
  entry.cidr = *block;
  entry.network_acl = id_beside("acl-", vpc.VpcId);
  if (vpc.OwnerId.empty()) vpc.OwnerId = network.owner_id;
  std::string id = vpc.VpcId;
  entry.description = std::move(vpc);
  if (!network.vpcs.emplace(id, std::move(entry)).second) return twice("Vpcs", id);
  return {};
}

// Zones that no list tells of are those that subnets lie in.
void hold_zone_of(const ec2::Subnet& subnet, Network& network) {
  if (network.zones.contains(subnet.AvailabilityZone)) return;
  network.add_zone(
      {subnet.AvailabilityZone, subnet.AvailabilityZoneId, "availability-zone", network.region, "available"});
}

Result<void> hold_subnet(ec2::Subnet subnet, Network& network) {
  constexpr std::uint32_t kReservedAtStart = 4;
  if (auto known = refer(network.vpcs, subnet.VpcId, "Subnets: " + subnet.SubnetId + " is in VPC", "ec2 describe-vpcs");
      !known)
    return known;
  const auto block = parse_cidr_v4(subnet.CidrBlock);
  if (!block) return unheld("Subnets: " + subnet.SubnetId + " has no IPv4 block: a load balancer needs one");
  hold_zone_of(subnet, network);
  SubnetEntry entry;
  entry.tags = take_tags(subnet.Tags);
  entry.cidr = *block;
  entry.next_free = block->base + kReservedAtStart;
  if (subnet.OwnerId.empty()) subnet.OwnerId = network.owner_id;
  std::string id = subnet.SubnetId;
  entry.description = std::move(subnet);
  if (!network.subnets.emplace(id, std::move(entry)).second) return twice("Subnets", id);
  return {};
}

Result<void> hold_gateway(ec2::InternetGateway gateway, Network& network) {
  InternetGatewayEntry entry{gateway.InternetGatewayId, {}, aws::to_map(gateway.Tags)};
  if (!gateway.Attachments.empty())
    if (const auto vpc = network.vpcs.find(gateway.Attachments.front().VpcId); vpc != network.vpcs.end()) {
      entry.vpc_id = vpc->first;
      vpc->second.internet_gateway = entry.id;
    }
  std::string id = entry.id;
  if (!network.internet_gateways.emplace(id, std::move(entry)).second) return twice("InternetGateways", id);
  return {};
}

Result<void> hold_table(ec2::RouteTable table, Network& network) {
  const std::string told = "RouteTables: " + table.RouteTableId;
  if (auto known = refer(network.vpcs, table.VpcId, told + " is of VPC", "ec2 describe-vpcs"); !known) return known;
  RouteTableEntry entry;
  entry.tags = take_tags(table.Tags);
  std::string id = table.RouteTableId;
  entry.description = std::move(table);
  if (!network.route_tables.emplace(id, std::move(entry)).second) return twice("RouteTables", id);
  return {};
}

Result<void> hold_group(ec2::SecurityGroup group, Network& network) {
  if (auto known =
          refer(network.vpcs, group.VpcId, "SecurityGroups: " + group.GroupId + " is in VPC", "ec2 describe-vpcs");
      !known)
    return known;
  const aws::TagMap tags = take_tags(group.Tags);
  group.IpPermissions.clear();
  group.IpPermissionsEgress.clear();
  if (group.OwnerId.empty()) group.OwnerId = network.owner_id;
  network.group_ids.emplace(std::pair(group.VpcId, group.GroupName), group.GroupId);
  std::string id = group.GroupId;
  const auto [entry, added] = network.security_groups.emplace(id, SecurityGroupEntry{});
  if (!added) return twice("SecurityGroups", id);
  entry->second.description = std::move(group);
  network.tag_security_group(entry->second, tags);
  return {};
}

// A peer that is another VPC's or account's has no entry here that could count who names it.
void hold_rule(Network& network, SecurityGroupEntry& group, bool egress, const DescribedRule& rule) {
  RuleEntry entry{network.rule_id(group, egress, rule.first), rule.second, {}};
  const bool foreign =
      rule.first.peer_kind == SecurityGroupRule::Peer::group && !network.security_groups.contains(rule.first.peer);
  if (foreign) (egress ? group.egress : group.ingress).emplace(rule.first, std::move(entry));
  else network.add_rule(group, egress, rule.first, std::move(entry));
}

Result<void> hold_rules(const ec2::SecurityGroup& told, Network& network) {
  SecurityGroupEntry& group = network.security_groups.find(told.GroupId)->second;
  for (const bool egress : {false, true})
    for (ec2::IpPermission permission : egress ? told.IpPermissionsEgress : told.IpPermissions) {
      permission.PrefixListIds.clear();  // who is in such a list is not known
      if (permission.IpRanges.empty() && permission.Ipv6Ranges.empty() && permission.UserIdGroupPairs.empty()) continue;
      const auto rules = flatten({permission});
      if (!rules) return unheld("SecurityGroups: " + told.GroupId + ": " + rules.error().message);
      for (const DescribedRule& rule : *rules) hold_rule(network, group, egress, rule);
    }
  return {};
}

// Ids and tags that rules have where they are listed one by one.
void name_rules(const std::vector<ec2::SecurityGroupRule>& rules, Network& network) {
  for (const ec2::SecurityGroupRule& told : rules) {
    const auto group = network.security_groups.find(told.GroupId);
    if (group == network.security_groups.end()) continue;
    for (auto& [rule, entry] : told.IsEgress ? group->second.egress : group->second.ingress) {
      const ec2::SecurityGroupRule shown = describe(network, group->second, told.IsEgress, rule, entry);
      const std::string peer = told.ReferencedGroupInfo ? told.ReferencedGroupInfo->GroupId : std::string();
      const bool same = shown.IpProtocol == told.IpProtocol && shown.FromPort == told.FromPort &&
                        shown.ToPort == told.ToPort && shown.CidrIpv4 == told.CidrIpv4 &&
                        shown.CidrIpv6 == told.CidrIpv6 &&
                        (shown.ReferencedGroupInfo ? shown.ReferencedGroupInfo->GroupId : std::string()) == peer;
      if (!same) continue;
      entry.id = told.SecurityGroupRuleId;
      entry.tags = aws::to_map(told.Tags);
    }
  }
}

Result<void> hold_address(const ec2::Address& address, Network& network) {
  ElasticIpEntry entry{.public_ip = address.PublicIp, .tags = aws::to_map(address.Tags)};
  if (address.AllocationId.empty()) return unheld("Addresses: " + address.PublicIp + " has no AllocationId");
  if (!network.elastic_ips.emplace(address.AllocationId, std::move(entry)).second)
    return twice("Addresses", address.AllocationId);
  return {};
}

template <class Item, class Hold>
Result<void> each(const std::vector<Item>& items, Network& network, Hold hold_one) {
  for (const Item& item : items)
    if (auto held = hold_one(item, network); !held) return held;
  return {};
}

// ---- instances ----

// As AWS tells one that has no interface any more, or none that is told: its first address alone.
std::vector<ec2::InstanceNetworkInterface> interfaces_of(const ec2::Instance& instance) {
  if (!instance.NetworkInterfaces.empty() || instance.PrivateIpAddress.empty()) return instance.NetworkInterfaces;
  ec2::InstanceNetworkInterface one{id_beside("eni-", instance.InstanceId), instance.SubnetId,
                                    instance.PrivateIpAddress};
  one.Attachment.AttachmentId = id_beside("eni-attach-", instance.InstanceId);
  one.Groups = instance.SecurityGroups;
  return {std::move(one)};
}

Result<void> hold_interface(const std::string& owner, const ec2::InstanceNetworkInterface& told, Network& network) {
  const std::string what = "Reservations: instance " + owner;
  if (auto known = refer(network.subnets, told.SubnetId, what + " is in subnet", "ec2 describe-subnets"); !known)
    return known;
  const auto first = parse_ip_v4(told.PrivateIpAddress);
  if (!first) return unheld(what + ": \"" + told.PrivateIpAddress + "\" is no IPv4 address");
  std::vector<std::string> groups;
  for (const ec2::GroupIdentifier& group : told.Groups) {
    if (auto known =
            refer(network.security_groups, group.GroupId, what + " has security group", "ec2 describe-security-groups");
        !known)
      return known;
    groups.push_back(group.GroupId);
  }
  NetworkInterface entry{told.SubnetId, *first, {}, owner};
  entry.description = told.Description;
  entry.device_index = told.Attachment.DeviceIndex;
  entry.delete_on_termination = told.Attachment.DeleteOnTermination;
  entry.attachment_id = told.Attachment.AttachmentId;
  entry.attached_at = told.Attachment.AttachTime;
  if (told.Association) entry.public_ip = told.Association->PublicIp;
  SubnetEntry& subnet = network.subnets.find(told.SubnetId)->second;
  subnet.used.insert(*first);
  for (const ec2::PrivateIpAddress& address : told.PrivateIpAddresses)
    if (const auto more = parse_ip_v4(address.PrivateIpAddress_); more && *more != *first) {
      entry.secondary.insert(*more);
      subnet.used.insert(*more);
    }
  const std::string& id = told.NetworkInterfaceId;
  if (!network.interfaces.emplace(id, std::move(entry)).second) return twice("Reservations: network interface", id);
  network.interfaces_of[owner].insert(id);
  network.set_groups(id, groups);
  return {};
}

Result<void> hold_instance(ec2::Instance instance, const std::string& reservation, Network& network) {
  const std::string id = instance.InstanceId;
  for (const ec2::InstanceNetworkInterface& told : interfaces_of(instance))
    if (auto held = hold_interface(id, told, network); !held) return held;
  InstanceEntry entry;
  entry.tags = take_tags(instance.Tags);
  entry.zone = instance.Placement.AvailabilityZone;
  if (const auto subnet = network.subnets.find(instance.SubnetId);
      entry.zone.empty() && subnet != network.subnets.end())
    entry.zone = subnet->second.description.AvailabilityZone;
  instance.Placement.AvailabilityZone = entry.zone;
  instance.NetworkInterfaces.clear();
  if (instance.State.Name.empty()) instance.State.Name = "running";
  entry.description = std::move(instance);
  if (!network.instances.emplace(id, std::move(entry)).second) return twice("Reservations: instance", id);
  network.reservation_of[id] = reservation.empty() ? id_beside("r-", id) : reservation;
  return {};
}

Result<void> hold_certificates(const Holdings& holdings, Certificates& certificates) {
  for (const aws::acm::CertificateDetail& told : holdings.CertificateDetails) {
    CertificateEntry entry;
    entry.description = told;
    entry.description.InUseBy.clear();
    if (!certificates.by_arn.emplace(told.CertificateArn, std::move(entry)).second)
      return twice("CertificateDetails", told.CertificateArn);
  }
  return {};
}

}  // namespace

Result<void> hold_network(const Holdings& holdings, State& state) {
  Network& network = state.network;
  for (const ec2::AvailabilityZone& zone : holdings.AvailabilityZones) network.add_zone(zone);
  if (auto held = each(holdings.Vpcs, network, hold_vpc); !held) return held;
  if (auto held = each(holdings.Subnets, network, hold_subnet); !held) return held;
  if (auto held = each(holdings.InternetGateways, network, hold_gateway); !held) return held;
  if (auto held = each(holdings.RouteTables, network, hold_table); !held) return held;
  if (auto held = each(holdings.SecurityGroups, network, hold_group); !held) return held;
  if (auto held = each(holdings.SecurityGroups, network, hold_rules); !held) return held;
  name_rules(holdings.SecurityGroupRules, network);
  if (auto held = each(holdings.Addresses, network, hold_address); !held) return held;
  return hold_certificates(holdings, state.certificates);
}

Result<void> hold_instances(const Holdings& holdings, State& state) {
  for (const ec2::Reservation& reservation : holdings.Reservations)
    for (const ec2::Instance& instance : reservation.Instances)
      if (auto held = hold_instance(instance, reservation.ReservationId, state.network); !held) return held;
  return {};
}

}  // namespace nlbsim::fake_aws
