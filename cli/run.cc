#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/build_info.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/golden_files.h"
#include "cli/library.h"
#include "cli/report_files.h"
#include "cli/watch_files.h"
#include "reports/github/github.h"
#include "reports/summary/summary.h"
#include "reports/timeline/timeline.h"
#include "reports/write_all.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/runner/filter.h"
#include "scenarios/world/profile_name.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::cli {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

bool known_profile(const std::string& name, Console& console) {
  if (name.empty()) return true;
  const auto profile = scenarios::profile_named(name);
  if (!profile) console.complain("--profile: " + profile.error().message);
  return profile.has_value();
}

// As seen from here, where they lie below: so that a report reads the same on every machine.
void shorten_paths(std::vector<RunRecord>& runs) {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  const auto shortened = [&](std::string& file) {
    const std::filesystem::path below = std::filesystem::path(file).lexically_relative(here);
    if (file.starts_with('/') && !below.empty() && *below.begin() != "..") file = below.string();
  };
  for (RunRecord& run : runs) {
    shortened(run.file);
    for (scenarios::StepResult& step : run.steps) shortened(step.source.file);
  }
}

// What a job on GitHub reads.
void tell_github(const std::vector<RunRecord>& runs) {
  const auto named = [](const char* variable) {
    const char* value = std::getenv(variable);
    return std::string(value ? value : "");
  };
  if (named("GITHUB_ACTIONS") != "true") return;
  reports::write_annotations(runs, std::cout);
  if (const std::string file = named("GITHUB_STEP_SUMMARY"); !file.empty()) {
    std::ofstream out(file, std::ios::app);
    reports::write_step_summary(runs, out);
  }
}

int summarise(const std::vector<RunRecord>& runs, const RunOptions& options, sim::Duration took, Console& console) {
  auto context = report_context(options.profile);
  if (!context) {
    console.complain(context.error());
    return kBadInput;
  }
  context->command = options.command;
  context->commit = built_commit();
  context->wall = fmt::format("{} ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  // One's own scenarios are not asked for what the library covers.
  if (!options.whole_library)
    std::erase_if(context->requirements, [&](const scenarios::Requirement& requirement) {
      return std::ranges::none_of(runs, [&](const RunRecord& run) {
        return std::ranges::find(run.requirements, requirement.id) != run.requirements.end();
      });
    });
  if (!options.out.empty()) {
    if (const auto written = reports::write_all(options.out, runs, *context); !written) {
      console.complain(written.error());
      return kBadInput;
    }
  }
  reports::SummaryOptions summary;
  summary.colours = console.colours();
  summary.failures = false;  // they were shown as they happened
  summary.folder = options.out;
  console.end_progress();
  tell_github(runs);
  reports::write_summary(runs, *context, summary, std::cout);
  return scenarios::count_outcomes(runs).failed == 0 ? kFine : kFailed;
}

std::vector<scenarios::Scenario> choose(std::vector<scenarios::Scenario> all, const scenarios::ScenarioFilter& filter,
                                        const RunOptions& options) {
  if (!options.profile.empty()) all = scenarios::under_profile(std::move(all), options.profile);
  std::erase_if(all, [&](const scenarios::Scenario& each) { return !filter.matches(each); });
  return all;
}

// Shows every alarm with the command that raises it again.
int sweep(const std::vector<scenarios::Scenario>& chosen, const RunOptions& options, Console& console) {
  if (!options.out.empty()) {
    console.complain("--out: a run of many seeds writes no report; it shows each alarm, and how to raise it again");
    return kBadInput;
  }
  scenarios::SweepOptions sweep;
  sweep.seeds = *options.seeds;
  sweep.jobs = options.jobs;
  sweep.progress = [&](std::size_t done, std::size_t total, std::size_t alarms) {
    console.progress(fmt::format("{}/{} runs, {} alarms", done, total, alarms));
  };
  const auto result = scenarios::sweep_seeds(chosen, sweep);
  console.end_progress();
  if (!result) {
    console.complain(result.error());
    return kBadInput;
  }
  for (const scenarios::Alarm& alarm : result->alarms) {
    console.print(console.styled(Style::bad, "ALARM  ") + fmt::format("{} with seed {}: {} {}", alarm.scenario,
                                                                      alarm.seed, alarm.violation.invariant,
                                                                      alarm.violation.subject));
    console.print("  " + alarm.violation.message);
    console.print(fmt::format("  nlbsim run {} --seeds {}..{}", alarm.file, alarm.seed, alarm.seed));
  }
  if (result->cut_short > 0) console.print(fmt::format("{} runs could not play all steps", result->cut_short));
  const bool good = result->alarms.empty();
  console.print(console.styled(good ? Style::good : Style::bad,
                               fmt::format("{} runs, {} alarms", result->runs, result->alarms.size())));
  return good ? kFine : kFailed;
}

std::int64_t milliseconds(const RunRecord& run) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(run.wall_duration).count();
}

// What its `show` steps print, each below its place.
void print_shown(const RunRecord& run, Console& console) {
  for (const scenarios::StepResult& step : run.steps)
    if (!step.shown.empty())
      console.print(
          console.styled(Style::bold, step.source.text() + " at " + sim::format_offset(step.begin - sim::kWorldStart)) +
          "\n" + step.shown);
}

int run_from(const RunOptions& options, const scenarios::LibraryFolders& library, Console& console) {
  if (!known_profile(options.profile, console)) return kBadInput;
  const auto filter = scenarios::ScenarioFilter::parse(options.filter);
  if (!filter) {
    console.complain("--filter: " + filter.error().message);
    return kBadInput;
  }
  scenarios::LoadedScenarios loaded = scenarios::load_scenarios(options.paths, library);
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return kBadInput;
  const std::vector<scenarios::Scenario> chosen = choose(std::move(loaded.scenarios), *filter, options);
  if (chosen.empty()) {
    console.complain("--filter " + fmt::format("{}", fmt::join(options.filter, " ")) +
                     " matches no scenario; see nlbsim list scenarios");
    return kBadInput;
  }
  if (options.seeds) return sweep(chosen, options, console);
  scenarios::BatchOptions batch;
  batch.jobs = options.jobs;
  batch.seed = options.seed;
  batch.fail_fast = options.fail_fast;
  batch.observers = [](const scenarios::Scenario&) {
    std::vector<std::unique_ptr<scenarios::RunObserver>> observers;
    observers.push_back(std::make_unique<scenarios::oracles::Watchdog>());
    return observers;
  };
  batch.progress = [&](const RunRecord& run, std::size_t done, std::size_t total) {
    if (options.timeline) {
      console.end_progress();
      reports::TimelineOptions timeline;
      timeline.colours = console.colours();
      reports::write_timeline(run, timeline, std::cout);
    }
    print_shown(run, console);
    if (!options.whole_library && run.outcome == Outcome::passed)
      console.print(fmt::format("{}  {}  {}  ({} in {} ms)", console.styled(Style::good, "PASS"), run.full_id(),
                                run.title, sim::format_duration(run.virtual_duration), milliseconds(run)));
    if (run.outcome == Outcome::failed) {
      console.end_progress();
      reports::write_failure(run, console.colours(), std::cout);
      console.print(fmt::format("  run it again: nlbsim run {} --filter '{}'{}{} --timeline", run.file, run.full_id(),
                                options.profile.empty() ? "" : " --profile " + options.profile,
                                options.seed ? fmt::format(" --seed {}", *options.seed) : ""));
    }
    console.progress(fmt::format("{}/{} {}", done, total, run.full_id()));
  };
  std::vector<scenarios::Json> ends;
  batch.compare_golden = !options.update_golden && options.profile.empty();
  if (options.update_golden) batch.ends = &ends;
  const sim::Duration begin = sim::wall_now();
  std::vector<RunRecord> runs = scenarios::run_scenarios(chosen, batch);
  if (options.update_golden && !update_golden(chosen, runs, ends, console)) return kBadInput;
  shorten_paths(runs);
  return summarise(runs, options, sim::wall_now() - begin, console);
}

}  // namespace

int run(const RunOptions& options) {
  Console console;
  // Scenarios of one's own need the library only for what they extend and the manifests they share.
  const auto library = find_library();
  const scenarios::LibraryFolders folders = library ? *library : scenarios::LibraryFolders{};
  if (!options.watch) return run_from(options, folders, console);
  auto watch = FileWatch::of(options.paths);
  if (!watch) {
    console.complain(watch.error());
    return kBadInput;
  }
  for (;;) {
    const int code = run_from(options, folders, console);
    console.print(console.styled(Style::dim, "waiting for a change; Ctrl-C ends"));
    std::cout.flush();
    if (!watch->wait()) return code;
  }
}

int conformance(RunOptions options) {
  Console console;
  const auto library = find_library();
  if (!library) {
    console.complain(library.error());
    return kBadInput;
  }
  options.paths = {library->scenarios()};
  options.whole_library = true;
  return run_from(options, *library, console);
}

}  // namespace nlbsim::cli
