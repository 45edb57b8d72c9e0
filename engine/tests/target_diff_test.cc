#include "engine/targets/target_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nlbsim::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

aws::TargetDescription target(std::string id, std::int32_t port) {
  aws::TargetDescription out;
  out.Id = std::move(id);
  out.Port = port;
  return out;
}
ListedTarget listed(std::string id, std::int32_t port, std::string state) {
  aws::TargetHealth health;
  health.State = std::move(state);
  return {target(std::move(id), port), health};
}
aws::TargetHealthDescription row(std::string id, std::int32_t port, std::string state, std::string reason = {}) {
  aws::TargetHealthDescription out;
  out.Target = target(std::move(id), port);
  out.TargetHealth.State = std::move(state);
  out.TargetHealth.Reason = std::move(reason);
  return out;
}

TEST(TargetDiff, NothingToDo) {
  const std::vector<Endpoint> desired{{"i-1", 30900, 0}};
  const std::vector<ListedTarget> actual{listed("i-1", 30900, "unused")};
  EXPECT_TRUE(diff_targets(desired, actual).empty());
}

TEST(TargetDiff, MatchesByIdAndPort) {
  const std::vector<Endpoint> desired{{"i-1", 30955, 0}, {"i-2", 30955, 0}};
  const std::vector<ListedTarget> actual{listed("i-2", 30900, "healthy"), listed("i-1", 30900, "healthy"),
                                         listed("i-2", 30955, "initial")};
  const TargetDiff diff = diff_targets(desired, actual);
  EXPECT_THAT(diff.deregister, ElementsAre(target("i-1", 30900), target("i-2", 30900)));
  EXPECT_THAT(diff.register_, ElementsAre(target("i-1", 30955)));
}

TEST(TargetDiff, DrainingCountsAsAbsent) {
  const std::vector<Endpoint> desired{{"i-1", 30900, 0}};
  const std::vector<ListedTarget> actual{listed("i-1", 30900, "draining"), listed("i-2", 30900, "unhealthy.draining")};
  const TargetDiff diff = diff_targets(desired, actual);
  EXPECT_THAT(diff.deregister, IsEmpty());
  EXPECT_THAT(diff.register_, ElementsAre(target("i-1", 30900)));
}

TEST(TargetDiff, UnknownHealthCountsAsPresent) {
  const std::vector<Endpoint> desired{{"i-1", 30900, 0}};
  const std::vector<ListedTarget> actual{{target("i-1", 30900), std::nullopt}};
  EXPECT_TRUE(diff_targets(desired, actual).empty());
}

struct HoldCase {
  const char* name;
  std::vector<ListedTarget> listed;
  std::vector<Endpoint> desired;
  std::vector<aws::TargetDescription> deregister, held;
};

TEST(HoldLastHealthy, OnlyWhileNothingElseIsHealthyAndItCanBeReached) {
  const std::vector<HoldCase> cases{
      {"another is healthy",
       {listed("i-1", 1, "healthy"), listed("i-2", 1, "healthy")},
       {{"i-2", 1, 0}},
       {target("i-1", 1)},
       {}},
      {"the other is initial",
       {listed("i-1", 1, "healthy"), listed("i-2", 1, "initial")},
       {{"i-2", 1, 0}},
       {},
       {target("i-1", 1)}},
      {"nothing is desired", {listed("i-1", 1, "healthy")}, {}, {}, {target("i-1", 1)}},
      {"it is not healthy itself", {listed("i-1", 1, "unhealthy")}, {{"i-2", 1, 0}}, {target("i-1", 1)}, {}},
      {"it is gone", {listed("i-gone", 1, "healthy")}, {{"i-2", 1, 0}}, {target("i-gone", 1)}, {}},
      {"one of two is gone",
       {listed("i-1", 1, "healthy"), listed("i-gone", 1, "healthy")},
       {{"i-2", 1, 0}},
       {target("i-gone", 1)},
       {target("i-1", 1)}},
  };
  const auto gone = [](const aws::TargetDescription& of) { return of.Id == "i-gone"; };
  for (const HoldCase& row : cases) {
    const TargetDiff diff = hold_last_healthy(diff_targets(row.desired, row.listed), row.listed, gone);
    EXPECT_EQ(diff.deregister, row.deregister) << row.name;
    EXPECT_EQ(diff.held, row.held) << row.name;
  }
}

TEST(Batches, OfAtMostTwoHundred) {
  std::vector<aws::TargetDescription> targets(401, target("i-1", 1));
  const auto calls = batches(targets);
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].size(), 200U);
  EXPECT_EQ(calls[2].size(), 1U);
  EXPECT_TRUE(batches({}).empty());
}

TEST(Refresh, DescribesAgainWhatIsNotHealthy) {
  const std::vector<ListedTarget> actual{
      listed("i-1", 1, "healthy"), listed("i-2", 1, "initial"), {target("i-3", 1), std::nullopt}};
  EXPECT_THAT(to_describe_again(actual), ElementsAre(target("i-2", 1), target("i-3", 1)));
}

TEST(Refresh, KeepsOrderAndDropsWhatIsNotRegistered) {
  const std::vector<ListedTarget> actual{listed("i-1", 1, "healthy"), listed("i-2", 1, "initial"),
                                         listed("i-3", 1, "draining")};
  const std::vector<aws::TargetHealthDescription> rows{row("i-3", 1, "unused", "Target.NotRegistered"),
                                                       row("i-2", 1, "healthy")};
  EXPECT_THAT(refreshed(actual, rows), ElementsAre(listed("i-1", 1, "healthy"), listed("i-2", 1, "healthy")));
  EXPECT_THAT(listed_from(rows), ElementsAre(listed("i-2", 1, "healthy")));
}

TEST(Refused, NamedTargetsAreSetAside) {
  const std::vector<aws::TargetDescription> batch{target("i-1", 1), target("i-12", 1), target("i-3", 1)};
  const RefusedBatch split =
      split_refused(batch, "The following targets are not in a running state and cannot be registered: 'i-12'");
  EXPECT_THAT(split.refused, ElementsAre(target("i-12", 1)));
  ASSERT_EQ(split.retry.size(), 1U);
  EXPECT_THAT(split.retry[0], ElementsAre(target("i-1", 1), target("i-3", 1)));
}

TEST(Refused, HalvesWhenNobodyIsNamed) {
  const std::vector<aws::TargetDescription> batch{target("i-1", 1), target("i-2", 1), target("i-3", 1)};
  const RefusedBatch split = split_refused(batch, "no");
  EXPECT_THAT(split.refused, IsEmpty());
  ASSERT_EQ(split.retry.size(), 2U);
  EXPECT_THAT(split.retry[0], ElementsAre(target("i-1", 1)));
  const RefusedBatch single = split_refused(split.retry[0], "no");
  EXPECT_THAT(single.refused, ElementsAre(target("i-1", 1)));
  EXPECT_TRUE(single.retry.empty());
}

}  // namespace
}  // namespace nlbsim::engine
