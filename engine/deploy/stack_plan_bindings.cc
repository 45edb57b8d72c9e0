// The bindings of a plan: before the listeners those of target groups that a listener turns to, then the others.
#include <algorithm>

#include "engine/deploy/stack_planner.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {

void StackPlanner::plan_bindings_of_stack() {
  std::vector<DesiredTargetGroupBinding> desired = stack_.bindings;
  desired.insert(desired.end(), frozen_.bindings.begin(), frozen_.bindings.end());
  std::ranges::sort(desired, {}, &DesiredTargetGroupBinding::id);
  BindingPlan bindings = plan_bindings(desired, actual_.bindings, plan_.known, frozen_.target_groups);
  bindings_ = std::move(bindings.steps);
  unmatched_ = std::move(bindings.unmatched);
}

void StackPlanner::bindings_of(const std::set<std::string>& target_groups) {
  std::vector<BindingPlan::Step> later;
  for (BindingPlan::Step& step : bindings_) {
    if (!target_groups.contains(step.target_group_id)) {
      later.push_back(std::move(step));
      continue;
    }
    const std::string reference = target_group_reference(step.target_group_id);
    const std::vector<std::int32_t> ports = ports_of(step.target_group_id);
    if (step.blocked) {
      step.blocked->ports = ports;
      plan_.blocked.push_back(std::move(*step.blocked));
    }
    if (!step.write) continue;
    step.write->ports = ports;
    if (step.remove_first) {
      const kube::ObjectKey key = step.remove_first->meta().key();
      const auto freed = add(plan_binding_delete(key, "it holds the name for another target group"), {reference});
      if (freed) step.write->after.push_back(*freed);
      step.write->binding_gone = step.remove_first;
    }
    if (const auto place = add(std::move(*step.write), {reference})) written_[step.target_group_id] = *place;
  }
  bindings_ = std::move(later);
}

// Target groups that a listener is about to turn to. Their targets come first, so that nobody is sent where nobody is.
// Not where the binding's name has to be freed for that: then what serves would lose its targets.
std::set<std::string> StackPlanner::turned_to() const {
  std::set<std::string> groups;
  for (const DesiredListener& desired : stack_.listeners) {
    const aws::Listener* there = listener_at(desired.port);
    const std::string* arn = plan_.known.find(target_group_reference(desired.target_group_id));
    if (there && !(arn && targets_of(*there) == std::vector<std::string>{*arn})) groups.insert(desired.target_group_id);
  }
  for (const BindingPlan::Step& step : bindings_)
    if (step.remove_first) groups.erase(step.target_group_id);
  return groups;
}

std::set<std::string> StackPlanner::all_target_groups() const {
  std::set<std::string> groups;
  for (const BindingPlan::Step& step : bindings_) groups.insert(step.target_group_id);
  return groups;
}

// The listener turns when the binding is written and has its targets.
void StackPlanner::serve_before(PlannedCall& planned, const std::string& target_group) const {
  const auto binding = std::ranges::find(stack_.bindings, target_group, &DesiredTargetGroupBinding::target_group_id);
  if (binding == stack_.bindings.end()) return;
  planned.binding_served = binding->key;
  if (const auto written = written_.find(target_group); written != written_.end())
    planned.after.push_back(written->second);
}

}  // namespace nlbsim::engine
