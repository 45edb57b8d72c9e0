#include "engine/runtime/queue/work_queue.h"

#include <gtest/gtest.h>

#include "engine/runtime/queue/token_bucket.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using testing::Bench;
using namespace std::chrono_literals;

const kube::ObjectKey kA{"ns", "a"};
const kube::ObjectKey kB{"ns", "b"};

struct QueueTest : ::testing::Test {
  WorkQueue& make(RateLimits limits = {}) { return bench.keep<WorkQueue>(bench.actor, "gateway", limits); }
  Bench bench;
};

TEST_F(QueueTest, HandsOutKeysInOrderOfAddingEachOnce) {
  WorkQueue& queue = make();
  queue.add(kB, 0);
  queue.add(kA, 0);
  queue.add(kB, 0);
  EXPECT_EQ(queue.depth(), 2u);
  EXPECT_EQ(bench.finish(queue.get()).key, kB);
  EXPECT_EQ(bench.finish(queue.get()).key, kA);
  EXPECT_EQ(queue.depth(), 0u);
}

TEST_F(QueueTest, AddsDuringWorkLeadToExactlyOneMoreRunWithTheLatestCause) {
  WorkQueue& queue = make();
  queue.add(kA, 1);
  EXPECT_EQ(bench.finish(queue.get()).cause, 1u);
  queue.add(kA, 2);
  queue.add(kA, 3);
  EXPECT_EQ(queue.depth(), 0u) << "a key is never handed out while it is worked on";
  queue.done(kA);
  EXPECT_EQ(queue.depth(), 1u);
  EXPECT_EQ(bench.finish(queue.get()).cause, 3u);
  queue.done(kA);
  EXPECT_EQ(queue.depth(), 0u);
}

TEST_F(QueueTest, WaitsForAKey) {
  WorkQueue& queue = make();
  auto got = std::make_shared<std::optional<Request>>();
  sim::spawn(bench.actor, testing::store(queue.get(), got));
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_FALSE(got->has_value());
  queue.add_after(kA, 3s, 7);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  ASSERT_TRUE(got->has_value());
  EXPECT_EQ((*got)->cause, 7u);
  EXPECT_EQ(bench.elapsed(), 3s);
}

TEST_F(QueueTest, KeepsTheEarliestDueTimeOfAKey) {
  WorkQueue& queue = make();
  queue.add_after(kA, 2min, 1);
  queue.add_after(kA, 5s, 2);
  queue.add_after(kA, 9s, 3);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(bench.elapsed(), 5s) << "nothing is left to wait for after the earliest";
  EXPECT_EQ(bench.finish(queue.get()).cause, 2u);
}

TEST_F(QueueTest, APeriodicDelayDoesNotKeepTheWorldBusy) {
  WorkQueue& queue = make();
  queue.add_after(kA, 1h, 1, sim::TimerKind::periodic);
  EXPECT_TRUE(bench.scheduler.quiescent());
  ASSERT_TRUE(bench.scheduler.run_until(sim::kWorldStart + 1h, Bench::kSteps));
  EXPECT_EQ(queue.depth(), 1u);
}

// The n-th failure waits 5 ms * 2^n: the nineteenth would be over 1000 s and is cut to it.
TEST_F(QueueTest, BackoffDoublesUpToTheCap) {
  WorkQueue& queue = make({.shared_bucket = false});
  sim::Duration expected = 5ms;
  for (int failure = 0; failure < 20; ++failure) {
    const sim::Instant before = bench.scheduler.now();
    queue.add_rate_limited(kA, 0);
    ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
    EXPECT_EQ(bench.scheduler.now() - before, std::min<sim::Duration>(expected, 1000s)) << "failure " << failure;
    bench.finish(queue.get());
    queue.done(kA);
    expected *= 2;
  }
  EXPECT_EQ(queue.retries(kA), 20u);
  queue.forget(kA);
  EXPECT_EQ(queue.retries(kA), 0u);
  const sim::Instant before = bench.scheduler.now();
  queue.add_rate_limited(kA, 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(bench.scheduler.now() - before, 5ms);
}

TEST_F(QueueTest, AllKeysShareABucketOfAHundredAndTenASecond) {
  WorkQueue& queue = make();
  for (int i = 0; i < 103; ++i) queue.add_rate_limited({"ns", std::to_string(i)}, 0);
  ASSERT_TRUE(bench.scheduler.run_until(sim::kWorldStart + 5ms, Bench::kSteps));
  EXPECT_EQ(queue.depth(), 100u);
  ASSERT_TRUE(bench.scheduler.run_until(sim::kWorldStart + 100ms, Bench::kSteps));
  EXPECT_EQ(queue.depth(), 101u);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(queue.depth(), 103u);
  EXPECT_EQ(bench.elapsed(), 300ms);
}

TEST(TokenBucket, RefillsOneTokenEachInterval) {
  TokenBucket bucket(250ms, 2);
  sim::Instant now = sim::kWorldStart;
  EXPECT_EQ(bucket.reserve(now), 0ms);
  EXPECT_EQ(bucket.reserve(now), 0ms);
  EXPECT_FALSE(bucket.try_take(now));
  EXPECT_EQ(bucket.reserve(now), 250ms);
  now = now + 500ms;
  EXPECT_TRUE(bucket.try_take(now));
  EXPECT_FALSE(bucket.try_take(now));
  now = now + 1h;
  EXPECT_TRUE(bucket.try_take(now));
  EXPECT_TRUE(bucket.try_take(now));
  EXPECT_FALSE(bucket.try_take(now)) << "an hour fills it to its burst, not further";
}

}  // namespace
}  // namespace nlbsim::engine
