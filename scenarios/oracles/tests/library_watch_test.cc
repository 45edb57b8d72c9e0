// The oracles on real runs: silent on every scenario of the shipped library, ordinary and with drawn latencies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/oracles/differential.h"
#include "scenarios/oracles/final_state.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios::oracles {

namespace {

const LibraryFolders kLibrary{"scenarios"};  // tests run in the source tree

std::vector<Scenario> library() {
  const std::vector<std::string> paths{kLibrary.scenarios()};
  return load_scenarios(paths, kLibrary).scenarios;
}

class WatchedScenario : public ::testing::TestWithParam<Scenario> {};

std::string complaints(const RunRecord& run) {
  std::string out;
  for (const Violation& violation : run.violations) out += to_text(violation, *run.journal, run.actors) + "\n";
  return out;
}

TEST_P(WatchedScenario, BreaksNoInvariantWhateverIsDrawn) {
  const auto player = Player::prepare(GetParam());
  ASSERT_TRUE(player) << player.error().describe();
  Watchdog watchdog;
  PlayOptions options;
  options.observers = {&watchdog};
  EXPECT_EQ(complaints(player->play(options)), "");
  options.judge = false;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    options.seed = seed;
    EXPECT_EQ(complaints(player->play(options)), "") << "seed " << seed;
  }
}

TEST_P(WatchedScenario, EndsTheSameEveryTime) {
  const auto player = Player::prepare(GetParam());
  ASSERT_TRUE(player) << player.error().describe();
  FinalState final_state;
  PlayOptions options;
  options.observers = {&final_state};
  player->play(options);
  const CanonicalState expected = final_state.state();
  player->play(options);
  const auto violation = judge_end_state(expected, final_state.state());
  EXPECT_FALSE(violation) << violation->message;
}

INSTANTIATE_TEST_SUITE_P(Library, WatchedScenario, ::testing::ValuesIn(library()),
                         [](const ::testing::TestParamInfo<Scenario>& run) {
                           std::string name = run.param.full_id();
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

}  // namespace

}  // namespace nlbsim::scenarios::oracles
