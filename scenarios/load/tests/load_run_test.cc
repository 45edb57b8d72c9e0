// Load runs: what they measure, and what bounds them.
#include "scenarios/load/load_run.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "scenarios/language/load.h"

namespace nlbsim::scenarios {
namespace {

using namespace std::chrono_literals;

LoadReport run_for(sim::Duration duration, bool aws_limits) {
  LoadSettings settings;
  settings.gateways = 20;
  settings.aws_limits = aws_limits;
  settings.duration = duration;
  return run_load(settings, [] { return sim::Duration::zero(); }, [](sim::Duration) {});
}

TEST(LoadRunTest, WithoutLimitsEveryGatewayIsProgrammedOnceItsLoadBalancerIsActive) {
  const LoadReport report = run_for(10min, false);
  EXPECT_EQ(report.time_to_programmed.size(), 20U);
  EXPECT_EQ(report.throttled_attempts, 0U);
  EXPECT_THAT(report.buckets, testing::IsEmpty());
}

// Each Gateway takes three creating calls, of which AWS lets ten through at once and then one every five seconds; a
// Gateway whose load balancer has become active stands behind all others in the queue. So the first of them is
// programmed only when the last has been built.
TEST(LoadRunTest, UnderLimitsTheCreatingCallsAreTheBound) {
  const LoadReport early = run_for(4min, true);
  const BucketUse& creating = early.buckets.at("elbv2-create-delete");
  EXPECT_EQ(creating.most, 10U + 240 / 5);
  EXPECT_LE(creating.calls, creating.most);
  EXPECT_TRUE(creating.exhausted());
  EXPECT_FALSE(early.buckets.at("elbv2-describe").exhausted());
  const LoadReport late = run_for(20min, true);
  EXPECT_EQ(late.time_to_programmed.size(), 20U);
  EXPECT_GT(std::ranges::min(late.time_to_programmed), 3min);
  EXPECT_EQ(late.buckets.at("elbv2-create-delete").calls, 60U);
  EXPECT_FALSE(late.buckets.at("elbv2-create-delete").exhausted());
}

TEST(LoadRunTest, WhatARunWaitsForIsNamed) {
  EXPECT_EQ(what_limits(run_for(4min, true)).by, Bottleneck::throttle);
  // Three workers build twenty Gateways: at first as fast as AWS answers, then as fast as their client lets them.
  const LoadReport start = run_for(2s, false);
  EXPECT_EQ(what_limits(start).by, Bottleneck::workers);
  EXPECT_GT(start.work.at("gateway").aws, start.work.at("gateway").kube);
  const LoadReport later = run_for(10s, false);
  EXPECT_EQ(what_limits(later).by, Bottleneck::throttle);
  EXPECT_THAT(what_limits(later).why, testing::HasSubstr("their own client"));
  EXPECT_EQ(what_limits(run_for(10h, false)).by, Bottleneck::none);
  LoadReport waiting;
  waiting.queue_depth = {{1s, 0, 3}, {2s, 0, 2}};
  waiting.work["targetGroupBinding"].lock = 9s;
  waiting.work["targetGroupBinding"].aws = 1s;
  EXPECT_EQ(what_limits(waiting).by, Bottleneck::lock);
  EXPECT_EQ(what_limits(waiting).why,
            "the workers of TargetGroupBindings spend 90 % of their time on waiting for one another");
}

TEST(LoadRunTest, AWorkersTimeIsAccountedForWhole) {
  const LoadReport report = run_for(10min, true);
  const WorkTime& work = report.work.at("gateway");
  EXPECT_GT(work.throttled, 0s);
  sim::Duration all{0};
  for (const auto& [controller, time] : report.work) all += time.total();
  EXPECT_GE(all, report.busy);
  EXPECT_GT(report.busy, work.total() / report.settings.workers);
}

TEST(LoadRunTest, AScenarioOfOnesOwnIsALoad) {
  constexpr std::string_view kText = R"(apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: own, title: t}
spec:
  fixtures: [ns-example.yaml, nlb-gatewayclass.yaml, my-tcp-gateway.yaml]
  steps:
  - settle:
  - assert: {aws: {kind: LoadBalancer, match: {$len: PORT}}}
)";
  const auto played = [&](const std::string& count) {
    std::string text(kText);
    text.replace(text.find("PORT"), 4, count);
    const auto scenario = load_scenario_text(text, "own.yaml", {{"scenarios/manifests"}, {}});
    EXPECT_TRUE(scenario) << scenario.error().describe();
    return run_load(scenario->front(), 3, [] { return sim::Duration::zero(); });
  };
  const auto report = played("1");
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->settings.scenario, "own");
  EXPECT_EQ(report->settings.gateways, 1);
  EXPECT_EQ(report->time_to_programmed.size(), 1U);
  EXPECT_EQ(report->cpu_per_reconcile.size(), 3U);
  EXPECT_EQ(report->calls.at("CreateLoadBalancer"), 1U);
  const auto failed = played("2");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "ScenarioFailed");
}

}  // namespace
}  // namespace nlbsim::scenarios
