#include "api/aws/elbv2.h"

#include "api/aws/elbv2_described.h"
#include "api/operation_info.h"

namespace nlbsim::aws {

using api::OperationInfo;

namespace {

// What a request is about, for people and for fault filters: the first of these that it has.
template <class Request>
std::string subject(const Request& request) {
  if constexpr (requires { request.LoadBalancerArn; }) return request.LoadBalancerArn;
  else if constexpr (requires { request.ListenerArn; }) return request.ListenerArn;
  else if constexpr (requires { request.TargetGroupArn; }) return request.TargetGroupArn;
  else if constexpr (requires { request.Name; }) return request.Name;
  else return {};
}

template <class Op>
const OperationInfo& operation(std::string_view name, std::string_view throttle) {
  const bool mutates = !name.starts_with("Describe");
  static const OperationInfo info =
      api::make_operation_info<Op>(name, "elbv2", api::Plane::aws, mutates, throttle, subject<typename Op::Request>);
  return info;
}

}  // namespace

// Throttle categories follow the token buckets that AWS documents per API family.
const OperationInfo& CreateLoadBalancer::info() {
  return operation<CreateLoadBalancer>("CreateLoadBalancer", "elbv2-create-delete");
}
const OperationInfo& DescribeLoadBalancers::info() {
  return operation<DescribeLoadBalancers>("DescribeLoadBalancers", "elbv2-describe");
}
const OperationInfo& DeleteLoadBalancer::info() {
  return operation<DeleteLoadBalancer>("DeleteLoadBalancer", "elbv2-create-delete");
}
const OperationInfo& DescribeLoadBalancerAttributes::info() {
  return operation<DescribeLoadBalancerAttributes>("DescribeLoadBalancerAttributes", "elbv2-describe");
}
const OperationInfo& ModifyLoadBalancerAttributes::info() {
  return operation<ModifyLoadBalancerAttributes>("ModifyLoadBalancerAttributes", "elbv2-modify");
}
const OperationInfo& SetSecurityGroups::info() {
  return operation<SetSecurityGroups>("SetSecurityGroups", "elbv2-modify");
}
const OperationInfo& SetSubnets::info() { return operation<SetSubnets>("SetSubnets", "elbv2-create-delete"); }
const OperationInfo& CreateListener::info() {
  return operation<CreateListener>("CreateListener", "elbv2-create-delete");
}
const OperationInfo& ModifyListener::info() { return operation<ModifyListener>("ModifyListener", "elbv2-modify"); }
const OperationInfo& DescribeListeners::info() {
  return operation<DescribeListeners>("DescribeListeners", "elbv2-describe");
}
const OperationInfo& DeleteListener::info() {
  return operation<DeleteListener>("DeleteListener", "elbv2-create-delete");
}
const OperationInfo& DescribeListenerAttributes::info() {
  return operation<DescribeListenerAttributes>("DescribeListenerAttributes", "elbv2-describe");
}
const OperationInfo& ModifyListenerAttributes::info() {
  return operation<ModifyListenerAttributes>("ModifyListenerAttributes", "elbv2-modify");
}
const OperationInfo& DescribeRules::info() { return operation<DescribeRules>("DescribeRules", "elbv2-describe"); }
const OperationInfo& CreateTargetGroup::info() {
  return operation<CreateTargetGroup>("CreateTargetGroup", "elbv2-create-delete");
}
const OperationInfo& DescribeTargetGroups::info() {
  return operation<DescribeTargetGroups>("DescribeTargetGroups", "elbv2-describe");
}
const OperationInfo& ModifyTargetGroup::info() {
  return operation<ModifyTargetGroup>("ModifyTargetGroup", "elbv2-modify");
}
const OperationInfo& DeleteTargetGroup::info() {
  return operation<DeleteTargetGroup>("DeleteTargetGroup", "elbv2-create-delete");
}
const OperationInfo& DescribeTargetGroupAttributes::info() {
  return operation<DescribeTargetGroupAttributes>("DescribeTargetGroupAttributes", "elbv2-describe");
}
const OperationInfo& ModifyTargetGroupAttributes::info() {
  return operation<ModifyTargetGroupAttributes>("ModifyTargetGroupAttributes", "elbv2-modify");
}
const OperationInfo& RegisterTargets::info() { return operation<RegisterTargets>("RegisterTargets", "elbv2-targets"); }
const OperationInfo& DeregisterTargets::info() {
  return operation<DeregisterTargets>("DeregisterTargets", "elbv2-targets");
}
const OperationInfo& DescribeTargetHealth::info() {
  return operation<DescribeTargetHealth>("DescribeTargetHealth", "elbv2-describe");
}
const OperationInfo& AddTags::info() { return operation<AddTags>("AddTags", "elbv2-modify"); }
const OperationInfo& RemoveTags::info() { return operation<RemoveTags>("RemoveTags", "elbv2-modify"); }
const OperationInfo& DescribeTags::info() { return operation<DescribeTags>("DescribeTags", "elbv2-describe"); }

}  // namespace nlbsim::aws
