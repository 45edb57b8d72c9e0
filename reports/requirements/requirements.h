// The requirements matrix: which scenarios cover each requirement, how that came out, and what nothing covers.
#pragma once

#include <iosfwd>
#include <span>

#include "reports/context.h"
#include "reports/outcomes.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// Markdown: the figures, a table for each group of requirements, the uncovered ones as a list.
void write_requirements_markdown(std::span<const scenarios::RunRecord> runs, const Context& context, std::ostream& out);

// The same rows for report.json: [{"id", "group", "text", "uncovered", "outcome", "scenarios": [...]}], "outcome" null
// when nothing covers it, "uncovered" the reason that its list gives for that.
api::Json requirements_json(std::span<const scenarios::RunRecord> runs, const Context& context);
// What requirements_json kept of the list, for a merge that has nothing but reports. Rows of another form are passed
// over.
std::vector<scenarios::Requirement> requirements_from_json(const api::Json& rows);

}  // namespace nlbsim::reports
