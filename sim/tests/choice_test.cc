#include "sim/choice.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

constexpr ChoiceLabel kReply{"aws", "CreateLoadBalancer", "reply"};
constexpr ChoiceLabel kOrder{"sim", "ready", "order"};

TEST(FirstChooser, AlwaysTakesTheOrdinaryOption) {
  FirstChooser chooser;
  EXPECT_EQ(chooser.choose(5, kReply), 0U);
  EXPECT_TRUE(chooser.log().empty());
  EXPECT_FALSE(chooser.varies());
}

TEST(SeededChooser, TheSameSeedGivesTheSameAnswers) {
  SeededChooser one(42);
  SeededChooser two(42);
  for (int i = 0; i < 100; ++i) {
    const auto a = one.choose(7, kReply);
    const auto b = two.choose(7, kReply);
    EXPECT_EQ(a, b);
  }
  EXPECT_EQ(one.log(), two.log());
}

// The answers of one seed, written down: they must be these on every compiler and machine.
TEST(SeededChooser, ItsAnswersArePartOfTheContract) {
  SeededChooser chooser(1);
  std::array<std::uint32_t, 12> answers{};
  for (auto& answer : answers) answer = chooser.choose(10, kReply);
  EXPECT_EQ(answers, (std::array<std::uint32_t, 12>{5, 7, 1, 3, 6, 6, 1, 9, 4, 3, 2, 4}));
}

TEST(SeededChooser, ReachesEveryOption) {
  SeededChooser chooser(3);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(chooser.choose(5, kReply));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
}

TEST(SeededChooser, ChoosesOnlyUnderTheGivenLabels) {
  SeededChooser chooser(3, {"sim/"});
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(chooser.choose(1'000'000, kReply), 0U);
    chooser.choose(2, kOrder);
  }
  ASSERT_FALSE(chooser.log().empty());
  for (const auto& [key, option] : chooser.log()) EXPECT_EQ(key.label, "sim/ready/order");
}

TEST(ReplayChooser, RepeatsASeededRun) {
  SeededChooser seeded(9);
  std::vector<std::uint32_t> original;
  for (int i = 0; i < 50; ++i) {
    original.push_back(seeded.choose(4, kReply));
    original.push_back(seeded.choose(3, kOrder));
  }
  ReplayChooser replay(seeded.log());
  std::vector<std::uint32_t> repeated;
  for (int i = 0; i < 50; ++i) {
    repeated.push_back(replay.choose(4, kReply));
    repeated.push_back(replay.choose(3, kOrder));
  }
  EXPECT_EQ(repeated, original);
  EXPECT_EQ(replay.log(), seeded.log());
}

TEST(ReplayChooser, FindsItsChoiceByLabelAndOccurrence) {
  ReplayChooser chooser({{{kReply.text(), 2}, 1}});
  EXPECT_EQ(chooser.choose(2, kReply), 0U);
  EXPECT_EQ(chooser.choose(2, kOrder), 0U);  // a choice elsewhere does not shift it
  EXPECT_EQ(chooser.choose(2, kReply), 1U);
  EXPECT_EQ(chooser.choose(2, kReply), 0U);
}

TEST(ReplayChooser, ClampsToTheLastOption) {
  ReplayChooser chooser({{{kReply.text(), 1}, 9}, {{kReply.text(), 2}, 9}});
  EXPECT_EQ(chooser.choose(3, kReply), 2U);
  EXPECT_EQ(chooser.choose(1, kReply), 0U);
  EXPECT_EQ(to_text(chooser.log()), "aws/CreateLoadBalancer/reply#1=2\n");  // what was done, not what was asked for
}

TEST(ChoiceLog, SurvivesTheRoundTripThroughText) {
  const ChoiceLog log{{{"aws/CreateLoadBalancer/reply", 1}, 1},
                      {{"watch//order", 12}, 3},
                      {{"odd#label=here/x/y", 4'000'000'000}, 4'294'967'295}};
  const auto parsed = parse_choice_log(to_text(log));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, log);
}

TEST(ChoiceLog, TextIsSortedByLabelThenOccurrence) {
  const ChoiceLog log{{{"b/b/b", 1}, 1}, {{"a/a/a", 10}, 1}, {{"a/a/a", 9}, 2}};
  EXPECT_EQ(to_text(log), "a/a/a#9=2\na/a/a#10=1\nb/b/b#1=1\n");
}

TEST(ChoiceLog, EmptyLinesAreNothing) { EXPECT_TRUE(parse_choice_log("\n\n").value().empty()); }

class BadChoiceLog : public testing::TestWithParam<const char*> {};

TEST_P(BadChoiceLog, IsRefused) {
  const auto parsed = parse_choice_log(GetParam());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, "InvalidChoiceLog");
}

INSTANTIATE_TEST_SUITE_P(Lines, BadChoiceLog,
                         testing::Values("a/b/c", "a/b/c#1", "a/b/c=1", "a/b/c#0=1", "a/b/c#1=0", "a/b/c#1=-1",
                                         "a/b/c#x=1", "a/b/c#1=1 ", "a/b/c#1=4294967296", "#1=1", "a/b/c#=1",
                                         "a/b/c#1=", "a/b/c#1=1\r\n", "=#", "a=1#1"));

TEST(Pick, EntryZeroIsTheOrdinaryOne) {
  constexpr std::array<Duration, 3> kQuantiles{150s, 90s, 400s};
  FirstChooser first;
  EXPECT_EQ(pick(first, kQuantiles, kReply), 150s);
  ReplayChooser slow({{{kReply.text(), 1}, 2}});
  EXPECT_EQ(pick(slow, kQuantiles, kReply), 400s);
}

}  // namespace
}  // namespace nlbsim::sim
