// Descriptions of the EC2 types: their members in the order in which the wire, hashes and reports see them.
// For the translation units that instantiate walkers (api/describe.h) only.
#pragma once

#include <boost/describe.hpp>

#include "api/aws/ec2.h"
#include "api/aws/tags_described.h"

namespace nlbsim::aws::ec2 {

BOOST_DESCRIBE_STRUCT(Subnet, (),
                      (SubnetId, VpcId, AvailabilityZone, AvailabilityZoneId, CidrBlock, AvailableIpAddressCount,
                       OutpostArn, Tags))
BOOST_DESCRIBE_STRUCT(AvailabilityZone, (), (ZoneName, ZoneId, ZoneType, RegionName, State))
BOOST_DESCRIBE_STRUCT(Route, (), (DestinationCidrBlock, GatewayId))
BOOST_DESCRIBE_STRUCT(RouteTableAssociation, (), (Main, RouteTableId, SubnetId))
BOOST_DESCRIBE_STRUCT(RouteTable, (), (RouteTableId, VpcId, Associations, Routes, Tags))
BOOST_DESCRIBE_STRUCT(VpcCidrBlockAssociation, (), (CidrBlock, State))
BOOST_DESCRIBE_STRUCT(Vpc, (), (VpcId, CidrBlock, CidrBlockAssociationSet, Tags))
BOOST_DESCRIBE_STRUCT(IpRange, (), (CidrIp, Description))
BOOST_DESCRIBE_STRUCT(Ipv6Range, (), (CidrIpv6, Description))
BOOST_DESCRIBE_STRUCT(UserIdGroupPair, (), (GroupId, UserId, Description))
BOOST_DESCRIBE_STRUCT(IpPermission, (), (IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, UserIdGroupPairs))
BOOST_DESCRIBE_STRUCT(SecurityGroup, (), (GroupId, GroupName, Description, VpcId, OwnerId, IpPermissions, Tags))
BOOST_DESCRIBE_STRUCT(GroupIdentifier, (), (GroupId, GroupName))
BOOST_DESCRIBE_STRUCT(InstanceNetworkInterface, (),
                      (NetworkInterfaceId, SubnetId, PrivateIpAddress, DeviceIndex, Groups))
BOOST_DESCRIBE_STRUCT(InstanceState, (), (Name))
BOOST_DESCRIBE_STRUCT(Instance, (), (InstanceId, VpcId, SubnetId, PrivateIpAddress, State, NetworkInterfaces, Tags))
BOOST_DESCRIBE_STRUCT(Reservation, (), (ReservationId, OwnerId, Instances))
BOOST_DESCRIBE_STRUCT(TagSpecification, (), (ResourceType, Tags))
BOOST_DESCRIBE_STRUCT(Success, (), (Return))
BOOST_DESCRIBE_STRUCT(DescribeSubnets::Request, (), (Filters, SubnetIds, MaxResults, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeSubnets::Response, (), (Subnets, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeAvailabilityZones::Request, (), (Filters, ZoneNames, ZoneIds))
BOOST_DESCRIBE_STRUCT(DescribeAvailabilityZones::Response, (), (AvailabilityZones))
BOOST_DESCRIBE_STRUCT(DescribeRouteTables::Request, (), (Filters, RouteTableIds, MaxResults, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeRouteTables::Response, (), (RouteTables, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeVpcs::Request, (), (Filters, VpcIds, MaxResults, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeVpcs::Response, (), (Vpcs, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeInstances::Request, (), (Filters, InstanceIds, MaxResults, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeInstances::Response, (), (Reservations, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroups::Request, (), (Filters, GroupIds, MaxResults, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroups::Response, (), (SecurityGroups, NextToken))
BOOST_DESCRIBE_STRUCT(CreateSecurityGroup::Request, (), (GroupName, Description, VpcId, TagSpecifications))
BOOST_DESCRIBE_STRUCT(CreateSecurityGroup::Response, (), (GroupId, Tags))
BOOST_DESCRIBE_STRUCT(DeleteSecurityGroup::Request, (), (GroupId))
BOOST_DESCRIBE_STRUCT(DeleteSecurityGroup::Response, (), (Return, GroupId))
BOOST_DESCRIBE_STRUCT(AuthorizeSecurityGroupIngress::Request, (), (GroupId, IpPermissions))
BOOST_DESCRIBE_STRUCT(RevokeSecurityGroupIngress::Request, (), (GroupId, IpPermissions))
BOOST_DESCRIBE_STRUCT(CreateTags::Request, (), (Resources, Tags))
BOOST_DESCRIBE_STRUCT(DeleteTags::Request, (), (Resources, Tags))

}  // namespace nlbsim::aws::ec2
