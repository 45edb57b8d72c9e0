// The exhibits of the museum that are decision points of a release: T1 finds each at the plan that it names, and finds
// nothing there in `seed`. Those that are patches need a build of their own: scripts/museum.sh.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "engine/profile.h"
#include "scenarios/explore/exploration_form.h"
#include "scenarios/explore/explored_scenario.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

using Head = std::map<std::string, std::string>;  // "Oracle" -> "I-05"

// Lines "Key: value", the value going on in indented lines, up to the first empty line.
Head read_head(const std::filesystem::path& path) {
  Head head;
  std::ifstream file(path);
  std::string key;
  for (std::string line; std::getline(file, line) && !line.empty();) {
    const auto colon = line.find(": ");
    if (line.starts_with("  ")) head[key].append(line.substr(1));
    else if (colon != line.npos) head[key = line.substr(0, colon)] = line.substr(colon + 2);
  }
  return head;
}

std::vector<std::string> profile_exhibits() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios/museum"))
    if (entry.path().extension() == ".profile") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> oracles_that_fire(const Head& exhibit, const std::string& profile) {
  const std::vector<std::string> paths{"scenarios/library/" + exhibit.at("Scenario")};
  LoadedScenarios loaded = load_scenarios(paths, LibraryFolders{"scenarios"});
  for (const sim::Error& error : loaded.errors) ADD_FAILURE() << error.describe();
  Scenario scenario = exploration_form(loaded.scenarios.front());
  scenario.profile = profile;
  const auto explored = ExploredScenario::prepare(std::move(scenario));
  if (!explored) ADD_FAILURE() << explored.error().describe();
  std::vector<std::string> oracles;
  for (std::size_t i = 0; i < explored->plans().size(); ++i) {
    const Plan plan = explored->plans().at(i);
    if (plan.text != exhibit.at("Plan")) continue;
    for (const Violation& found : explored->run(plan.faults).findings) oracles.push_back(found.invariant);
    return oracles;
  }
  ADD_FAILURE() << "under " << profile << " there is no plan \"" << exhibit.at("Plan") << "\"";
  return oracles;
}

class MuseumTest : public testing::TestWithParam<std::string> {};

TEST_P(MuseumTest, TheDefectOfTheReleaseIsFoundAndSeedDoesNotHaveIt) {
  const Head exhibit = read_head("scenarios/museum/" + GetParam() + ".profile");
  for (const char* key : {"Defect", "Origin", "Scenario", "Oracle", "Profile", "Plan"})
    ASSERT_TRUE(exhibit.contains(key)) << key;
  EXPECT_THAT(oracles_that_fire(exhibit, exhibit.at("Profile")), testing::Contains(exhibit.at("Oracle")));
  EXPECT_THAT(oracles_that_fire(exhibit, "seed"), testing::IsEmpty());
}

TEST_P(MuseumTest, ItIsADecisionOfTheReleaseV2_14) {
  const Head exhibit = read_head("scenarios/museum/" + GetParam() + ".profile");
  const engine::Profile* turned = engine::find_profile(exhibit.at("Profile"));
  ASSERT_TRUE(turned);
  const engine::Profile& release = *engine::find_draft_profile("lbc-v2.14");
  for (const engine::DecisionPoint& point : engine::decision_points()) {
    if (turned->*point.value == engine::Profile().*point.value) continue;
    EXPECT_EQ(release.*point.value, turned->*point.value) << point.name;
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Exhibits, MuseumTest, testing::ValuesIn(profile_exhibits()), test_name);

}  // namespace
}  // namespace nlbsim::scenarios
