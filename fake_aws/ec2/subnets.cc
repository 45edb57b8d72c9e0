// Subnets: CreateSubnet, DeleteSubnet, ModifySubnetAttribute.
#include <algorithm>
#include <utility>

#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/cidr_blocks.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr int kLargestSubnet = 16;  // prefix lengths
constexpr int kSmallestSubnet = 28;

// By name or id; the first one if neither is given.
Result<std::string> zone_of(const Network& network, const ec2::CreateSubnet::Request& request) {
  const auto invalid = [](const std::string& zone) {
    return refuse(code::kInvalidParameterValue,
                  "Value (" + zone +
                      ") for parameter availabilityZone is invalid. Subnets can currently only be created "
                      "in the availability zones of this region.");
  };
  if (!request.AvailabilityZone.empty() && !request.AvailabilityZoneId.empty())
    return refuse(code::kInvalidParameterCombination,
                  "The parameters availabilityZone and availabilityZoneId cannot be used together");
  if (!request.AvailabilityZone.empty() && !network.zones.contains(request.AvailabilityZone))
    return invalid(request.AvailabilityZone);
  if (!request.AvailabilityZone.empty()) return request.AvailabilityZone;
  for (const auto& [name, zone] : network.zones)
    if (request.AvailabilityZoneId.empty() || zone.ZoneId == request.AvailabilityZoneId) return name;
  return invalid(request.AvailabilityZoneId);
}

bool overlap(const CidrV4& a, const CidrV4& b) { return a.contains(b) || b.contains(a); }

Result<void> check_block(const Network& network, const VpcEntry& vpc, const std::string& text) {
  const auto block = parse_cidr_v4(text);
  if (!block)
    return refuse(code::kInvalidParameterValue,
                  "Value (" + text + ") for parameter cidrBlock is invalid. This is not a valid CIDR block.");
  const bool sized = block->prefix >= kLargestSubnet && block->prefix <= kSmallestSubnet;
  if (!sized || !holds(vpc, *block)) return refuse(code::kInvalidSubnetRange, "The CIDR '" + text + "' is invalid.");
  for (const auto& [id, subnet] : network.subnets)
    if (subnet.description.VpcId == vpc.description.VpcId && overlap(subnet.cidr, *block))
      return refuse(code::kInvalidSubnetConflict, "The CIDR '" + text + "' conflicts with another subnet");
  return {};
}

}  // namespace

template <>
Answer<ec2::CreateSubnet> act<ec2::CreateSubnet>(const ActionContext& context,
                                                 const ec2::CreateSubnet::Request& request) {
  Network& network = context.state.network;
  const auto vpc = find_by_id(network.vpcs, kVpcId, request.VpcId, "vpcId");
  if (!vpc) return sim::forward(vpc.error());
  if (request.CidrBlock.empty()) return missing_parameter("cidrBlock");
  const auto zone = zone_of(network, request);
  if (!zone) return sim::forward(zone.error());
  if (auto valid = check_block(network, **vpc, request.CidrBlock); !valid) return sim::forward(valid.error());
  std::optional<CidrV6> ipv6;
  if (!request.Ipv6CidrBlock.empty()) {
    const auto block = check_ipv6_block(network, **vpc, request.Ipv6CidrBlock);
    if (!block) return sim::forward(block.error());
    ipv6 = *block;
  }
  auto tags = specified_tags(context, request.TagSpecifications, "subnet");
  if (!tags) return sim::forward(tags.error());

  SubnetPlan plan{request.VpcId + "/" + request.CidrBlock, request.VpcId, *zone, request.CidrBlock, std::move(*tags)};
  const auto id = network.add_subnet(std::move(plan));
  if (!id) return sim::forward(id.error());
  SubnetEntry& entry = network.subnets.find(*id)->second;
  if (ipv6) give_ipv6_block(network, entry, *ipv6);
  context.record("Subnet", *id, "created");
  ec2::Subnet subnet = entry.description;
  subnet.AvailableIpAddressCount = entry.available();
  subnet.Tags = aws::to_tags(entry.tags);
  return ec2::CreateSubnet::Response{std::move(subnet)};
}

template <>
Answer<ec2::DeleteSubnet> act<ec2::DeleteSubnet>(const ActionContext& context,
                                                 const ec2::DeleteSubnet::Request& request) {
  Network& network = context.state.network;
  const auto subnet = find_by_id(network.subnets, kSubnetId, request.SubnetId, "subnetId");
  if (!subnet) return sim::forward(subnet.error());
  if (!(*subnet)->used.empty())
    return refuse(code::kDependencyViolation,
                  "The subnet '" + request.SubnetId + "' has dependencies and cannot be deleted.");
  const auto of_subnet = [&request](const ec2::RouteTableAssociation& a) { return a.SubnetId == request.SubnetId; };
  for (auto& [id, table] : network.route_tables) std::erase_if(table.description.Associations, of_subnet);
  network.subnets.erase(request.SubnetId);
  context.record("Subnet", request.SubnetId, "deleted");
  return ec2::Success{};
}

template <>
Answer<ec2::ModifySubnetAttribute> act<ec2::ModifySubnetAttribute>(const ActionContext& context,
                                                                   const ec2::ModifySubnetAttribute::Request& request) {
  const auto subnet = find_by_id(context.state.network.subnets, kSubnetId, request.SubnetId, "subnetId");
  if (!subnet) return sim::forward(subnet.error());
  ec2::Subnet& d = (*subnet)->description;
  const auto set = [](const std::optional<ec2::AttributeBooleanValue>& wanted, bool& into) {
    if (wanted) into = wanted->Value;
  };
  const bool wants_ipv6 = request.AssignIpv6AddressOnCreation && request.AssignIpv6AddressOnCreation->Value;
  if (wants_ipv6 && d.Ipv6CidrBlockAssociationSet.empty())
    return refuse(code::kInvalidParameterValue, "Invalid value 'true' for assignIpv6AddressOnCreation. Subnet '" +
                                                    request.SubnetId + "' has no IPv6 CIDR block.");
  const std::string& host_name = request.PrivateDnsHostnameTypeOnLaunch;
  if (!host_name.empty() && host_name != "ip-name" && host_name != "resource-name")
    return refuse(code::kInvalidParameterValue,
                  "Value (" + host_name + ") for parameter privateDnsHostnameTypeOnLaunch is invalid.");
  set(request.MapPublicIpOnLaunch, d.MapPublicIpOnLaunch);
  set(request.AssignIpv6AddressOnCreation, d.AssignIpv6AddressOnCreation);
  set(request.EnableDns64, d.EnableDns64);
  set(request.EnableResourceNameDnsARecordOnLaunch, d.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord);
  set(request.EnableResourceNameDnsAAAARecordOnLaunch, d.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord);
  if (!host_name.empty()) d.PrivateDnsNameOptionsOnLaunch.HostnameType = host_name;
  context.record("Subnet", request.SubnetId, "modified");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
