// Target groups: what has to be called.
#pragma once

#include "api/aws/elbv2.h"
#include "engine/deploy/plan.h"
#include "engine/deploy/tracked.h"
#include "engine/model/stack.h"

namespace nlbsim::engine {

using TrackedTargetGroup = Tracked<aws::TargetGroup>;

// Target type and protocol cannot be changed. Name and port could not either, but matter to nobody: targets register
// with ports of their own.
bool target_group_replaced(const DesiredTargetGroup& desired, const TrackedTargetGroup& found);
PlannedCall plan_target_group_create(const DesiredTargetGroup& desired);
// Tags, then the health check.
Plan plan_target_group_update(const DesiredTargetGroup& desired, const TrackedTargetGroup& actual,
                              const std::string& cluster);
// AddTags and RemoveTags of any ELBv2 resource.
Plan plan_tags(const std::string& resource, const std::string& arn, TagDifference difference);

}  // namespace nlbsim::engine
