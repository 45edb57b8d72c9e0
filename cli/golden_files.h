// Writes the golden end states of `run --update-golden`.
#pragma once

#include <span>

#include "cli/console.h"
#include "scenarios/language/scenario.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::cli {

// Of each scenario that held; says how many files changed. False, after a complaint, if one could not be read or
// written.
bool update_golden(std::span<const scenarios::Scenario> scenarios, std::span<const scenarios::RunRecord> runs,
                   std::span<const scenarios::Json> ends, Console& console);

}  // namespace nlbsim::cli
