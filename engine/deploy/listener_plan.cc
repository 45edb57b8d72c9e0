#include "engine/deploy/listener_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deploy/frozen_ports.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kForward = "forward";

aws::Action forward_to(const std::string& arn, bool weighted) {
  aws::TargetGroupTuple tuple;
  tuple.TargetGroupArn = arn;
  if (weighted) tuple.Weight = 1;
  aws::ForwardConfig config;
  config.TargetGroups.push_back(std::move(tuple));
  aws::Action action;
  action.Type = kForward;
  action.Order = 1;
  action.ForwardConfig = std::move(config);
  return action;
}

// With one target group its weight does not matter.
bool forwards_only_to(const aws::Listener& listener, const std::string& arn) {
  const std::vector<std::string> targets = targets_of(listener);
  return targets.size() == 1 && targets.front() == arn && listener.DefaultActions.front().Type == kForward;
}

std::string object_of(std::int32_t port) { return "listener " + std::to_string(port); }

PlannedCall plan_create(const DesiredListener& desired, const Profile& profile) {
  const auto make = [desired, weighted = profile.weight_always_sent](const References& references) {
    aws::CreateListener::Request request;
    request.LoadBalancerArn = references.at(kLoadBalancerReference);
    request.Protocol = desired.protocol;
    request.Port = desired.port;
    request.DefaultActions.push_back(
        forward_to(references.at(target_group_reference(desired.target_group_id)), weighted));
    request.Tags = aws::to_tags(desired.tags);
    return request;
  };
  auto planned = plan_call_with<aws::CreateListener>(object_of(desired.port), "nothing listens on this port", make);
  planned.ports.push_back(desired.port);
  return planned;
}

PlannedCall plan_delete(const aws::Listener& listener) {
  aws::DeleteListener::Request request;
  request.ListenerArn = listener.ListenerArn;
  return plan_call<aws::DeleteListener>(object_of(listener.Port), "no route with a usable backend asks for it",
                                        std::move(request));
}

DeployFailure occupied(std::int32_t port, const References& known) {
  DeployFailure failure;
  failure.object = object_of(port);
  failure.error.code = kForeignResource;
  failure.error.message = fmt::format(
      "port {} of {} is held by a listener without our tags: remove it or use another "
      "port",
      port, known.at(kLoadBalancerReference));
  failure.ports.push_back(port);
  return failure;
}

void append(ListenerPlan& to, PlannedCall planned, std::vector<std::string> releases) {
  to.calls.push_back(std::move(planned));
  to.releases.push_back(std::move(releases));
}

}  // namespace

Plan plan_listener_update(const DesiredListener& desired, const TrackedListener& actual, const ListenerInput& input,
                          const Profile& profile) {
  const std::string& arn = actual.resource.ListenerArn;
  const std::string object = object_of(desired.port);
  Plan plan = plan_tags(object, arn, tag_difference(desired.tags, *actual.tags, input.cluster));
  const std::string reference = target_group_reference(desired.target_group_id);
  const bool same_protocol = actual.resource.Protocol == desired.protocol;
  if (same_protocol && forwards_only_to(actual.resource, input.known.at(reference))) return plan;
  const auto make = [desired, arn, reference, weighted = profile.weight_always_sent](const References& references) {
    aws::ModifyListener::Request request;
    request.ListenerArn = arn;
    request.Port = desired.port;
    request.Protocol = desired.protocol;
    request.DefaultActions.push_back(forward_to(references.at(reference), weighted));
    return request;
  };
  std::string reason = same_protocol ? "it forwards elsewhere" : "its protocol differs";
  plan.push_back(plan_call_with<aws::ModifyListener>(object, std::move(reason), make));
  plan.back().ports.push_back(desired.port);
  return plan;
}

ListenerPlan plan_listeners(const Stack& stack, std::span<const TrackedListener> found, const ListenerInput& input,
                            const Profile& profile) {
  ListenerPlan plan;
  std::map<std::int32_t, const TrackedListener*> by_port;
  for (const TrackedListener& listener : found) by_port[listener.resource.Port] = &listener;
  std::map<std::int32_t, const DesiredListener*> desired;
  for (const DesiredListener& listener : stack.listeners) desired[listener.port] = &listener;

  const auto ours = [&](const TrackedListener& listener) {
    return belongs_to_cluster(*listener.tags, input.cluster) || !profile.foreign_listeners_kept;
  };
  for (const auto& [port, listener] : by_port) {
    if (stack.frozen(port) || desired.contains(port) || !ours(*listener)) continue;
    append(plan, plan_delete(listener->resource), targets_of(listener->resource));
  }
  for (const auto& [port, listener] : desired) {
    if (!by_port.contains(port)) append(plan, plan_create(*listener, profile), {});
  }
  for (const auto& [port, listener] : desired) {
    const auto there = by_port.find(port);
    if (there == by_port.end()) continue;
    if (!ours(*there->second)) {
      plan.blocked.push_back(occupied(port, input.known));
      continue;
    }
    for (PlannedCall& planned : plan_listener_update(*listener, *there->second, input, profile)) {
      const bool moves = !planned.ports.empty();
      append(plan, std::move(planned), moves ? targets_of(there->second->resource) : std::vector<std::string>());
    }
  }
  return plan;
}

}  // namespace nlbsim::engine
