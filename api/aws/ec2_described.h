// Descriptions of the EC2 types: their members in the order in which the wire, hashes and reports see them.
// For the translation units that instantiate walkers (api/describe.h) only.
#pragma once

#include <boost/describe.hpp>

#include "api/aws/ec2.h"
#include "api/aws/tags_described.h"

namespace nlbsim::aws::ec2 {

BOOST_DESCRIBE_STRUCT(PrivateDnsNameOptionsOnLaunch, (),
                      (HostnameType, EnableResourceNameDnsARecord, EnableResourceNameDnsAAAARecord))
BOOST_DESCRIBE_STRUCT(SubnetCidrBlockState, (), (State))
BOOST_DESCRIBE_STRUCT(SubnetIpv6CidrBlockAssociation, (), (AssociationId, Ipv6CidrBlock, Ipv6CidrBlockState))
BOOST_DESCRIBE_STRUCT(Subnet, (),
                      (SubnetId, VpcId, AvailabilityZone, AvailabilityZoneId, CidrBlock, AvailableIpAddressCount,
                       OutpostArn, Tags, State, SubnetArn, OwnerId, DefaultForAz, MapPublicIpOnLaunch,
                       MapCustomerOwnedIpOnLaunch, AssignIpv6AddressOnCreation, EnableDns64, Ipv6Native,
                       Ipv6CidrBlockAssociationSet, PrivateDnsNameOptionsOnLaunch))
BOOST_DESCRIBE_STRUCT(AvailabilityZoneMessage, (), (Message))
BOOST_DESCRIBE_STRUCT(AvailabilityZone, (),
                      (ZoneName, ZoneId, ZoneType, RegionName, State, OptInStatus, GroupName, NetworkBorderGroup,
                       Messages))
BOOST_DESCRIBE_STRUCT(Route, (),
                      (DestinationCidrBlock, GatewayId, State, Origin, NatGatewayId, NetworkInterfaceId, InstanceId,
                       DestinationIpv6CidrBlock))
BOOST_DESCRIBE_STRUCT(RouteTableAssociationState, (), (State))
BOOST_DESCRIBE_STRUCT(RouteTableAssociation, (),
                      (Main, RouteTableId, SubnetId, RouteTableAssociationId, AssociationState))
BOOST_DESCRIBE_STRUCT(PropagatingVgw, (), (GatewayId))
BOOST_DESCRIBE_STRUCT(RouteTable, (), (RouteTableId, VpcId, Associations, Routes, Tags, OwnerId, PropagatingVgws))
BOOST_DESCRIBE_STRUCT(VpcCidrBlockState, (), (State))
BOOST_DESCRIBE_STRUCT(VpcCidrBlockAssociation, (), (AssociationId, CidrBlock, CidrBlockState))
BOOST_DESCRIBE_STRUCT(VpcIpv6CidrBlockAssociation, (),
                      (AssociationId, Ipv6CidrBlock, Ipv6CidrBlockState, NetworkBorderGroup, Ipv6Pool))
BOOST_DESCRIBE_STRUCT(Vpc, (),
                      (VpcId, CidrBlock, CidrBlockAssociationSet, Tags, State, OwnerId, DhcpOptionsId, InstanceTenancy,
                       IsDefault, Ipv6CidrBlockAssociationSet))
BOOST_DESCRIBE_STRUCT(IpRange, (), (CidrIp, Description))
BOOST_DESCRIBE_STRUCT(Ipv6Range, (), (CidrIpv6, Description))
BOOST_DESCRIBE_STRUCT(UserIdGroupPair, (), (GroupId, UserId, Description))
BOOST_DESCRIBE_STRUCT(PrefixListId, (), (PrefixListId_))
BOOST_DESCRIBE_STRUCT(IpPermission, (),
                      (IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, UserIdGroupPairs, PrefixListIds))
BOOST_DESCRIBE_STRUCT(SecurityGroup, (),
                      (GroupId, GroupName, Description, VpcId, OwnerId, IpPermissions, Tags, IpPermissionsEgress,
                       SecurityGroupArn))
BOOST_DESCRIBE_STRUCT(ReferencedSecurityGroup, (), (GroupId, UserId))
BOOST_DESCRIBE_STRUCT(SecurityGroupRule, (),
                      (SecurityGroupRuleId, GroupId, GroupOwnerId, IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4,
                       CidrIpv6, ReferencedGroupInfo, Description, Tags, SecurityGroupRuleArn))
BOOST_DESCRIBE_STRUCT(GroupIdentifier, (), (GroupId, GroupName))
BOOST_DESCRIBE_STRUCT(NetworkInterfaceAssociation, (),
                      (AllocationId, AssociationId, IpOwnerId, PublicDnsName, PublicIp))
BOOST_DESCRIBE_STRUCT(PrivateIpAddress, (), (Primary, PrivateDnsName, PrivateIpAddress_, Association))
BOOST_DESCRIBE_STRUCT(InstanceNetworkInterfaceAttachment, (),
                      (AttachmentId, DeviceIndex, Status, DeleteOnTermination, AttachTime))
BOOST_DESCRIBE_STRUCT(InstanceNetworkInterface, (),
                      (NetworkInterfaceId, SubnetId, PrivateIpAddress, Attachment, Groups, VpcId, OwnerId, Description,
                       MacAddress, PrivateDnsName, Status, InterfaceType, SourceDestCheck, PrivateIpAddresses,
                       Association))
BOOST_DESCRIBE_STRUCT(InstanceState, (), (Name, Code))
BOOST_DESCRIBE_STRUCT(Placement, (), (AvailabilityZone, GroupName, Tenancy))
BOOST_DESCRIBE_STRUCT(Monitoring, (), (State))
BOOST_DESCRIBE_STRUCT(ProductCode, (), (ProductCodeId, ProductCodeType))
BOOST_DESCRIBE_STRUCT(InstanceBlockDeviceMapping, (), (DeviceName))
BOOST_DESCRIBE_STRUCT(Instance, (),
                      (InstanceId, VpcId, SubnetId, PrivateIpAddress, State, NetworkInterfaces, Tags, ImageId,
                       InstanceType, KeyName, ClientToken, AmiLaunchIndex, LaunchTime, Placement, Monitoring,
                       PrivateDnsName, PublicDnsName, PublicIpAddress, StateTransitionReason, ProductCodes,
                       Architecture, Hypervisor, VirtualizationType, RootDeviceName, RootDeviceType, EbsOptimized,
                       EnaSupport, SourceDestCheck, SecurityGroups, BlockDeviceMappings))
BOOST_DESCRIBE_STRUCT(Reservation, (), (ReservationId, OwnerId, Instances, Groups))
BOOST_DESCRIBE_STRUCT(TagSpecification, (), (ResourceType, Tags))
BOOST_DESCRIBE_STRUCT(Success, (), (Return))
BOOST_DESCRIBE_STRUCT(DescribeSubnets::Request, (), (Filters, SubnetIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeSubnets::Response, (), (Subnets, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeAvailabilityZones::Request, (), (Filters, ZoneNames, ZoneIds, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeAvailabilityZones::Response, (), (AvailabilityZones))
BOOST_DESCRIBE_STRUCT(DescribeRouteTables::Request, (), (Filters, RouteTableIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeRouteTables::Response, (), (RouteTables, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeVpcs::Request, (), (Filters, VpcIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeVpcs::Response, (), (Vpcs, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeInstances::Request, (), (Filters, InstanceIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeInstances::Response, (), (Reservations, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroups::Request, (), (Filters, GroupIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroups::Response, (), (SecurityGroups, NextToken))
BOOST_DESCRIBE_STRUCT(CreateSecurityGroup::Request, (), (GroupName, Description, VpcId, TagSpecifications, DryRun))
BOOST_DESCRIBE_STRUCT(CreateSecurityGroup::Response, (), (GroupId, Tags, SecurityGroupArn))
BOOST_DESCRIBE_STRUCT(DeleteSecurityGroup::Request, (), (GroupId, DryRun, GroupName))
BOOST_DESCRIBE_STRUCT(DeleteSecurityGroup::Response, (), (Return, GroupId))
BOOST_DESCRIBE_STRUCT(AuthorizeSecurityGroupIngress::Request, (),
                      (GroupId, IpPermissions, DryRun, IpProtocol, CidrIp, FromPort, ToPort, TagSpecifications))
BOOST_DESCRIBE_STRUCT(AuthorizeSecurityGroupIngress::Response, (), (Return, SecurityGroupRules))
BOOST_DESCRIBE_STRUCT(RevokedSecurityGroupRule, (),
                      (SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6,
                       ReferencedGroupId, Description))
BOOST_DESCRIBE_STRUCT(RevokeSecurityGroupIngress::Request, (),
                      (GroupId, IpPermissions, DryRun, IpProtocol, CidrIp, FromPort, ToPort, SecurityGroupRuleIds))
BOOST_DESCRIBE_STRUCT(RevokeSecurityGroupIngress::Response, (), (Return, RevokedSecurityGroupRules))
BOOST_DESCRIBE_STRUCT(CreateTags::Request, (), (Resources, Tags, DryRun))
BOOST_DESCRIBE_STRUCT(DeleteTags::Request, (), (Resources, Tags, DryRun))

}  // namespace nlbsim::aws::ec2
