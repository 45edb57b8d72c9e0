// Reports on disk: writes those of a batch of runs, and puts the folders of several batches together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/context.h"
#include "scenarios/record/run_record.h"
#include "sim/result.h"

namespace nlbsim::cli {

inline constexpr std::string_view kReportFile = "report.json";

// What the reports are told besides the runs. Requirements come from the library; without one there are none.
sim::Result<reports::Context> report_context(const std::string& profile);

// Reads FOLDER/report.json of each. Error code "InvalidReport".
sim::Result<std::vector<api::Json>> read_reports(std::span<const std::string> folders);

}  // namespace nlbsim::cli
