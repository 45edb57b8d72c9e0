#include "cli/campaign_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "cli/commands.h"
#include "cli/files.h"
#include "reports/campaign/campaign_page.h"
#include "reports/html/html.h"
#include "scenarios/explore/campaign_results.h"
#include "scenarios/explore/explored_scenario.h"
#include "scenarios/explore/reproducer.h"

namespace nlbsim::cli {

namespace {

namespace fs = std::filesystem;
using scenarios::CampaignResult;
using scenarios::Finding;

sim::Result<std::string> read_result(const std::string& path) {
  auto text = read_text(path);
  if (!text) return sim::fail("InvalidResults", "the file can't be read", path);
  return *std::move(text);
}

sim::Result<CampaignResult> read_campaign(const std::string& folder) {
  const std::string path = (fs::path(folder) / kCampaignFile).string();
  const auto text = read_result(path);
  if (!text) return sim::forward(text.error());
  const auto document = api::parse_json(*text);
  if (!document) return sim::fail("InvalidResults", "not JSON: " + document.error().message, path);
  auto result = scenarios::campaign_from_json(*document);
  if (!result) return sim::fail(result.error().code, result.error().message, path);
  return result;
}

// The run of a finding, and what it is to be compared with.
sim::Result<std::vector<scenarios::RunRecord>> runs_of(const Finding& finding, const std::string& path) {
  const auto text = read_result(path);
  if (!text) return sim::forward(text.error());
  const auto reproducer = scenarios::read_reproducer(*text, fs::path(path).filename().string());
  if (!reproducer) return sim::forward(reproducer.error());
  const auto explored = scenarios::ExploredScenario::prepare(reproducer->scenario);
  if (!explored) return sim::forward(explored.error());
  auto replay = scenarios::replay(*reproducer);
  if (!replay) return sim::forward(replay.error());
  std::vector<scenarios::RunRecord> runs{std::move(replay->run), explored->play({})};
  for (scenarios::RunRecord& run : runs) {
    run.id = scenarios::reproducer_id(finding);
    run.title = finding.signature();
  }
  runs.back().variant = "without the fault";
  return runs;
}

sim::Result<void> write_pages(const std::string& folder, const CampaignResult& result) {
  std::set<std::string> shown;
  std::vector<scenarios::RunRecord> runs;
  for (const auto& [signature, finding] : result.findings) {
    const std::string path = reproducer_path(folder, finding);
    if (!fs::exists(path)) continue;
    auto both = runs_of(finding, path);
    if (!both) return sim::forward(std::move(both.error()));
    std::ranges::move(*both, std::back_inserter(runs));
    shown.insert(scenarios::reproducer_id(finding));
  }
  const auto write = [&](const char* name, const std::string& text) {
    return write_text((fs::path(folder) / name).string(), text);
  };
  auto written = write("campaign.html", reports::campaign_page(result, shown));
  if (!written || runs.empty()) return written;
  std::ostringstream page;
  reports::write_html(runs, {}, {}, page);
  return write("report.html", page.str());
}

}  // namespace

std::string reproducer_path(const std::string& folder, const Finding& finding) {
  return (fs::path(folder) / (scenarios::reproducer_id(finding) + ".yaml")).string();
}

sim::Result<void> write_campaign(const std::string& folder, const CampaignResult& result) {
  return write_text((fs::path(folder) / kCampaignFile).string(),
                    api::dump_json_pretty(scenarios::to_json(result)) + "\n")
      .and_then([&] { return write_pages(folder, result); });
}

sim::Result<CampaignResult> merge_campaign_folders(std::span<const std::string> folders, const std::string& out) {
  std::vector<CampaignResult> parts;
  for (const std::string& folder : folders) {
    auto part = read_campaign(folder);
    if (!part) return part;
    parts.push_back(*std::move(part));
  }
  auto merged = scenarios::merge_campaigns(parts);
  if (!merged) return merged;
  // Of each finding the reproducer of the shard that ran its first plan. All are read before any is written: the
  // folder may be one of those that are merged.
  std::map<std::string, std::string> reproducers;
  for (const auto& [signature, finding] : merged->findings)
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto mine = parts[i].findings.find(signature);
      const std::string path = reproducer_path(folders[i], finding);
      if (mine == parts[i].findings.end() || mine->second.index != finding.index || !fs::exists(path)) continue;
      auto text = read_result(path);
      if (!text) return sim::forward(std::move(text.error()));
      reproducers[reproducer_path(out, finding)] = *std::move(text);
    }
  if (auto made = make_folder(out); !made) return sim::forward(std::move(made.error()));
  for (const auto& [path, text] : reproducers)
    if (auto written = write_text(path, text); !written) return sim::forward(std::move(written.error()));
  if (auto written = write_campaign(out, *merged); !written) return sim::forward(std::move(written.error()));
  return merged;
}

void show_figures(const CampaignResult& result, Console& console) {
  for (std::size_t i = 0; i < scenarios::kPlanKinds; ++i)
    console.print(fmt::format("{:<20} {:>7}", scenarios::name(static_cast<scenarios::PlanKind>(i)), result.kinds[i]));
  std::string line = fmt::format("{} of {} plans run, {} of them twice", result.runs, result.plans, result.repeated);
  if (result.cut_short > 0) line += fmt::format(", {} could not play all steps", result.cut_short);
  if (!result.complete) line += "; the budget is spent";
  console.print(line);
}

void show_finding(const Finding& finding, Console& console) {
  console.print(console.styled(Style::bad, "FOUND  ") + finding.signature() +
                fmt::format("  ({} plans)", finding.count));
  console.print("  " + finding.scenario + ": " + finding.plan);
  std::string lines = "    ";
  for (const char c : finding.message) lines.append(1, c).append(c == '\n' ? "    " : "");
  console.print(lines);
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

}  // namespace nlbsim::cli
