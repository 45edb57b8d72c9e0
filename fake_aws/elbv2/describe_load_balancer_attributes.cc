#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DescribeLoadBalancerAttributes> act<aws::DescribeLoadBalancerAttributes>(
    const ActionContext& context, const aws::DescribeLoadBalancerAttributes::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  return aws::DescribeLoadBalancerAttributes::Response{attributes_of(**found)};
}

}  // namespace nlbsim::fake_aws
