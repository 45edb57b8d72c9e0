// Target groups: what has to be called.
#pragma once

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

// Target type, protocol and type of addresses cannot be changed. Name and port could not either, but matter to nobody:
// targets register with ports of their own.
bool target_group_replaced(const DesiredTargetGroup& desired, const TrackedTargetGroup& found);
PlannedCall plan_target_group_create(const DesiredTargetGroup& desired);
// Attributes of a group that stands, or of one that is made: null.
Plan plan_target_group_attributes(const DesiredTargetGroup& desired, const aws::TargetGroup* actual,
                                  const KnownAttributes& known);
// Tags, then the health check.
Plan plan_target_group_update(const DesiredTargetGroup& desired, const TrackedTargetGroup& actual,
                              const std::string& cluster);
PlannedCall plan_target_group_delete(const aws::TargetGroup& group);
// AddTags and RemoveTags of any ELBv2 resource.
Plan plan_tags(const std::string& object, const std::string& arn, TagDifference difference);

// What a plan calls the target group of the stack with this resource id.
std::string target_group_reference(const std::string& resource_id);

}  // namespace nlbsim::engine
