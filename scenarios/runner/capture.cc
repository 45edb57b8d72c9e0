#include "scenarios/runner/capture.h"

#include <algorithm>
#include <array>

#include "scenarios/world/data_plane.h"

namespace nlbsim::scenarios {

namespace {

// What a world is made with, or writes for itself; nobody asks a run for these.
constexpr std::array<std::string_view, 2> kLeftOut{"Lease", "Node"};

// By the name of the load balancer, from where somebody ought to get in.
Json probe_all(World& world) {
  const fake_aws::ClusterView view = cluster_view(world);
  const fake_aws::State& state = world.account().state();
  Json out = Json::object();
  for (const auto& [arn, listener] : state.load_balancing.listeners) {
    const std::string& protocol = listener.description.Protocol;
    const fake_aws::Probe wanted{listener.description.LoadBalancerArn, listener.description.Port,
                                 protocol == "UDP" || protocol == "TLS" ? protocol : "TCP"};
    out[arn] = scenarios::to_json(fake_aws::probe(state, view, wanted));
  }
  return out;
}

}  // namespace

EndState capture(World& world) {
  EndState state;
  state.load_balancers = world.account().snapshot("LoadBalancer");
  state.listeners = world.account().snapshot("Listener");
  state.target_groups = world.account().snapshot("TargetGroup");
  state.security_groups = world.account().snapshot("SecurityGroup");
  state.probes = probe_all(world);
  for (const ClusterSlot& cluster : world.clusters()) {
    const fake_apiserver::Registry& registry = cluster.core.registry();
    for (fake_apiserver::KindIndex kind = 0; kind < registry.size(); ++kind) {
      if (std::ranges::find(kLeftOut, registry[kind].resource.kind) != kLeftOut.end()) continue;
      for (const auto& [key, object] : cluster.core.store().objects(kind)) state.objects.push_back(object->document());
    }
  }
  return state;
}

}  // namespace nlbsim::scenarios
