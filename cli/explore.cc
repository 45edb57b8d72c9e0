#include <fmt/format.h>

#include <algorithm>

#include "cli/campaign_files.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/library.h"
#include "scenarios/explore/reproducer.h"
#include "scenarios/world/profile_name.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::cli {

namespace {

using scenarios::Campaign;
using scenarios::CampaignResult;
using scenarios::Finding;

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

// Writes the reproducer and says where it is.
void reproduce(const Campaign& campaign, const Finding& finding, const std::string& out, Console& console) {
  const auto text = scenarios::make_reproducer(campaign, finding);
  if (!text) return console.complain(text.error());
  const std::string path = reproducer_path(out, finding);
  if (const auto written = write_text(path, *text); !written) return console.complain(written.error());
  console.print("  nlbsim replay " + path);
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
    if (const auto made = make_folder(options.out); !made) {
      console.complain(made.error());
      return kBadInput;
    }
  }
  const CampaignResult result = run(*campaign, options, console);
  show_figures(result, console);
  for (const auto& [signature, finding] : result.findings) {
    show_finding(finding, console);
    if (!options.out.empty()) reproduce(*campaign, finding, options.out, console);
  }
  if (!options.out.empty()) {
    if (const auto written = write_campaign(options.out, result); !written) {
      console.complain(written.error());
      return kBadInput;
    }
    console.print("campaign.html is in " + options.out);
  }
  return conclude(result, console);
}

}  // namespace nlbsim::cli
