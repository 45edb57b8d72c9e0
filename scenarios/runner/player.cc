#include "scenarios/runner/player.h"

#include "scenarios/runner/run.h"

namespace nlbsim::scenarios {

namespace {

std::unique_ptr<sim::Chooser> make_chooser(const PlayOptions& options) {
  if (options.replay) return std::make_unique<sim::ReplayChooser>(*options.replay);
  if (options.seed) return std::make_unique<sim::SeededChooser>(*options.seed);
  return std::make_unique<sim::FirstChooser>();
}

// What the record says of the scenario itself.
RunRecord describe(const Scenario& scenario) {
  RunRecord run;
  run.id = scenario.id;
  run.variant = scenario.variant;
  run.title = scenario.title;
  run.group = scenario.group;
  run.file = scenario.file;
  run.tags = scenario.tags;
  run.requirements = scenario.requirements;
  run.profile = scenario.profile;
  run.served_versions = scenario.served_versions;
  return run;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

void judge(const Scenario& scenario, RunRecord& run) {
  if (const StepResult* failed = run.failed_step()) {
    run.outcome = Outcome::failed;
    run.reason = "step " + std::to_string(failed->index) + ", " + failed->text + ": " + first_line(failed->failure);
  } else if (!run.violations.empty()) {
    run.outcome = Outcome::failed;
    run.reason = run.violations.front().invariant + ": " + first_line(run.violations.front().message);
  } else {
    run.outcome = scenario.verdict;
    run.reason = scenario.verdict_reason;
  }
}

}  // namespace

Result<Player> Player::prepare(Scenario scenario) {
  auto world = WorldTemplate::make(scenario.world, scenario.profile, scenario.served_versions);
  if (!world) return sim::forward(std::move(world.error()));
  return Player(std::make_shared<const Scenario>(std::move(scenario)),
                std::make_shared<const WorldTemplate>(*std::move(world)));
}

RunRecord Player::play(const PlayOptions& options) const {
  RunRecord record = describe(*scenario_);
  record.seed = options.seed;
  if (scenario_->verdict == Outcome::not_achievable) {
    record.outcome = Outcome::not_achievable;
    record.reason = scenario_->verdict_reason;
    return record;
  }
  const std::unique_ptr<sim::Chooser> chooser = make_chooser(options);
  Run run(*scenario_, *world_, *chooser, options);
  run.play(record);
  record.choices = chooser->log();
  judge(*scenario_, record);
  return record;
}

}  // namespace nlbsim::scenarios
