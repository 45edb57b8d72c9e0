// Rules of security groups, between the nested form of requests and answers and the flat one of the state, and what
// authorizing and revoking them have in common for both directions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/aws/ec2_security.h"
#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

using DescribedRule = std::pair<SecurityGroupRule, std::optional<std::string>>;

// One rule per peer, with its description; protocols and CIDRs in their canonical form. MissingParameter,
// InvalidParameterValue. Whether a peer group exists is not asked.
Result<std::vector<DescribedRule>> flatten(const std::vector<ec2::IpPermission>& permissions);
// Grouped by protocol and ports. `-1` and protocols without ports have none.
std::vector<ec2::IpPermission> permissions_of(const Rules& rules, const std::string& owner_id);
// With both directions.
ec2::SecurityGroup describe(const SecurityGroupEntry& group);
ec2::SecurityGroupRule describe(const Network& network, const SecurityGroupEntry& group, bool egress,
                                const SecurityGroupRule& rule, const RuleEntry& entry);

// The permissions of a request: nested, or one rule told flat.
template <class Request>
std::vector<ec2::IpPermission> permissions_in(const Request& request) {
  if (!request.IpPermissions.empty() || request.IpProtocol.empty()) return request.IpPermissions;
  ec2::IpPermission one;
  one.IpProtocol = request.IpProtocol;
  one.FromPort = request.FromPort;
  one.ToPort = request.ToPort;
  if (!request.CidrIp.empty()) one.IpRanges.push_back({request.CidrIp, std::nullopt});
  return {one};
}

struct RuleChange {
  const std::string& group_id;
  bool egress = false;
};

// All rules or none. The description is no part of what makes a rule the same rule. InvalidGroup.NotFound,
// InvalidPermission.Duplicate, RulesPerSecurityGroupLimitExceeded.
Result<std::vector<ec2::SecurityGroupRule>> authorize(const ActionContext& context, const RuleChange& change,
                                                      const std::vector<ec2::IpPermission>& permissions,
                                                      const std::vector<ec2::TagSpecification>& tags);
// All rules or none, by what they say or by their ids: one that is not there fails the call, as in every VPC but the
// default one. InvalidPermission.NotFound, InvalidSecurityGroupRuleId.NotFound.
Result<std::vector<ec2::RevokedSecurityGroupRule>> revoke(const ActionContext& context, const RuleChange& change,
                                                          const std::vector<ec2::IpPermission>& permissions,
                                                          const std::vector<std::string>& rule_ids);

// New descriptions for rules that are there, told by what they say or by their ids; all or none.
// InvalidPermission.NotFound, InvalidSecurityGroupRuleId.NotFound.
Result<void> describe_anew(const ActionContext& context, const RuleChange& change,
                           const ec2::UpdateSecurityGroupRuleDescriptionsIngress::Request& request);
// Rules say something else from now on and keep their ids; all or none. Errors of both above.
Result<void> modify(const ActionContext& context, const ec2::ModifySecurityGroupRules::Request& request);

}  // namespace nlbsim::fake_aws
