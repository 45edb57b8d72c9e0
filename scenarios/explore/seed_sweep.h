// Calm runs in great number: nothing is broken, but latencies, delays and orders are as each seed draws them.
//
// Judged as exploration judges, by the invariants and by how the world ends; a scenario's own expectations, which speak
// of ordinary timing, do not count. What an oracle says of such a run is a defect that needs no fault to show, or an
// alarm that should not have been raised.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/language/scenario.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::scenarios {

struct Seeding {
  std::uint64_t first = 1;
  std::uint64_t last = 1;  // this one too; not below the first
};

struct SweepOptions {
  Seeding seeds;
  std::size_t jobs = 1;
  std::function<void(std::size_t done, std::size_t total, std::size_t alarms)> progress;
};

struct Alarm {
  std::string scenario;
  std::string file;
  std::uint64_t seed = 0;
  Violation violation;
};

struct SweepResult {
  std::size_t runs = 0;
  std::size_t cut_short = 0;  // a step of the user's could not be carried out, so that the end says nothing
  std::vector<Alarm> alarms;  // by scenario, then seed
};

// Each scenario once with each seed. Errors as of ExploredScenario::prepare. Does not depend on the number of jobs.
Result<SweepResult> sweep_seeds(const std::vector<Scenario>& scenarios, const SweepOptions& options);

}  // namespace nlbsim::scenarios
