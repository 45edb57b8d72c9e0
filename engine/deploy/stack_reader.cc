#include "engine/deploy/stack_reader.h"

#include <algorithm>

#include "engine/profile.h"

namespace nlbsim::engine {

sim::Task<sim::Result<ActualStack>> StackReader::read(std::shared_ptr<const Stack> stack, sim::RecordId cause) {
  const bool without_use = context_.config.profile->reads_without_use;
  const std::string id = stack->id();
  ActualStack actual;
  actual.protected_load_balancers = memory_.protected_load_balancers;
  auto groups = co_await memory_.tracked.security_groups(id, cause);
  if (!groups) co_return sim::forward(std::move(groups.error()));
  actual.security_groups = std::move(*groups);
  auto targets = co_await memory_.tracked.target_groups(id, cause);
  if (!targets) co_return sim::forward(std::move(targets.error()));
  actual.target_groups = std::move(*targets);
  if (without_use) {
    std::vector<std::string> arns;
    for (const auto& at : match_target_groups(*stack, actual).matched)
      if (at) arns.push_back(actual.target_groups.items[*at].resource.TargetGroupArn);
    auto attributes = co_await attributes_of_target_groups(std::move(arns), cause);
    if (!attributes) co_return sim::forward(std::move(attributes.error()));
  }
  auto balancers = co_await memory_.tracked.load_balancers(id, cause);
  if (!balancers) co_return sim::forward(std::move(balancers.error()));
  actual.load_balancers = std::move(*balancers);
  const auto standing = standing_load_balancer(*stack, actual);
  if (standing) {
    const std::string arn = actual.load_balancers.items[*standing].resource.LoadBalancerArn;
    if (without_use) {
      auto attributes = co_await attributes_of_load_balancer(arn, cause);
      if (!attributes) co_return sim::forward(std::move(attributes.error()));
    }
    auto found = co_await listeners(arn, cause);
    if (!found) co_return sim::forward(std::move(found.error()));
    actual.listeners = std::move(*found);
    if (without_use) {
      auto attributes = co_await attributes_of_listeners(actual.listeners, cause);
      if (!attributes) co_return sim::forward(std::move(attributes.error()));
      auto rules = co_await rules_of_listeners(actual.listeners, cause);
      if (!rules) co_return sim::forward(std::move(rules.error()));
    }
  }
  auto bindings = co_await memory_.bindings.find(stack, cause);
  if (!bindings) co_return sim::forward(std::move(bindings.error()));
  actual.bindings = std::move(*bindings);
  memory_.note_services(actual);
  co_return actual;
}

sim::Task<sim::Result<std::vector<TrackedListener>>> StackReader::listeners(std::string load_balancer_arn,
                                                                            sim::RecordId cause) {
  std::vector<aws::Listener> listeners;
  aws::DescribeListeners::Request request;
  request.LoadBalancerArn = std::move(load_balancer_arn);
  do {
    auto answer = co_await api::call<aws::DescribeListeners>(context_.elbv2, context_.call(cause), request);
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (auto& listener : answer->Listeners) listeners.push_back(std::move(listener));
    request.Marker = answer->NextMarker;
  } while (!request.Marker.empty());
  std::vector<std::string> arns;
  for (const auto& listener : listeners) arns.push_back(listener.ListenerArn);
  auto tags = co_await memory_.tags.get(std::move(arns), cause);
  if (!tags) co_return sim::forward(std::move(tags.error()));
  std::vector<TrackedListener> tracked;
  for (std::size_t at = 0; at < listeners.size(); ++at) {
    tracked.push_back({std::move(listeners[at]), std::move((*tags)[at])});
  }
  co_return tracked;
}

sim::Task<sim::Result<void>> StackReader::attributes_of_target_groups(std::vector<std::string> arns,
                                                                      sim::RecordId cause) {
  for (const std::string& arn : arns) {
    aws::DescribeTargetGroupAttributes::Request request;
    request.TargetGroupArn = arn;
    auto answer = co_await api::call<aws::DescribeTargetGroupAttributes>(context_.elbv2, context_.call(cause),
                                                                         std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
  }
  co_return Done();
}

sim::Task<sim::Result<void>> StackReader::attributes_of_load_balancer(std::string arn, sim::RecordId cause) {
  aws::DescribeLoadBalancerAttributes::Request request;
  request.LoadBalancerArn = std::move(arn);
  auto answer =
      co_await api::call<aws::DescribeLoadBalancerAttributes>(context_.elbv2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  co_return Done();
}

// Only TCP listeners have attributes.
sim::Task<sim::Result<void>> StackReader::attributes_of_listeners(std::vector<TrackedListener> listeners,
                                                                  sim::RecordId cause) {
  for (const TrackedListener& listener : listeners) {
    if (listener.resource.Protocol != "TCP") continue;
    aws::DescribeListenerAttributes::Request request;
    request.ListenerArn = listener.resource.ListenerArn;
    auto answer =
        co_await api::call<aws::DescribeListenerAttributes>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
  }
  co_return Done();
}

sim::Task<sim::Result<void>> StackReader::rules_of_listeners(std::vector<TrackedListener> listeners,
                                                             sim::RecordId cause) {
  for (const TrackedListener& listener : listeners) {
    aws::DescribeRules::Request request;
    request.ListenerArn = listener.resource.ListenerArn;
    auto answer = co_await api::call<aws::DescribeRules>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    std::vector<std::string> rules;
    for (const auto& rule : answer->Rules) rules.push_back(rule.RuleArn);
    auto tags = co_await memory_.tags.get(std::move(rules), cause);
    if (!tags) co_return sim::forward(std::move(tags.error()));
  }
  co_return Done();
}

sim::Task<sim::Result<aws::LoadBalancer>> StackReader::look_again(aws::LoadBalancer known, sim::RecordId cause) {
  std::vector<std::string> arns;
  arns.push_back(known.LoadBalancerArn);
  auto fresh = co_await describe_all<LoadBalancers>(context_, LoadBalancers::by_ids(std::move(arns)), cause);
  if (!fresh) co_return sim::forward(std::move(fresh.error()));
  if (fresh->empty()) co_return std::move(known);
  co_return std::move(fresh->front());
}

}  // namespace nlbsim::engine
