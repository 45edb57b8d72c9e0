// The managed security group: what has to be called.
#pragma once

#include <span>

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

PlannedCall plan_security_group_create(const DesiredSecurityGroup& desired);
// Tags, then the rules.
Plan plan_security_group_update(const DesiredSecurityGroup& desired, const TrackedSecurityGroup& actual,
                                const std::string& cluster);
// One Authorize for what is missing and one Revoke for what is too much. A rule is its protocol, ports and one source;
// its description does not count. What is replaced on a port goes by a call of its own, and only once the new rules let
// clients in: `after` counts from the beginning of this plan.
Plan plan_ingress(const DesiredSecurityGroup& desired, std::span<const aws::ec2::IpPermission> actual);
PlannedCall plan_security_group_delete(const std::string& group_id);

// What a plan calls the security group of the stack: "security group ManagedLBSecurityGroup".
std::string security_group_reference(const std::string& resource_id);

}  // namespace nlbsim::engine
