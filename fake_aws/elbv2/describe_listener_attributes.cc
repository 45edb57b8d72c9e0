#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DescribeListenerAttributes> act<aws::DescribeListenerAttributes>(
    const ActionContext& context, const aws::DescribeListenerAttributes::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  return aws::DescribeListenerAttributes::Response{attributes_of(**found)};
}

}  // namespace nlbsim::fake_aws
