#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DescribeTargetGroupAttributes> act<aws::DescribeTargetGroupAttributes>(
    const ActionContext& context, const aws::DescribeTargetGroupAttributes::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  return aws::DescribeTargetGroupAttributes::Response{attributes_of(**found)};
}

}  // namespace nlbsim::fake_aws
