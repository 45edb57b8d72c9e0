#include <iostream>

#include "cli/apply_report.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/plan_report.h"
#include "engine/names.h"
#include "reports/timeline/timeline.h"
#include "scenarios/language/load.h"
#include "scenarios/runner/capture.h"
#include "scenarios/runner/manifest_set.h"

namespace nlbsim::cli {

namespace {

scenarios::Step apply_step(std::vector<scenarios::Manifest> manifests) {
  scenarios::Step apply;
  apply.verb = "apply";
  apply.text = "apply the manifests";
  apply.action = scenarios::ApplyStep{{}, std::move(manifests), std::nullopt};
  return apply;
}

scenarios::Step settle_step(sim::Duration within) {
  scenarios::Step settle;
  settle.verb = "settle";
  settle.text = "settle within " + sim::format_duration(within);
  settle.action = scenarios::SettleStep{within, std::nullopt};
  return settle;
}

// Applying is a scenario of two steps in the world; of two more before them, where kinds are defined that objects need.
scenarios::Scenario scenario_of(std::vector<scenarios::Manifest> manifests, scenarios::WorldSettings world,
                                const ApplyOptions& options) {
  scenarios::Scenario scenario;
  scenario.id = "apply";
  scenario.title = "manifests applied to a world";
  scenario.profile = options.profile;
  scenario.served_versions = options.served_versions;
  scenario.world = std::move(world);
  for (scenarios::ClusterSettings& cluster : scenario.world.clusters) cluster.plan_only = options.plan;
  if (auto definitions = scenarios::take_definitions(manifests); !definitions.empty()) {
    scenario.steps.push_back(apply_step(std::move(definitions)));
    scenario.steps.push_back(settle_step(options.time));
  }
  scenario.steps.push_back(apply_step(std::move(manifests)));
  scenario.steps.push_back(settle_step(options.time));
  return scenario;
}

sim::Result<scenarios::WorldSettings> world_of(const ApplyOptions& options) {
  auto world = options.world.empty() ? scenarios::WorldSettings{} : scenarios::load_world(options.world);
  if (world && !world->workloads) world->workloads = true;
  return world;
}

// The same where the world takes the calls.
sim::Result<scenarios::RunRecord> carry_out(scenarios::Scenario scenario) {
  for (scenarios::ClusterSettings& cluster : scenario.world.clusters) cluster.plan_only = false;
  const auto player = scenarios::Player::prepare(std::move(scenario));
  if (!player) return sim::forward(player.error());
  return player->play({});
}

}  // namespace

int apply(const ApplyOptions& options) {
  Console console;
  auto world = world_of(options);
  auto manifests = scenarios::collect_manifests(options.files);
  for (const sim::Error* error : {world ? nullptr : &world.error(), manifests ? nullptr : &manifests.error()})
    if (error) console.complain(*error);
  if (!world || !manifests) return kBadInput;
  scenarios::ManifestSet set = scenarios::prepare_manifests(*std::move(manifests), options.served_versions);
  scenarios::tell_unread(set);
  scenarios::Scenario scenario = scenario_of(std::move(set.manifests), *std::move(world), options);
  const auto player = scenarios::Player::prepare(scenario);
  if (!player) {
    console.complain(player.error());
    return kBadInput;
  }
  scenarios::EndStateObserver observer;
  scenarios::PlayOptions play;
  play.observers = {&observer};
  const scenarios::RunRecord run = player->play(play);
  for (const scenarios::StepResult& step : run.steps)
    if (step.verb == "apply" && step.state == scenarios::StepState::failed) {
      console.complain("the API server refused what was applied:\n" + step.failure);
      return kBadInput;
    }
  // A document on stdout stands there alone; whatever else there is to say goes beside it.
  const bool document = options.output != ApplyOutput::table;
  if (options.timeline) {
    reports::TimelineOptions timeline;
    timeline.colours = console.colours() && !document;
    reports::write_timeline(run, timeline, document ? std::cerr : std::cout);
    if (!document) console.print("");
  }
  const scenarios::Verdict verdict =
      scenarios::verdict_of(observer.state(), run.journal->records(), engine::kControllerName);
  const ApplyReport report{observer.state(), verdict, set, run};
  if (options.plan) {
    const auto carried_out = carry_out(std::move(scenario));
    if (carried_out) return print_plans(report, *carried_out, options.output, console);
    console.complain(carried_out.error());
    return kBadInput;
  }
  switch (options.output) {
    case ApplyOutput::table: print_report(report, console); break;
    case ApplyOutput::yaml: console.print(yaml_of(report)); break;
    case ApplyOutput::json: console.print(json_of(report)); break;
  }
  return holds(report) ? kFine : kFailed;
}

}  // namespace nlbsim::cli
