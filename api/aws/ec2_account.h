// Elastic Compute Cloud: what concerns an account as a whole: tags, regions, attributes, and kinds of resources that it
// has none of. Conventions as in api/aws/operation.h; described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct TagDescription {
  static constexpr api::MemberNote notes[] = {{.member = "Value", .always = true}};
  std::string Key, ResourceId, ResourceType, Value;
};
struct Region {
  static constexpr api::MemberNote notes[] = {{.member = "Endpoint", .response = "regionEndpoint"}};
  std::string RegionName, Endpoint, OptInStatus;
};
struct AccountAttributeValue {
  std::string AttributeValue;
};
struct AccountAttribute {
  std::string AttributeName;
  std::vector<AccountAttributeValue> AttributeValues;
};
struct VpcPeeringConnection {
  std::string VpcPeeringConnectionId;
};
struct CoipPool {
  std::string PoolId;
};
struct IpamPool {
  std::string IpamPoolId;
};
struct DescribeTags : Operation<DescribeTags, kEc2> {
  static constexpr std::string_view kName = "DescribeTags";
  struct Request {
    std::vector<Filter> Filters;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<TagDescription> Tags;
    std::string NextToken;
  };
};
struct DescribeRegions : Operation<DescribeRegions, kEc2> {
  static constexpr std::string_view kName = "DescribeRegions";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> RegionNames;
    std::optional<bool> AllRegions;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<Region> Regions;
  };
};
struct DescribeAccountAttributes : Operation<DescribeAccountAttributes, kEc2> {
  static constexpr std::string_view kName = "DescribeAccountAttributes";
  struct Request {
    std::vector<std::string> AttributeNames;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<AccountAttribute> AccountAttributes;
  };
};
struct DescribeVpcPeeringConnections : Operation<DescribeVpcPeeringConnections, kEc2> {
  static constexpr std::string_view kName = "DescribeVpcPeeringConnections";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> VpcPeeringConnectionIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<VpcPeeringConnection> VpcPeeringConnections;
    std::string NextToken;
  };
};
struct DescribeCoipPools : Operation<DescribeCoipPools, kEc2> {
  static constexpr std::string_view kName = "DescribeCoipPools";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> PoolIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<CoipPool> CoipPools;
    std::string NextToken;
  };
};
struct DescribeIpamPools : Operation<DescribeIpamPools, kEc2> {
  static constexpr std::string_view kName = "DescribeIpamPools";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> IpamPoolIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<IpamPool> IpamPools;
    std::string NextToken;
  };
};

BOOST_DESCRIBE_STRUCT(TagDescription, (), (Key, ResourceId, ResourceType, Value))
BOOST_DESCRIBE_STRUCT(Region, (), (RegionName, Endpoint, OptInStatus))
BOOST_DESCRIBE_STRUCT(AccountAttributeValue, (), (AttributeValue))
BOOST_DESCRIBE_STRUCT(AccountAttribute, (), (AttributeName, AttributeValues))
BOOST_DESCRIBE_STRUCT(VpcPeeringConnection, (), (VpcPeeringConnectionId))
BOOST_DESCRIBE_STRUCT(CoipPool, (), (PoolId))
BOOST_DESCRIBE_STRUCT(IpamPool, (), (IpamPoolId))
BOOST_DESCRIBE_STRUCT(DescribeTags::Request, (), (Filters, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeTags::Response, (), (Tags, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeRegions::Request, (), (Filters, RegionNames, AllRegions, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeRegions::Response, (), (Regions))
BOOST_DESCRIBE_STRUCT(DescribeAccountAttributes::Request, (), (AttributeNames, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeAccountAttributes::Response, (), (AccountAttributes))
BOOST_DESCRIBE_STRUCT(DescribeVpcPeeringConnections::Request, (),
                      (Filters, VpcPeeringConnectionIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeVpcPeeringConnections::Response, (), (VpcPeeringConnections, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeCoipPools::Request, (), (Filters, PoolIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeCoipPools::Response, (), (CoipPools, NextToken))
BOOST_DESCRIBE_STRUCT(DescribeIpamPools::Request, (), (Filters, IpamPoolIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeIpamPools::Response, (), (IpamPools, NextToken))

}  // namespace nlbsim::aws::ec2
