#include "reports/merge/merge.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "reports/coverage/coverage.h"
#include "reports/outcomes.h"
#include "reports/requirements/requirements.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::RunRecord;

Json counts_json(const Counts& counts) {
  return Json{{"passed", counts.passed},
              {"failed", counts.failed},
              {"deviates", counts.deviates},
              {"notAchievable", counts.not_achievable},
              {"skipped", counts.skipped}};
}

std::string rendered(const RunRecord& run) { return api::dump_json(to_json(run, scenarios::JournalDetail::include)); }

// Of two reports of one plan: the one with more of its journal, then the lesser text. A total order, so that it does
// not matter which comes first.
bool goes_before(const RunRecord& a, const RunRecord& b) {
  if (a.records().size() != b.records().size()) return a.records().size() > b.records().size();
  return rendered(a) < rendered(b);
}

std::string conflict_text(const RunRecord& run) {
  std::string out = run.full_id() + " under " + run.profile;
  if (run.seed) out += ", seed " + std::to_string(*run.seed);
  return out;
}

void add_requirements(const Json& report, std::vector<scenarios::Requirement>& all) {
  for (scenarios::Requirement& requirement : requirements_from_json(api::member(report, "requirements")))
    if (std::ranges::find(all, requirement.id, &scenarios::Requirement::id) == all.end())
      all.push_back(std::move(requirement));
}

// The same list whatever the order of the reports; the list of one report keeps its own order.
void settle_requirements(std::span<const Json> reports, std::vector<scenarios::Requirement>& all) {
  const bool one_list = std::ranges::all_of(reports, [&](const Json& report) {
    return requirements_from_json(api::member(report, "requirements")).size() == all.size();
  });
  if (!one_list)
    std::ranges::sort(all, {}, [](const scenarios::Requirement& each) { return std::tie(each.group, each.id); });
}

}  // namespace

Json full_report_json(std::span<const RunRecord> runs, const Context& context) {
  Json report = scenarios::report_to_json(runs, scenarios::JournalDetail::include);
  report["version"] = context.version;
  report["profile"] = context.profile;
  report["counts"] = counts_json(count(runs));
  report["requirements"] = requirements_json(runs, context);
  report["coverage"] = coverage_json(coverage_of(runs));
  return report;
}

sim::Result<Merged> merge(std::span<const Json> reports) {
  std::vector<RunRecord> all;
  Merged merged;
  merged.context.version.clear();
  for (const Json& report : reports) {
    auto runs = scenarios::report_from_json(report);
    if (!runs) return sim::forward(std::move(runs.error()));
    std::ranges::move(*runs, std::back_inserter(all));
    add_requirements(report, merged.context.requirements);
    const std::string version(api::text(api::member(report, "version")));
    const std::string profile(api::text(api::member(report, "profile")));
    merged.context.version = std::max(merged.context.version, version);
    if (&report == &reports.front()) merged.context.profile = profile;
    else merged.context.profile = std::min(merged.context.profile, profile);
  }
  settle_requirements(reports, merged.context.requirements);
  for (RunRecord& run : in_report_order(all)) {
    if (merged.runs.empty() || !same_plan(merged.runs.back(), run)) {
      merged.runs.push_back(std::move(run));
      continue;
    }
    RunRecord& kept = merged.runs.back();
    if (kept.journal_hash != run.journal_hash &&
        (merged.conflicts.empty() || merged.conflicts.back() != conflict_text(kept)))
      merged.conflicts.push_back(conflict_text(kept));
    if (goes_before(run, kept)) kept = std::move(run);
  }
  return merged;
}

}  // namespace nlbsim::reports
