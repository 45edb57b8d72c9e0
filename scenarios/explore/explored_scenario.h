// A scenario under exploration: prepared once, its run without faults known, its plans countable.
//
//   auto explored = ExploredScenario::prepare(exploration_form(scenario));
//   const PlanResult result = explored->run(explored->plans().at(7).faults);
//
// What a run is judged by: the invariants, whether the world comes to rest once the faults are over, and whether it
// then holds what it holds without faults, which is what its golden end state says. What is wrong without any fault is
// told of plan 0, which has none, and of no other. Const after preparation; any number of threads may run plans.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/explore/plan.h"
#include "scenarios/oracles/canonical_state.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {

inline constexpr std::string_view kRestId = "rest";
inline constexpr std::string_view kRestSentence = "Once the faults are over, the world comes to rest.";

struct PlanResult {
  std::uint64_t hash = 0;
  std::vector<Violation> findings;
  // A step of the user's could not be carried out, so the end state says nothing.
  bool cut_short = false;
};

class ExploredScenario;

// A plan's run under way, for who turns several in step (runner/wave.h). The scenario outlives it.
class PlanRun {
 public:
  PlanRun(PlanRun&&) noexcept;
  ~PlanRun();
  bool turn();
  // Once it is over.
  PlanResult result();

 private:
  friend class ExploredScenario;
  struct Inside;
  explicit PlanRun(std::unique_ptr<Inside> inside);
  RunRecord judged(bool& cut_short);
  std::unique_ptr<Inside> inside_;
};

class ExploredScenario {
 public:
  // Error codes: InvalidWorld, or NotExplorable if the scenario cannot be played to its end without faults. `golden` is
  // the end that must come of it (runner/golden.h); null: whatever comes of it without faults.
  static Result<ExploredScenario> prepare(Scenario formed, const Json* golden = nullptr);

  const Scenario& scenario() const { return player_.scenario(); }
  const PlanSpace& plans() const { return plans_; }
  // None: without faults it ends as its golden end state says, or it has none.
  const std::optional<Violation>& not_golden() const { return not_golden_; }
  // `choices` null: the ordinary ones.
  PlanResult run(std::span<const FaultSpec> faults, const sim::ChoiceLog* choices = nullptr) const;
  // The same, begun; the faults outlive it.
  PlanRun begin(std::span<const FaultSpec> faults) const;
  // Without a fault, with all that can vary drawn from a seed.
  PlanResult run_calm(std::uint64_t seed) const;
  PlanRun begin_calm(std::uint64_t seed) const;
  // What a person would see of it without faults: every wait is met in time, it comes to rest, and no invariant is
  // broken.
  bool holds() const;
  // Whether a controller that does all things right could get through: an event is dropped only where somebody else
  // changes the object again later, so that the same faults are among the plans of this very scenario.
  bool possible(std::span<const FaultSpec> faults) const;
  // As `run`, with the record of the run, whose violations are the findings.
  RunRecord play(std::span<const FaultSpec> faults, const sim::ChoiceLog* choices = nullptr) const;

 private:
  explicit ExploredScenario(Player player) : player_(std::move(player)), plans_({}) {}
  friend class PlanRun;
  // Without faults, each wait met or waited for to its end.
  oracles::CanonicalState patient_end() const;
  // `options` say what is broken or drawn.
  PlanRun begin(PlayOptions options) const;

  Player player_;
  PlanSpace plans_;
  oracles::CanonicalState expected_;
  bool rests_ = false;                                   // without faults; if it does not, there is no end to compare
  std::optional<Violation> not_golden_;                  // how that end differs from the golden one
  std::set<std::pair<std::string, std::string>> known_;  // invariant and subject of what is wrong without faults
  std::uint64_t step_limit_ = 0;
};

}  // namespace nlbsim::scenarios
