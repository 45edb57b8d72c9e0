#include "bench/scenario_runs.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "api/records.h"
#include "scenarios/explore/exploration_form.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::bench {
namespace {

[[noreturn]] void give_up(const sim::Error& error) {
  std::fprintf(stderr, "%s\n", error.describe().c_str());
  std::exit(2);
}

std::vector<scenarios::Scenario> load(const std::string& path) {
  const std::vector<std::string> paths{path};
  scenarios::LoadedScenarios loaded = scenarios::load_scenarios(paths, {NLBSIM_SOURCE "/scenarios"});
  if (!loaded.errors.empty()) give_up(loaded.errors.front());
  return std::move(loaded.scenarios);
}

scenarios::Player prepare(scenarios::Scenario scenario) {
  auto player = scenarios::Player::prepare(std::move(scenario));
  if (!player) give_up(player.error());
  return *std::move(player);
}

scenarios::Scenario load_named(const std::string& name) {
  return std::move(load(NLBSIM_SOURCE "/bench/scenarios/" + name + ".yaml").front());
}

}  // namespace

scenarios::Player prepared(const std::string& name) { return prepare(load_named(name)); }

scenarios::ExploredScenario explored(const std::string& name) {
  auto explored = scenarios::ExploredScenario::prepare(scenarios::exploration_form(load_named(name)));
  if (!explored) give_up(explored.error());
  return *std::move(explored);
}

std::vector<scenarios::Player> whole_library() {
  std::vector<scenarios::Player> players;
  for (scenarios::Scenario& scenario : load(NLBSIM_SOURCE "/scenarios/library"))
    players.push_back(prepare(std::move(scenario)));
  return players;
}

Figures figures(std::span<const sim::Record> records) {
  Figures out;
  for (const sim::Record& record : records) {
    if (record.kind == sim::RecordKind::reconcile_finished) ++out.reconciles;
    if (record.kind != sim::RecordKind::call_sent) continue;
    ++out.calls;
    if (api::payload<api::CallSent>(record).asked->operation().plane == api::Plane::aws) ++out.aws_calls;
  }
  return out;
}

}  // namespace nlbsim::bench
