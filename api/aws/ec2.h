// Elastic Compute Cloud (API version 2016-11-15): subnets, zones, security groups and instances, as far as a load
// balancer controller asks. Member names are the API's; `Filters` and ids are AND-ed. Conventions as in
// api/aws/elbv2.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/tags.h"
#include "api/operation.h"

namespace nlbsim::aws::ec2 {

struct Subnet {
  std::string SubnetId, VpcId, AvailabilityZone, AvailabilityZoneId, CidrBlock;
  std::int32_t AvailableIpAddressCount = 0;
  std::string OutpostArn;
  std::vector<Tag> Tags;
  bool operator==(const Subnet&) const = default;
};
struct AvailabilityZone {
  std::string ZoneName, ZoneId, ZoneType, RegionName, State;
  bool operator==(const AvailabilityZone&) const = default;
};
struct Route {
  std::string DestinationCidrBlock, GatewayId;
};
struct RouteTableAssociation {
  bool Main = false;
  std::string RouteTableId, SubnetId;
};
struct RouteTable {
  std::string RouteTableId, VpcId;
  std::vector<RouteTableAssociation> Associations;
  std::vector<Route> Routes;
  std::vector<Tag> Tags;
};
struct VpcCidrBlockAssociation {
  std::string CidrBlock, State;
};
struct Vpc {
  std::string VpcId, CidrBlock;
  std::vector<VpcCidrBlockAssociation> CidrBlockAssociationSet;
  std::vector<Tag> Tags;
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
struct IpPermission {
  std::string IpProtocol;  // tcp, udp, icmp, icmpv6, -1
  std::optional<std::int32_t> FromPort, ToPort;
  std::vector<IpRange> IpRanges;
  std::vector<Ipv6Range> Ipv6Ranges;
  std::vector<UserIdGroupPair> UserIdGroupPairs;
  bool operator==(const IpPermission&) const = default;
};
struct SecurityGroup {
  std::string GroupId, GroupName, Description, VpcId, OwnerId;
  std::vector<IpPermission> IpPermissions;  // ingress
  std::vector<Tag> Tags;
};
struct GroupIdentifier {
  std::string GroupId, GroupName;
};
struct InstanceNetworkInterface {
  std::string NetworkInterfaceId, SubnetId, PrivateIpAddress;
  std::int32_t DeviceIndex = 0;
  std::vector<GroupIdentifier> Groups;
};
struct InstanceState {
  std::string Name;  // running, stopped, terminated, ...
};
struct Instance {
  std::string InstanceId, VpcId, SubnetId, PrivateIpAddress;
  InstanceState State;
  std::vector<InstanceNetworkInterface> NetworkInterfaces;
  std::vector<Tag> Tags;
};
struct Reservation {
  std::string ReservationId, OwnerId;
  std::vector<Instance> Instances;
};
struct TagSpecification {
  std::string ResourceType;
  std::vector<Tag> Tags;
};
struct Success {
  bool Return = true;
};

struct DescribeSubnets {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> SubnetIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
  };
  struct Response {
    std::vector<Subnet> Subnets;
    std::string NextToken;
  };
  static const api::OperationInfo& info();
};
struct DescribeAvailabilityZones {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> ZoneNames, ZoneIds;
  };
  struct Response {
    std::vector<AvailabilityZone> AvailabilityZones;
  };
  static const api::OperationInfo& info();
};
struct DescribeRouteTables {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> RouteTableIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
  };
  struct Response {
    std::vector<RouteTable> RouteTables;
    std::string NextToken;
  };
  static const api::OperationInfo& info();
};
struct DescribeVpcs {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> VpcIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
  };
  struct Response {
    std::vector<Vpc> Vpcs;
    std::string NextToken;
  };
  static const api::OperationInfo& info();
};
struct DescribeInstances {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> InstanceIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
  };
  struct Response {
    std::vector<Reservation> Reservations;
    std::string NextToken;
  };
  static const api::OperationInfo& info();
};
struct DescribeSecurityGroups {
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> GroupIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
  };
  struct Response {
    std::vector<SecurityGroup> SecurityGroups;
    std::string NextToken;
  };
  static const api::OperationInfo& info();
};
struct CreateSecurityGroup {
  struct Request {
    std::string GroupName, Description, VpcId;
    std::vector<TagSpecification> TagSpecifications;
  };
  struct Response {
    std::string GroupId;
    std::vector<Tag> Tags;
  };
  static const api::OperationInfo& info();
};
struct DeleteSecurityGroup {
  struct Request {
    std::string GroupId;
  };
  struct Response {
    bool Return = true;
    std::string GroupId;
  };
  static const api::OperationInfo& info();
};
struct AuthorizeSecurityGroupIngress {
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
  };
  using Response = Success;
  static const api::OperationInfo& info();
};
struct RevokeSecurityGroupIngress {
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
  };
  using Response = Success;
  static const api::OperationInfo& info();
};
struct CreateTags {
  struct Request {
    std::vector<std::string> Resources;
    std::vector<Tag> Tags;
  };
  using Response = Success;
  static const api::OperationInfo& info();
};
struct DeleteTags {
  struct Request {
    std::vector<std::string> Resources;
    std::vector<Tag> Tags;
  };
  using Response = Success;
  static const api::OperationInfo& info();
};

}  // namespace nlbsim::aws::ec2
