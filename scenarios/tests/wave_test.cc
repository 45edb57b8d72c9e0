// Runs that are turned in step are the runs that they are alone.
#include <gtest/gtest.h>

#include "scenarios/explore/exploration_form.h"
#include "scenarios/explore/explored_scenario.h"
#include "scenarios/runner/batch.h"
#include "scenarios/runner/wave.h"

namespace nlbsim::scenarios {
namespace {

const LibraryFolders kLibrary{"scenarios"};

Scenario scenario(const std::string& file) {
  auto loaded = load_scenario("scenarios/library/" + file, kLibrary.load_options());
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return std::move(loaded->front());
}

// Long and short ones, one that waits and one that is drawn from a seed.
TEST(WaveTest, NeighboursDoNotShow) {
  const std::vector<std::string> files{"happy-path/hp-all-at-once.yaml", "happy-path/hp-gateway-no-routes.yaml",
                                       "route-churn/churn-backend-swap.yaml"};
  std::vector<Player> players;
  std::vector<PlayOptions> options;
  for (const std::string& file : files)
    for (const bool seeded : {false, true}) {
      auto player = Player::prepare(scenario(file));
      ASSERT_TRUE(player) << player.error().describe();
      players.push_back(*std::move(player));
      options.emplace_back().seed = seeded ? std::optional<std::uint64_t>(7) : std::nullopt;
    }
  std::vector<Playing> wave;
  for (std::size_t i = 0; i < players.size(); ++i) wave.push_back(players[i].begin(options[i]));
  turn_in_step(wave);
  for (std::size_t i = 0; i < players.size(); ++i) {
    const RunRecord together = wave[i].finish();
    const RunRecord alone = players[i].play(options[i]);
    EXPECT_EQ(together.journal_hash, alone.journal_hash) << together.id;
    EXPECT_EQ(together.outcome, alone.outcome) << together.reason;
    EXPECT_EQ(together.steps.size(), alone.steps.size());
    EXPECT_EQ(together.choices, alone.choices);
  }
}

TEST(WaveTest, PlansOfOneWaveFindWhatTheyFindAlone) {
  auto explored = ExploredScenario::prepare(exploration_form(scenario("happy-path/hp-all-at-once.yaml")));
  ASSERT_TRUE(explored) << explored.error().describe();
  std::vector<Plan> plans;
  for (std::size_t i = 0; i < kWave; ++i) plans.push_back(explored->plans().at(i * explored->plans().size() / kWave));
  std::vector<PlanRun> wave;
  for (const Plan& plan : plans) wave.push_back(explored->begin(plan.faults));
  turn_in_step(wave);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const PlanResult together = wave[i].result();
    const PlanResult alone = explored->run(plans[i].faults);
    EXPECT_EQ(together.hash, alone.hash) << plans[i].text;
    EXPECT_EQ(together.cut_short, alone.cut_short) << plans[i].text;
    EXPECT_EQ(together.findings.size(), alone.findings.size()) << plans[i].text;
  }
}

TEST(WaveTest, EveryThreadGetsItsShareAndNoWaveIsTooLarge) {
  EXPECT_EQ(wave_size(1000, 1), kWave);
  EXPECT_EQ(wave_size(8, 4), 2U);
  EXPECT_EQ(wave_size(3, 4), 1U);
  EXPECT_EQ(wave_size(0, 0), 1U);
  std::vector<int> played(29, 0);
  std::vector<std::size_t> told;
  for_each_wave(
      played.size(), 1,
      [&](std::size_t first, std::size_t count) {
        for (std::size_t i = first; i < first + count; ++i) ++played[i];
      },
      [&](std::size_t i) { told.push_back(i); });
  EXPECT_EQ(played, std::vector<int>(29, 1));
  ASSERT_EQ(told.size(), 29U);
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], i);
}

}  // namespace
}  // namespace nlbsim::scenarios
