#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/library.h"
#include "scenarios/explore/campaign_results.h"
#include "scenarios/explore/reproducer.h"
#include "scenarios/language/profile_name.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::cli {

namespace {

using scenarios::Campaign;
using scenarios::CampaignResult;
using scenarios::Finding;

sim::Result<void> write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return {};
  return sim::fail("InvalidOutput", "the file can't be written: check the folder's permissions and its free space",
                   path.string());
}

// Empty: the options make sense.
std::string complaint_about(const ExploreOptions& options) {
  if (options.tier != "T1" || options.seeds_given)
    return "only tier T1 is there: T2 (pairs of faults), T3 (schedules) and T4 (--seeds) are to come";
  if (options.shard.index >= options.shard.count)
    return "--shard-index counts from 0: it must be below --shard-count (" + std::to_string(options.shard.count) + ")";
  if (options.profile.empty()) return {};
  const auto profile = scenarios::profile_named(options.profile);
  return profile ? std::string() : "--profile: " + profile.error().message;
}

void show_figures(const CampaignResult& result, Console& console) {
  for (std::size_t i = 0; i < scenarios::kPlanKinds; ++i)
    console.print(fmt::format("{:<20} {:>7}", scenarios::name(static_cast<scenarios::PlanKind>(i)), result.kinds[i]));
  std::string line = fmt::format("{} of {} plans run, {} of them twice", result.runs, result.plans, result.repeated);
  if (result.cut_short > 0) line += fmt::format(", {} could not play all steps", result.cut_short);
  if (!result.complete) line += "; the budget is spent";
  console.print(line);
}

// Writes the reproducer and says where it is.
void show_finding(const Campaign& campaign, const Finding& finding, const std::string& out, Console& console) {
  console.print(console.styled(Style::bad, "FOUND  ") + finding.signature() +
                fmt::format("  ({} plans)", finding.count));
  console.print("  " + finding.scenario + ": " + finding.plan);
  std::string lines = "    ";
  for (const char c : finding.message) lines.append(1, c).append(c == '\n' ? "    " : "");
  console.print(lines);
  if (out.empty()) return;
  const auto text = scenarios::make_reproducer(campaign, finding);
  if (!text) return console.complain(text.error());
  const std::filesystem::path path = std::filesystem::path(out) / (scenarios::reproducer_id(finding) + ".yaml");
  if (const auto written = write(path, *text); !written) return console.complain(written.error());
  console.print("  nlbsim replay " + path.string());
}

int conclude(const CampaignResult& result, Console& console) {
  if (!result.unrepeatable.empty())
    console.complain(fmt::format("{} plans gave another journal when they were run again, the first is plan {}",
                                 result.unrepeatable.size(), result.unrepeatable.front()));
  if (!result.canary_found)
    console.complain("the oracles missed a controller that was dead all along: what this shard says means nothing");
  const bool good = result.findings.empty() && result.canary_found;
  console.print(console.styled(good ? Style::good : Style::bad, fmt::format("{} findings", result.findings.size())));
  if (!result.unrepeatable.empty()) return kNotDeterministic;
  return good ? kFine : kFailed;
}

sim::Result<Campaign> prepare(const ExploreOptions& options, Console& console) {
  const auto library = find_library();
  scenarios::LoadedScenarios loaded =
      scenarios::load_scenarios(options.paths, library ? *library : scenarios::LibraryFolders{});
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return sim::fail("InvalidInput", "nothing was explored");
  if (!options.profile.empty())
    loaded.scenarios = scenarios::under_profile(std::move(loaded.scenarios), options.profile);
  return Campaign::prepare(loaded.scenarios);
}

CampaignResult run(const Campaign& campaign, const ExploreOptions& options, Console& console) {
  scenarios::CampaignOptions campaign_options;
  campaign_options.shard = options.shard;
  campaign_options.jobs = options.jobs;
  if (options.budget) {
    const sim::Duration end = sim::wall_now() + *options.budget;
    campaign_options.out_of_time = [end] { return sim::wall_now() >= end; };
  }
  campaign_options.progress = [&](std::size_t done, std::size_t total, std::size_t findings) {
    console.progress(fmt::format("{}/{} plans, {} findings", done, total, findings));
  };
  return scenarios::run_campaign(campaign, campaign_options);
}

}  // namespace

int explore(const ExploreOptions& options) {
  Console console;
  if (const std::string complaint = complaint_about(options); !complaint.empty()) {
    console.complain(complaint);
    return kBadInput;
  }
  const auto campaign = prepare(options, console);
  if (!campaign) {
    console.complain(campaign.error());
    return kBadInput;
  }
  if (!options.out.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.out, error);
  }
  const CampaignResult result = run(*campaign, options, console);
  show_figures(result, console);
  for (const auto& [signature, finding] : result.findings) show_finding(*campaign, finding, options.out, console);
  if (!options.out.empty()) {
    const auto written = write(std::filesystem::path(options.out) / "results.json",
                               api::dump_json_pretty(scenarios::to_json(result)) + "\n");
    if (!written) {
      console.complain(written.error());
      return kBadInput;
    }
  }
  return conclude(result, console);
}

}  // namespace nlbsim::cli
