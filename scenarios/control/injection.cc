#include "scenarios/control/injection.h"

#include "scenarios/language/fault_list.h"

namespace nlbsim::scenarios {

namespace {

// What is wrong with a fault that names this actor; empty if it is a controller here.
std::string no_such_controller(World& world, const std::string& name) {
  if (name.empty() || world.replica(name)) return {};
  std::string there;
  for (const ReplicaSlot& slot : world.replicas()) there.append(there.empty() ? "" : ", ").append(slot.name);
  if (there.empty()) return "this world has no controller to crash or pause: serve with --controller builtin";
  return "there is no controller \"" + name + "\" to crash or pause; there are " + there;
}

}  // namespace

Result<void> inject(std::string_view text, const std::string& file, World& world, FaultInjector& injector) {
  std::vector<std::string> ids;
  for (const StandingFault& fault : injector.faults()) ids.push_back(fault.spec().id);
  const auto faults = load_faults_text(text, file, std::move(ids));
  if (!faults) return sim::forward(faults.error());
  for (const FaultSpec& fault : *faults)
    for (const EffectRef& effect : fault.effects)
      if (std::string problem = no_such_controller(world, effect->replica()); !problem.empty())
        return sim::fail("InvalidScenario", std::move(problem), file + ":" + std::to_string(fault.source.line));
  for (const FaultSpec& fault : *faults) injector.add(fault);
  return {};
}

api::Json describe(const FaultInjector& injector) {
  api::Json out = api::Json::array();
  for (const StandingFault& fault : injector.faults())
    out.push_back({{"id", fault.spec().id}, {"calls", fault.seen()}, {"hits", fault.struck()}});
  return out;
}

}  // namespace nlbsim::scenarios
