// Every report of a batch of runs, into one folder; the one place that knows which there are.
#pragma once

#include <span>
#include <string>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// Makes the folder and writes report.html, report.json, junit.xml, conformance-report.yaml, trace.json and
// requirements.md, in report order. Equal runs give equal bytes. Error code "InvalidOutput": a file can't be written.
sim::Result<void> write_all(const std::string& folder, std::span<const scenarios::RunRecord> runs,
                            const Context& context);

}  // namespace nlbsim::reports
