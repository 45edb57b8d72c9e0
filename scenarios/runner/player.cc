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

struct Playing::Inside {
  std::shared_ptr<const Scenario> scenario;
  std::shared_ptr<const WorldTemplate> world;
  PlayOptions options;
  RunRecord record;
  std::unique_ptr<sim::Chooser> chooser;
  std::optional<Run> run;  // none: there is nothing to play
};

Playing::Playing(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Playing::Playing(Playing&&) noexcept = default;
Playing::~Playing() = default;

bool Playing::turn() { return inside_->run && inside_->run->turn(); }

RunRecord Playing::finish() {
  if (inside_->run) {
    inside_->run->finish();
    inside_->record.choices = inside_->chooser->log();
    judge(*inside_->scenario, inside_->record);
  }
  return std::move(inside_->record);
}

Playing Player::begin(PlayOptions options) const {
  auto inside = std::make_unique<Playing::Inside>();
  inside->scenario = scenario_;
  inside->world = world_;
  inside->options = std::move(options);
  inside->record = describe(*scenario_);
  inside->record.seed = inside->options.seed;
  if (scenario_->verdict == Outcome::not_achievable) {
    inside->record.outcome = Outcome::not_achievable;
    inside->record.reason = scenario_->verdict_reason;
    return Playing(std::move(inside));
  }
  inside->chooser = make_chooser(inside->options);
  inside->run.emplace(*scenario_, *world_, *inside->chooser, inside->options, inside->record);
  return Playing(std::move(inside));
}

RunRecord Player::play(const PlayOptions& options) const {
  Playing playing = begin(options);
  while (playing.turn()) continue;
  return playing.finish();
}

}  // namespace nlbsim::scenarios
