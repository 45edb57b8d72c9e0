#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::ModifyTargetGroupAttributes> act<aws::ModifyTargetGroupAttributes>(
    const ActionContext& context, const aws::ModifyTargetGroupAttributes::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  if (auto valid = check_attributes(**found, request.Attributes); !valid) return sim::forward(valid.error());
  if (store_attributes((*found)->attributes, request.Attributes))
    context.record("TargetGroup", request.TargetGroupArn, "modified");
  return aws::ModifyTargetGroupAttributes::Response{attributes_of(**found)};
}

}  // namespace nlbsim::fake_aws
