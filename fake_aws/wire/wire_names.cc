#include "fake_aws/wire/wire_names.h"

#include <algorithm>
#include <iterator>

namespace nlbsim::fake_aws {
namespace {

struct Name {
  std::string_view member;
  std::string_view wire;
};

// EC2's request names that are not the member's own, wherever it stands.
constexpr Name kRequestNames[] = {{"AllocationIds", "AllocationId"},
                                  {"AttributeNames", "AttributeName"},
                                  {"Filters", "Filter"},
                                  {"GroupIds", "GroupId"},
                                  {"InstanceIds", "InstanceId"},
                                  {"InternetGatewayIds", "InternetGatewayId"},
                                  {"IpamPoolIds", "IpamPoolId"},
                                  {"NetworkAclIds", "NetworkAclId"},
                                  {"NetworkInterfaceIds", "NetworkInterfaceId"},
                                  {"NetworkInterfaces", "NetworkInterface"},
                                  {"PoolIds", "PoolId"},
                                  {"PublicIps", "PublicIp"},
                                  {"RegionNames", "RegionName"},
                                  {"Resources", "ResourceId"},
                                  {"RouteTableIds", "RouteTableId"},
                                  {"SecurityGroupIds", "SecurityGroupId"},
                                  {"SecurityGroupRuleDescriptions", "SecurityGroupRuleDescription"},
                                  {"SecurityGroupRuleIds", "SecurityGroupRuleId"},
                                  {"SecurityGroupRules", "SecurityGroupRule"},
                                  {"SubnetIds", "SubnetId"},
                                  {"TagSpecifications", "TagSpecification"},
                                  {"Tags", "Tag"},
                                  {"UserIdGroupPairs", "Groups"},
                                  {"Values", "Value"},
                                  {"VpcIds", "VpcId"},
                                  {"VpcPeeringConnectionIds", "VpcPeeringConnectionId"},
                                  {"ZoneIds", "ZoneId"},
                                  {"ZoneNames", "ZoneName"}};

// EC2's response names that are not the member's own in lower camel case, wherever it stands.
constexpr Name kResponseNames[] = {{"AccountAttributes", "accountAttributeSet"},
                                   {"Addresses", "addressesSet"},
                                   {"Associations", "associationSet"},
                                   {"Attachments", "attachmentSet"},
                                   {"AttributeValues", "attributeValueSet"},
                                   {"AvailabilityZones", "availabilityZoneInfo"},
                                   {"BlockDeviceMappings", "blockDeviceMapping"},
                                   {"CoipPools", "coipPoolSet"},
                                   {"Entries", "entrySet"},
                                   {"Groups", "groupSet"},
                                   {"Instances", "instancesSet"},
                                   {"InstanceStatuses", "instanceStatusSet"},
                                   {"InternetGateways", "internetGatewaySet"},
                                   {"IpamPools", "ipamPoolSet"},
                                   {"Ipv4Prefixes", "ipv4PrefixSet"},
                                   {"Ipv6Addresses", "ipv6AddressesSet"},
                                   {"Ipv6Prefixes", "ipv6PrefixSet"},
                                   {"Messages", "messageSet"},
                                   {"NetworkAcls", "networkAclSet"},
                                   {"NetworkInterfaces", "networkInterfaceSet"},
                                   {"PrivateIpAddresses", "privateIpAddressesSet"},
                                   {"PropagatingVgws", "propagatingVgwSet"},
                                   {"Regions", "regionInfo"},
                                   {"Reservations", "reservationSet"},
                                   {"RevokedSecurityGroupRules", "revokedSecurityGroupRuleSet"},
                                   {"Routes", "routeSet"},
                                   {"RouteTables", "routeTableSet"},
                                   {"SecurityGroupForVpcs", "securityGroupForVpcSet"},
                                   {"SecurityGroupRules", "securityGroupRuleSet"},
                                   {"SecurityGroups", "securityGroupInfo"},
                                   {"Subnets", "subnetSet"},
                                   {"Tags", "tagSet"},
                                   {"UnknownIpPermissions", "unknownIpPermissionSet"},
                                   {"UserIdGroupPairs", "groups"},
                                   {"VpcPeeringConnections", "vpcPeeringConnectionSet"},
                                   {"Vpcs", "vpcSet"}};

template <std::size_t N>
std::string_view look_up(const Name (&names)[N], std::string_view member) {
  const auto found = std::ranges::find(names, member, &Name::member);
  return found == std::end(names) ? std::string_view() : found->wire;
}

std::string lower_camel(std::string_view member) {
  std::string name(member);
  if (name.front() >= 'A' && name.front() <= 'Z') name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name;
}

}  // namespace

std::string request_name(aws::Protocol protocol, const api::Shape& owner, std::string_view member) {
  if (protocol != aws::Protocol::ec2) return std::string(member);
  const api::MemberNote* note = owner.note_on(member);
  if (note && !note->request.empty()) return std::string(note->request);
  const std::string_view known = look_up(kRequestNames, member);
  return std::string(known.empty() ? member : known);
}

std::string response_name(aws::Protocol protocol, const api::Shape& owner, std::string_view member) {
  if (protocol != aws::Protocol::ec2) return std::string(member);
  const api::MemberNote* note = owner.note_on(member);
  if (note && !note->response.empty()) return std::string(note->response);
  const std::string_view known = look_up(kResponseNames, member);
  return known.empty() ? lower_camel(member) : std::string(known);
}

}  // namespace nlbsim::fake_aws
