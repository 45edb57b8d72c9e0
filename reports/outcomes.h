// How runs, groups of runs and requirements came out: the counting that every report agrees on.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

struct Counts {
  std::size_t passed = 0, failed = 0, deviates = 0, not_achievable = 0, skipped = 0;
  std::size_t all() const { return passed + failed + deviates + not_achievable + skipped; }
  void add(scenarios::Outcome outcome);
};
Counts count(std::span<const scenarios::RunRecord> runs);

// The group of requirements that only runs name.
inline constexpr std::string_view kNotListed = "not listed";

// A requirement and the runs that name it, as indices into the runs. `outcome` is none when no deciding run covers it;
// otherwise the worst of theirs in the order failed, deviates, not achievable, passed, skipped.
struct RequirementRow {
  scenarios::Requirement requirement;
  std::optional<scenarios::Outcome> outcome;
  std::vector<std::size_t> runs;
};
std::string_view outcome_text(const RequirementRow& row);  // "not covered" when there is none

// One row per requirement of the context in its order, then those that only runs name, sorted by id, in the group
// kNotListed.
std::vector<RequirementRow> requirement_rows(std::span<const scenarios::RunRecord> runs, const Context& context);

// Runs in the order in which reports list them, whatever order they came in: by group, scenario, variant, profile, seed
// and choices.
std::vector<scenarios::RunRecord> in_report_order(std::span<const scenarios::RunRecord> runs);
// Whether both are the same run of the same plan.
bool same_plan(const scenarios::RunRecord& a, const scenarios::RunRecord& b);

}  // namespace nlbsim::reports
