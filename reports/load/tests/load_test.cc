// Load reports: their figures, and what a comparison calls a difference.
#include <gmock/gmock.h>

#include <numeric>

#include "reports/load/compare.h"
#include "reports/load/limit.h"
#include "reports/load/load_json.h"
#include "reports/load/load_page.h"

namespace nlbsim::reports {
namespace {

using namespace std::chrono_literals;

std::vector<std::int64_t> numbers(std::int64_t from, std::size_t count) {
  std::vector<std::int64_t> out(count);
  std::iota(out.begin(), out.end(), from);
  return out;
}

scenarios::LoadReport report_of(std::vector<sim::Duration> latencies) {
  scenarios::LoadReport report;
  report.reconcile_latency = std::move(latencies);
  report.queue_depth = {{1s, 3, 1}, {2s, 0, 0}};
  report.calls = {{"CreateListener", 200}};
  return report;
}

TEST(PercentileTest, IsTheValueThatSoManyDoNotExceed) {
  const std::vector<sim::Duration> samples{4us, 1us, 3us, 2us};
  EXPECT_EQ(percentile(samples, 0), 1us);
  EXPECT_EQ(percentile(samples, 50), 2us);
  EXPECT_EQ(percentile(samples, 51), 3us);
  EXPECT_EQ(percentile(samples, 100), 4us);
  EXPECT_EQ(percentile({}, 50), 0us);
}

// By hand: of the 25 pairs 20 have the larger one in the second sample; z = 7 / sqrt(25 * 11 / 12) = 1.4623.
TEST(RankTestTest, AgreesWithPaperAndPencil) {
  const std::vector<std::int64_t> first{1, 2, 3, 6, 8};
  const std::vector<std::int64_t> second{4, 5, 7, 9, 10};
  const RankTest test = rank_test(first, second);
  EXPECT_DOUBLE_EQ(test.second_larger, 20.0 / 25);
  EXPECT_NEAR(test.p, 0.1437, 0.0001);
}

TEST(RankTestTest, EqualSamplesDoNotDiffer) {
  const std::vector<std::int64_t> same(50, 7);
  EXPECT_EQ(rank_test(same, same).p, 1);
  const auto spread = numbers(1, 100);
  const RankTest test = rank_test(spread, spread);
  EXPECT_DOUBLE_EQ(test.second_larger, 0.5);
  EXPECT_EQ(test.p, 1);
  EXPECT_EQ(rank_test({}, spread).p, 1);
}

TEST(CompareTest, TellsSlowerFromFaster) {
  const auto shifted = [](std::int64_t by) {
    std::vector<sim::Duration> latencies;
    for (const std::int64_t each : numbers(1000 + by, 100)) latencies.push_back(std::chrono::microseconds{each});
    return load_json(report_of(std::move(latencies)));
  };
  const auto slower = compare_loads(shifted(0), shifted(50));
  ASSERT_TRUE(slower);
  ASSERT_EQ(slower->size(), 1U);  // only this series has samples
  EXPECT_TRUE(slower->front().slower());
  EXPECT_EQ(slower->front().median_after - slower->front().median_before, 50);
  EXPECT_THAT(comparison_table(*slower), testing::HasSubstr("1.1 ms     +4.8%    0.0000  slower"));
  const auto faster = compare_loads(shifted(50), shifted(0));
  EXPECT_TRUE(faster->front().different());
  EXPECT_FALSE(faster->front().slower());
  EXPECT_FALSE(compare_loads(shifted(0), shifted(1))->front().different());
}

TEST(CompareTest, WantsLoadReports) {
  const auto refused = compare_loads(api::Json::object(), load_json({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "InvalidReport");
}

TEST(LoadJsonTest, ThinsLongSeriesButCountsThemWhole) {
  const api::Json json = load_json(report_of(std::vector<sim::Duration>(12'000, 5us)));
  EXPECT_EQ(api::at(json, "samples", "reconcileLatency").size(), 4000U);
  EXPECT_EQ(api::at(json, "percentiles", "reconcileLatency", "count"), 12'000);
  EXPECT_EQ(api::at(json, "percentiles", "reconcileLatency", "p99"), 5);
}

TEST(LimitTest, HoldsOrSaysWhatItIs) {
  scenarios::LoadReport report = report_of(std::vector<sim::Duration>(20, 5ms));
  report.failed_reconciles = 2;
  const api::Json json = load_json(report);
  const auto said = [&](std::string_view text) {
    const auto limit = parse_limit(text);
    return limit ? exceeded(*limit, json).value_or("holds") : limit.error().message;
  };
  EXPECT_EQ(said("reconcileLatency.p95 > 5ms"), "holds");
  EXPECT_EQ(said("reconcileLatency.p95>4ms"), "reconcileLatency.p95 > 4.0 ms: it is 5.0 ms");
  EXPECT_EQ(said("failedReconciles > 1"), "failedReconciles > 1: it is 2");
  EXPECT_EQ(said("failedReconciles < 3"), "failedReconciles < 3: it is 2");
  // Nothing was programmed: no percentile of nothing is small enough.
  EXPECT_EQ(said("timeToProgrammed.p50 > 1h"), "timeToProgrammed.p50 > 3600.0 s: there is no such figure of this run");
}

TEST(LimitTest, IsReadStrictly) {
  const auto refused = [](std::string_view text) {
    const auto limit = parse_limit(text);
    return limit ? "taken" : limit.error().message;
  };
  EXPECT_EQ(refused("reconcileLatency.p96 > 5s"),
            "no figure is called \"reconcileLatency.p96\"; did you mean \"reconcileLatency.p95\"?");
  EXPECT_EQ(refused("reconciles > 5s"), "reconciles is compared with a whole number, not with \"5s\"");
  EXPECT_EQ(refused("cpuTime > 5"), "cpuTime is compared with a duration such as 5s, not with \"5\"");
  EXPECT_EQ(refused("cpuTime"), "it compares nothing: write FIGURE > VALUE, such as reconcileLatency.p95 > 5s");
}

TEST(LoadTableTest, NamesTheLimitThatTheRunWaitedFor) {
  scenarios::LoadReport report = report_of({5ms});
  report.settings.duration = 4min;
  EXPECT_THAT(load_table(report), testing::Not(testing::HasSubstr("AWS rate limits")));
  report.buckets["elbv2-create-delete"] = {58, 176, 58};
  report.buckets["elbv2-describe"] = {100, 3, 2440};
  const std::string table = load_table(report);
  EXPECT_THAT(table,
              testing::HasSubstr("elbv2-create-delete is used up: AWS lets no more of these calls through in 4m"));
  EXPECT_THAT(table, testing::Not(testing::HasSubstr("elbv2-describe is used up")));
  EXPECT_EQ(api::at(load_json(report), "awsBuckets", "elbv2-create-delete", "refused"), 176);
}

TEST(LoadTableTest, SaysNothingOfWhatDidNotHappen) {
  const std::string table = load_table(report_of({5ms}));
  EXPECT_THAT(table, testing::ContainsRegex("time to Programmed +0 +- +- +- +-\n"));
  EXPECT_THAT(table, testing::HasSubstr("0 of 100: a new load balancer takes minutes"));
}

TEST(LoadPageTest, AxesEndAtRoundNumbers) {
  scenarios::LoadReport report = report_of({5ms});
  report.queue_depth = {{1s, 197, 1}};
  report.settings.duration = 10min;
  const std::string page = load_page(report);
  EXPECT_THAT(page, testing::HasSubstr(">200</text>"));
  EXPECT_THAT(page, testing::HasSubstr(">600</text>"));
  EXPECT_THAT(page, testing::Not(testing::HasSubstr(">197</text>")));
}

TEST(LoadPageTest, NeedsNoNetwork) {
  const std::string page = load_page(report_of({5ms, 7ms}));
  EXPECT_THAT(page, testing::HasSubstr("<svg"));
  EXPECT_THAT(page, testing::Not(testing::HasSubstr("http")));
  EXPECT_THAT(page, testing::HasSubstr("CreateListener"));
}

}  // namespace
}  // namespace nlbsim::reports
