// The data of the page: an index of all runs, and for each run its story with what the records hold.
#pragma once

#include <cstddef>
#include <span>

#include "reports/context.h"
#include "reports/story/story.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// {"version", "profile", "counts", "requirements", "runs", "coverage"}.
api::Json page_index(std::span<const scenarios::RunRecord> runs, const Context& context);

struct RunDetail {
  std::size_t events = 4000;  // at most; see HtmlLimits
  bool bodies = true;         // requests, answers and objects
};

// {"lanes", "events", "documents", "steps", "violations", ...}. A Kubernetes object stands once in "documents", however
// many records carry it; {"$doc": N} refers to it.
api::Json page_run(const scenarios::RunRecord& run, const RunDetail& detail);

}  // namespace nlbsim::reports
