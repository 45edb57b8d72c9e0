// A bounded wait: try again every `interval` until `limit` has passed since the first try.
#pragma once

#include "sim/scheduler.h"

namespace nlbsim::engine {

struct RepeatLimits {
  sim::Duration interval;
  sim::Duration limit;
};

class Repeat {
 public:
  Repeat(const sim::Scheduler& scheduler, RepeatLimits limits)
      : scheduler_(scheduler), limits_(limits), started_(scheduler.now()) {}
  // May one more try, an interval from now, still be made?
  bool again() const { return scheduler_.now() + limits_.interval - started_ <= limits_.limit; }

 private:
  const sim::Scheduler& scheduler_;
  const RepeatLimits limits_;
  const sim::Instant started_;
};

}  // namespace nlbsim::engine
