// One run under way: a world, the user in it, and the step that is being played. The inside of Player, and the place
// where every verb is carried out.
#pragma once

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
  Run(const Scenario& scenario, const WorldTemplate& plan, sim::Chooser& chooser, const PlayOptions& options);

  // Plays all steps, or up to the first that fails. Steps, violations, journal and figures of the record are filled.
  void play(RunRecord& record);
  World& world() { return world_; }

 private:
  // A `never` that is watched.
  struct Watched {
    const Step* step;
    const Expectation* expectation;
    Interest interest;
  };

  // What a verb comes to: empty, or why the step failed.
  std::string execute(const ApplyStep& step);
  std::string execute(const PatchStep& step);
  std::string execute(const DeleteStep& step);
  std::string execute(const CallStep& step);
  std::string execute(const AdvanceStep& step);
  std::string execute(const SettleStep& step);
  std::string execute(const WaitStep& step);
  std::string execute(const AssertStep& step);
  std::string execute(const NeverStep& step);
  std::string execute(const MarkStep& step);
  std::string execute(const FaultStep& step);
  std::string execute(const HealStep& step);
  std::string execute(const CrashStep& step);
  std::string execute(const RestartStep& step);
  std::string execute(const HoldStep& step);
  std::string execute(const ReleaseStep& step);
  std::string execute(const PartitionStep& step);
  std::string execute(const RandomStep& step);
  std::string execute(const ShowStep& step);
  std::string execute(const OnStep& step);
  std::string execute(const HealthCheckStep& step);

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

  StepResult play_step(const Step& step, int index);
  std::string finish(const UserJob& job, const std::optional<Pattern>& refused);
  // Runs until the job is done.
  std::string carry_out(const std::shared_ptr<UserJob>& job, const std::optional<Pattern>& refused);
  Result<std::vector<Manifest>> expanded(const std::vector<Manifest>& manifests);
  std::string quiet_for(sim::Duration duration);
  std::string still_busy() const;

  // One step of the scheduler, not beyond `until`. False: nothing is due by then, and the clock stands at `until`.
  bool turn(sim::Instant until);
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
  const Step* step_ = nullptr;  // the one that is played
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
