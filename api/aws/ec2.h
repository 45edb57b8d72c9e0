// Elastic Compute Cloud (API version 2016-11-15): subnets, zones, security groups and instances, as far as a load
// balancer controller asks; api/aws/ec2_network.h and its neighbours have what builds them. Member names are the API's;
// `Filters` and ids are AND-ed. Conventions as in api/aws/operation.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/operation.h"
#include "api/aws/tags.h"
#include "sim/time.h"

namespace nlbsim::aws::ec2 {

struct PrivateDnsNameOptionsOnLaunch {
  std::string HostnameType = "ip-name";
  bool EnableResourceNameDnsARecord = false, EnableResourceNameDnsAAAARecord = false;
  bool operator==(const PrivateDnsNameOptionsOnLaunch&) const = default;
};
struct SubnetCidrBlockState {
  std::string State;
  bool operator==(const SubnetCidrBlockState&) const = default;
};
struct SubnetIpv6CidrBlockAssociation {
  std::string AssociationId, Ipv6CidrBlock;
  SubnetCidrBlockState Ipv6CidrBlockState = {"associated"};
  bool operator==(const SubnetIpv6CidrBlockAssociation&) const = default;
};
struct Subnet {
  std::string SubnetId, VpcId, AvailabilityZone, AvailabilityZoneId, CidrBlock;
  std::int32_t AvailableIpAddressCount = 0;
  std::string OutpostArn;
  std::vector<Tag> Tags;
  std::string State = "available", SubnetArn = {}, OwnerId = {};
  bool DefaultForAz = false, MapPublicIpOnLaunch = false, MapCustomerOwnedIpOnLaunch = false;
  bool AssignIpv6AddressOnCreation = false, EnableDns64 = false, Ipv6Native = false;
  std::vector<SubnetIpv6CidrBlockAssociation> Ipv6CidrBlockAssociationSet = {};
  ec2::PrivateDnsNameOptionsOnLaunch PrivateDnsNameOptionsOnLaunch = {};
  bool operator==(const Subnet&) const = default;
};
struct AvailabilityZoneMessage {
  std::string Message;
  bool operator==(const AvailabilityZoneMessage&) const = default;
};
struct AvailabilityZone {
  static constexpr api::MemberNote notes[] = {{.member = "State", .response = "zoneState"}};
  std::string ZoneName, ZoneId, ZoneType, RegionName, State;
  std::string OptInStatus = "opt-in-not-required", GroupName = {}, NetworkBorderGroup = {};
  std::vector<AvailabilityZoneMessage> Messages = {};
  bool operator==(const AvailabilityZone&) const = default;
};
struct Route {
  std::string DestinationCidrBlock, GatewayId;
  std::string State = "active", Origin = "CreateRoute", NatGatewayId = {}, NetworkInterfaceId = {}, InstanceId = {};
  std::string DestinationIpv6CidrBlock = {};
};
struct RouteTableAssociationState {
  std::string State = "associated";
};
struct RouteTableAssociation {
  bool Main = false;
  std::string RouteTableId, SubnetId, RouteTableAssociationId = {};
  RouteTableAssociationState AssociationState = {};
};
struct PropagatingVgw {
  std::string GatewayId;
};
struct RouteTable {
  std::string RouteTableId, VpcId;
  std::vector<RouteTableAssociation> Associations;
  std::vector<Route> Routes;
  std::vector<Tag> Tags;
  std::string OwnerId = {};
  std::vector<PropagatingVgw> PropagatingVgws = {};
};
struct VpcCidrBlockState {
  std::string State;
};
struct VpcCidrBlockAssociation {
  std::string AssociationId, CidrBlock;
  VpcCidrBlockState CidrBlockState = {"associated"};
};
struct VpcIpv6CidrBlockAssociation {
  std::string AssociationId, Ipv6CidrBlock;
  VpcCidrBlockState Ipv6CidrBlockState = {"associated"};
  std::string NetworkBorderGroup = {}, Ipv6Pool = "Amazon";
};
struct Vpc {
  std::string VpcId, CidrBlock;
  std::vector<VpcCidrBlockAssociation> CidrBlockAssociationSet;
  std::vector<Tag> Tags;
  std::string State = "available", OwnerId = {}, DhcpOptionsId = {}, InstanceTenancy = "default";
  bool IsDefault = false;
  std::vector<VpcIpv6CidrBlockAssociation> Ipv6CidrBlockAssociationSet = {};
};
struct IpRange {
  std::string CidrIp;
  std::optional<std::string> Description;
  auto operator<=>(const IpRange&) const = default;
};
struct Ipv6Range {
  std::string CidrIpv6;
  std::optional<std::string> Description;
  auto operator<=>(const Ipv6Range&) const = default;
};
struct UserIdGroupPair {
  std::string GroupId, UserId;
  std::optional<std::string> Description;
  auto operator<=>(const UserIdGroupPair&) const = default;
};
struct PrefixListId {
  std::string PrefixListId_;
  auto operator<=>(const PrefixListId&) const = default;
};
struct IpPermission {
  std::string IpProtocol;  // tcp, udp, icmp, icmpv6, -1
  std::optional<std::int32_t> FromPort, ToPort;
  std::vector<IpRange> IpRanges;
  std::vector<Ipv6Range> Ipv6Ranges;
  std::vector<UserIdGroupPair> UserIdGroupPairs;
  std::vector<PrefixListId> PrefixListIds = {};
  bool operator==(const IpPermission&) const = default;
};
struct SecurityGroup {
  static constexpr api::MemberNote notes[] = {{.member = "Description", .response = "groupDescription"}};
  std::string GroupId, GroupName, Description, VpcId, OwnerId;
  std::vector<IpPermission> IpPermissions;  // ingress
  std::vector<Tag> Tags;
  std::vector<IpPermission> IpPermissionsEgress = {};
  std::string SecurityGroupArn = {};
};
struct ReferencedSecurityGroup {
  std::string GroupId, UserId;
};
struct SecurityGroupRule {
  std::string SecurityGroupRuleId, GroupId, GroupOwnerId;
  bool IsEgress = false;
  std::string IpProtocol;
  std::int32_t FromPort = -1, ToPort = -1;
  std::string CidrIpv4, CidrIpv6;
  std::optional<ReferencedSecurityGroup> ReferencedGroupInfo;
  std::optional<std::string> Description;
  std::vector<Tag> Tags;
  std::string SecurityGroupRuleArn;
};
struct GroupIdentifier {
  std::string GroupId, GroupName;
};
struct NetworkInterfaceAssociation {
  std::string AllocationId, AssociationId, IpOwnerId, PublicDnsName, PublicIp;
};
struct PrivateIpAddress {
  bool Primary = false;
  std::string PrivateDnsName, PrivateIpAddress_;
  std::optional<NetworkInterfaceAssociation> Association;
};
struct InstanceNetworkInterfaceAttachment {
  std::string AttachmentId;
  std::int32_t DeviceIndex = 0;
  std::string Status = "attached";
  bool DeleteOnTermination = true;
  sim::Instant AttachTime = {};
};
struct InstanceNetworkInterface {
  static constexpr api::MemberNote notes[] = {{.member = "Description", .always = true}};
  std::string NetworkInterfaceId, SubnetId, PrivateIpAddress;
  InstanceNetworkInterfaceAttachment Attachment = {};
  std::vector<GroupIdentifier> Groups = {};
  std::string VpcId = {}, OwnerId = {}, Description = {}, MacAddress = {}, PrivateDnsName = {};
  std::string Status = "in-use", InterfaceType = "interface";
  bool SourceDestCheck = true;
  std::vector<ec2::PrivateIpAddress> PrivateIpAddresses = {};
  std::optional<NetworkInterfaceAssociation> Association = {};
};
struct InstanceState {
  std::string Name;       // running, stopped, terminated, ...
  std::int32_t Code = 0;  // the same as a number
};
struct Placement {
  static constexpr api::MemberNote notes[] = {{.member = "GroupName", .always = true}};
  std::string AvailabilityZone, GroupName, Tenancy = "default";
};
struct Monitoring {
  std::string State = "disabled";
};
struct ProductCode {
  std::string ProductCodeId, ProductCodeType;
};
struct InstanceBlockDeviceMapping {
  std::string DeviceName;
};
struct Instance {
  static constexpr api::MemberNote notes[] = {{.member = "State", .response = "instanceState"},
                                              {.member = "PublicDnsName", .response = "dnsName", .always = true},
                                              {.member = "PublicIpAddress", .response = "ipAddress"},
                                              {.member = "StateTransitionReason", .response = "reason", .always = true},
                                              {.member = "SecurityGroups", .response = "groupSet"}};
  std::string InstanceId, VpcId, SubnetId, PrivateIpAddress;
  InstanceState State;
  std::vector<InstanceNetworkInterface> NetworkInterfaces = {};
  std::vector<Tag> Tags = {};
  std::string ImageId = {}, InstanceType = {}, KeyName = {}, ClientToken = {};
  std::int32_t AmiLaunchIndex = 0;
  sim::Instant LaunchTime = {};
  ec2::Placement Placement = {};
  ec2::Monitoring Monitoring = {};
  std::string PrivateDnsName = {}, PublicDnsName = {}, PublicIpAddress = {}, StateTransitionReason = {};
  std::vector<ProductCode> ProductCodes = {};
  std::string Architecture = "x86_64", Hypervisor = "xen", VirtualizationType = "hvm";
  std::string RootDeviceName = "/dev/xvda", RootDeviceType = "ebs";
  bool EbsOptimized = false, EnaSupport = true, SourceDestCheck = true;
  std::vector<GroupIdentifier> SecurityGroups = {};
  std::vector<InstanceBlockDeviceMapping> BlockDeviceMappings = {};
};
struct Reservation {
  std::string ReservationId, OwnerId;
  std::vector<Instance> Instances;
  std::vector<GroupIdentifier> Groups = {};
};
struct TagSpecification {
  std::string ResourceType;
  std::vector<Tag> Tags;
};
struct Success {
  bool Return = true;
};

struct DescribeSubnets : Operation<DescribeSubnets, kEc2> {
  static constexpr std::string_view kName = "DescribeSubnets";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> SubnetIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<Subnet> Subnets;
    std::string NextToken;
  };
};
struct DescribeAvailabilityZones : Operation<DescribeAvailabilityZones, kEc2> {
  static constexpr std::string_view kName = "DescribeAvailabilityZones";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> ZoneNames, ZoneIds;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<AvailabilityZone> AvailabilityZones;
  };
};
struct DescribeRouteTables : Operation<DescribeRouteTables, kEc2> {
  static constexpr std::string_view kName = "DescribeRouteTables";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> RouteTableIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<RouteTable> RouteTables;
    std::string NextToken;
  };
};
struct DescribeVpcs : Operation<DescribeVpcs, kEc2> {
  static constexpr std::string_view kName = "DescribeVpcs";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> VpcIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<Vpc> Vpcs;
    std::string NextToken;
  };
};
struct DescribeInstances : Operation<DescribeInstances, kEc2> {
  static constexpr std::string_view kName = "DescribeInstances";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> InstanceIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<Reservation> Reservations;
    std::string NextToken;
  };
};
struct DescribeSecurityGroups : Operation<DescribeSecurityGroups, kEc2> {
  static constexpr std::string_view kName = "DescribeSecurityGroups";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> GroupIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<SecurityGroup> SecurityGroups;
    std::string NextToken;
  };
};
struct CreateSecurityGroup : Operation<CreateSecurityGroup, kEc2> {
  static constexpr std::string_view kName = "CreateSecurityGroup";
  struct Request {
    static constexpr api::MemberNote notes[] = {{.member = "Description", .request = "GroupDescription"}};
    std::string GroupName, Description, VpcId;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string GroupId;
    std::vector<Tag> Tags;
    std::string SecurityGroupArn = {};
  };
};
struct DeleteSecurityGroup : Operation<DeleteSecurityGroup, kEc2> {
  static constexpr std::string_view kName = "DeleteSecurityGroup";
  struct Request {
    std::string GroupId;
    std::optional<bool> DryRun = {};
    std::string GroupName = {};  // for groups of a default VPC alone
  };
  struct Response {
    bool Return = true;
    std::string GroupId;
  };
};
// One rule may also be given flat (IpProtocol, FromPort, ToPort, CidrIp).
struct AuthorizeSecurityGroupIngress : Operation<AuthorizeSecurityGroupIngress, kEc2> {
  static constexpr std::string_view kName = "AuthorizeSecurityGroupIngress";
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
    std::optional<bool> DryRun = {};
    std::string IpProtocol = {}, CidrIp = {};
    std::optional<std::int32_t> FromPort = {}, ToPort = {};
    std::vector<TagSpecification> TagSpecifications = {};
  };
  struct Response {
    bool Return = true;
    std::vector<SecurityGroupRule> SecurityGroupRules;
  };
};
struct RevokedSecurityGroupRule {
  std::string SecurityGroupRuleId, GroupId;
  bool IsEgress = false;
  std::string IpProtocol;
  std::int32_t FromPort = -1, ToPort = -1;
  std::string CidrIpv4, CidrIpv6, ReferencedGroupId;
  std::optional<std::string> Description;
};
struct RevokeSecurityGroupIngress : Operation<RevokeSecurityGroupIngress, kEc2> {
  static constexpr std::string_view kName = "RevokeSecurityGroupIngress";
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
    std::optional<bool> DryRun = {};
    std::string IpProtocol = {}, CidrIp = {};
    std::optional<std::int32_t> FromPort = {}, ToPort = {};
    std::vector<std::string> SecurityGroupRuleIds = {};
  };
  struct Response {
    bool Return = true;
    std::vector<RevokedSecurityGroupRule> RevokedSecurityGroupRules;
  };
};
struct CreateTags : Operation<CreateTags, kEc2> {
  static constexpr std::string_view kName = "CreateTags";
  struct Request {
    std::vector<std::string> Resources;
    std::vector<Tag> Tags;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct DeleteTags : Operation<DeleteTags, kEc2> {
  static constexpr std::string_view kName = "DeleteTags";
  struct Request {
    std::vector<std::string> Resources;
    std::vector<Tag> Tags;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};

}  // namespace nlbsim::aws::ec2
