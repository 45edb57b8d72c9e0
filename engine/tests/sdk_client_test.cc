#include "engine/runtime/aws/sdk_client.h"

#include <gtest/gtest.h>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using testing::Bench;
using testing::error;
using namespace std::chrono_literals;

struct SdkClientTest : ::testing::Test {
  SdkClient& make(std::vector<ClientThrottle> throttles = {}) {
    return bench.keep<SdkClient>(bench.elbv2, 10u, logical_calls, std::move(throttles));
  }
  // Refuses the first `failures` attempts.
  void fail_first(int failures, sim::Error with) {
    bench.elbv2.answer = [failures, with](api::AnyCall&) mutable -> api::Result<void> {
      if (failures-- > 0) return sim::forward(with);
      return {};
    };
  }
  template <class Op>
  api::Result<typename Op::Response> call(SdkClient& client) {
    return bench.finish(api::call<Op>(client, bench.context.call(0), typename Op::Request()));
  }
  std::uint64_t logical_calls = 100;
  Bench bench;
};

TEST_F(SdkClientTest, RepeatsARetryableFailureUnderTheSameLogicalCall) {
  SdkClient& client = make();
  fail_first(3, error("Throttling", 400));
  EXPECT_TRUE(call<aws::DescribeLoadBalancers>(client));
  ASSERT_EQ(bench.elbv2.asked.size(), 4u);
  for (std::uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(bench.elbv2.asked[i].context.call, 101u);
    EXPECT_EQ(bench.elbv2.asked[i].context.attempt, i + 1);
  }
  EXPECT_EQ(bench.elapsed(), 1s + 2s + 4s) << "the medians of draws from 2, 4 and 8 seconds";
}

TEST_F(SdkClientTest, GivesUpAfterTenAttempts) {
  SdkClient& client = make();
  fail_first(1000, error("ServiceUnavailable", 503));
  const auto answer = call<aws::DescribeLoadBalancers>(client);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "ServiceUnavailable");
  EXPECT_EQ(bench.elbv2.asked.size(), 10u);
  EXPECT_EQ(bench.elapsed(), 1s + 2s + 4s + 8s + 5 * 20s);
}

TEST_F(SdkClientTest, PassesOnWhatCannotHeal) {
  SdkClient& client = make();
  fail_first(1, error("TargetGroupNotFound", 400));
  EXPECT_FALSE(call<aws::DescribeTargetGroups>(client));
  EXPECT_EQ(bench.elbv2.asked.size(), 1u);
  EXPECT_EQ(bench.elapsed(), 0s);
}

TEST_F(SdkClientTest, KnowsWhichFailuresAreRetryable) {
  for (const auto& [code, status] : {std::pair{"RequestLimitExceeded", 503},
                                     {"ThrottlingException", 400},
                                     {"InternalFailure", 500},
                                     {"PriorRequestNotComplete", 400},
                                     {"ConnectionReset", 0}})
    EXPECT_TRUE(sdk_retries(error(code, status))) << code;
  for (const auto& [code, status] : {std::pair{"ValidationError", 400}, {"AccessDenied", 403}, {"InvalidAction", 400}})
    EXPECT_FALSE(sdk_retries(error(code, status))) << code;
  sim::Error lost = error("whatever", 0);
  lost.effect_unknown = true;
  EXPECT_TRUE(sdk_retries(lost));
}

// The first CreateListener took effect and its reply was lost; the caller gets the repeat's answer alone.
TEST_F(SdkClientTest, ARepeatHasAResponseOfItsOwn) {
  SdkClient& client = make();
  bench.elbv2.answer = [this](api::AnyCall& any) -> api::Result<void> {
    auto& typed = api::as<aws::CreateListener>(any);
    typed.response.Listeners.emplace_back().ListenerArn = "arn-" + std::to_string(bench.elbv2.asked.size());
    if (bench.elbv2.asked.size() > 1) return {};
    sim::Error lost = error("ConnectionReset", 0);
    lost.effect_unknown = true;
    return sim::forward(lost);
  };
  const auto answer = call<aws::CreateListener>(client);
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->Listeners.size(), 1u);
  EXPECT_EQ(answer->Listeners[0].ListenerArn, "arn-2");
}

TEST_F(SdkClientTest, ThrottlesRegistrationsToFourASecondAndEverythingToTen) {
  SdkClient& client = make(default_elbv2_throttles());
  fail_first(0, {});
  for (int i = 0; i < 20; ++i) call<aws::RegisterTargets>(client);
  EXPECT_EQ(bench.elapsed(), 0s);
  call<aws::RegisterTargets>(client);
  EXPECT_EQ(bench.elapsed(), 250ms);
  call<aws::DeregisterTargets>(client);
  EXPECT_EQ(bench.elapsed(), 500ms);
  // 22 of 40 tokens are spent and 5 have come back: 23 calls are free, the next waits for one.
  for (int i = 0; i < 23; ++i) call<aws::DescribeTargetHealth>(client);
  EXPECT_EQ(bench.elapsed(), 500ms);
  call<aws::DescribeTargetHealth>(client);
  EXPECT_EQ(bench.elapsed(), 600ms);
}

TEST(SdkBackoff, IsAShareOfAPowerOfTwoAndTwentySecondsAtMost) {
  sim::ReplayChooser chooser({{{"aws/CreateTags/backoff", 1}, 3}});
  EXPECT_EQ(sdk_backoff(chooser, "CreateTags", 1), 1900ms);
  EXPECT_EQ(sdk_backoff(chooser, "CreateTags", 1), 1s);
  EXPECT_EQ(sdk_backoff(chooser, "CreateTags", 4), 8s);
  EXPECT_EQ(sdk_backoff(chooser, "CreateTags", 5), 20s);
}

}  // namespace
}  // namespace nlbsim::engine
