#include "fake_aws/actions.h"

#include <map>
#include <utility>

#include "fake_aws/ec2/actions.h"
#include "fake_aws/elbv2/actions.h"

namespace nlbsim::fake_aws {

namespace {

// Compared by address and only looked up, never walked.
using Table = std::map<const api::OperationInfo*, ActionEntry>;

template <class Op, auto action>
void add(Table& table) {
  ActionEntry entry;
  entry.run = [](const ActionContext& context, api::AnyCall& call) -> Result<void> {
    auto& typed = api::as<Op>(call);
    auto response = action(context, typed.request);
    if (!response) return sim::forward(std::move(response.error()));
    typed.response = std::move(*response);
    return {};
  };
  entry.bucket = [](const api::AnyCall& call) -> std::string_view {
    // EC2 gives a smaller bucket to calls that read everything at once.
    if constexpr (requires(const typename Op::Request& r) {
                    r.Filters;
                    r.MaxResults;
                  }) {
      const auto& request = api::as<Op>(call).request;
      if (request.Filters.empty() && !request.MaxResults) return "ec2-describe-all";
    }
    return call.operation().throttle;
  };
  table.emplace(&Op::info(), entry);
}

Table make_table() {
  Table table;
  add<aws::CreateLoadBalancer, create_load_balancer>(table);
  add<aws::DescribeLoadBalancers, describe_load_balancers>(table);
  add<aws::DeleteLoadBalancer, delete_load_balancer>(table);
  add<aws::DescribeLoadBalancerAttributes, describe_load_balancer_attributes>(table);
  add<aws::ModifyLoadBalancerAttributes, modify_load_balancer_attributes>(table);
  add<aws::SetSecurityGroups, set_security_groups>(table);
  add<aws::SetSubnets, set_subnets>(table);
  add<aws::CreateListener, create_listener>(table);
  add<aws::ModifyListener, modify_listener>(table);
  add<aws::DescribeListeners, describe_listeners>(table);
  add<aws::DeleteListener, delete_listener>(table);
  add<aws::DescribeListenerAttributes, describe_listener_attributes>(table);
  add<aws::ModifyListenerAttributes, modify_listener_attributes>(table);
  add<aws::DescribeRules, describe_rules>(table);
  add<aws::CreateTargetGroup, create_target_group>(table);
  add<aws::DescribeTargetGroups, describe_target_groups>(table);
  add<aws::ModifyTargetGroup, modify_target_group>(table);
  add<aws::DeleteTargetGroup, delete_target_group>(table);
  add<aws::DescribeTargetGroupAttributes, describe_target_group_attributes>(table);
  add<aws::ModifyTargetGroupAttributes, modify_target_group_attributes>(table);
  add<aws::RegisterTargets, register_targets>(table);
  add<aws::DeregisterTargets, deregister_targets>(table);
  add<aws::DescribeTargetHealth, describe_target_health>(table);
  add<aws::AddTags, add_tags>(table);
  add<aws::RemoveTags, remove_tags>(table);
  add<aws::DescribeTags, describe_tags>(table);
  add<aws::ec2::DescribeSubnets, describe_subnets>(table);
  add<aws::ec2::DescribeAvailabilityZones, describe_availability_zones>(table);
  add<aws::ec2::DescribeRouteTables, describe_route_tables>(table);
  add<aws::ec2::DescribeVpcs, describe_vpcs>(table);
  add<aws::ec2::DescribeInstances, describe_instances>(table);
  add<aws::ec2::DescribeSecurityGroups, describe_security_groups>(table);
  add<aws::ec2::CreateSecurityGroup, create_security_group>(table);
  add<aws::ec2::DeleteSecurityGroup, delete_security_group>(table);
  add<aws::ec2::AuthorizeSecurityGroupIngress, authorize_security_group_ingress>(table);
  add<aws::ec2::RevokeSecurityGroupIngress, revoke_security_group_ingress>(table);
  add<aws::ec2::CreateTags, create_tags>(table);
  add<aws::ec2::DeleteTags, delete_tags>(table);
  return table;
}

}  // namespace

const ActionEntry* find_action(const api::OperationInfo& operation) {
  static const Table table = make_table();
  const auto found = table.find(&operation);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace nlbsim::fake_aws
