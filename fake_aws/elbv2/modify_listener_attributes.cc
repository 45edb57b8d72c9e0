#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::ModifyListenerAttributes> act<aws::ModifyListenerAttributes>(
    const ActionContext& context, const aws::ModifyListenerAttributes::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  if (auto valid = check_attributes(**found, request.Attributes); !valid) return sim::forward(valid.error());
  if (store_attributes((*found)->attributes, request.Attributes))
    context.record("Listener", request.ListenerArn, "modified");
  return aws::ModifyListenerAttributes::Response{attributes_of(**found)};
}

}  // namespace nlbsim::fake_aws
