#include "engine/deploy/listener_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/aws/elbv2_more.h"
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

std::string object_of(std::int32_t port) { return listener_reference(port); }

// What creating and modifying say of TLS; empty for other protocols.
template <class Request>
void set_tls(Request& request, const DesiredListener& desired) {
  if (desired.certificates.empty()) return;
  request.Certificates.push_back({desired.certificates.front(), std::nullopt});
  request.SslPolicy = desired.ssl_policy;
  request.AlpnPolicy.push_back(desired.alpn_policy);
}

bool same_tls(const DesiredListener& desired, const aws::Listener& actual) {
  if (desired.certificates.empty()) return true;
  const std::string alpn = actual.AlpnPolicy.empty() ? "None" : actual.AlpnPolicy.front();
  const std::string certificate =
      actual.Certificates.empty() ? std::string() : actual.Certificates.front().CertificateArn;
  return certificate == desired.certificates.front() && actual.SslPolicy == desired.ssl_policy &&
         alpn == desired.alpn_policy;
}

template <class Op>
PlannedCall plan_certificate(const DesiredListener& desired, std::string reason, const std::string& arn) {
  const std::string reference = listener_reference(desired.port);
  auto make = [reference, arn](const References& references) {
    typename Op::Request request;
    request.ListenerArn = references.at(reference);
    request.Certificates.push_back({arn, std::nullopt});
    return request;
  };
  auto planned = plan_call_with<Op>(reference + " certificate " + arn, std::move(reason), std::move(make));
  if constexpr (std::is_same_v<Op, aws::AddListenerCertificates>) planned.ports.push_back(desired.port);
  return planned;
}

PlannedCall plan_create(const DesiredListener& desired, const Profile& profile) {
  auto make = [desired, weighted = profile.weight_always_sent](const References& references) {
    aws::CreateListener::Request request;
    request.LoadBalancerArn = references.at(kLoadBalancerReference);
    request.Protocol = desired.protocol;
    request.Port = desired.port;
    request.DefaultActions.push_back(
        forward_to(references.at(target_group_reference(desired.target_group_id)), weighted));
    set_tls(request, desired);
    request.Tags = aws::to_tags(desired.tags);
    return request;
  };
  auto planned =
      plan_call_with<aws::CreateListener>(object_of(desired.port), "nothing listens on this port", std::move(make));
  planned.ports.push_back(desired.port);
  planned.gives = listener_reference(desired.port);
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

std::string listener_reference(std::int32_t port) { return "listener " + std::to_string(port); }

Plan plan_listener_attributes(const DesiredListener& desired, const aws::Listener* actual,
                              const KnownAttributes& known) {
  if (desired.attributes.empty()) return {};
  const auto there = known.find(actual ? actual->ListenerArn : std::string());
  const std::vector<aws::Attribute> none;
  return plan_attributes<aws::ModifyListenerAttributes>(
      object_of(desired.port), listener_reference(desired.port), &aws::ModifyListenerAttributes::Request::ListenerArn,
      missing_attributes(desired.attributes, there == known.end() ? none : there->second));
}

CertificatePlan plan_more_certificates(const DesiredListener& desired, const aws::Listener* actual,
                                       const std::map<std::string, std::vector<std::string>>& known) {
  CertificatePlan plan;
  const auto there = known.find(actual ? actual->ListenerArn : std::string());
  const std::vector<std::string> none;
  const std::vector<std::string>& has = there == known.end() ? none : there->second;
  const auto lists = [](const std::vector<std::string>& arns, const std::string& arn) {
    return std::ranges::find(arns, arn) != arns.end();
  };
  for (std::size_t at = 1; at < desired.certificates.size(); ++at) {
    const std::string& arn = desired.certificates[at];
    if (!lists(has, arn))
      plan.add.push_back(plan_certificate<aws::AddListenerCertificates>(desired, "a host needs it", arn));
  }
  for (const std::string& arn : has) {
    if (!lists(desired.certificates, arn))
      plan.remove.push_back(plan_certificate<aws::RemoveListenerCertificates>(desired, "no host needs it", arn));
  }
  return plan;
}

Plan plan_listener_update(const DesiredListener& desired, const TrackedListener& actual, const ListenerInput& input,
                          const Profile& profile) {
  const std::string& arn = actual.resource.ListenerArn;
  const std::string object = object_of(desired.port);
  Plan plan = plan_tags(object, arn, tag_difference(desired.tags, *actual.tags, input.cluster));
  const std::string reference = target_group_reference(desired.target_group_id);
  const bool same_protocol = actual.resource.Protocol == desired.protocol;
  const bool same_target = forwards_only_to(actual.resource, input.known.at(reference));
  if (same_protocol && same_target && same_tls(desired, actual.resource)) return plan;
  auto make = [desired, arn, reference, weighted = profile.weight_always_sent](const References& references) {
    aws::ModifyListener::Request request;
    request.ListenerArn = arn;
    request.Port = desired.port;
    request.Protocol = desired.protocol;
    request.DefaultActions.push_back(forward_to(references.at(reference), weighted));
    set_tls(request, desired);
    return request;
  };
  std::string reason = !same_protocol ? "its protocol differs"
                       : same_target  ? "its TLS settings differ"
                                      : "it forwards elsewhere";
  plan.push_back(plan_call_with<aws::ModifyListener>(object, std::move(reason), std::move(make)));
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
