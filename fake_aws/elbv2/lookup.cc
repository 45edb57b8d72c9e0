#include "fake_aws/elbv2/lookup.h"

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

std::string_view words(ArnKind kind) {
  switch (kind) {
    case ArnKind::load_balancer: return "load balancer";
    case ArnKind::listener: return "listener";
    case ArnKind::rule: return "listener rule";
    case ArnKind::target_group: return "target group";
  }
  return {};
}

constexpr ArnKind kKinds[] = {ArnKind::load_balancer, ArnKind::target_group, ArnKind::listener, ArnKind::rule};

}  // namespace

tl::unexpected<sim::Error> missing(std::string_view member) {
  return refuse(code::kValidationError, "1 validation error detected: Value null at '" + std::string(member) +
                                            "' failed to satisfy constraint: Member must not be null");
}

tl::unexpected<sim::Error> not_in_enum(std::string_view member, std::string_view value, std::string_view allowed) {
  return refuse(code::kValidationError, "1 validation error detected: Value '" + std::string(value) + "' at '" +
                                            std::string(member) +
                                            "' failed to satisfy constraint: Member must satisfy enum value set: [" +
                                            std::string(allowed) + "]");
}

Result<void> check_arn(const ActionContext& context, ArnKind kind, std::string_view arn) {
  if (is_arn(context.settings, kind, arn)) return {};
  return refuse(code::kValidationError,
                "'" + std::string(arn) + "' is not a valid " + std::string(words(kind)) + " ARN");
}

Result<LoadBalancerEntry*> find_load_balancer(const ActionContext& context, std::string_view arn) {
  if (arn.empty()) return missing("loadBalancerArn");
  auto& all = context.state.load_balancing.load_balancers;
  if (const auto found = all.find(arn); found != all.end()) return &found->second;
  if (auto valid = check_arn(context, ArnKind::load_balancer, arn); !valid) return sim::forward(valid.error());
  return refuse(code::kLoadBalancerNotFound, "Load balancer '" + std::string(arn) + "' not found");
}

Result<ListenerEntry*> find_listener(const ActionContext& context, std::string_view arn) {
  if (arn.empty()) return missing("listenerArn");
  auto& all = context.state.load_balancing.listeners;
  if (const auto found = all.find(arn); found != all.end()) return &found->second;
  if (auto valid = check_arn(context, ArnKind::listener, arn); !valid) return sim::forward(valid.error());
  return refuse(code::kListenerNotFound, "One or more listeners not found");
}

tl::unexpected<sim::Error> target_group_not_found(std::string_view arn) {
  return refuse(code::kTargetGroupNotFound, "Target group '" + std::string(arn) + "' not found");
}

Result<TargetGroupEntry*> find_target_group(const ActionContext& context, std::string_view arn) {
  if (arn.empty()) return missing("targetGroupArn");
  auto& all = context.state.load_balancing.target_groups;
  if (const auto found = all.find(arn); found != all.end()) return &found->second;
  if (auto valid = check_arn(context, ArnKind::target_group, arn); !valid) return sim::forward(valid.error());
  return target_group_not_found(arn);
}

Result<aws::TagMap*> find_tags(const ActionContext& context, std::string_view arn) {
  for (const ArnKind kind : kKinds) {
    if (!is_arn(context.settings, kind, arn)) continue;
    switch (kind) {
      case ArnKind::load_balancer:
        return find_load_balancer(context, arn).map([](LoadBalancerEntry* found) { return &found->tags; });
      case ArnKind::target_group:
        return find_target_group(context, arn).map([](TargetGroupEntry* found) { return &found->tags; });
      case ArnKind::listener: return find_listener(context, arn).map([](ListenerEntry* found) { return &found->tags; });
      case ArnKind::rule: {
        auto& load_balancing = context.state.load_balancing;
        const auto rule = load_balancing.rule_listeners.find(arn);
        if (rule == load_balancing.rule_listeners.end())
          return refuse(code::kRuleNotFound, "One or more rules not found");
        return &load_balancing.listeners.find(rule->second)->second.rule_tags;
      }
    }
  }
  return refuse(code::kValidationError, "'" + std::string(arn) +
                                            "' is not the ARN of a load balancer, target group, listener or rule of "
                                            "this account and region");
}

std::string_view kind_of_arn(const Settings& settings, std::string_view arn) {
  if (is_arn(settings, ArnKind::load_balancer, arn)) return "LoadBalancer";
  if (is_arn(settings, ArnKind::target_group, arn)) return "TargetGroup";
  return is_arn(settings, ArnKind::listener, arn) ? "Listener" : "Rule";
}

}  // namespace nlbsim::fake_aws
