#include <algorithm>
#include <map>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/library.h"
#include "engine/profile.h"
#include "scenarios/language/load.h"
#include "scenarios/oracles/watchdog.h"

namespace nlbsim::cli {

namespace {

int list_profiles(Console& console) {
  for (const engine::Profile& profile : engine::profiles())
    console.print(fmt::format("{:<12} {}", profile.name, profile.title));
  console.print("\nseed with a single decision point turned over, and which releases decide it so:");
  for (std::size_t i = 0; i < engine::decision_points().size(); ++i) {
    const engine::Profile& turned = engine::turned_profiles()[i];
    const auto value = engine::decision_points()[i].value;
    std::string releases;
    for (const engine::Profile& draft : engine::draft_profiles())
      if (draft.*value == turned.*value) releases.append(releases.empty() ? "" : ", ").append(draft.name);
    console.print(fmt::format("{:<52} {}", turned.name, releases));
  }
  return kFine;
}

int list_scenarios(const scenarios::LoadedScenarios& loaded, Console& console) {
  for (const scenarios::Scenario& scenario : loaded.scenarios) {
    std::string tags;
    for (const std::string& tag : scenario.tags) tags += (tags.empty() ? "" : ",") + tag;
    console.print(fmt::format("{:<16} {:<40} {}  [{}]", scenario.group, scenario.full_id(), scenario.title, tags));
  }
  return kFine;
}

// Each requirement with the scenarios that cover it.
int list_requirements(const scenarios::LibraryFolders& library, const scenarios::LoadedScenarios& loaded,
                      Console& console) {
  const auto requirements = scenarios::load_requirements(library.requirements(), library.files);
  if (!requirements) {
    console.complain(requirements.error());
    return kBadInput;
  }
  std::map<std::string, std::string> covered;
  for (const scenarios::Scenario& scenario : loaded.scenarios)
    for (const std::string& id : scenario.requirements) covered[id] += " " + scenario.full_id();
  std::string group;
  for (const scenarios::Requirement& requirement : *requirements) {
    if (std::exchange(group, requirement.group) != requirement.group) console.print(console.styled(Style::bold, group));
    console.print(fmt::format("{:<36} {}", requirement.id, requirement.text));
    const auto by = covered.find(requirement.id);
    std::string line = by == covered.end() ? "    covered by none" : "    covered by" + by->second;
    if (!requirement.uncovered.empty()) line += ": " + requirement.uncovered;
    console.print(console.styled(Style::dim, line));
  }
  return kFine;
}

}  // namespace

int list(Listed what) {
  Console console;
  if (what == Listed::profiles) return list_profiles(console);
  if (what == Listed::invariants) {
    for (const auto& invariant : scenarios::oracles::list_invariants())
      console.print(fmt::format("{:<6} {}", invariant.id, invariant.sentence));
    return kFine;
  }
  const auto library = find_library();
  if (!library) {
    console.complain(library.error());
    return kBadInput;
  }
  const std::vector<std::string> paths{library->scenarios()};
  const scenarios::LoadedScenarios loaded = scenarios::load_scenarios(paths, *library);
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return kBadInput;
  return what == Listed::requirements ? list_requirements(*library, loaded, console) : list_scenarios(loaded, console);
}

}  // namespace nlbsim::cli
