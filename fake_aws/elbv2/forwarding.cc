#include "fake_aws/elbv2/forwarding.h"

#include <algorithm>
#include <map>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

std::set<std::string> target_groups_of(const std::vector<aws::Action>& actions) {
  std::set<std::string> groups;
  for (const aws::Action& action : actions) {
    if (!action.TargetGroupArn.empty()) groups.insert(action.TargetGroupArn);
    if (!action.ForwardConfig) continue;
    for (const aws::TargetGroupTuple& tuple : action.ForwardConfig->TargetGroups) groups.insert(tuple.TargetGroupArn);
  }
  return groups;
}

std::set<std::string> target_groups_of(const LoadBalancing& load_balancing, const LoadBalancerEntry& load_balancer) {
  std::set<std::string> groups;
  for (const auto& [port, arn] : load_balancer.listeners)
    groups.merge(target_groups_of(load_balancing.listeners.find(arn)->second.description.DefaultActions));
  return groups;
}

std::vector<aws::Action> echoed(const std::vector<aws::Action>& actions) {
  std::vector<aws::Action> answer = actions;
  for (aws::Action& action : answer) {
    if (action.Type != "forward") continue;
    if (!action.ForwardConfig) action.ForwardConfig.emplace();
    auto& tuples = action.ForwardConfig->TargetGroups;
    if (tuples.empty()) tuples.push_back({action.TargetGroupArn, std::nullopt});
    action.TargetGroupArn = tuples.size() == 1 ? tuples.front().TargetGroupArn : std::string();
    auto& stickiness = action.ForwardConfig->TargetGroupStickinessConfig_;
    if (!stickiness) stickiness.emplace();
  }
  return answer;
}

bool same_actions(const std::vector<aws::Action>& a, const std::vector<aws::Action>& b) {
  const auto plain = [](const std::vector<aws::Action>& actions) {
    std::vector<aws::Action> out = echoed(actions);
    for (aws::Action& action : out) {
      action.Order.reset();
      if (action.ForwardConfig && action.ForwardConfig->TargetGroups.size() == 1)
        action.ForwardConfig->TargetGroups.front().Weight.reset();
    }
    return out;
  };
  return plain(a) == plain(b);
}

bool compatible(std::string_view listener_protocol, const aws::TargetGroup& group) {
  const std::string& protocol = group.Protocol;
  if (group.TargetType == "alb") return listener_protocol == "TCP" && protocol == "TCP";
  if (listener_protocol == "TCP") return protocol == "TCP" || protocol == "TCP_UDP";
  if (listener_protocol == "TLS") return protocol == "TCP" || protocol == "TLS";
  if (listener_protocol == "UDP") return protocol == "UDP" || protocol == "TCP_UDP";
  if (listener_protocol == "TCP_UDP") return protocol == "TCP_UDP";
  if (listener_protocol == "QUIC") return protocol == "QUIC" || protocol == "TCP_QUIC";
  return listener_protocol == "TCP_QUIC" && protocol == "TCP_QUIC";
}

void relink(const ActionContext& context, const ListenerEntry& listener, const std::set<std::string>& before) {
  const std::set<std::string> after = target_groups_of(listener.description.DefaultActions);
  auto& all = context.state.load_balancing.target_groups;
  for (const std::string& arn : before) {
    if (after.contains(arn)) continue;
    TargetGroupEntry& group = all.find(arn)->second;
    group.listeners.erase(listener.description.ListenerArn);
    follow_listeners(context, group);
  }
  for (const std::string& arn : after) {
    if (before.contains(arn)) continue;
    TargetGroupEntry& group = all.find(arn)->second;
    group.listeners.insert(listener.description.ListenerArn);
    group.description.LoadBalancerArns = {listener.description.LoadBalancerArn};
    follow_listeners(context, group);
  }
}

void remove_listener(const ActionContext& context, std::string_view arn) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const auto found = load_balancing.listeners.find(arn);
  ListenerEntry& listener = found->second;
  const std::set<std::string> before = target_groups_of(listener.description.DefaultActions);
  listener.description.DefaultActions.clear();
  relink(context, listener, before);
  load_balancing.rule_listeners.erase(listener.rule_arn);
  load_balancing.load_balancers.find(listener.description.LoadBalancerArn)
      ->second.listeners.erase(listener.description.Port);
  context.record("Listener", listener.description.ListenerArn, "deleted");
  load_balancing.listeners.erase(found);
}

Result<void> check_target_limits(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                                 const std::set<std::string>& groups, const std::vector<std::string>& added_zones,
                                 bool with_cross_zone) {
  const Quotas& quotas = context.settings.quotas;
  std::size_t total = added_zones.size();
  std::map<std::string_view, std::size_t> by_zone;
  for (const std::string& zone : added_zones) ++by_zone[zone];
  for (const std::string& arn : groups) {
    const TargetGroupEntry& group = context.state.load_balancing.target_groups.find(arn)->second;
    total += group.targets.size();
    for (const auto& [key, target] : group.targets) ++by_zone[target.zone];
  }
  if (with_cross_zone && total > quotas.targets_per_cross_zone_load_balancer)
    return refuse(code::kTooManyTargets, "You cannot have more than " +
                                             std::to_string(quotas.targets_per_cross_zone_load_balancer) +
                                             " targets per network load balancer with cross-zone load balancing "
                                             "enabled.");
  const bool zone_full =
      std::ranges::any_of(by_zone, [&](const auto& zone) { return zone.second > quotas.targets_per_zone; });
  if (total > quotas.targets_per_load_balancer || (!with_cross_zone && zone_full)) {
    const std::size_t limit = zone_full ? quotas.targets_per_zone : quotas.targets_per_load_balancer;
    return refuse(code::kTooManyTargets, "The maximum number of targets per load balancer '" + std::to_string(limit) +
                                             "' has been reached on load balancer '" +
                                             load_balancer.description.LoadBalancerArn + "'");
  }
  return {};
}

}  // namespace nlbsim::fake_aws
