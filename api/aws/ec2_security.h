// Elastic Compute Cloud: security group rules beyond those of a load balancer controller. Conventions as in
// api/aws/operation.h; described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct SecurityGroupForVpc {
  std::string GroupId, GroupName, Description, OwnerId, PrimaryVpcId;
  std::vector<Tag> Tags;
};
struct AuthorizeSecurityGroupEgress : Operation<AuthorizeSecurityGroupEgress, kEc2> {
  static constexpr std::string_view kName = "AuthorizeSecurityGroupEgress";
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
    std::vector<TagSpecification> TagSpecifications = {};
    std::string IpProtocol = {}, CidrIp = {};
    std::optional<std::int32_t> FromPort = {}, ToPort = {};
    std::optional<bool> DryRun = {};
  };
  struct Response {
    bool Return = true;
    std::vector<SecurityGroupRule> SecurityGroupRules;
  };
};
struct RevokeSecurityGroupEgress : Operation<RevokeSecurityGroupEgress, kEc2> {
  static constexpr std::string_view kName = "RevokeSecurityGroupEgress";
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
    std::vector<std::string> SecurityGroupRuleIds = {};
    std::string IpProtocol = {}, CidrIp = {};
    std::optional<std::int32_t> FromPort = {}, ToPort = {};
    std::optional<bool> DryRun = {};
  };
  struct Response {
    bool Return = true;
    std::vector<RevokedSecurityGroupRule> RevokedSecurityGroupRules;
  };
};
struct DescribeSecurityGroupRules : Operation<DescribeSecurityGroupRules, kEc2> {
  static constexpr std::string_view kName = "DescribeSecurityGroupRules";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> SecurityGroupRuleIds = {};
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<SecurityGroupRule> SecurityGroupRules;
    std::string NextToken;
  };
};
struct GetSecurityGroupsForVpc : Operation<GetSecurityGroupsForVpc, kEc2> {
  static constexpr std::string_view kName = "GetSecurityGroupsForVpc";
  struct Request {
    std::string VpcId;
    std::vector<Filter> Filters;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<SecurityGroupForVpc> SecurityGroupForVpcs;
    std::string NextToken;
  };
};
// What a rule is to say from now on. Exactly one peer.
struct SecurityGroupRuleRequest {
  std::string IpProtocol;
  std::optional<std::int32_t> FromPort, ToPort;
  std::string CidrIpv4, CidrIpv6, ReferencedGroupId;
  std::optional<std::string> Description;
};
struct SecurityGroupRuleUpdate {
  std::string SecurityGroupRuleId;
  SecurityGroupRuleRequest SecurityGroupRule;
};
struct ModifySecurityGroupRules : Operation<ModifySecurityGroupRules, kEc2> {
  static constexpr std::string_view kName = "ModifySecurityGroupRules";
  struct Request {
    std::string GroupId;
    std::vector<SecurityGroupRuleUpdate> SecurityGroupRules;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct SecurityGroupRuleDescription {
  std::string SecurityGroupRuleId;
  std::optional<std::string> Description;
};
struct UpdateSecurityGroupRuleDescriptionsIngress : Operation<UpdateSecurityGroupRuleDescriptionsIngress, kEc2> {
  static constexpr std::string_view kName = "UpdateSecurityGroupRuleDescriptionsIngress";
  struct Request {
    std::string GroupId;
    std::vector<IpPermission> IpPermissions;
    std::vector<SecurityGroupRuleDescription> SecurityGroupRuleDescriptions;
    std::optional<bool> DryRun = {};
  };
  using Response = Success;
};
struct UpdateSecurityGroupRuleDescriptionsEgress : Operation<UpdateSecurityGroupRuleDescriptionsEgress, kEc2> {
  static constexpr std::string_view kName = "UpdateSecurityGroupRuleDescriptionsEgress";
  using Request = UpdateSecurityGroupRuleDescriptionsIngress::Request;
  using Response = Success;
};

BOOST_DESCRIBE_STRUCT(SecurityGroupRuleRequest, (),
                      (IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, ReferencedGroupId, Description))
BOOST_DESCRIBE_STRUCT(SecurityGroupRuleUpdate, (), (SecurityGroupRuleId, SecurityGroupRule))
BOOST_DESCRIBE_STRUCT(ModifySecurityGroupRules::Request, (), (GroupId, SecurityGroupRules, DryRun))
BOOST_DESCRIBE_STRUCT(SecurityGroupRuleDescription, (), (SecurityGroupRuleId, Description))
BOOST_DESCRIBE_STRUCT(UpdateSecurityGroupRuleDescriptionsIngress::Request, (),
                      (GroupId, IpPermissions, SecurityGroupRuleDescriptions, DryRun))
BOOST_DESCRIBE_STRUCT(SecurityGroupForVpc, (), (GroupId, GroupName, Description, OwnerId, PrimaryVpcId, Tags))
BOOST_DESCRIBE_STRUCT(AuthorizeSecurityGroupEgress::Request, (),
                      (GroupId, IpPermissions, TagSpecifications, IpProtocol, CidrIp, FromPort, ToPort, DryRun))
BOOST_DESCRIBE_STRUCT(AuthorizeSecurityGroupEgress::Response, (), (Return, SecurityGroupRules))
BOOST_DESCRIBE_STRUCT(RevokeSecurityGroupEgress::Request, (),
                      (GroupId, IpPermissions, SecurityGroupRuleIds, IpProtocol, CidrIp, FromPort, ToPort, DryRun))
BOOST_DESCRIBE_STRUCT(RevokeSecurityGroupEgress::Response, (), (Return, RevokedSecurityGroupRules))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroupRules::Request, (),
                      (Filters, SecurityGroupRuleIds, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeSecurityGroupRules::Response, (), (SecurityGroupRules, NextToken))
BOOST_DESCRIBE_STRUCT(GetSecurityGroupsForVpc::Request, (), (VpcId, Filters, MaxResults, NextToken, DryRun))
BOOST_DESCRIBE_STRUCT(GetSecurityGroupsForVpc::Response, (), (SecurityGroupForVpcs, NextToken))

}  // namespace nlbsim::aws::ec2
