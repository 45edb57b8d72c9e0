// Elastic Compute Cloud: network interfaces and their private addresses. Conventions as in api/aws/operation.h;
// described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct NetworkInterfaceAttachment {
  std::string AttachmentId, InstanceId, InstanceOwnerId;
  std::int32_t DeviceIndex = 0;
  std::string Status;
  bool DeleteOnTermination = false;
  std::optional<sim::Instant> AttachTime;
};
struct NetworkInterface {
  static constexpr api::MemberNote notes[] = {{.member = "Description", .always = true}};
  std::string NetworkInterfaceId, SubnetId, VpcId, AvailabilityZone, Description, OwnerId, RequesterId;
  bool RequesterManaged = false;
  std::string Status, MacAddress, PrivateIpAddress, PrivateDnsName, InterfaceType;
  bool SourceDestCheck = true;
  std::vector<GroupIdentifier> Groups;
  std::optional<NetworkInterfaceAttachment> Attachment;
  std::optional<NetworkInterfaceAssociation> Association;
  std::vector<ec2::PrivateIpAddress> PrivateIpAddresses;
  std::vector<std::string> Ipv6Addresses, Ipv4Prefixes, Ipv6Prefixes;
  std::vector<Tag> TagSet;
};
struct PrivateIpAddressSpecification {
  bool Primary = false;
  std::string PrivateIpAddress;
};
struct AssignedPrivateIpAddress {
  std::string PrivateIpAddress;
};
struct DescribeNetworkInterfaces : Operation<DescribeNetworkInterfaces, kEc2> {
  static constexpr std::string_view kName = "DescribeNetworkInterfaces";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> NetworkInterfaceIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<NetworkInterface> NetworkInterfaces;
    std::string NextToken;
  };
};
struct CreateNetworkInterface : Operation<CreateNetworkInterface, kEc2> {
  static constexpr std::string_view kName = "CreateNetworkInterface";
  struct Request {
    static constexpr api::MemberNote notes[] = {{.member = "Groups", .request = "SecurityGroupId"}};
    std::string SubnetId, Description, PrivateIpAddress, InterfaceType, ClientToken;
    std::vector<std::string> Groups;
    std::vector<PrivateIpAddressSpecification> PrivateIpAddresses;
    std::optional<std::int32_t> SecondaryPrivateIpAddressCount;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    ec2::NetworkInterface NetworkInterface;
    std::string ClientToken;
  };
};
struct DeleteNetworkInterface : Operation<DeleteNetworkInterface, kEc2> {
  static constexpr std::string_view kName = "DeleteNetworkInterface";
  struct Request {
    std::string NetworkInterfaceId;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct ModifyNetworkInterfaceAttribute : Operation<ModifyNetworkInterfaceAttribute, kEc2> {
  static constexpr std::string_view kName = "ModifyNetworkInterfaceAttribute";
  struct Request {
    static constexpr api::MemberNote notes[] = {{.member = "Groups", .request = "SecurityGroupId"}};
    std::string NetworkInterfaceId;
    std::vector<std::string> Groups;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct AttachNetworkInterface : Operation<AttachNetworkInterface, kEc2> {
  static constexpr std::string_view kName = "AttachNetworkInterface";
  struct Request {
    std::string NetworkInterfaceId, InstanceId;
    std::optional<std::int32_t> DeviceIndex;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string AttachmentId;
  };
};
struct DetachNetworkInterface : Operation<DetachNetworkInterface, kEc2> {
  static constexpr std::string_view kName = "DetachNetworkInterface";
  struct Request {
    std::string AttachmentId;
    std::optional<bool> Force;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct AssignPrivateIpAddresses : Operation<AssignPrivateIpAddresses, kEc2> {
  static constexpr std::string_view kName = "AssignPrivateIpAddresses";
  struct Request {
    static constexpr api::MemberNote notes[] = {{.member = "PrivateIpAddresses", .request = "PrivateIpAddress"}};
    std::string NetworkInterfaceId;
    std::vector<std::string> PrivateIpAddresses;
    std::optional<std::int32_t> SecondaryPrivateIpAddressCount;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {
        {.member = "AssignedPrivateIpAddresses", .response = "assignedPrivateIpAddressesSet"}};
    std::string NetworkInterfaceId;
    std::vector<AssignedPrivateIpAddress> AssignedPrivateIpAddresses;
  };
};
struct UnassignPrivateIpAddresses : Operation<UnassignPrivateIpAddresses, kEc2> {
  static constexpr std::string_view kName = "UnassignPrivateIpAddresses";
  struct Request {
    static constexpr api::MemberNote notes[] = {{.member = "PrivateIpAddresses", .request = "PrivateIpAddress"}};
    std::string NetworkInterfaceId;
    std::vector<std::string> PrivateIpAddresses;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};

BOOST_DESCRIBE_STRUCT(NetworkInterfaceAttachment, (),
                      (AttachmentId, InstanceId, InstanceOwnerId, DeviceIndex, Status, DeleteOnTermination, AttachTime))
BOOST_DESCRIBE_STRUCT(NetworkInterface, (),
                      (NetworkInterfaceId, SubnetId, VpcId, AvailabilityZone, Description, OwnerId, RequesterId,
                       RequesterManaged, Status, MacAddress, PrivateIpAddress, PrivateDnsName, InterfaceType,
                       SourceDestCheck, Groups, Attachment, Association, PrivateIpAddresses, Ipv6Addresses,
                       Ipv4Prefixes, Ipv6Prefixes, TagSet))
BOOST_DESCRIBE_STRUCT(PrivateIpAddressSpecification, (), (Primary, PrivateIpAddress))
BOOST_DESCRIBE_STRUCT(AssignedPrivateIpAddress, (), (PrivateIpAddress))
BOOST_DESCRIBE_STRUCT(DescribeNetworkInterfaces::Request, (),
                      (Filters, NetworkInterfaceIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeNetworkInterfaces::Response, (), (NetworkInterfaces, NextToken))
BOOST_DESCRIBE_STRUCT(CreateNetworkInterface::Request, (),
                      (SubnetId, Description, PrivateIpAddress, InterfaceType, ClientToken, Groups, PrivateIpAddresses,
                       SecondaryPrivateIpAddressCount, TagSpecifications, DryRun))
BOOST_DESCRIBE_STRUCT(CreateNetworkInterface::Response, (), (NetworkInterface, ClientToken))
BOOST_DESCRIBE_STRUCT(DeleteNetworkInterface::Request, (), (NetworkInterfaceId, DryRun))
BOOST_DESCRIBE_STRUCT(ModifyNetworkInterfaceAttribute::Request, (), (NetworkInterfaceId, Groups, DryRun))
BOOST_DESCRIBE_STRUCT(AttachNetworkInterface::Request, (), (NetworkInterfaceId, InstanceId, DeviceIndex, DryRun))
BOOST_DESCRIBE_STRUCT(AttachNetworkInterface::Response, (), (AttachmentId))
BOOST_DESCRIBE_STRUCT(DetachNetworkInterface::Request, (), (AttachmentId, Force, DryRun))
BOOST_DESCRIBE_STRUCT(AssignPrivateIpAddresses::Request, (),
                      (NetworkInterfaceId, PrivateIpAddresses, SecondaryPrivateIpAddressCount, DryRun))
BOOST_DESCRIBE_STRUCT(AssignPrivateIpAddresses::Response, (), (NetworkInterfaceId, AssignedPrivateIpAddresses))
BOOST_DESCRIBE_STRUCT(UnassignPrivateIpAddresses::Request, (), (NetworkInterfaceId, PrivateIpAddresses, DryRun))

}  // namespace nlbsim::aws::ec2
