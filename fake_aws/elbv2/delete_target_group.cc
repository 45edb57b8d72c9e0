#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DeleteTargetGroup> act<aws::DeleteTargetGroup>(const ActionContext& context,
                                                           const aws::DeleteTargetGroup::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const std::string& arn = request.TargetGroupArn;
  const auto found = find_target_group(context, arn);
  if (!found) return sim::forward(found.error());
  TargetGroupEntry& group = **found;
  if (!group.listeners.empty() || context.now() < group.in_use_until)
    return refuse(aws::code::kResourceInUse, "Target group '" + arn + "' is currently in use by a listener or a rule");
  remove_targets(context, group);
  load_balancing.target_group_arns.erase(group.description.TargetGroupName);
  load_balancing.target_groups.erase(arn);
  context.record("TargetGroup", arn, "deleted");
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
