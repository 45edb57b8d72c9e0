// DescribeSecurityGroupRules and GetSecurityGroupsForVpc: other views of security groups.
#include <utility>

#include "api/aws/ec2_security.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

namespace {

using Rule = Described<ec2::SecurityGroupRule>;
using Group = Described<ec2::SecurityGroupForVpc>;

constexpr FilterField<Rule> kRuleFields[] = {
    {"group-id", [](const Rule& r, const aws::Filter& f) { return accepts(f, r.description.GroupId); }},
    {"security-group-rule-id",
     [](const Rule& r, const aws::Filter& f) { return accepts(f, r.description.SecurityGroupRuleId); }},
};

constexpr FilterField<Group> kGroupFields[] = {
    {"group-id", [](const Group& g, const aws::Filter& f) { return accepts(f, g.description.GroupId); }},
    {"group-name", [](const Group& g, const aws::Filter& f) { return accepts(f, g.description.GroupName); }},
    {"description", [](const Group& g, const aws::Filter& f) { return accepts(f, g.description.Description); }},
    {"owner-id", [](const Group& g, const aws::Filter& f) { return accepts(f, g.description.OwnerId); }},
    {"primary-vpc-id", [](const Group& g, const aws::Filter& f) { return accepts(f, g.description.PrimaryVpcId); }},
};

}  // namespace

template <>
Answer<ec2::DescribeSecurityGroupRules> act<ec2::DescribeSecurityGroupRules>(
    const ActionContext& context, const ec2::DescribeSecurityGroupRules::Request& request) {
  const Network& network = context.state.network;
  ById<Rule> all;
  for (const auto& [id, group] : network.security_groups)
    for (const bool egress : {false, true})
      for (const auto& [rule, entry] : egress ? group.egress : group.ingress)
        all[entry.id] = {describe(network, group, egress, rule, entry), entry.tags};
  ec2::DescribeSecurityGroupRules::Response response;
  const Selection selection{request.SecurityGroupRuleIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select_described<ec2::SecurityGroupRule>(all, selection, kSecurityGroupRuleId, kRuleFields,
                                                       response.SecurityGroupRules);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

template <>
Answer<ec2::GetSecurityGroupsForVpc> act<ec2::GetSecurityGroupsForVpc>(
    const ActionContext& context, const ec2::GetSecurityGroupsForVpc::Request& request) {
  const Network& network = context.state.network;
  if (const auto vpc = find_by_id(network.vpcs, kVpcId, request.VpcId, "VpcId"); !vpc) return sim::forward(vpc.error());
  ById<Group> all;
  for (const auto& [id, group] : network.security_groups) {
    const ec2::SecurityGroup& d = group.description;
    if (d.VpcId == request.VpcId)
      all[id] = {{id, d.GroupName, d.Description, d.OwnerId, d.VpcId, aws::to_tags(group.tags)}, group.tags};
  }
  ec2::GetSecurityGroupsForVpc::Response response;
  const std::vector<std::string> no_ids;
  const Selection selection{no_ids, request.Filters, request.MaxResults, request.NextToken};
  auto next =
      select_described<ec2::SecurityGroupForVpc>(all, selection, kGroupId, kGroupFields, response.SecurityGroupForVpcs);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
