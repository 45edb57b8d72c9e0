#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>

#include "api/json/json.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/library.h"
#include "reports/load/compare.h"
#include "reports/load/limit.h"
#include "reports/load/load_json.h"
#include "reports/load/load_page.h"
#include "scenarios/runner/batch.h"
#include "sim/parallel/parallel.h"

namespace nlbsim::cli {

namespace {

namespace fs = std::filesystem;

sim::Result<void> write_load(const std::string& folder, const scenarios::LoadReport& report) {
  const fs::path in(folder);
  return make_folder(folder)
      .and_then([&] {
        return write_text((in / "bench.json").string(), api::dump_json_pretty(reports::load_json(report)) + "\n");
      })
      .and_then([&] { return write_text((in / "bench.html").string(), reports::load_page(report)); });
}

sim::Result<api::Json> read_load(const std::string& name) {
  const fs::path path = fs::is_directory(name) ? fs::path(name) / "bench.json" : fs::path(name);
  const auto text = read_text(path.string());
  if (!text) return sim::fail("NotFound", "cannot be read; name the bench.json of a run", path.string());
  auto json = api::parse_json(*text);
  if (!json) return sim::fail(json.error().code, json.error().message, path.string());
  return json;
}

int compare(const BenchOptions& options, Console& console) {
  const auto before = read_load(options.compare.front());
  const auto after = read_load(options.compare.back());
  for (const auto* read : {&before, &after})
    if (!*read) console.complain(read->error());
  if (!before || !after) return kBadInput;
  const auto comparisons = reports::compare_loads(*before, *after);
  if (!comparisons) {
    console.complain(comparisons.error());
    return kBadInput;
  }
  if (api::member(*before, "settings") != api::member(*after, "settings"))
    console.print("the two runs had different settings: what differs may be due to those");
  console.print(reports::comparison_table(*comparisons));
  const auto slower = [](const reports::SeriesComparison& each) { return each.slower(); };
  return std::ranges::any_of(*comparisons, slower) ? kFailed : kFine;
}

// Empty, after a complaint: one of them makes no sense.
std::optional<std::vector<reports::Limit>> limits_of(const BenchOptions& options, Console& console) {
  std::vector<reports::Limit> limits;
  for (const std::string& text : options.fail_if) {
    auto limit = reports::parse_limit(text);
    if (!limit) {
      console.complain("--fail-if: " + limit.error().message);
      return std::nullopt;
    }
    limits.push_back(*std::move(limit));
  }
  return limits;
}

int judge(std::span<const reports::Limit> limits, const scenarios::LoadReport& report, Console& console) {
  if (limits.empty()) return kFine;
  const api::Json json = reports::load_json(report);
  int code = kFine;
  for (const reports::Limit& limit : limits)
    if (const auto said = reports::exceeded(limit, json)) {
      console.print(console.styled(Style::bad, "FAIL  ") + *said);
      code = kFailed;
    }
  return code;
}

tl::expected<scenarios::LoadReport, int> fleet_load(const BenchOptions& options, Console& console) {
  const auto progress = [&](sim::Duration at) {
    console.progress(fmt::format("{} of {}", sim::format_duration(at), sim::format_duration(options.load.duration)));
  };
  scenarios::LoadReport report = scenarios::run_load(options.load, sim::thread_cpu_time, progress);
  console.end_progress();
  return report;
}

// The scenario of a file, each time the same; or the exit code, after a complaint.
tl::expected<scenarios::LoadReport, int> scenario_load(const BenchOptions& options, Console& console) {
  constexpr int kRepeats = 20;  // as many samples as a comparison needs
  const auto library = find_library();
  const scenarios::LoadedScenarios loaded =
      scenarios::load_scenarios(std::span(&options.scenario, 1), library ? *library : scenarios::LibraryFolders{});
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return tl::unexpected(kBadInput);
  if (loaded.scenarios.size() != 1) {
    console.complain(options.scenario + ": " + std::to_string(loaded.scenarios.size()) +
                     " scenarios and variants: name the file of one without variants");
    return tl::unexpected(kBadInput);
  }
  auto report = scenarios::run_load(loaded.scenarios.front(), kRepeats, sim::thread_cpu_time);
  if (report) return *std::move(report);
  console.complain(report.error());
  return tl::unexpected(report.error().code == "ScenarioFailed" ? kFailed : kBadInput);
}

}  // namespace

int bench(const BenchOptions& options) {
  Console console;
  const auto limits = limits_of(options, console);
  if (!limits) return kBadInput;
  if (!options.compare.empty()) return compare(options, console);
  const auto measured = options.scenario.empty() ? fleet_load(options, console) : scenario_load(options, console);
  if (!measured) return measured.error();
  const scenarios::LoadReport& report = *measured;
  console.print(reports::load_table(report));
  if (!options.out.empty()) {
    if (const auto written = write_load(options.out, report); !written) {
      console.complain(written.error());
      return kBadInput;
    }
    console.print("bench.json and bench.html are in " + options.out);
  }
  return judge(*limits, report, console);
}

}  // namespace nlbsim::cli
