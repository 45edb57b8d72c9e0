#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/target_group_settings.h"

namespace nlbsim::fake_aws {

// Only the health check of a target group can be modified. Targets keep the deadlines that they have.
template <>
Answer<aws::ModifyTargetGroup> act<aws::ModifyTargetGroup>(const ActionContext& context,
                                                           const aws::ModifyTargetGroup::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  aws::TargetGroup wanted = (*found)->description;
  apply_health_check(wanted, request);
  if (auto valid = check_health_check(wanted); !valid) return sim::forward(valid.error());
  aws::TargetGroup& now = (*found)->description;
  if (wanted != now) {
    now = std::move(wanted);
    context.record("TargetGroup", request.TargetGroupArn, "modified");
  }
  return aws::ModifyTargetGroup::Response{{now}};
}

}  // namespace nlbsim::fake_aws
