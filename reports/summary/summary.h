// The end of a run on the terminal: failures, what deviates or cannot be, groups and requirements, the figures.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

struct SummaryOptions {
  bool colours = false;  // ANSI escapes
  bool failures = true;  // again, in full; false where they were shown as they happened (write_failure)
  std::string folder;    // where the reports are; empty: none were written
};

// Place, step, readable difference, choices and how to look closer.
void write_failure(const scenarios::RunRecord& run, bool colours, std::ostream& out);

// The last line is "N passed, N failed", with ", N skipped" when some were. Deviations and what no Network Load
// Balancer can do count as neither and have a line of their own.
void write_summary(std::span<const scenarios::RunRecord> runs, const Context& context, const SummaryOptions& options,
                   std::ostream& out);

}  // namespace nlbsim::reports
