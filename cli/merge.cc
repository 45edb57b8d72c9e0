#include <iostream>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/report_files.h"
#include "reports/merge/merge.h"
#include "reports/summary/summary.h"
#include "reports/write_all.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::cli {

int merge_reports(const std::vector<std::string>& folders, const std::string& out) {
  Console console;
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

}  // namespace nlbsim::cli
