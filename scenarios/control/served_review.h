// Judges a served world by all invariants while it is turned, so that the verdict is over everything that a controller
// did, however much of the journal has been forgotten since.
//
// A scenario's runner knows when nothing is left to do. Somebody else's controller does not say so: the world counts as
// being at rest when nothing is due in it and nothing has changed for a while of real time - for as long as the longest
// back-off, if the last answer that a controller got was an error.
#pragma once

#include <string>
#include <vector>

#include "scenarios/oracles/watchdog.h"
#include "scenarios/record/run_record.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class ServedReview {
 public:
  // The world outlives this.
  ServedReview(World& world, const WorldSettings& settings);

  // Takes in what has happened; at least once for each half of the journal's limit.
  void look();
  // A while of real time has passed, during which look() was called. `broken`: a fault is in force.
  void tick(sim::Duration real_time, bool broken);

  std::vector<Violation> violations();
  // Records that were forgotten before they were judged.
  std::uint64_t missed() const { return review_.missed(); }
  // What has been served up to now as one run, judged; for reports.
  RunRecord record(const std::string& profile, const std::string& served_versions);

 private:
  void note(const sim::Record& record);

  World& world_;
  oracles::LiveReview review_;
  sim::RecordId noted_ = 0;
  sim::Duration quiet_{0};   // real time since something changed
  bool in_trouble_ = false;  // the last answer to a controller was an error
};

}  // namespace nlbsim::scenarios
