// Elastic Compute Cloud: elastic IP addresses. Conventions as in api/aws/operation.h; described here, because only the
// fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct Address {
  std::string InstanceId, PublicIp, AllocationId, AssociationId, Domain, NetworkInterfaceId, NetworkInterfaceOwnerId;
  std::string PrivateIpAddress, PublicIpv4Pool, NetworkBorderGroup;
  std::vector<Tag> Tags;
};
struct AddressAttribute {
  std::string PublicIp, AllocationId;
};
struct AllocateAddress : Operation<AllocateAddress, kEc2> {
  static constexpr std::string_view kName = "AllocateAddress";
  struct Request {
    std::string Domain, PublicIpv4Pool, NetworkBorderGroup;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string PublicIp, AllocationId, PublicIpv4Pool, NetworkBorderGroup, Domain;
  };
};
struct DescribeAddresses : Operation<DescribeAddresses, kEc2> {
  static constexpr std::string_view kName = "DescribeAddresses";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> PublicIps, AllocationIds;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<Address> Addresses;
  };
};
struct DescribeAddressesAttribute : Operation<DescribeAddressesAttribute, kEc2> {
  static constexpr std::string_view kName = "DescribeAddressesAttribute";
  struct Request {
    std::vector<std::string> AllocationIds;
    std::string Attribute;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "Addresses", .response = "addressSet"}};
    std::vector<AddressAttribute> Addresses;
    std::string NextToken;
  };
};
struct AssociateAddress : Operation<AssociateAddress, kEc2> {
  static constexpr std::string_view kName = "AssociateAddress";
  struct Request {
    std::string AllocationId, InstanceId, PublicIp, NetworkInterfaceId, PrivateIpAddress;
    std::optional<bool> AllowReassociation;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string AssociationId;
  };
};
struct DisassociateAddress : Operation<DisassociateAddress, kEc2> {
  static constexpr std::string_view kName = "DisassociateAddress";
  struct Request {
    std::string AssociationId, PublicIp;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct ReleaseAddress : Operation<ReleaseAddress, kEc2> {
  static constexpr std::string_view kName = "ReleaseAddress";
  struct Request {
    std::string AllocationId, PublicIp;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};

BOOST_DESCRIBE_STRUCT(Address, (),
                      (InstanceId, PublicIp, AllocationId, AssociationId, Domain, NetworkInterfaceId,
                       NetworkInterfaceOwnerId, PrivateIpAddress, PublicIpv4Pool, NetworkBorderGroup, Tags))
BOOST_DESCRIBE_STRUCT(AddressAttribute, (), (PublicIp, AllocationId))
BOOST_DESCRIBE_STRUCT(AllocateAddress::Request, (),
                      (Domain, PublicIpv4Pool, NetworkBorderGroup, TagSpecifications, DryRun))
BOOST_DESCRIBE_STRUCT(AllocateAddress::Response, (),
                      (PublicIp, AllocationId, PublicIpv4Pool, NetworkBorderGroup, Domain))
BOOST_DESCRIBE_STRUCT(DescribeAddresses::Request, (), (Filters, PublicIps, AllocationIds, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeAddresses::Response, (), (Addresses))
BOOST_DESCRIBE_STRUCT(DescribeAddressesAttribute::Request, (),
                      (AllocationIds, Attribute, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeAddressesAttribute::Response, (), (Addresses, NextToken))
BOOST_DESCRIBE_STRUCT(AssociateAddress::Request, (),
                      (AllocationId, InstanceId, PublicIp, NetworkInterfaceId, PrivateIpAddress, AllowReassociation,
                       DryRun))
BOOST_DESCRIBE_STRUCT(AssociateAddress::Response, (), (AssociationId))
BOOST_DESCRIBE_STRUCT(DisassociateAddress::Request, (), (AssociationId, PublicIp, DryRun))
BOOST_DESCRIBE_STRUCT(ReleaseAddress::Request, (), (AllocationId, PublicIp, DryRun))

}  // namespace nlbsim::aws::ec2
