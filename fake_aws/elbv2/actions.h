// The actions of Elastic Load Balancing v2, each in the file of its name: it checks everything, in the order in which
// AWS does, then changes the state and answers. A new action is such a file, a line here and a line in actions.cc.
#pragma once

#include "api/aws/elbv2.h"
#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

Result<aws::CreateLoadBalancer::Response> create_load_balancer(const ActionContext& context,
                                                               const aws::CreateLoadBalancer::Request& request);
Result<aws::DescribeLoadBalancers::Response> describe_load_balancers(
    const ActionContext& context, const aws::DescribeLoadBalancers::Request& request);
Result<aws::DeleteLoadBalancer::Response> delete_load_balancer(const ActionContext& context,
                                                               const aws::DeleteLoadBalancer::Request& request);
Result<aws::DescribeLoadBalancerAttributes::Response> describe_load_balancer_attributes(
    const ActionContext& context, const aws::DescribeLoadBalancerAttributes::Request& request);
Result<aws::ModifyLoadBalancerAttributes::Response> modify_load_balancer_attributes(
    const ActionContext& context, const aws::ModifyLoadBalancerAttributes::Request& request);
Result<aws::SetSecurityGroups::Response> set_security_groups(const ActionContext& context,
                                                             const aws::SetSecurityGroups::Request& request);
Result<aws::SetSubnets::Response> set_subnets(const ActionContext& context, const aws::SetSubnets::Request& request);
Result<aws::CreateListener::Response> create_listener(const ActionContext& context,
                                                      const aws::CreateListener::Request& request);
Result<aws::ModifyListener::Response> modify_listener(const ActionContext& context,
                                                      const aws::ModifyListener::Request& request);
Result<aws::DescribeListeners::Response> describe_listeners(const ActionContext& context,
                                                            const aws::DescribeListeners::Request& request);
Result<aws::DeleteListener::Response> delete_listener(const ActionContext& context,
                                                      const aws::DeleteListener::Request& request);
Result<aws::DescribeListenerAttributes::Response> describe_listener_attributes(
    const ActionContext& context, const aws::DescribeListenerAttributes::Request& request);
Result<aws::ModifyListenerAttributes::Response> modify_listener_attributes(
    const ActionContext& context, const aws::ModifyListenerAttributes::Request& request);
Result<aws::DescribeRules::Response> describe_rules(const ActionContext& context,
                                                    const aws::DescribeRules::Request& request);
Result<aws::CreateTargetGroup::Response> create_target_group(const ActionContext& context,
                                                             const aws::CreateTargetGroup::Request& request);
Result<aws::DescribeTargetGroups::Response> describe_target_groups(const ActionContext& context,
                                                                   const aws::DescribeTargetGroups::Request& request);
Result<aws::ModifyTargetGroup::Response> modify_target_group(const ActionContext& context,
                                                             const aws::ModifyTargetGroup::Request& request);
Result<aws::DeleteTargetGroup::Response> delete_target_group(const ActionContext& context,
                                                             const aws::DeleteTargetGroup::Request& request);
Result<aws::DescribeTargetGroupAttributes::Response> describe_target_group_attributes(
    const ActionContext& context, const aws::DescribeTargetGroupAttributes::Request& request);
Result<aws::ModifyTargetGroupAttributes::Response> modify_target_group_attributes(
    const ActionContext& context, const aws::ModifyTargetGroupAttributes::Request& request);
Result<aws::RegisterTargets::Response> register_targets(const ActionContext& context,
                                                        const aws::RegisterTargets::Request& request);
Result<aws::DeregisterTargets::Response> deregister_targets(const ActionContext& context,
                                                            const aws::DeregisterTargets::Request& request);
Result<aws::DescribeTargetHealth::Response> describe_target_health(const ActionContext& context,
                                                                   const aws::DescribeTargetHealth::Request& request);
Result<aws::AddTags::Response> add_tags(const ActionContext& context, const aws::AddTags::Request& request);
Result<aws::RemoveTags::Response> remove_tags(const ActionContext& context, const aws::RemoveTags::Request& request);
Result<aws::DescribeTags::Response> describe_tags(const ActionContext& context,
                                                  const aws::DescribeTags::Request& request);

}  // namespace nlbsim::fake_aws
