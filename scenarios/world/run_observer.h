// Who looks on while a scenario is played.
#pragma once

#include <span>
#include <vector>

#include "scenarios/record/run_record.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

class World;
struct Scenario;

// Looks on from outside: oracles, the explorer. Called on the run's thread; must not step the
// scheduler.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  // Before the first step of the scenario.
  virtual void started(World&, const Scenario&) {}
  // Whether a fault is in force now, so that the world is not at rest however still it stands; told before `observed`.
  virtual void broken(bool) {}
  // After each step of the scheduler that left records.
  virtual void observed(World&, std::span<const sim::Record>) {}
  // After the last step of the scenario.
  virtual std::vector<Violation> finished(World&) { return {}; }
};

}  // namespace nlbsim::scenarios
