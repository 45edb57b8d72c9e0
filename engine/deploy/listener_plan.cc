#include "engine/deploy/listener_plan.h"

#include <algorithm>

#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kForward = "forward";

aws::Action forward_to(const std::string& arn, const Profile& profile) {
  aws::TargetGroupTuple tuple;
  tuple.TargetGroupArn = arn;
  if (profile.weight_always_sent) tuple.Weight = 1;
  aws::ForwardConfig config;
  config.TargetGroups.push_back(std::move(tuple));
  aws::Action action;
  action.Type = kForward;
  action.Order = 1;
  action.ForwardConfig = std::move(config);
  return action;
}

// ARNs of the target groups that a listener forwards to. AWS answers a single one in both places.
std::vector<std::string> targets_of(const aws::Listener& listener) {
  std::vector<std::string> out;
  for (const aws::Action& action : listener.DefaultActions) {
    const bool listed = action.ForwardConfig && !action.ForwardConfig->TargetGroups.empty();
    if (!listed && !action.TargetGroupArn.empty()) out.push_back(action.TargetGroupArn);
    if (!listed) continue;
    for (const auto& tuple : action.ForwardConfig->TargetGroups) out.push_back(tuple.TargetGroupArn);
  }
  return out;
}

// With one target group its weight does not matter.
bool forwards_only_to(const aws::Listener& listener, const std::string& arn) {
  const std::vector<std::string> targets = targets_of(listener);
  return targets.size() == 1 && targets.front() == arn && listener.DefaultActions.front().Type == kForward;
}

PlannedCall plan_create(const DesiredListener& desired, const ListenerInput& input, const Profile& profile) {
  aws::CreateListener::Request request;
  request.LoadBalancerArn = input.load_balancer_arn;
  request.Protocol = desired.protocol;
  request.Port = desired.port;
  request.DefaultActions.push_back(forward_to(input.target_group_arns.at(desired.target_group_id), profile));
  request.Tags = aws::to_tags(desired.tags);
  return plan_call<aws::CreateListener>(desired.id, "nothing listens on this port", std::move(request));
}

PlannedCall plan_delete(const aws::Listener& listener) {
  aws::DeleteListener::Request request;
  request.ListenerArn = listener.ListenerArn;
  return plan_call<aws::DeleteListener>(std::to_string(listener.Port), "no route with a usable backend asks for it",
                                        std::move(request));
}

void append(Plan& to, Plan from) {
  for (PlannedCall& planned : from) to.push_back(std::move(planned));
}

}  // namespace

Plan plan_listener_update(const DesiredListener& desired, const TrackedListener& actual, const ListenerInput& input,
                          const Profile& profile) {
  const std::string& arn = actual.resource.ListenerArn;
  Plan plan = plan_tags(desired.id, arn, tag_difference(desired.tags, *actual.tags, input.cluster));
  const std::string& target_group = input.target_group_arns.at(desired.target_group_id);
  const bool same_protocol = actual.resource.Protocol == desired.protocol;
  if (same_protocol && forwards_only_to(actual.resource, target_group)) return plan;
  aws::ModifyListener::Request request;
  request.ListenerArn = arn;
  request.Port = desired.port;
  request.Protocol = desired.protocol;
  request.DefaultActions.push_back(forward_to(target_group, profile));
  std::string reason = same_protocol ? "it forwards elsewhere" : "its protocol differs";
  plan.push_back(plan_call<aws::ModifyListener>(desired.id, std::move(reason), std::move(request)));
  return plan;
}

ListenerPlan plan_listeners(const Stack& stack, std::span<const TrackedListener> found, const ListenerInput& input,
                            const Profile& profile) {
  ListenerPlan plan;
  std::map<std::int32_t, const TrackedListener*> by_port;
  for (const TrackedListener& listener : found) by_port[listener.resource.Port] = &listener;
  std::map<std::int32_t, const DesiredListener*> desired;
  for (const DesiredListener& listener : stack.listeners) desired[listener.port] = &listener;

  for (const auto& [port, listener] : by_port) {
    if (stack.frozen(port)) {
      for (std::string& arn : targets_of(listener->resource)) plan.frozen_target_groups.push_back(std::move(arn));
      continue;
    }
    const bool ours = belongs_to_cluster(*listener->tags, input.cluster) || !profile.foreign_listeners_kept;
    if (!desired.contains(port)) {
      if (ours) plan.deletes.push_back(plan_delete(listener->resource));
    } else if (!ours) {
      plan.occupied.push_back(port);
    }
  }
  for (const auto& [port, listener] : desired) {
    const auto there = by_port.find(port);
    if (there == by_port.end()) {
      plan.creates.push_back(plan_create(*listener, input, profile));
    } else if (std::ranges::find(plan.occupied, port) == plan.occupied.end()) {
      plan.arns[port] = there->second->resource.ListenerArn;
      append(plan.updates, plan_listener_update(*listener, *there->second, input, profile));
    }
  }
  return plan;
}

}  // namespace nlbsim::engine
