// The managed security group: what has to be called.
#pragma once

#include <span>

#include "engine/deploy/plan.h"
#include "engine/deploy/tracked.h"
#include "engine/model/stack.h"

namespace nlbsim::engine {

using TrackedSecurityGroup = Tracked<aws::ec2::SecurityGroup>;

PlannedCall plan_security_group_create(const DesiredSecurityGroup& desired);
// Tags, then one Authorize for what is missing and one Revoke for what is too much. A rule is its protocol, ports and
// one source; its description does not count. Rules for exactly a frozen port stay.
Plan plan_security_group_update(const DesiredSecurityGroup& desired, const TrackedSecurityGroup& actual,
                                std::span<const std::int32_t> frozen_ports, const std::string& cluster);
// The second half of it alone, for a group that was just made or read again.
Plan plan_ingress(const DesiredSecurityGroup& desired, const aws::ec2::SecurityGroup& actual,
                  std::span<const std::int32_t> frozen_ports);

}  // namespace nlbsim::engine
