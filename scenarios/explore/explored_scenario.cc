#include "scenarios/explore/explored_scenario.h"

#include <algorithm>

#include "scenarios/explore/scenario_document.h"
#include "scenarios/faults/fault_match.h"
#include "scenarios/oracles/differential.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/runner/golden.h"

namespace nlbsim::scenarios {

namespace {

// Steps of the scheduler that a run may take: repeats of every call, many times over, and then some.
constexpr std::uint64_t kStepAllowance = 200'000;
constexpr std::uint64_t kStepFactor = 50;

// Keeps how the world ended.
class Ending final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override {
    state_ = oracles::canonical_state_of(oracles::raw_state(world));
    rests_ = world.scheduler().quiescent();
    return {};
  }
  oracles::CanonicalState& state() { return state_; }
  bool rests() const { return rests_; }

 private:
  oracles::CanonicalState state_;
  bool rests_ = false;
};

Violation restless(const RunRecord& run) {
  Violation violation;
  violation.invariant = kRestId;
  violation.sentence = kRestSentence;
  const StepResult* failed = run.failed_step();
  violation.message = failed ? failed->failure : "timers or calls are still due at the end of the run";
  return violation;
}

bool excuses(const Scenario& scenario, std::string_view invariant) {
  const auto same = [&](const Excuse& excuse) { return excuse.invariant == invariant; };
  return std::ranges::any_of(scenario.excuse, same);
}

}  // namespace

namespace {

std::optional<Violation> compare_with_golden(const Json& golden, oracles::CanonicalState end) {
  leave_out_common_objects(end.document);
  const oracles::CanonicalState wanted{oracles::comparable_form(golden), end.frozen};
  auto differs = oracles::judge_end_state(wanted, end);
  if (differs) {
    differs->invariant = kGoldenId;
    differs->sentence = kGoldenSentence;
  }
  return differs;
}

}  // namespace

Result<ExploredScenario> ExploredScenario::prepare(Scenario formed, const Json* golden) {
  auto player = Player::prepare(std::move(formed));
  if (!player) return sim::forward(std::move(player.error()));
  ExploredScenario explored(*std::move(player));
  oracles::Watchdog watchdog;
  Ending ending;
  PlayOptions options;
  options.judge = false;
  options.observers = {&watchdog, &ending};
  const RunRecord run = explored.player_.play(options);
  if (const StepResult* failed = run.failed_step())
    return sim::fail("NotExplorable", "the run without faults stops at \"" + failed->text + "\": " + failed->failure,
                     failed->source.text());
  explored.plans_ = PlanSpace(trace_of(run.journal->records(), run.actors));
  explored.expected_ = std::move(ending.state());
  explored.expected_.document = api::freeze(std::move(explored.expected_.document));  // for plans on every thread
  explored.rests_ = ending.rests();
  if (golden && explored.rests_ && compare_with_golden(*golden, explored.expected_))
    explored.not_golden_ = compare_with_golden(*golden, explored.patient_end());
  for (const Violation& violation : run.violations) explored.known_.insert({violation.invariant, violation.subject});
  explored.step_limit_ = run.scheduler_steps * kStepFactor + kStepAllowance;
  return explored;
}

// A wait for what only a look now and then brings about ends early in exploration, when nothing else is due.
oracles::CanonicalState ExploredScenario::patient_end() const {
  Ending ending;
  PlayOptions options;
  options.observers = {&ending};
  player_.play(options);
  return std::move(ending.state());
}

struct PlanRun::Inside {
  explicit Inside(const ExploredScenario& scenario) : explored(scenario) {}
  const ExploredScenario& explored;
  oracles::Watchdog watchdog;
  Ending ending;
  PlayOptions options;
  std::optional<Playing> playing;
};

PlanRun::PlanRun(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
PlanRun::PlanRun(PlanRun&&) noexcept = default;
PlanRun::~PlanRun() = default;

bool PlanRun::turn() { return inside_->playing->turn(); }

RunRecord PlanRun::judged(bool& cut_short) {
  const ExploredScenario& explored = inside_->explored;
  const PlayOptions& options = inside_->options;
  RunRecord run = inside_->playing->finish();
  if (options.faults.empty() && !options.replay && !options.seed) {
    if (explored.not_golden_) run.violations.push_back(*explored.not_golden_);
    return run;
  }
  // What is wrong without a fault is told of the plan without faults; of calm runs that is every one.
  const bool calm = options.faults.empty();
  std::erase_if(run.violations, [&](const Violation& found) {
    return !calm && explored.known_.contains({found.invariant, found.subject});
  });
  const bool endless = run.scheduler_steps >= explored.step_limit_;
  cut_short = run.failed_step() && !endless;
  if (endless || (!cut_short && explored.rests_ && !inside_->ending.rests())) run.violations.push_back(restless(run));
  else if (!cut_short && explored.rests_ && !excuses(explored.scenario(), oracles::kEndStateId))
    if (auto differs = oracles::judge_end_state(explored.expected_, inside_->ending.state()))
      run.violations.push_back(*std::move(differs));
  return run;
}

PlanResult PlanRun::result() {
  PlanResult result;
  RunRecord run = judged(result.cut_short);
  result.hash = run.journal_hash;
  result.findings = std::move(run.violations);
  return result;
}

PlanRun ExploredScenario::begin(PlayOptions options) const {
  auto inside = std::make_unique<PlanRun::Inside>(*this);
  options.judge = false;
  options.step_limit = step_limit_;
  options.observers = {&inside->watchdog, &inside->ending};
  inside->options = options;
  inside->playing.emplace(player_.begin(std::move(options)));
  return PlanRun(std::move(inside));
}

PlanRun ExploredScenario::begin(std::span<const FaultSpec> faults) const {
  PlayOptions options;
  options.faults = faults;
  return begin(std::move(options));
}

namespace {

PlanResult result_of(PlanRun run) {
  while (run.turn()) continue;
  return run.result();
}

}  // namespace

PlanResult ExploredScenario::run(std::span<const FaultSpec> faults, const sim::ChoiceLog* choices) const {
  PlayOptions options;
  options.faults = faults;
  options.replay = choices;
  return result_of(begin(std::move(options)));
}

PlanRun ExploredScenario::begin_calm(std::uint64_t seed) const {
  PlayOptions options;
  options.seed = seed;
  return begin(std::move(options));
}

PlanResult ExploredScenario::run_calm(std::uint64_t seed) const { return result_of(begin_calm(seed)); }

bool ExploredScenario::holds() const {
  oracles::Watchdog watchdog;
  Ending ending;
  PlayOptions options;
  options.step_limit = step_limit_;
  options.observers = {&watchdog, &ending};
  const RunRecord run = player_.play(options);
  return !run.failed_step() && run.violations.empty() && ending.rests();
}

bool ExploredScenario::possible(std::span<const FaultSpec> faults) const {
  if (std::ranges::none_of(faults, loses_events)) return true;
  const auto text_of = [](std::span<const FaultSpec> list) {
    std::string out;
    for (const FaultSpec& fault : list) out += api::dump_json(to_document(fault)) + "\n";
    return out;
  };
  const std::string wanted = text_of(faults);
  for (std::size_t i = 0; i < plans_.size(); ++i)
    if (const Plan plan = plans_.at(i); plan.kind == PlanKind::unobserved_event && text_of(plan.faults) == wanted)
      return true;
  return false;
}

RunRecord ExploredScenario::play(std::span<const FaultSpec> faults, const sim::ChoiceLog* choices) const {
  PlayOptions options;
  options.faults = faults;
  options.replay = choices;
  PlanRun run = begin(std::move(options));
  while (run.turn()) continue;
  bool cut_short = false;
  return run.judged(cut_short);
}

}  // namespace nlbsim::scenarios
