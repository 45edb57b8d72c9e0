// One run under way: a world, the user in it, and the step that is being played. The inside of Player, and the place
// where every verb is carried out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/faults/fault_injector.h"
#include "scenarios/runner/judge.h"
#include "scenarios/runner/player.h"
#include "scenarios/runner/user.h"

namespace nlbsim::scenarios {

class Run {
 public:
  // Steps, violations, journal and figures of the record are filled.
  Run(const Scenario& scenario, const WorldTemplate& plan, sim::Chooser& chooser, const PlayOptions& options,
      RunRecord& record);

  // Begins a step of the scenario, or turns the scheduler once for the one that is under way. False: all steps have
  // been played, or one has failed.
  bool turn();
  // Once it is over.
  void finish();
  World& world() { return world_; }

 private:
  enum class Ended { reached, late, stopped };
  struct Begun;
  // What a step waits for.
  struct Pursuit {
    sim::Instant until;
    std::function<bool()> reached;  // empty: only time ends it
    std::function<Begun(Ended)> then;
  };
  // What a verb comes to: it waits, or is over, with why it failed or nothing.
  struct Begun {
    std::string failure{};
    std::optional<Pursuit> pursuit{};
  };
  static Begun over(std::string failure = {}) { return {std::move(failure), std::nullopt}; }

  // A `never` that is watched.
  struct Watched {
    const Step* step;
    const Expectation* expectation;
    Interest interest;
  };

  Begun execute(const ApplyStep& step);
  Begun execute(const PatchStep& step);
  Begun execute(const DeleteStep& step);
  Begun execute(const CallStep& step);
  Begun execute(const AdvanceStep& step);
  Begun execute(const SettleStep& step);
  Begun execute(const WaitStep& step);
  Begun execute(const AssertStep& step);
  Begun execute(const NeverStep& step);
  Begun execute(const MarkStep& step);
  Begun execute(const FaultStep& step);
  Begun execute(const HealStep& step);
  Begun execute(const CrashStep& step);
  Begun execute(const RestartStep& step);
  Begun execute(const HoldStep& step);
  Begun execute(const ReleaseStep& step);
  Begun execute(const PartitionStep& step);
  Begun execute(const RandomStep& step);
  Begun execute(const ShowStep& step);
  Begun execute(const OnStep& step);
  Begun execute(const HealthCheckStep& step);

  // Inner steps, one after another from that place on; `outer` holds them.
  Begun play_inner(std::span<const Step> steps, std::size_t place, const Step* outer);
  Begun go_on_inner(Begun begun, std::span<const Step> steps, std::size_t place, const Step* outer);

  // What an outsider does between two calls, and how it went.
  struct Act {
    const Step* step;
    std::shared_ptr<UserJob> job;
    const std::optional<Pattern>* refused;
    bool told;
  };
  struct Outsider {
    const Step* step;
    const OnStep* on;
    int index;  // of its step
    std::int64_t calls = 0;
    bool due = false;
    std::vector<Act> acts;
  };
  void count_for_outsiders(std::span<const sim::Record> fresh);
  // Whatever is due; not while somebody looks at records.
  void let_outsiders_act();
  Act act(const Step& step);
  // An outsider who never came is a failure of the step.
  void see_outsiders_off(std::vector<StepResult>& results);

  // The step to be played next; null when all have been, or the last one failed.
  const Step* next_step() const;
  void begin_step(const Step& step);
  void go_on(Begun begun);
  void end_step(std::string failure);
  std::string answers_to(const UserJob& job, const std::optional<Pattern>& refused);
  // Until the job is done.
  Begun carry_out(const std::shared_ptr<UserJob>& job, const std::optional<Pattern>& refused);
  Result<std::vector<Manifest>> expanded(const std::vector<Manifest>& manifests);
  Begun quiet_for(sim::Duration duration);
  std::string changes_since(sim::RecordId from, sim::Duration duration) const;
  std::string still_busy() const;

  // One step of the scheduler, not beyond `until`. False: nothing is due by then, and the clock stands at `until`.
  bool advance(sim::Instant until);
  // Of a step that waits.
  sim::Instant deadline(sim::Duration within) const;
  bool out_of_steps() const { return world_.scheduler().steps() >= options_.step_limit; }
  // Looks at what has been recorded since last time.
  void observe();
  bool stopped() const { return !broken_never_.empty() || out_of_steps(); }
  std::string why_stopped() const;

  const Scenario& scenario_;
  const PlayOptions& options_;
  FaultInjector faults_;  // before the world, which its hooks hang in
  World world_;
  User user_{world_};
  Judge judge_{world_};
  RunRecord& record_;
  std::optional<Step> fixtures_;  // applied before the scenario's own steps, if there are any
  std::optional<Pursuit> pursuit_;
  StepResult result_;           // of the step that is played
  const Step* step_ = nullptr;  // that step
  int step_index_ = 0;
  std::string shown_;  // by the step that is played
  std::vector<Outsider> outsiders_;
  sim::RecordId step_record_ = 0;  // its begin marker, cause of what the user does
  sim::RecordId seen_ = 0;         // records up to here have been observed
  Interest fresh_;                 // touched since a wait looked last
  std::vector<Watched> watched_;
  std::string broken_never_;
};

}  // namespace nlbsim::scenarios
