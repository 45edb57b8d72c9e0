#include "engine/deploy/stack_reader.h"

#include <algorithm>

#include "api/aws/elbv2_more.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

// How each kind of resource is named when its attributes are asked for.
template <class Op>
struct AttributesOf;
template <>
struct AttributesOf<aws::DescribeTargetGroupAttributes> {
  static aws::DescribeTargetGroupAttributes::Request request(std::string arn) { return {std::move(arn)}; }
};
template <>
struct AttributesOf<aws::DescribeLoadBalancerAttributes> {
  static aws::DescribeLoadBalancerAttributes::Request request(std::string arn) { return {std::move(arn)}; }
};
template <>
struct AttributesOf<aws::DescribeListenerAttributes> {
  static aws::DescribeListenerAttributes::Request request(std::string arn) { return {std::move(arn)}; }
};

// Those whose attributes matter: where any are desired, or where all are read.
std::vector<std::string> asked_target_groups(const Stack& stack, const ActualStack& actual, bool all) {
  std::vector<std::string> arns;
  const bool any =
      std::ranges::any_of(stack.target_groups, [](const auto& group) { return !group.attributes.empty(); });
  if (!any && !all) return arns;
  const Matching matching = match_target_groups(stack, actual);
  for (std::size_t at = 0; at < stack.target_groups.size(); ++at) {
    if (!matching.matched[at] || (!all && stack.target_groups[at].attributes.empty())) continue;
    arns.push_back(actual.target_groups.items[*matching.matched[at]].resource.TargetGroupArn);
  }
  return arns;
}

// Only TCP listeners have attributes.
std::vector<std::string> asked_listeners(const Stack& stack, const ActualStack& actual, bool all) {
  std::vector<std::string> arns;
  for (const TrackedListener& listener : actual.listeners) {
    const auto desired = std::ranges::find(stack.listeners, listener.resource.Port, &DesiredListener::port);
    const bool asked = desired != stack.listeners.end() && !desired->attributes.empty();
    if (listener.resource.Protocol == "TCP" && (all || asked)) arns.push_back(listener.resource.ListenerArn);
  }
  return arns;
}

// Those that are and stay TLS.
std::vector<std::string> tls_listeners(const Stack& stack, const ActualStack& actual) {
  std::vector<std::string> arns;
  for (const TrackedListener& listener : actual.listeners) {
    const auto desired = std::ranges::find(stack.listeners, listener.resource.Port, &DesiredListener::port);
    const bool asked = desired != stack.listeners.end() && !desired->certificates.empty();
    if (asked && listener.resource.Protocol == desired->protocol) arns.push_back(listener.resource.ListenerArn);
  }
  return arns;
}

bool asks_for_settings(const Stack& stack) {
  return !stack.load_balancer->attributes.empty() || stack.load_balancer->capacity_units;
}

}  // namespace

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
  std::vector<std::string> asked = asked_target_groups(*stack, actual, without_use);
  if (!asked.empty()) {
    auto reading = attributes_of<aws::DescribeTargetGroupAttributes>(std::move(asked), cause);
    auto attributes = co_await std::move(reading);
    if (!attributes) co_return sim::forward(std::move(attributes.error()));
    actual.attributes = std::move(*attributes);
  }
  auto balancers = co_await memory_.tracked.load_balancers(id, cause);
  if (!balancers) co_return sim::forward(std::move(balancers.error()));
  actual.load_balancers = std::move(*balancers);
  const auto standing = standing_load_balancer(*stack, actual);
  if (standing) {
    const std::string arn = actual.load_balancers.items[*standing].resource.LoadBalancerArn;
    if (without_use || asks_for_settings(*stack)) {
      auto settings = co_await load_balancer_settings(stack, arn, cause);
      if (!settings) co_return sim::forward(std::move(settings.error()));
      actual.attributes.merge(settings->attributes);
      actual.capacity_units = settings->capacity_units;
    }
    auto found = co_await listeners(arn, cause);
    if (!found) co_return sim::forward(std::move(found.error()));
    actual.listeners = std::move(*found);
    std::vector<std::string> listeners_asked = asked_listeners(*stack, actual, without_use);
    if (!listeners_asked.empty()) {
      auto reading = attributes_of<aws::DescribeListenerAttributes>(std::move(listeners_asked), cause);
      auto attributes = co_await std::move(reading);
      if (!attributes) co_return sim::forward(std::move(attributes.error()));
      actual.attributes.merge(*attributes);
    }
    std::vector<std::string> with_certificates = tls_listeners(*stack, actual);
    if (!with_certificates.empty()) {
      auto reading = more_certificates(std::move(with_certificates), cause);
      auto certificates = co_await std::move(reading);
      if (!certificates) co_return sim::forward(std::move(certificates.error()));
      actual.more_certificates = std::move(*certificates);
    }
    if (without_use) {
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

template <class Op>
sim::Task<sim::Result<KnownAttributes>> StackReader::attributes_of(std::vector<std::string> arns, sim::RecordId cause) {
  KnownAttributes known;
  for (const std::string& arn : arns) {
    typename Op::Request request = AttributesOf<Op>::request(arn);
    auto answer = co_await api::call<Op>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    known[arn] = std::move(answer->Attributes);
  }
  co_return known;
}

sim::Task<sim::Result<StackReader::LoadBalancerSettings>> StackReader::load_balancer_settings(
    std::shared_ptr<const Stack> stack, std::string arn, sim::RecordId cause) {
  const DesiredLoadBalancer& desired = *stack->load_balancer;
  LoadBalancerSettings settings;
  if (context_.config.profile->reads_without_use || !desired.attributes.empty()) {
    std::vector<std::string> arns;
    arns.push_back(arn);
    auto reading = attributes_of<aws::DescribeLoadBalancerAttributes>(std::move(arns), cause);
    auto attributes = co_await std::move(reading);
    if (!attributes) co_return sim::forward(std::move(attributes.error()));
    settings.attributes = std::move(*attributes);
  }
  if (!desired.capacity_units) co_return settings;
  aws::DescribeCapacityReservation::Request request;
  request.LoadBalancerArn = std::move(arn);
  auto answer =
      co_await api::call<aws::DescribeCapacityReservation>(context_.elbv2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  const auto& minimum = answer->MinimumLoadBalancerCapacity;
  settings.capacity_units = minimum ? minimum->CapacityUnits.value_or(0) : 0;
  co_return settings;
}

sim::Task<sim::Result<StackReader::MoreCertificates>> StackReader::more_certificates(std::vector<std::string> arns,
                                                                                     sim::RecordId cause) {
  MoreCertificates known;
  for (const std::string& arn : arns) {
    aws::DescribeListenerCertificates::Request request;
    request.ListenerArn = arn;
    do {
      auto answer =
          co_await api::call<aws::DescribeListenerCertificates>(context_.elbv2, context_.call(cause), request);
      if (!answer) co_return sim::forward(std::move(answer.error()));
      for (aws::Certificate& one : answer->Certificates)
        if (!one.IsDefault.value_or(false)) known[arn].push_back(std::move(one.CertificateArn));
      request.Marker = answer->NextMarker;
    } while (!request.Marker.empty());
  }
  co_return known;
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
