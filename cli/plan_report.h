// What `apply --plan` tells: for each Gateway the calls that the controller would make, and what it would refuse.
#pragma once

#include "cli/apply_report.h"
#include "cli/commands.h"

namespace nlbsim::cli {

// The exit code: failed when something stands in the way of what was asked for.
int print_plans(const ApplyReport& report, ApplyOutput output, Console& console);

}  // namespace nlbsim::cli
