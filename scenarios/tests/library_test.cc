// The shipped library: every scenario is well-formed, names requirements that exist, and holds, twice the same.
#include <gmock/gmock.h>

#include <filesystem>
#include <set>

#include "scenarios/record/requirements.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

const LibraryFolders kLibrary{"scenarios"};  // tests run in the source tree

std::vector<Scenario> library() {
  const std::vector<std::string> paths{kLibrary.scenarios()};
  LoadedScenarios loaded = load_scenarios(paths, kLibrary);
  for (const sim::Error& error : loaded.errors) ADD_FAILURE() << error.describe();
  return std::move(loaded.scenarios);
}

template <class Wanted>
std::set<std::string> requirement_ids(Wanted wanted) {
  const auto requirements = load_requirements(kLibrary.requirements());
  if (!requirements) ADD_FAILURE() << requirements.error().describe();
  std::set<std::string> ids;
  if (requirements)
    for (const Requirement& requirement : *requirements)
      if (wanted(requirement)) ids.insert(requirement.id);
  return ids;
}

TEST(LibraryTest, FilesAreNamedAfterTheirScenarios) {
  for (const Scenario& scenario : library())
    EXPECT_EQ(std::filesystem::path(scenario.file).stem(), scenario.id) << scenario.file;
}

TEST(LibraryTest, EachScenarioCoversRequirementsThatExist) {
  const std::set<std::string> known = requirement_ids([](const Requirement&) { return true; });
  for (const Scenario& scenario : library()) {
    EXPECT_FALSE(scenario.requirements.empty()) << scenario.id << " covers nothing";
    for (const std::string& id : scenario.requirements)
      EXPECT_TRUE(known.contains(id)) << scenario.id << " names " << id << ", which scenarios/requirements.yaml lacks";
  }
}

TEST(LibraryTest, EachRequirementIsCoveredOrSaysWhyNot) {
  std::set<std::string> covered;
  for (const Scenario& scenario : library()) covered.insert(scenario.requirements.begin(), scenario.requirements.end());
  EXPECT_EQ(covered, requirement_ids([](const Requirement& requirement) { return requirement.uncovered.empty(); }));
}

TEST(LibraryTest, ScenariosHaveDifferentIds) {
  std::set<std::string> ids;
  for (const Scenario& scenario : library()) EXPECT_TRUE(ids.insert(scenario.full_id()).second) << scenario.full_id();
}

class EachScenario : public testing::TestWithParam<Scenario> {};

TEST_P(EachScenario, HoldsAndRepeatsItself) {
  const auto player = Player::prepare(GetParam());
  ASSERT_TRUE(player) << player.error().describe();
  const RunRecord first = player->play({});
  const StepResult* failed = first.failed_step();
  EXPECT_NE(first.outcome, Outcome::failed) << first.reason << (failed ? "\n" + failed->failure : "");
  const RunRecord second = player->play({});
  EXPECT_EQ(first.journal_hash, second.journal_hash);
  EXPECT_TRUE(first.choices.empty());
}

INSTANTIATE_TEST_SUITE_P(Library, EachScenario, testing::ValuesIn(library()),
                         [](const testing::TestParamInfo<Scenario>& run) {
                           std::string name = run.param.full_id();
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

TEST(BatchTest, TheNumberOfJobsDoesNotShow) {
  const std::vector<Scenario> scenarios = library();
  BatchOptions one;
  BatchOptions four;
  four.jobs = 4;
  const auto a = run_scenarios(scenarios, one);
  const auto b = run_scenarios(scenarios, four);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].full_id(), b[i].full_id());
    EXPECT_EQ(a[i].journal_hash, b[i].journal_hash) << a[i].full_id();
  }
}

TEST(BatchTest, GlobsAndFilters) {
  EXPECT_TRUE(matches_glob("hp-*", "hp-all-at-once"));
  EXPECT_TRUE(matches_glob("*-a*-once", "hp-all-at-once"));
  EXPECT_TRUE(matches_glob("h?-*", "hp-x"));
  EXPECT_FALSE(matches_glob("hp-", "hp-all"));
  EXPECT_FALSE(matches_glob("*x", "hp-all"));
  Scenario scenario;
  scenario.id = "hp-all";
  scenario.group = "happy-path";
  scenario.tags = {"tcp"};
  EXPECT_TRUE(matches_filter(scenario, ""));
  EXPECT_TRUE(matches_filter(scenario, "tcp"));
  EXPECT_TRUE(matches_filter(scenario, "happy-path"));
  EXPECT_FALSE(matches_filter(scenario, "udp"));
}

}  // namespace
}  // namespace nlbsim::scenarios
