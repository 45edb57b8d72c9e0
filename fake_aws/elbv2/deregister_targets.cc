#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

// A target that is not registered is no error. Without a port the group's port is meant: the same instance on another
// port stays.
template <>
Answer<aws::DeregisterTargets> act<aws::DeregisterTargets>(const ActionContext& context,
                                                           const aws::DeregisterTargets::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  if (request.Targets.empty()) return missing("targets");
  TargetGroupEntry& group = **found;
  for (const aws::TargetDescription& target : request.Targets)
    deregister_target(context, group, {target.Id, target.Port.value_or(group.description.Port)});
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
