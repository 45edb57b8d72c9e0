#include <iostream>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/end_state_tables.h"
#include "reports/timeline/timeline.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/runner/capture.h"
#include "scenarios/runner/manifest_set.h"

namespace nlbsim::cli {

namespace {

// Applying is a scenario of two steps in the default world.
scenarios::Scenario scenario_of(std::vector<scenarios::Manifest> manifests, const ApplyOptions& options) {
  scenarios::Scenario scenario;
  scenario.id = "apply";
  scenario.title = "manifests applied to the default world";
  scenario.profile = options.profile;
  scenario.served_versions = options.served_versions;
  scenarios::Step apply;
  apply.verb = "apply";
  apply.text = "apply the manifests";
  apply.action = scenarios::ApplyStep{{}, std::move(manifests), std::nullopt};
  scenarios::Step settle;
  settle.verb = "settle";
  settle.text = "settle within " + sim::format_duration(options.time);
  settle.action = scenarios::SettleStep{options.time, std::nullopt};
  scenario.steps = {std::move(apply), std::move(settle)};
  return scenario;
}

void show_tables(const scenarios::EndState& state, const scenarios::RunRecord& run, Console& console) {
  console.print(end_state_tables(state));
  const std::vector<std::string> missing = scenarios::shortcomings(state);
  for (const std::string& line : missing) console.print(console.styled(Style::bold, line));
  const scenarios::StepResult& settle = run.steps.back();
  if (settle.state == scenarios::StepState::failed)
    console.print("Still busy after " + settle.text.substr(7) + ":\n" + settle.failure);
  const std::string after = " after " + sim::format_duration(run.virtual_duration) + " of virtual time";
  if (missing.empty()) console.print(console.styled(Style::good, "Everything is programmed" + after));
}

void show(const scenarios::EndState& state, const scenarios::RunRecord& run, const ApplyOptions& options,
          Console& console) {
  switch (options.output) {
    case ApplyOutput::table: return show_tables(state, run, console);
    case ApplyOutput::yaml: return console.print(scenarios::to_yaml(scenarios::to_json(state)));
    case ApplyOutput::json: return console.print(api::dump_json_pretty(scenarios::to_json(state)));
  }
}

}  // namespace

int apply(const ApplyOptions& options) {
  Console console;
  auto manifests = scenarios::collect_manifests(options.files);
  if (!manifests) {
    console.complain(manifests.error());
    return kBadInput;
  }
  std::vector<std::string> added;
  const auto player =
      scenarios::Player::prepare(scenario_of(scenarios::with_namespaces(*std::move(manifests), added), options));
  if (!player) {
    console.complain(player.error());
    return kBadInput;
  }
  scenarios::EndStateObserver observer;
  scenarios::PlayOptions play;
  play.observers = {&observer};
  const scenarios::RunRecord run = player->play(play);
  if (const scenarios::StepResult& applied = run.steps.front(); applied.state == scenarios::StepState::failed) {
    console.complain("the API server refused what was applied:\n" + applied.failure);
    return kBadInput;
  }
  if (options.output == ApplyOutput::table)
    for (const std::string& name : added) console.print("namespace " + name + " was created, as no manifest brings it");
  if (options.timeline) {
    reports::TimelineOptions timeline;
    timeline.colours = console.colours();
    reports::write_timeline(run, timeline, std::cout);
    console.print("");
  }
  show(observer.state(), run, options, console);
  return scenarios::shortcomings(observer.state()).empty() ? kFine : kFailed;
}

}  // namespace nlbsim::cli
