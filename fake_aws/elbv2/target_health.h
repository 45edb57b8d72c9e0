// The life of a target: unused -> initial -> healthy <-> unhealthy -> draining -> gone.
//
// A target is unused while its group is in no listener, its zone is not enabled on the load balancer, its instance is
// stopped, or its address is a load balancer's own. Otherwise it registers (a drawn delay), is checked
// (HealthyThreshold times the interval) and turns healthy; one that does not answer turns unhealthy after
// UnhealthyThreshold intervals. A deregistered one drains for the group's delay. A phase that ends by itself has a
// deadline in the timetable, one that does not has none: a settled target costs nothing.
#pragma once

#include <optional>
#include <string_view>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// Drawn once for all targets that begin to register in one step.
struct RegistrationDelay {
  std::optional<Duration> drawn;
};

// ---- by calls ----
// Adds a target, or brings a draining one back; nothing if it is registered already.
void register_target(const ActionContext& context, TargetGroupEntry& group, const TargetKey& key, TargetEntry target,
                     RegistrationDelay& delay);
// Starts draining, or removes at once a target that never carried traffic.
void deregister_target(const ActionContext& context, TargetGroupEntry& group, const TargetKey& key);
// Removes every target at once: their group goes.
void remove_targets(const ActionContext& context, TargetGroupEntry& group);
// After `group.listeners` changed: the group starts or stops being used, and with it its targets.
void follow_listeners(const ActionContext& context, TargetGroupEntry& group);
// After the load balancer's zones changed.
void reassess_targets(const ActionContext& context, const LoadBalancerEntry& load_balancer);

// ---- by themselves ----
void end_attaching(const ActionContext& context, std::string_view group_arn);
void end_phase(const ActionContext& context, std::string_view group_arn, const TargetKey& key);
// After an instance was started, stopped or terminated.
void instance_changed(const ActionContext& context, std::string_view instance_id);
// After a target began or ceased to answer health checks.
void responding_changed(const ActionContext& context, std::string_view target_id);

aws::TargetHealth health_of(const TargetEntry& target);
aws::TargetHealth not_registered();
// The number of the port that is checked: AWS answers it even for "traffic-port".
std::string checked_port(const TargetGroupEntry& group, std::int32_t target_port);

}  // namespace nlbsim::fake_aws
