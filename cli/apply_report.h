// What `apply` tells of the world that came of it: tables, Warnings, a line for each thing that does not serve.
#pragma once

#include <string>

#include "cli/console.h"
#include "scenarios/record/end_state.h"
#include "scenarios/record/run_record.h"
#include "scenarios/record/verdict.h"
#include "scenarios/runner/manifest_set.h"

namespace nlbsim::cli {

struct ApplyReport {
  const scenarios::EndState& state;
  const scenarios::Verdict& verdict;
  const scenarios::ManifestSet& manifests;
  const scenarios::RunRecord& run;
};

// Everything serves, came to rest in time, and nothing that a listener depends on was passed over.
bool holds(const ApplyReport& report);
void print_report(const ApplyReport& report, Console& console);
std::string json_of(const ApplyReport& report);
std::string yaml_of(const ApplyReport& report);

}  // namespace nlbsim::cli
