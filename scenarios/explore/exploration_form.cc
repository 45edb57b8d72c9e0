#include "scenarios/explore/exploration_form.h"

#include <algorithm>

namespace nlbsim::scenarios {

namespace {

Step made(std::string verb, std::string text, Action action) {
  Step step;
  step.verb = std::move(verb);
  step.text = std::move(text);
  step.action = std::move(action);
  return step;
}

// Binds a name that later steps may use.
bool binds(const Node& node) {
  const auto in_entry = [](const Node::Entry& entry) {
    return entry.key.text == "as" || entry.key.text == "$ref" || binds(entry.value);
  };
  return std::ranges::any_of(node.entries, in_entry) || std::ranges::any_of(node.items, binds);
}

bool elects_leaders(const WorldSettings& world) {
  return std::ranges::any_of(world.clusters, [](const ClusterSettings& cluster) {
    return cluster.leader_election.value_or(cluster.controllers > 1);
  });
}

bool is_left_out(const Step& step) {
  if (std::holds_alternative<NeverStep>(step.action) || std::holds_alternative<ShowStep>(step.action)) return true;
  if (std::holds_alternative<FaultStep>(step.action) || std::holds_alternative<HealStep>(step.action)) return true;
  return std::holds_alternative<AssertStep>(step.action) && !binds(*step.written);
}

}  // namespace

bool is_whole_in_exploration_form(const Scenario& scenario) {
  const auto loses = [](const Step& step) {
    const auto* settle = std::get_if<SettleStep>(&step.action);
    const bool breaks = std::holds_alternative<FaultStep>(step.action) || std::holds_alternative<HealStep>(step.action);
    return breaks || (settle && settle->quiet_for);
  };
  return scenario.faults.empty() && std::ranges::none_of(scenario.steps, loses);
}

Scenario exploration_form(Scenario scenario) {
  scenario.faults.clear();
  std::erase_if(scenario.steps, is_left_out);
  for (Step& step : scenario.steps)
    if (auto* settle = std::get_if<SettleStep>(&step.action)) settle->quiet_for.reset();
  HealStep heal;
  heal.all = true;
  SettleStep settle;
  settle.within = kSettleAfterFaults;
  scenario.steps.push_back(made("heal", "heal {all: true}", heal));
  if (elects_leaders(scenario.world)) scenario.steps.push_back(made("advance", "advance 2m", AdvanceStep{kNextLeader}));
  scenario.steps.push_back(made("settle", "settle {within: 6h}", settle));
  return scenario;
}

}  // namespace nlbsim::scenarios
