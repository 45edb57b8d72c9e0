// What `apply --plan` tells: for each Gateway the calls that the controller would make, those for targets that would
// follow, and what it would refuse.
#pragma once

#include "cli/apply_report.h"
#include "cli/commands.h"

namespace nlbsim::cli {

// `carried_out` is the same run where the world takes the calls: only there bindings stand, which calls for targets
// follow from. The exit code: failed when something stands in the way of what was asked for.
int print_plans(const ApplyReport& report, const scenarios::RunRecord& carried_out, ApplyOutput output,
                Console& console);

}  // namespace nlbsim::cli
