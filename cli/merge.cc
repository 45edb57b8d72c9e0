#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/campaign_files.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/report_files.h"
#include "reports/merge/merge.h"
#include "reports/summary/summary.h"
#include "reports/write_all.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::cli {

namespace {

int merge_runs(const std::vector<std::string>& folders, const std::string& out, Console& console) {
  const auto read = read_reports(folders);
  if (!read) {
    console.complain(read.error());
    return kBadInput;
  }
  const auto merged = reports::merge(*read);
  if (!merged) {
    console.complain(merged.error());
    return kBadInput;
  }
  if (const auto written = reports::write_all(out, merged->runs, merged->context); !written) {
    console.complain(written.error());
    return kBadInput;
  }
  reports::SummaryOptions summary;
  summary.colours = console.colours();
  summary.folder = out;
  reports::write_summary(merged->runs, merged->context, summary, std::cout);
  for (const std::string& conflict : merged->conflicts) console.complain(conflict);
  if (!merged->conflicts.empty()) return kNotDeterministic;
  return scenarios::count_outcomes(merged->runs).failed == 0 ? kFine : kFailed;
}

int merge_campaigns(const std::vector<std::string>& folders, const std::string& out, Console& console) {
  const auto merged = merge_campaign_folders(folders, out);
  if (!merged) {
    console.complain(merged.error());
    return kBadInput;
  }
  show_figures(*merged, console);
  for (const auto& [signature, finding] : merged->findings) {
    show_finding(finding, console);
    if (const std::string path = reproducer_path(out, finding); std::filesystem::exists(path))
      console.print("  nlbsim replay " + path);
  }
  return conclude(*merged, console);
}

bool each_has(const std::vector<std::string>& folders, std::string_view file) {
  return std::ranges::all_of(folders, [&](const std::string& folder) {
    return std::filesystem::exists(std::filesystem::path(folder) / file);
  });
}

}  // namespace

int merge_reports(const std::vector<std::string>& folders, const std::string& out) {
  Console console;
  const bool runs = each_has(folders, kReportFile);
  const bool campaigns = each_has(folders, kCampaignFile);
  if (!runs && !campaigns) {
    console.complain(
        "each folder must have a report.json (of nlbsim run or conformance) or each a results.json (of "
        "nlbsim explore)");
    return kBadInput;
  }
  int code = runs ? merge_runs(folders, out, console) : kFine;
  if (campaigns) code = std::max(code, merge_campaigns(folders, out, console));
  return code;
}

}  // namespace nlbsim::cli
