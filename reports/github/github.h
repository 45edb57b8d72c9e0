// What a job on GitHub shows: an annotation at the line that failed, and a summary of the job in Markdown.
#pragma once

#include <iosfwd>
#include <span>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// Workflow commands, one line for each failed run.
void write_annotations(std::span<const scenarios::RunRecord> runs, std::ostream& out);
void write_step_summary(std::span<const scenarios::RunRecord> runs, std::ostream& out);

}  // namespace nlbsim::reports
