// One scenario, one hash: over a thousand repetitions, over any number of jobs, over compilers and machines.
#include <gmock/gmock.h>

#include <array>

#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

const LibraryFolders kLibrary{"scenarios"};  // tests run in the source tree

struct Golden {
  std::string_view file;
  std::uint64_t hash;
};
// Every build of every compiler gives these. They move with whatever a run says or does: if that was meant to change,
// put the new value here.
constexpr std::array<Golden, 2> kGolden{{
    {"bench/scenarios/bench-all-at-once.yaml", 0xd89c6527e5310d64},
    {"bench/scenarios/bench-gateway-then-route.yaml", 0x8fc480dedfa1f59f},
}};

Player player_of(std::string_view file) {
  auto scenarios = load_scenario(std::string(file), kLibrary.load_options());
  EXPECT_TRUE(scenarios) << scenarios.error().describe();
  auto player = Player::prepare(std::move(scenarios->front()));
  EXPECT_TRUE(player) << player.error().describe();
  return *std::move(player);
}

TEST(DeterminismTest, EveryCompilerGivesTheGoldenHash) {
  for (const Golden& golden : kGolden) {
    const RunRecord run = player_of(golden.file).play({});
    EXPECT_EQ(run.outcome, Outcome::passed) << run.reason;
    EXPECT_EQ(run.journal_hash, golden.hash) << golden.file << std::hex << ": the hash is now 0x" << run.journal_hash;
  }
}

TEST(DeterminismTest, AThousandRepetitionsGiveOneHash) {
  constexpr int kRepetitions = 1000;
  const Player player = player_of(kGolden[0].file);
  const std::uint64_t first = player.play({}).journal_hash;
  for (int i = 1; i < kRepetitions; ++i) ASSERT_EQ(player.play({}).journal_hash, first) << "repetition " << i;
}

// A seed draws latencies and orders: other hashes than the ordinary run's, and the same one each time.
TEST(DeterminismTest, ASeedIsARunOfItsOwnAndRepeatsItself) {
  const Player player = player_of(kGolden[0].file);
  PlayOptions seeded;
  seeded.seed = 7;
  const RunRecord first = player.play(seeded);
  EXPECT_EQ(player.play(seeded).journal_hash, first.journal_hash);
  EXPECT_NE(player.play({}).journal_hash, first.journal_hash);
  PlayOptions replayed;
  replayed.replay = &first.choices;
  EXPECT_EQ(player.play(replayed).journal_hash, first.journal_hash);
}

// Asking for the hash in the middle of a run, with calls under way, changes nothing about the hash at its end.
class HashesAfterEveryStep final : public RunObserver {
 public:
  void observed(World& world, std::span<const sim::Record>) override { world.journal().hash(); }
};

TEST(DeterminismTest, TheHashMayBeAskedForAtAnyTime) {
  const Player player = player_of(kGolden[0].file);
  HashesAfterEveryStep curious;
  PlayOptions options;
  options.observers = {&curious};
  EXPECT_EQ(player.play(options).journal_hash, player.play({}).journal_hash);
}

TEST(DeterminismTest, TheNumberOfJobsDoesNotShow) {
  std::vector<Scenario> many;
  for (const Golden& golden : kGolden)
    for (int i = 0; i < 4; ++i) many.push_back(player_of(golden.file).scenario());
  BatchOptions one;
  BatchOptions two;
  two.jobs = 2;
  const auto a = run_scenarios(many, one);
  const auto b = run_scenarios(many, two);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].journal_hash, b[i].journal_hash) << a[i].id;
}

}  // namespace
}  // namespace nlbsim::scenarios
