#include "scenarios/runner/capture.h"

#include <algorithm>
#include <array>

namespace nlbsim::scenarios {

namespace {

// What a world is made with, or writes for itself; nobody asks a run for these.
constexpr std::array<std::string_view, 2> kLeftOut{"Lease", "Node"};

}  // namespace

EndState capture(World& world) {
  EndState state;
  state.load_balancers = world.account().snapshot("LoadBalancer");
  state.listeners = world.account().snapshot("Listener");
  state.target_groups = world.account().snapshot("TargetGroup");
  state.security_groups = world.account().snapshot("SecurityGroup");
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
