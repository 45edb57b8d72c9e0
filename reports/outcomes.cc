#include "reports/outcomes.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace nlbsim::reports {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

// The worse, the smaller.
int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::failed: return 0;
    case Outcome::deviates: return 1;
    case Outcome::not_achievable: return 2;
    case Outcome::passed: return 3;
    case Outcome::skipped: return 4;
  }
  return 4;
}

auto plan_key(const RunRecord& run) {
  return std::tie(run.group, run.id, run.variant, run.profile, run.seed, run.choices);
}

}  // namespace

void Counts::add(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: ++passed; return;
    case Outcome::failed: ++failed; return;
    case Outcome::deviates: ++deviates; return;
    case Outcome::not_achievable: ++not_achievable; return;
    case Outcome::skipped: ++skipped; return;
  }
}

Counts count(std::span<const RunRecord> runs) {
  Counts counts;
  for (const RunRecord& run : runs) counts.add(run.outcome);
  return counts;
}

std::string_view outcome_text(const RequirementRow& row) {
  return row.outcome ? scenarios::name(*row.outcome) : std::string_view("not covered");
}

std::vector<RequirementRow> requirement_rows(std::span<const RunRecord> runs, const Context& context) {
  std::map<std::string, std::vector<std::size_t>> covering;
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const std::string& id : runs[i].requirements) covering[id].push_back(i);
  std::vector<RequirementRow> rows;
  for (const scenarios::Requirement& requirement : context.requirements) {
    rows.push_back({requirement, std::nullopt, {}});
    if (auto found = covering.extract(requirement.id)) rows.back().runs = std::move(found.mapped());
  }
  for (auto& [id, named_by] : covering)
    rows.push_back({{id, "", std::string(kNotListed)}, std::nullopt, std::move(named_by)});
  for (RequirementRow& row : rows)
    for (const std::size_t i : row.runs)
      if (context.decides(runs[i].profile) && (!row.outcome || rank(runs[i].outcome) < rank(*row.outcome)))
        row.outcome = runs[i].outcome;
  return rows;
}

std::vector<RunRecord> in_report_order(std::span<const RunRecord> runs) {
  std::vector<std::size_t> order(runs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return std::tuple_cat(plan_key(runs[a]), std::tie(a)) < std::tuple_cat(plan_key(runs[b]), std::tie(b));
  });
  std::vector<RunRecord> sorted;
  sorted.reserve(runs.size());
  for (const std::size_t i : order) sorted.push_back(runs[i]);
  return sorted;
}

bool same_plan(const RunRecord& a, const RunRecord& b) { return plan_key(a) == plan_key(b); }

}  // namespace nlbsim::reports
