// A load run (scenarios/load) as people and programs read it: figures, samples and the depth of the queues over time.
//
// Samples are whole microseconds. Long series are thinned to every n-th, so that a file stays small; a comparison
// (reports/load/compare.h) asks for no more.
#pragma once

#include <span>
#include <string>

#include "api/json/json.h"
#include "scenarios/load/load_run.h"

namespace nlbsim::reports {

api::Json load_json(const scenarios::LoadReport& report);
// The same for a terminal.
std::string load_table(const scenarios::LoadReport& report);

// "12.3 ms": what is enough for people.
std::string short_duration(sim::Duration duration);
// The value that `percent` (0 to 100) of the samples do not exceed; 0 without samples.
sim::Duration percentile(std::span<const sim::Duration> samples, std::size_t percent);

}  // namespace nlbsim::reports
