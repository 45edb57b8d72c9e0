// A run as lines for people: when, who, what, in virtual time.
//
//   +00:00:00.120  controller-1   GatewayClass aws-nlb-gateway-class: Accepted=True
#pragma once

#include <iosfwd>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

struct TimelineOptions {
  bool every_call = false;  // also calls that succeeded, watch events and reconciles
  bool colours = false;     // ANSI escapes
};

// A line per fact: steps, changes of objects and their conditions, Events, changes in AWS, refused and lost calls,
// failed reconciles, faults, restarts, violations. Ends with the verdict and the figures of the run.
void write_timeline(const scenarios::RunRecord& run, const TimelineOptions& options, std::ostream& out);

}  // namespace nlbsim::reports
