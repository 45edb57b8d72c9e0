#include "reports/summary/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "reports/outcomes.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

constexpr std::size_t kLongestChoices = 600;

struct Held {
  std::size_t held = 0;
  std::size_t of = 0;
};

void write_bar(std::string_view name, const Held& figures, std::size_t width, bool colours, std::ostream& out) {
  const bool all = figures.held == figures.of;
  out << fmt::format("  {:<{}}  ", name, width)
      << inked(fmt::format("{:>4} of {}", figures.held, figures.of), all ? Ink::plain : Ink::bad, colours) << '\n';
}

template <class Map>
std::size_t widest(const Map& figures) {
  std::size_t width = 16;
  for (const auto& [name, each] : figures) width = std::max(width, name.size());
  return width;
}

void write_groups(std::span<const RunRecord> runs, bool colours, std::ostream& out) {
  std::map<std::string, Held> groups;
  for (const RunRecord& run : runs) {
    Held& group = groups[run.group.empty() ? "(no group)" : run.group];
    ++group.of;
    if (run.outcome != Outcome::failed) ++group.held;
  }
  out << inked("scenarios that hold, by group", Ink::bold, colours) << '\n';
  for (const auto& [name, figures] : groups) write_bar(name, figures, widest(groups), colours, out);
}

void write_requirements(const std::vector<RequirementRow>& rows, bool colours, std::ostream& out) {
  if (rows.empty()) return;
  std::map<std::string, Held> groups;
  std::size_t uncovered = 0;
  for (const RequirementRow& row : rows) {
    if (!row.outcome) {
      ++uncovered;
      continue;
    }
    Held& group = groups[row.requirement.group];
    ++group.of;
    if (*row.outcome != Outcome::failed) ++group.held;
  }
  out << inked("covered requirements that hold", Ink::bold, colours) << '\n';
  for (const auto& [name, figures] : groups) write_bar(name, figures, widest(groups), colours, out);
  for (const RequirementRow& row : rows)
    if (row.outcome == Outcome::failed)
      out << inked(fmt::format("  {} fails: {}", row.requirement.id, row.requirement.text), Ink::bad, colours) << '\n';
  if (uncovered > 0) out << fmt::format("  {} of {} requirements are covered by no scenario\n", uncovered, rows.size());
}

void write_reasons(std::span<const RunRecord> runs, Outcome outcome, Ink ink, bool colours, std::ostream& out) {
  for (const RunRecord& run : runs)
    if (run.outcome == outcome)
      out << inked(fmt::format("{}: {}: {}", name(outcome), run.full_id(), run.reason), ink, colours) << '\n';
}

}  // namespace

void write_failure(const RunRecord& run, bool colours, std::ostream& out) {
  out << inked("FAILED", Ink::bad, colours) << "  " << inked(run.full_id(), Ink::bold, colours) << "  " << run.title
      << '\n'
      << indented(failure_text(run), "  ") << '\n';
  std::string choices = choices_line(run);
  if (choices.size() > kLongestChoices) choices = choices.substr(0, kLongestChoices) + " ... (all in junit.xml)";
  if (!choices.empty()) out << "  choices: " << choices << '\n';
  if (run.seed) out << "  seed: " << *run.seed << '\n';
}

void write_summary(std::span<const RunRecord> runs, const Context& context, const SummaryOptions& options,
                   std::ostream& out) {
  const bool colours = options.colours;
  if (options.failures)
    for (const RunRecord& run : runs)
      if (run.outcome == Outcome::failed) write_failure(run, colours, out);
  write_groups(runs, colours, out);
  write_requirements(requirement_rows(runs, context), colours, out);
  write_reasons(runs, Outcome::deviates, Ink::warning, colours, out);
  write_reasons(runs, Outcome::not_achievable, Ink::dim, colours, out);
  write_reasons(runs, Outcome::skipped, Ink::dim, colours, out);
  if (!options.folder.empty()) out << "reports are in " << options.folder << '\n';
  const Counts counts = count(runs);
  if (counts.deviates + counts.not_achievable > 0)
    out << fmt::format("{} {}, {} not achievable\n", counts.deviates, counts.deviates == 1 ? "deviates" : "deviate",
                       counts.not_achievable);
  std::string last = fmt::format("{} passed, {} failed", counts.passed, counts.failed);
  if (counts.skipped > 0) last += fmt::format(", {} skipped", counts.skipped);
  out << inked(last, counts.failed == 0 ? Ink::good : Ink::bad, colours) << '\n';
}

}  // namespace nlbsim::reports
