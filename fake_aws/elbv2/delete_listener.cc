#include "fake_aws/action.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DeleteListener> act<aws::DeleteListener>(const ActionContext& context,
                                                     const aws::DeleteListener::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  remove_listener(context, request.ListenerArn);
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
