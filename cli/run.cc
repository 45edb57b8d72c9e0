#include <algorithm>
#include <map>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/library.h"
#include "cli/report_files.h"
#include "engine/profile.h"
#include "scenarios/language/fields.h"

namespace nlbsim::cli {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

bool known_profile(const std::string& name, Console& console) {
  if (name.empty() || engine::find_profile(name)) return true;
  std::vector<std::string_view> names;
  for (const engine::Profile& profile : engine::profiles()) names.push_back(profile.name);
  console.complain("--profile: unknown profile \"" + name + "\"" + scenarios::suggest(name, names));
  return false;
}

void show_failure(const RunRecord& run, Console& console) {
  console.print(console.styled(Style::bad, "FAILED  ") + run.full_id() + "  " + run.title);
  const scenarios::StepResult* step = run.failed_step();
  if (!step) {
    console.print("  " + run.reason);
  } else {
    console.print("  " + step->source.text() + ": " + step->text + "  (at " +
                  sim::format_offset(step->end - sim::kWorldStart) + ")");
    std::string lines = "    ";
    for (const char c : step->failure) lines.append(1, c).append(c == '\n' ? "    " : "");
    console.print(lines);
  }
  if (run.choices.empty()) return;
  console.print("  choices: " + scenarios::shorten(api::Json(sim::to_text(run.choices)), 600));
}

void show_reasons(const std::vector<RunRecord>& runs, Outcome outcome, Console& console) {
  for (const RunRecord& run : runs)
    if (run.outcome == outcome) console.print(std::string(name(outcome)) + ": " + run.full_id() + ": " + run.reason);
}

// A line per group: how many of its scenarios hold.
void show_groups(const std::vector<RunRecord>& runs, Console& console) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> groups;
  for (const RunRecord& run : runs) {
    auto& [held, all] = groups[run.group];
    held += run.outcome == Outcome::failed ? 0 : 1;
    ++all;
  }
  for (const auto& [group, figures] : groups) {
    const auto& [held, all] = figures;
    const std::string line = fmt::format("{:<20} {:>4} of {}", group.empty() ? "." : group, held, all);
    console.print(console.styled(held == all ? Style::plain : Style::bad, line));
  }
}

int summarise(const std::vector<RunRecord>& runs, const std::string& out, Console& console) {
  const scenarios::Counts counts = scenarios::count_outcomes(runs);
  show_groups(runs, console);
  show_reasons(runs, Outcome::deviates, console);
  show_reasons(runs, Outcome::not_achievable, console);
  if (!out.empty()) {
    if (const auto written = write_reports(out, runs); !written) {
      console.complain(written.error());
      return kBadInput;
    }
    console.print("reports are in " + out);
  }
  if (counts.deviates + counts.not_achievable > 0)
    console.print(fmt::format("{} deviate, {} not achievable", counts.deviates, counts.not_achievable));
  std::string last = fmt::format("{} passed, {} failed", counts.passed, counts.failed);
  if (counts.skipped > 0) last += fmt::format(", {} skipped", counts.skipped);
  console.print(console.styled(counts.failed == 0 ? Style::good : Style::bad, last));
  return counts.failed == 0 ? kFine : kFailed;
}

std::vector<scenarios::Scenario> choose(std::vector<scenarios::Scenario> all, const RunOptions& options) {
  if (!options.profile.empty()) all = scenarios::under_profile(std::move(all), options.profile);
  std::erase_if(all, [&](const scenarios::Scenario& each) { return !scenarios::matches_filter(each, options.filter); });
  return all;
}

int run_from(const RunOptions& options, const scenarios::LibraryFolders& library, Console& console) {
  if (!known_profile(options.profile, console)) return kBadInput;
  scenarios::LoadedScenarios loaded = scenarios::load_scenarios(options.paths, library);
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return kBadInput;
  const std::vector<scenarios::Scenario> chosen = choose(std::move(loaded.scenarios), options);
  if (chosen.empty()) {
    console.complain("--filter " + options.filter + " matches no scenario; see nlbsim list scenarios");
    return kBadInput;
  }
  scenarios::BatchOptions batch;
  batch.jobs = options.jobs;
  batch.seed = options.seed;
  batch.progress = [&](const RunRecord& run, std::size_t done, std::size_t total) {
    if (run.outcome == Outcome::failed) show_failure(run, console);
    console.progress(fmt::format("{}/{} {}", done, total, run.full_id()));
  };
  const std::vector<RunRecord> runs = scenarios::run_scenarios(chosen, batch);
  return summarise(runs, options.out, console);
}

}  // namespace

int run(const RunOptions& options) {
  Console console;
  // Scenarios of one's own need the library only for what they extend and the manifests they share.
  const auto library = find_library();
  return run_from(options, library ? *library : scenarios::LibraryFolders{}, console);
}

int conformance(RunOptions options) {
  Console console;
  const auto library = find_library();
  if (!library) {
    console.complain(library.error());
    return kBadInput;
  }
  options.paths = {library->scenarios()};
  return run_from(options, *library, console);
}

}  // namespace nlbsim::cli
