#include "engine/deploy/listener_synthesizer.h"

namespace nlbsim::engine {
namespace {

sim::Error occupied(std::int32_t port, const std::string& load_balancer_arn) {
  sim::Error error;
  error.code = "ForeignResource";
  error.message = fmt::format("port {} of {} is held by a listener without our tags: remove it or use another port",
                              port, load_balancer_arn);
  return error;
}

}  // namespace

sim::Task<sim::Result<std::vector<std::string>>> ListenerSynthesizer::synthesize(
    StackRef stack, std::string load_balancer_arn, std::map<std::string, std::string> target_group_arns,
    sim::RecordId cause) {
  ListenerInput input{context_.config.cluster_name, load_balancer_arn, std::move(target_group_arns)};
  auto found = co_await find(load_balancer_arn, cause);
  if (!found) co_return sim::forward(std::move(found.error()));
  ListenerPlan plan = plan_listeners(*stack, *found, input, *context_.config.profile);
  for (PlannedCall& planned : plan.deletes) {
    auto removed = co_await remove(std::move(planned), cause);
    if (!removed) co_return sim::forward(std::move(removed.error()));
  }
  for (PlannedCall& planned : plan.creates) {
    const std::int32_t port = *api::as<aws::CreateListener>(*planned.call).request.Port;
    auto created = co_await create(stack, input, std::move(planned), cause);
    if (!created) co_return sim::forward(std::move(created.error()));
    plan.arns[port] = *created;
  }
  tags_.drop_changed(plan.updates);
  auto updated = co_await execute_all(context_, std::move(plan.updates), cause);
  if (!updated) co_return sim::forward(std::move(updated.error()));
  // Said only now, so that one occupied port does not keep the others from being served.
  if (!plan.occupied.empty()) co_return sim::forward(occupied(plan.occupied.front(), load_balancer_arn));
  if (context_.config.profile->reads_without_use) {
    auto attributes = co_await read_attributes(stack, plan.arns, cause);
    if (!attributes) co_return sim::forward(std::move(attributes.error()));
    auto rules = co_await read_rules(plan.arns, cause);
    if (!rules) co_return sim::forward(std::move(rules.error()));
  }
  co_return std::move(plan.frozen_target_groups);
}

sim::Task<sim::Result<std::vector<TrackedListener>>> ListenerSynthesizer::find(std::string load_balancer_arn,
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
  auto tags = co_await tags_.get(std::move(arns), cause);
  if (!tags) co_return sim::forward(std::move(tags.error()));
  std::vector<TrackedListener> tracked;
  for (std::size_t at = 0; at < listeners.size(); ++at) {
    tracked.push_back({std::move(listeners[at]), std::move((*tags)[at])});
  }
  co_return tracked;
}

sim::Task<sim::Result<void>> ListenerSynthesizer::remove(PlannedCall planned, sim::RecordId cause) {
  const std::string arn = api::as<aws::DeleteListener>(*planned.call).request.ListenerArn;
  auto done = co_await execute(context_, std::move(planned), cause);
  if (!done && done.error().code != aws::code::kListenerNotFound) co_return done;
  tags_.drop(arn);
  co_return sim::Result<void>();
}

sim::Task<sim::Result<std::string>> ListenerSynthesizer::create(StackRef stack, ListenerInput input,
                                                                PlannedCall planned, sim::RecordId cause) {
  const api::CallRef call = planned.call;
  auto created = co_await execute(context_, std::move(planned), cause);
  const auto& typed = api::as<aws::CreateListener>(*call);
  if (!created && created.error().code == aws::code::kDuplicateListener) {
    co_return co_await adopt(stack, std::move(input), *typed.request.Port, cause);
  }
  if (!created) co_return sim::forward(std::move(created.error()));
  if (typed.response.Listeners.empty()) co_return sim::fail("EmptyAnswer", "CreateListener answered no listener");
  const std::string arn = typed.response.Listeners.front().ListenerArn;
  tags_.put(arn, aws::to_map(typed.request.Tags));
  co_return arn;
}

// The port is taken although nothing was there a moment ago: an earlier create of ours went through, or somebody else
// was faster.
sim::Task<sim::Result<std::string>> ListenerSynthesizer::adopt(StackRef stack, ListenerInput input, std::int32_t port,
                                                               sim::RecordId cause) {
  auto found = co_await find(input.load_balancer_arn, cause);
  if (!found) co_return sim::forward(std::move(found.error()));
  for (const TrackedListener& listener : *found) {
    if (listener.resource.Port != port) continue;
    if (!belongs_to_cluster(*listener.tags, input.cluster)) break;
    const std::string arn = listener.resource.ListenerArn;
    Plan update;
    for (const DesiredListener& desired : stack->listeners) {
      if (desired.port == port) update = plan_listener_update(desired, listener, input, *context_.config.profile);
    }
    tags_.drop_changed(update);
    auto updated = co_await execute_all(context_, std::move(update), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
    co_return arn;
  }
  co_return sim::forward(occupied(port, input.load_balancer_arn));
}

// Only TCP listeners have attributes; none is ever desired, so none is changed.
sim::Task<sim::Result<void>> ListenerSynthesizer::read_attributes(StackRef stack, Arns arns, sim::RecordId cause) {
  for (const DesiredListener& desired : stack->listeners) {
    const auto found = arns.find(desired.port);
    if (desired.protocol != "TCP" || found == arns.end()) continue;
    aws::DescribeListenerAttributes::Request request;
    request.ListenerArn = found->second;
    auto planned = plan_call<aws::DescribeListenerAttributes>(desired.id, "to compare attributes", std::move(request));
    auto done = co_await execute(context_, std::move(planned), cause);
    if (!done) co_return done;
  }
  co_return sim::Result<void>();
}

// An NLB listener has its default rule only, and that one is not tagged; the real controller looks all the same.
sim::Task<sim::Result<void>> ListenerSynthesizer::read_rules(Arns arns, sim::RecordId cause) {
  for (const auto& entry : arns) {
    aws::DescribeRules::Request request;
    request.ListenerArn = entry.second;
    auto answer = co_await api::call<aws::DescribeRules>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    std::vector<std::string> rules;
    for (const auto& rule : answer->Rules) rules.push_back(rule.RuleArn);
    auto tags = co_await tags_.get(std::move(rules), cause);
    if (!tags) co_return sim::forward(std::move(tags.error()));
  }
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
