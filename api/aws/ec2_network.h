// Elastic Compute Cloud: what builds a network: VPCs, subnets, internet gateways, route tables, and the network ACLs
// that come with a VPC. Conventions as in api/aws/operation.h; described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct AttributeBooleanValue {
  bool Value = false;
};
struct InternetGatewayAttachment {
  std::string State, VpcId;
};
struct InternetGateway {
  std::string InternetGatewayId, OwnerId;
  std::vector<InternetGatewayAttachment> Attachments;
  std::vector<Tag> Tags;
};
struct NetworkAclEntry {
  std::string CidrBlock;
  bool Egress = false;
  std::string Protocol, RuleAction;
  std::int32_t RuleNumber = 0;
};
struct NetworkAclAssociation {
  std::string NetworkAclAssociationId, NetworkAclId, SubnetId;
};
struct NetworkAcl {
  static constexpr api::MemberNote notes[] = {{.member = "IsDefault", .response = "default"}};
  std::string NetworkAclId, VpcId, OwnerId;
  bool IsDefault = true;
  std::vector<NetworkAclAssociation> Associations;
  std::vector<NetworkAclEntry> Entries;
  std::vector<Tag> Tags;
};
struct CreateVpc : Operation<CreateVpc, kEc2> {
  static constexpr std::string_view kName = "CreateVpc";
  struct Request {
    std::string CidrBlock, InstanceTenancy;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> AmazonProvidedIpv6CidrBlock;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    ec2::Vpc Vpc;
  };
};
// A block of the caller's (IPv4), or one of AWS's own (IPv6).
struct AssociateVpcCidrBlock : Operation<AssociateVpcCidrBlock, kEc2> {
  static constexpr std::string_view kName = "AssociateVpcCidrBlock";
  struct Request {
    std::string VpcId, CidrBlock;
    std::optional<bool> AmazonProvidedIpv6CidrBlock;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string VpcId;
    std::optional<VpcCidrBlockAssociation> CidrBlockAssociation;
    std::optional<VpcIpv6CidrBlockAssociation> Ipv6CidrBlockAssociation;
  };
};
struct DisassociateVpcCidrBlock : Operation<DisassociateVpcCidrBlock, kEc2> {
  static constexpr std::string_view kName = "DisassociateVpcCidrBlock";
  struct Request {
    std::string AssociationId;
    std::optional<bool> DryRun = {};
  };
  using Response = AssociateVpcCidrBlock::Response;
};
struct AssociateSubnetCidrBlock : Operation<AssociateSubnetCidrBlock, kEc2> {
  static constexpr std::string_view kName = "AssociateSubnetCidrBlock";
  struct Request {
    std::string SubnetId, Ipv6CidrBlock;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string SubnetId;
    SubnetIpv6CidrBlockAssociation Ipv6CidrBlockAssociation;
  };
};
struct DisassociateSubnetCidrBlock : Operation<DisassociateSubnetCidrBlock, kEc2> {
  static constexpr std::string_view kName = "DisassociateSubnetCidrBlock";
  struct Request {
    std::string AssociationId;
    std::optional<bool> DryRun = {};
  };
  using Response = AssociateSubnetCidrBlock::Response;
};
struct DeleteVpc : Operation<DeleteVpc, kEc2> {
  static constexpr std::string_view kName = "DeleteVpc";
  struct Request {
    std::string VpcId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct DescribeVpcAttribute : Operation<DescribeVpcAttribute, kEc2> {
  static constexpr std::string_view kName = "DescribeVpcAttribute";
  struct Request {
    std::string Attribute, VpcId;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string VpcId;
    std::optional<AttributeBooleanValue> EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics;
  };
};
struct ModifyVpcAttribute : Operation<ModifyVpcAttribute, kEc2> {
  static constexpr std::string_view kName = "ModifyVpcAttribute";
  struct Request {
    std::string VpcId;
    std::optional<AttributeBooleanValue> EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct CreateSubnet : Operation<CreateSubnet, kEc2> {
  static constexpr std::string_view kName = "CreateSubnet";
  struct Request {
    std::string VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
    std::string Ipv6CidrBlock = {};
  };
  struct Response {
    ec2::Subnet Subnet;
  };
};
struct DeleteSubnet : Operation<DeleteSubnet, kEc2> {
  static constexpr std::string_view kName = "DeleteSubnet";
  struct Request {
    std::string SubnetId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct ModifySubnetAttribute : Operation<ModifySubnetAttribute, kEc2> {
  static constexpr std::string_view kName = "ModifySubnetAttribute";
  struct Request {
    std::string SubnetId;
    std::optional<AttributeBooleanValue> MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, EnableDns64,
        EnableResourceNameDnsARecordOnLaunch, EnableResourceNameDnsAAAARecordOnLaunch;
    std::string PrivateDnsHostnameTypeOnLaunch;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct CreateInternetGateway : Operation<CreateInternetGateway, kEc2> {
  static constexpr std::string_view kName = "CreateInternetGateway";
  struct Request {
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    ec2::InternetGateway InternetGateway;
  };
};
struct DescribeInternetGateways : Operation<DescribeInternetGateways, kEc2> {
  static constexpr std::string_view kName = "DescribeInternetGateways";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> InternetGatewayIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<InternetGateway> InternetGateways;
    std::string NextToken;
  };
};
struct AttachInternetGateway : Operation<AttachInternetGateway, kEc2> {
  static constexpr std::string_view kName = "AttachInternetGateway";
  struct Request {
    std::string InternetGatewayId, VpcId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct DetachInternetGateway : Operation<DetachInternetGateway, kEc2> {
  static constexpr std::string_view kName = "DetachInternetGateway";
  struct Request {
    std::string InternetGatewayId, VpcId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct DeleteInternetGateway : Operation<DeleteInternetGateway, kEc2> {
  static constexpr std::string_view kName = "DeleteInternetGateway";
  struct Request {
    std::string InternetGatewayId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct CreateRouteTable : Operation<CreateRouteTable, kEc2> {
  static constexpr std::string_view kName = "CreateRouteTable";
  struct Request {
    std::string VpcId;
    std::vector<TagSpecification> TagSpecifications;
    std::string ClientToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    ec2::RouteTable RouteTable;
    std::string ClientToken;
  };
};
struct DeleteRouteTable : Operation<DeleteRouteTable, kEc2> {
  static constexpr std::string_view kName = "DeleteRouteTable";
  struct Request {
    std::string RouteTableId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct CreateRoute : Operation<CreateRoute, kEc2> {
  static constexpr std::string_view kName = "CreateRoute";
  struct Request {
    std::string RouteTableId, DestinationCidrBlock, GatewayId, NetworkInterfaceId, InstanceId;
    std::optional<bool> DryRun = {};
    std::string DestinationIpv6CidrBlock = {};
  };
  using Response = Success;
};
struct ReplaceRoute : Operation<ReplaceRoute, kEc2> {
  static constexpr std::string_view kName = "ReplaceRoute";
  struct Request {
    std::string RouteTableId, DestinationCidrBlock, GatewayId, NetworkInterfaceId, InstanceId;
    std::optional<bool> DryRun = {};
    std::string DestinationIpv6CidrBlock = {};
  };
  using Response = Success;
};
struct DeleteRoute : Operation<DeleteRoute, kEc2> {
  static constexpr std::string_view kName = "DeleteRoute";
  struct Request {
    std::string RouteTableId, DestinationCidrBlock;
    std::optional<bool> DryRun = {};
    std::string DestinationIpv6CidrBlock = {};
  };
  using Response = Success;
};
struct AssociateRouteTable : Operation<AssociateRouteTable, kEc2> {
  static constexpr std::string_view kName = "AssociateRouteTable";
  struct Request {
    std::string RouteTableId, SubnetId;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string AssociationId;
    RouteTableAssociationState AssociationState;
  };
};
struct DisassociateRouteTable : Operation<DisassociateRouteTable, kEc2> {
  static constexpr std::string_view kName = "DisassociateRouteTable";
  struct Request {
    std::string AssociationId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct ReplaceRouteTableAssociation : Operation<ReplaceRouteTableAssociation, kEc2> {
  static constexpr std::string_view kName = "ReplaceRouteTableAssociation";
  struct Request {
    std::string AssociationId, RouteTableId;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string NewAssociationId;
    RouteTableAssociationState AssociationState;
  };
};
struct DescribeNetworkAcls : Operation<DescribeNetworkAcls, kEc2> {
  static constexpr std::string_view kName = "DescribeNetworkAcls";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> NetworkAclIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<NetworkAcl> NetworkAcls;
    std::string NextToken;
  };
};

BOOST_DESCRIBE_STRUCT(AttributeBooleanValue, (), (Value))
BOOST_DESCRIBE_STRUCT(InternetGatewayAttachment, (), (State, VpcId))
BOOST_DESCRIBE_STRUCT(InternetGateway, (), (InternetGatewayId, OwnerId, Attachments, Tags))
BOOST_DESCRIBE_STRUCT(NetworkAclEntry, (), (CidrBlock, Egress, Protocol, RuleAction, RuleNumber))
BOOST_DESCRIBE_STRUCT(NetworkAclAssociation, (), (NetworkAclAssociationId, NetworkAclId, SubnetId))
BOOST_DESCRIBE_STRUCT(NetworkAcl, (), (NetworkAclId, VpcId, OwnerId, IsDefault, Associations, Entries, Tags))
BOOST_DESCRIBE_STRUCT(CreateVpc::Request, (),
                      (CidrBlock, InstanceTenancy, TagSpecifications, AmazonProvidedIpv6CidrBlock, DryRun))
BOOST_DESCRIBE_STRUCT(CreateVpc::Response, (), (Vpc))
BOOST_DESCRIBE_STRUCT(AssociateVpcCidrBlock::Request, (), (VpcId, CidrBlock, AmazonProvidedIpv6CidrBlock, DryRun))
BOOST_DESCRIBE_STRUCT(AssociateVpcCidrBlock::Response, (), (VpcId, CidrBlockAssociation, Ipv6CidrBlockAssociation))
BOOST_DESCRIBE_STRUCT(DisassociateVpcCidrBlock::Request, (), (AssociationId, DryRun))
BOOST_DESCRIBE_STRUCT(AssociateSubnetCidrBlock::Request, (), (SubnetId, Ipv6CidrBlock, DryRun))
BOOST_DESCRIBE_STRUCT(AssociateSubnetCidrBlock::Response, (), (SubnetId, Ipv6CidrBlockAssociation))
BOOST_DESCRIBE_STRUCT(DisassociateSubnetCidrBlock::Request, (), (AssociationId, DryRun))
BOOST_DESCRIBE_STRUCT(DeleteVpc::Request, (), (VpcId, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeVpcAttribute::Request, (), (Attribute, VpcId, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeVpcAttribute::Response, (),
                      (VpcId, EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics))
BOOST_DESCRIBE_STRUCT(ModifyVpcAttribute::Request, (),
                      (VpcId, EnableDnsHostnames, EnableDnsSupport, EnableNetworkAddressUsageMetrics, DryRun))
BOOST_DESCRIBE_STRUCT(CreateSubnet::Request, (),
                      (VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId, TagSpecifications, DryRun,
                       Ipv6CidrBlock))
BOOST_DESCRIBE_STRUCT(CreateSubnet::Response, (), (Subnet))
BOOST_DESCRIBE_STRUCT(DeleteSubnet::Request, (), (SubnetId, DryRun))
BOOST_DESCRIBE_STRUCT(ModifySubnetAttribute::Request, (),
                      (SubnetId, MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, EnableDns64,
                       EnableResourceNameDnsARecordOnLaunch, EnableResourceNameDnsAAAARecordOnLaunch,
                       PrivateDnsHostnameTypeOnLaunch, DryRun))
BOOST_DESCRIBE_STRUCT(CreateInternetGateway::Request, (), (TagSpecifications, DryRun))
BOOST_DESCRIBE_STRUCT(CreateInternetGateway::Response, (), (InternetGateway))
BOOST_DESCRIBE_STRUCT(DescribeInternetGateways::Request, (),
                      (Filters, InternetGatewayIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeInternetGateways::Response, (), (InternetGateways, NextToken))
BOOST_DESCRIBE_STRUCT(AttachInternetGateway::Request, (), (InternetGatewayId, VpcId, DryRun))
BOOST_DESCRIBE_STRUCT(DetachInternetGateway::Request, (), (InternetGatewayId, VpcId, DryRun))
BOOST_DESCRIBE_STRUCT(DeleteInternetGateway::Request, (), (InternetGatewayId, DryRun))
BOOST_DESCRIBE_STRUCT(CreateRouteTable::Request, (), (VpcId, TagSpecifications, ClientToken, DryRun))
BOOST_DESCRIBE_STRUCT(CreateRouteTable::Response, (), (RouteTable, ClientToken))
BOOST_DESCRIBE_STRUCT(DeleteRouteTable::Request, (), (RouteTableId, DryRun))
BOOST_DESCRIBE_STRUCT(CreateRoute::Request, (),
                      (RouteTableId, DestinationCidrBlock, GatewayId, NetworkInterfaceId, InstanceId, DryRun,
                       DestinationIpv6CidrBlock))
BOOST_DESCRIBE_STRUCT(ReplaceRoute::Request, (),
                      (RouteTableId, DestinationCidrBlock, GatewayId, NetworkInterfaceId, InstanceId, DryRun,
                       DestinationIpv6CidrBlock))
BOOST_DESCRIBE_STRUCT(DeleteRoute::Request, (), (RouteTableId, DestinationCidrBlock, DryRun, DestinationIpv6CidrBlock))
BOOST_DESCRIBE_STRUCT(AssociateRouteTable::Request, (), (RouteTableId, SubnetId, DryRun))
BOOST_DESCRIBE_STRUCT(AssociateRouteTable::Response, (), (AssociationId, AssociationState))
BOOST_DESCRIBE_STRUCT(DisassociateRouteTable::Request, (), (AssociationId, DryRun))
BOOST_DESCRIBE_STRUCT(ReplaceRouteTableAssociation::Request, (), (AssociationId, RouteTableId, DryRun))
BOOST_DESCRIBE_STRUCT(ReplaceRouteTableAssociation::Response, (), (NewAssociationId, AssociationState))
BOOST_DESCRIBE_STRUCT(DescribeNetworkAcls::Request, (), (Filters, NetworkAclIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeNetworkAcls::Response, (), (NetworkAcls, NextToken))

}  // namespace nlbsim::aws::ec2
