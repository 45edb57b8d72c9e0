// Load runs: what they measure, and what bounds them.
#include "scenarios/load/load_run.h"

#include <gmock/gmock.h>

#include <algorithm>

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

}  // namespace
}  // namespace nlbsim::scenarios
