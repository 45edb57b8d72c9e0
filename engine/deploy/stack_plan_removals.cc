// What goes because nothing desires it any more.
#include <algorithm>

#include "engine/deploy/binding_plan.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/stack_planner.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {

void StackPlanner::unmatched_bindings() {
  if (being_replaced()) return;
  for (const kube::ObjectRef& binding : unmatched_) {
    const std::string arn(target_group_of(*binding));
    if (held_.contains(arn)) continue;
    PlannedCall planned = plan_binding_delete(binding->meta().key(), "its target group is not desired");
    planned.after = released(arn);
    const auto place = add(std::move(planned));
    going_[arn] = binding;
    releases_[arn].push_back(*place);
  }
}

void StackPlanner::unmatched_target_groups() {
  const Matching matching = match_target_groups(stack_, actual_);
  for (const std::size_t at : matching.unmatched) {
    const aws::TargetGroup& group = actual_.target_groups.items[at].resource;
    const std::string& arn = group.TargetGroupArn;
    if (frozen_.target_groups.contains(arn) || held_.contains(arn)) continue;
    if (clean_up_waits()) {
      plan_.clean_up_waits = true;
      continue;
    }
    PlannedCall planned = plan_target_group_delete(group);
    planned.after = released(arn);
    const auto going = going_.find(arn);
    if (going != going_.end()) planned.binding_gone = going->second;
    add(std::move(planned));
  }
}

void StackPlanner::unmatched_security_groups() {
  const Matching matching = match_security_groups(stack_, actual_);
  for (const std::size_t at : matching.unmatched) {
    if (clean_up_waits()) {
      plan_.clean_up_waits = true;
      continue;
    }
    PlannedCall planned = plan_security_group_delete(actual_.security_groups.items[at].resource.GroupId);
    planned.after = load_balancer_deletes_;
    planned.after.insert(planned.after.end(), group_changes_.begin(), group_changes_.end());
    add(std::move(planned));
  }
}

// Every call that takes something off the target group; a load balancer that goes takes its listeners along.
std::vector<std::size_t> StackPlanner::released(const std::string& arn) const {
  Places places = load_balancer_deletes_;
  const auto found = releases_.find(arn);
  if (found != releases_.end()) places.insert(places.end(), found->second.begin(), found->second.end());
  return places;
}

std::vector<std::int32_t> StackPlanner::ports_of(const std::string& target_group_id) const {
  std::vector<std::int32_t> ports;
  for (const DesiredListener& listener : stack_.listeners) {
    if (listener.target_group_id == target_group_id) ports.push_back(listener.port);
  }
  return ports;
}

// An older load balancer that is still provisioning may hold on to what is left over: another run cleans up.
bool StackPlanner::clean_up_waits() const {
  if (being_replaced()) return true;
  const auto standing = standing_load_balancer(stack_, actual_);
  return standing && profile_.provisioning_stops_clean_up &&
         actual_.load_balancers.items[*standing].resource.State.Code == kProvisioning;
}

}  // namespace nlbsim::engine
