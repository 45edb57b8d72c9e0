// Writes the reports of a batch of runs into a folder; the one place that knows which reports there are.
#pragma once

#include <span>
#include <string>

#include "scenarios/record/run_record.h"
#include "sim/result.h"

namespace nlbsim::cli {

// Makes the folder. Error code "InvalidOutput" when a file can't be written.
sim::Result<void> write_reports(const std::string& folder, std::span<const scenarios::RunRecord> runs);

}  // namespace nlbsim::cli
