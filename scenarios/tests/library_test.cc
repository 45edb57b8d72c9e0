// The shipped library: every scenario is well-formed, names requirements that exist, and holds, twice the same.
#include <gmock/gmock.h>

#include <filesystem>
#include <set>

#include "api/records.h"
#include "engine/vocabulary.h"
#include "scenarios/language/load.h"
#include "scenarios/oracles/condition_changes.h"
#include "scenarios/runner/batch.h"
#include "scenarios/runner/filter.h"

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

// What controllers have said in Events and conditions without a row in engine/vocabulary.h.
std::set<std::string> words_without_a_row(const RunRecord& run) {
  std::set<std::string> out;
  const auto check = [&](const auto& rows, std::string_view word) {
    if (std::ranges::find(rows, word) == rows.end()) out.emplace(word);
  };
  for (const sim::Record& record : run.journal->records()) {
    if (record.kind != sim::RecordKind::object_changed) continue;
    const auto& change = api::payload<api::ObjectChanged>(record);
    if (change.type == kube::WatchEventType::deleted) continue;
    const Json& document = change.object->document();
    if (change.resource == kube::kEvents) check(engine::kEventReasons, api::text(api::member(document, "reason")));
    oracles::visit_condition_changes(change, [&](const oracles::ConditionChange& condition) {
      check(engine::kConditionTypes, condition.after.type);
      check(engine::kConditionReasons, condition.after.reason);
    });
  }
  for (const sim::Record& record : run.journal->records())
    if (record.kind == sim::RecordKind::reconcile_started)
      check(engine::kControllers, api::payload<api::ReconcileStarted>(record).controller);
  return out;
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
  if (!first.journal) return;
  EXPECT_THAT(words_without_a_row(first), testing::IsEmpty()) << "add them to engine/vocabulary.h";
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
  scenario.requirements = {"SEED-LISTENER"};
  const auto matches = [&](std::vector<std::string> terms) {
    const auto filter = ScenarioFilter::parse(terms);
    EXPECT_TRUE(filter) << filter.error().message;
    return filter->matches(scenario);
  };
  EXPECT_TRUE(matches({}));
  EXPECT_TRUE(matches({"tcp"}));
  EXPECT_TRUE(matches({"happy-path"}));
  EXPECT_FALSE(matches({"udp"}));
  EXPECT_TRUE(matches({"udp", "hp-*"}));
  EXPECT_FALSE(matches({"hp-*", "!tcp"}));
  EXPECT_TRUE(matches({"!udp"}));
  EXPECT_TRUE(matches({"requirement:SEED-*"}));
  EXPECT_FALSE(matches({"tag:happy-path"}));
  EXPECT_TRUE(matches({"outcome:passed"}));
  EXPECT_FALSE(matches({"!outcome:passed"}));
  const std::vector<std::string> wrong{"reqirement:x"};
  EXPECT_THAT(ScenarioFilter::parse(wrong).error().message, testing::HasSubstr("did you mean \"requirement\"?"));
  const std::vector<std::string> nothing{"tag:"};
  EXPECT_FALSE(ScenarioFilter::parse(nothing));
}

}  // namespace
}  // namespace nlbsim::scenarios
