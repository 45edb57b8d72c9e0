// A campaign on disk and on the terminal: results.json, a reproducer of each finding, and what the figures say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "scenarios/explore/campaign.h"

namespace nlbsim::cli {

inline constexpr std::string_view kCampaignFile = "results.json";

// "FOLDER/i-27-gateway-createlistener-1f0a.yaml"
std::string reproducer_path(const std::string& folder, const scenarios::Finding& finding);

// results.json; campaign.html, what was broken and what came of it; and report.html, each finding whose reproducer lies
// in the folder beside the same run without its fault. Error code "InvalidOutput", and those of reading a reproducer.
sim::Result<void> write_campaign(const std::string& folder, const scenarios::CampaignResult& result);

// Puts the results of several folders, and the reproducers of what they found, into the folder `out`. Error codes as of
// campaign_from_json and merge_campaigns, and InvalidOutput.
sim::Result<scenarios::CampaignResult> merge_campaign_folders(std::span<const std::string> folders,
                                                              const std::string& out);

void show_figures(const scenarios::CampaignResult& result, Console& console);
void show_finding(const scenarios::Finding& finding, Console& console);
// The last line, and the exit code.
int conclude(const scenarios::CampaignResult& result, Console& console);

}  // namespace nlbsim::cli
