// Puts the reports of several runs of nlbsim (the shards of a campaign) together.
//
// Merging is idempotent, commutative and associative: runs of the same plan (scenario, variant, profile, seed, choices)
// count once, and the result does not depend on the order of the reports.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// The content of report.json: scenarios::report_to_json with the journals, and beside the runs "version", "profile",
// "counts", "requirements" (requirements_json) and "coverage" (coverage_json).
api::Json full_report_json(std::span<const scenarios::RunRecord> runs, const Context& context);

struct Merged {
  std::vector<scenarios::RunRecord> runs;  // in report order
  Context context;
  // Plans that the reports tell differently: the journal hash of one run is not that of the other, though both come
  // from one version and the same choices. That is nondeterminism, or reports of two versions.
  std::vector<std::string> conflicts;
};

// Error code "InvalidReport": one of them was not written by full_report_json.
sim::Result<Merged> merge(std::span<const api::Json> reports);

}  // namespace nlbsim::reports
