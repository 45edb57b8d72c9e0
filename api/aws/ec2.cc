#include "api/aws/ec2.h"

#include "api/aws/ec2_described.h"
#include "api/operation_info.h"

namespace nlbsim::aws::ec2 {

using api::OperationInfo;

namespace {

// What a request is about, for people and for fault filters: the first of these that it has.
template <class Request>
std::string subject(const Request& request) {
  if constexpr (requires { request.GroupId; }) return request.GroupId;
  else if constexpr (requires { request.GroupName; }) return request.GroupName;
  else return {};
}

template <class Op>
const OperationInfo& operation(std::string_view name, std::string_view throttle) {
  const bool mutates = !name.starts_with("Describe");
  static const OperationInfo info =
      api::make_operation_info<Op>(name, "ec2", api::Plane::aws, mutates, throttle, subject<typename Op::Request>);
  return info;
}

}  // namespace

// Throttle categories follow the token buckets that AWS documents per API family.
const OperationInfo& DescribeSubnets::info() { return operation<DescribeSubnets>("DescribeSubnets", "ec2-describe"); }
const OperationInfo& DescribeAvailabilityZones::info() {
  return operation<DescribeAvailabilityZones>("DescribeAvailabilityZones", "ec2-describe");
}
const OperationInfo& DescribeRouteTables::info() {
  return operation<DescribeRouteTables>("DescribeRouteTables", "ec2-describe");
}
const OperationInfo& DescribeVpcs::info() { return operation<DescribeVpcs>("DescribeVpcs", "ec2-describe"); }
const OperationInfo& DescribeInstances::info() {
  return operation<DescribeInstances>("DescribeInstances", "ec2-describe");
}
const OperationInfo& DescribeSecurityGroups::info() {
  return operation<DescribeSecurityGroups>("DescribeSecurityGroups", "ec2-describe");
}
const OperationInfo& CreateSecurityGroup::info() {
  return operation<CreateSecurityGroup>("CreateSecurityGroup", "ec2-modify");
}
const OperationInfo& DeleteSecurityGroup::info() {
  return operation<DeleteSecurityGroup>("DeleteSecurityGroup", "ec2-modify");
}
const OperationInfo& AuthorizeSecurityGroupIngress::info() {
  return operation<AuthorizeSecurityGroupIngress>("AuthorizeSecurityGroupIngress", "ec2-modify");
}
const OperationInfo& RevokeSecurityGroupIngress::info() {
  return operation<RevokeSecurityGroupIngress>("RevokeSecurityGroupIngress", "ec2-modify");
}
const OperationInfo& CreateTags::info() { return operation<CreateTags>("CreateTags", "ec2-modify"); }
const OperationInfo& DeleteTags::info() { return operation<DeleteTags>("DeleteTags", "ec2-modify"); }

}  // namespace nlbsim::aws::ec2
