#include "reports/requirements/requirements.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::RunRecord;

// A cell of a Markdown table holds no line end and no bar.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += "\\|";
    else out.push_back(c == '\n' ? ' ' : c);
  }
  return out;
}

std::string scenario_name(const RunRecord& run, const Context& context) {
  std::string out = "`" + run.full_id() + "`";
  if (!context.decides(run.profile)) out += " (" + run.profile + ")";
  return out;
}

std::string scenarios_cell(const RequirementRow& row, std::span<const RunRecord> runs, const Context& context) {
  std::string out;
  for (const std::size_t i : row.runs) {
    out.append(out.empty() ? "" : ", ").append(scenario_name(runs[i], context));
    if (runs[i].outcome != scenarios::Outcome::passed) out.append(": ").append(scenarios::name(runs[i].outcome));
  }
  return cell(out);
}

std::vector<std::string> groups_of(const std::vector<RequirementRow>& rows) {
  std::vector<std::string> groups;
  for (const RequirementRow& row : rows)
    if (std::ranges::find(groups, row.requirement.group) == groups.end()) groups.push_back(row.requirement.group);
  return groups;
}

void write_table(const std::string& group, const std::vector<RequirementRow>& rows, std::span<const RunRecord> runs,
                 const Context& context, std::ostream& out) {
  out << "\n## " << group << "\n\n| requirement | what it says | outcome | scenarios |\n|---|---|---|---|\n";
  for (const RequirementRow& row : rows)
    if (row.requirement.group == group)
      out << fmt::format("| {} | {} | {} | {} |\n", cell(row.requirement.id), cell(row.requirement.text),
                         outcome_text(row), scenarios_cell(row, runs, context));
}

}  // namespace

void write_requirements_markdown(std::span<const RunRecord> runs, const Context& context, std::ostream& out) {
  const std::vector<RequirementRow> rows = requirement_rows(runs, context);
  Counts counts;
  std::size_t uncovered = 0;
  for (const RequirementRow& row : rows) {
    if (row.outcome) counts.add(*row.outcome);
    else ++uncovered;
  }
  out << "# Requirements\n\n"
      << fmt::format(
             "{} requirements: {} passed, {} failed, {} deviate, {} not achievable, {} skipped, {} not covered.\n",
             rows.size(), counts.passed, counts.failed, counts.deviates, counts.not_achievable, counts.skipped,
             uncovered);
  if (!context.profile.empty())
    out << fmt::format("\nRuns under the profile `{}` decide the outcome; runs under others are named beside it.\n",
                       context.profile);
  for (const std::string& group : groups_of(rows)) write_table(group, rows, runs, context, out);
  if (uncovered == 0) return;
  out << "\n## Not covered by any scenario\n\n";
  for (const RequirementRow& row : rows)
    if (!row.outcome) {
      out << "- " << row.requirement.id << ": " << row.requirement.text;
      if (!row.requirement.uncovered.empty()) out << " (" << row.requirement.uncovered << ")";
      out << '\n';
    }
}

Json requirements_json(std::span<const RunRecord> runs, const Context& context) {
  Json out = Json::array();
  for (const RequirementRow& row : requirement_rows(runs, context)) {
    Json entry{{"id", row.requirement.id},     {"group", row.requirement.group},
               {"text", row.requirement.text}, {"uncovered", row.requirement.uncovered},
               {"outcome", nullptr},           {"scenarios", Json::array()}};
    if (row.outcome) entry["outcome"] = scenarios::name(*row.outcome);
    for (const std::size_t i : row.runs) entry["scenarios"].push_back(runs[i].full_id());
    out.push_back(std::move(entry));
  }
  return out;
}

std::vector<scenarios::Requirement> requirements_from_json(const Json& rows) {
  std::vector<scenarios::Requirement> out;
  if (!rows.is_array()) return out;
  for (const Json& row : rows) {
    scenarios::Requirement requirement{
        std::string(api::text(api::member(row, "id"))), std::string(api::text(api::member(row, "text"))),
        std::string(api::text(api::member(row, "group"))), std::string(api::text(api::member(row, "uncovered")))};
    // What only runs name comes back with them.
    if (!requirement.id.empty() && requirement.group != kNotListed) out.push_back(std::move(requirement));
  }
  return out;
}

}  // namespace nlbsim::reports
