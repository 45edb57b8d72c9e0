// Plays one scenario in a world of its own and returns the record of the run.
//
//   const auto player = Player::prepare(scenario);
//   RunRecord run = player->play({});
//
// What does not change between runs is prepared once; `play` is const and may be called from several threads at once.
// Same scenario, options and version: same record.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "scenarios/language/scenario.h"
#include "scenarios/record/run_record.h"
#include "scenarios/world/run_observer.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

struct PlayOptions {
  std::optional<std::uint64_t> seed;       // none: the ordinary run, every choice 0
  const sim::ChoiceLog* replay = nullptr;  // choices to make again; goes before seed
  // Under exploration the scenario's own expectations do not judge: `assert`, `never` and `within` are passed over, and
  // an unmet `wait` moves on at quiescence.
  bool judge = true;
  std::span<const FaultSpec> faults;      // besides the scenario's own; they outlive the run
  std::uint64_t step_limit = 20'000'000;  // of the scheduler; reaching it fails the run
  std::vector<RunObserver*> observers;
};

// A run under way, for who turns several in step (wave.h). It keeps what it was prepared from.
class Playing {
 public:
  Playing(Playing&&) noexcept;
  ~Playing();
  // A little further: one step of the scenario begun, or one of the scheduler. False: it is over.
  bool turn();
  // Once it is over.
  RunRecord finish();

 private:
  friend class Player;
  struct Inside;
  explicit Playing(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

class Player {
 public:
  // Error code "InvalidWorld".
  static Result<Player> prepare(Scenario scenario);
  RunRecord play(const PlayOptions& options) const;
  Playing begin(PlayOptions options) const;
  const Scenario& scenario() const { return *scenario_; }
  const WorldTemplate& world() const { return *world_; }

 private:
  Player(std::shared_ptr<const Scenario> scenario, std::shared_ptr<const WorldTemplate> world)
      : scenario_(std::move(scenario)), world_(std::move(world)) {}
  std::shared_ptr<const Scenario> scenario_;
  std::shared_ptr<const WorldTemplate> world_;
};

}  // namespace nlbsim::scenarios
