#include "scenarios/oracles/reach.h"

#include <algorithm>

#include "scenarios/world/data_plane.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios::oracles {

namespace {

std::string tag_of(const fake_aws::LoadBalancerEntry& load_balancer, std::string_view key) {
  const auto found = load_balancer.tags.find(std::string(key));
  return found == load_balancer.tags.end() ? std::string() : found->second;
}

bool runs(const fake_aws::State& state, const fake_aws::TargetGroupEntry& group, const std::string& id) {
  if (group.description.TargetType != "instance") return true;
  const auto instance = state.network.instances.find(id);
  return instance != state.network.instances.end() && instance->second.description.State.Name == "running";
}

bool answers(const fake_aws::State& state, const fake_aws::ClusterView& view, const aws::Listener& listener) {
  const auto target_answers = [&](const fake_aws::TargetGroupEntry& group, const fake_aws::TargetKey& key) {
    const auto pods = view.find(key);
    return pods != view.end() && !pods->second.empty() && runs(state, group, key.id);
  };
  for (const aws::Action& action : listener.DefaultActions) {
    if (!action.ForwardConfig) continue;
    for (const aws::TargetGroupTuple& tuple : action.ForwardConfig->TargetGroups) {
      const auto group = state.load_balancing.target_groups.find(tuple.TargetGroupArn);
      if (group == state.load_balancing.target_groups.end()) continue;
      for (const auto& [key, target] : group->second.targets)
        if (target.phase == fake_aws::TargetPhase::healthy && target_answers(group->second, key)) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<ListenerReach> try_listeners(World& world) {
  const fake_aws::State& state = world.account().state();
  std::vector<ListenerReach> out;
  if (state.load_balancing.listeners.empty()) return out;
  const fake_aws::ClusterView view = cluster_view(world);
  for (const auto& [arn, entry] : state.load_balancing.listeners) {
    const aws::Listener& listener = entry.description;
    const auto owner = state.load_balancing.load_balancers.find(listener.LoadBalancerArn);
    ListenerReach reach;
    reach.listener = arn;
    reach.port = listener.Port;
    reach.cluster = tag_of(owner->second, "elbv2.k8s.aws/cluster");
    reach.stack = tag_of(owner->second, "gateway.k8s.aws.nlb/stack");
    if (reach.stack.empty()) continue;
    const bool plain = listener.Protocol != "UDP" && listener.Protocol != "TLS";
    fake_aws::ProbeAnswer answer =
        fake_aws::probe(state, view, {listener.LoadBalancerArn, listener.Port, plain ? "TCP" : listener.Protocol});
    reach.reached = !answer.paths.empty();
    reach.why = std::move(answer.why);
    reach.answered = answers(state, view, listener);
    out.push_back(std::move(reach));
  }
  return out;
}

}  // namespace nlbsim::scenarios::oracles
