// Chrome trace events for Perfetto (ui.perfetto.dev) and chrome://tracing, in virtual microseconds.
//
// A process for each run and plane, a thread for each lane and row; complete events ("X") for calls, reconciles, queue
// waits and states, instants ("i") for the rest, flow arrows ("s", "f") from a cause to its effect, counters ("C") for
// queue depth and calls in flight.
#pragma once

#include <iosfwd>
#include <span>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

void write_trace(std::span<const scenarios::RunRecord> runs, std::ostream& out);

}  // namespace nlbsim::reports
