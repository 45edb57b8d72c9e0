#include "engine/runtime/leader/leader_elector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/lease_server.h"

namespace nlbsim::engine {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;
using testing::error;
using testing::LeaseServer;

// Candidates for one lease, each with an actor of its own.
struct Candidate {
  Candidate(sim::Scheduler& scheduler, sim::Journal& journal, api::Service& kube, std::string identity)
      : actor(scheduler.start(identity)), context{scheduler, journal, actor, kube, kube, kube, kube, config} {
    config.identity = std::move(identity);
  }
  void start() {
    recorder.start();
    elector.start([this] { led_at = context.scheduler.now() - sim::kWorldStart; },
                  [this](std::string why) {
                    lost_at = context.scheduler.now() - sim::kWorldStart;
                    reason = std::move(why);
                    context.scheduler.drop(actor, sim::OpenCalls::finish);
                  });
  }
  sim::Actor& actor;
  Config config;
  const Context context;
  EventRecorder recorder{context, "test"};
  LeaderElector elector{context, recorder};
  std::optional<sim::Duration> led_at, lost_at;
  std::string reason;
};

struct LeaderTest : ::testing::Test {
  std::shared_ptr<Candidate> candidate(std::string identity) {
    auto made = std::make_shared<Candidate>(scheduler, journal, server, std::move(identity));
    kept.push_back(made);
    return made;
  }
  void run_to(sim::Duration at) { ASSERT_TRUE(scheduler.run_until(sim::kWorldStart + at, 10'000'000)); }

  sim::FirstChooser chooser;
  sim::Journal journal;
  LeaseServer server;
  std::vector<std::shared_ptr<Candidate>> kept;
  sim::Scheduler scheduler{chooser};
};

TEST_F(LeaderTest, AFreeLeaseIsTakenAtOnceAndRenewedEachTwoSeconds) {
  const auto one = candidate("one");
  one->start();
  ASSERT_TRUE(scheduler.settle(1000));
  EXPECT_EQ(one->led_at, 0s);
  EXPECT_EQ(server.writes, 2) << "created, then renewed at once";
  EXPECT_EQ(server.events, 1);
  EXPECT_EQ(server.spec().holderIdentity, "one");
  EXPECT_EQ(server.spec().leaseDurationSeconds, 15);
  EXPECT_EQ(server.spec().leaseTransitions, 0);
  run_to(10s);
  EXPECT_EQ(server.writes, 7);
  EXPECT_EQ(server.spec().acquireTime, "2026-01-01T00:00:00.000000Z");
  EXPECT_EQ(server.spec().renewTime, "2026-01-01T00:00:10.000000Z");
  EXPECT_TRUE(scheduler.quiescent());
}

TEST_F(LeaderTest, AStandbyWaitsWithoutKeepingTheWorldBusy) {
  const auto one = candidate("one");
  const auto two = candidate("two");
  one->start();
  two->start();
  ASSERT_TRUE(scheduler.settle(1000));
  EXPECT_LT(scheduler.now() - sim::kWorldStart, 10s);
  run_to(10min);
  EXPECT_FALSE(two->led_at);
  EXPECT_FALSE(one->lost_at);
  EXPECT_EQ(server.spec().holderIdentity, "one");
}

TEST_F(LeaderTest, ADeadLeadersLeaseIsTakenWhenItHasStoodStillForItsDuration) {
  const auto one = candidate("one");
  one->start();
  run_to(5s);
  scheduler.drop(one->actor, sim::OpenCalls::abandon);
  const auto two = candidate("two");
  two->start();
  ASSERT_TRUE(scheduler.settle(10'000)) << "waiting for a lease that stands still is waiting for something";
  ASSERT_TRUE(two->led_at);
  EXPECT_GE(*two->led_at, 5s + 15s);
  EXPECT_LE(*two->led_at, 5s + 18s);
  EXPECT_EQ(server.spec().holderIdentity, "two");
  EXPECT_EQ(server.spec().leaseTransitions, 1);
}

TEST_F(LeaderTest, ALeaderThatCannotRenewGivesUpAfterTenSeconds) {
  const auto one = candidate("one");
  one->start();
  run_to(4s);
  server.refuse = error("ServiceUnavailable", 503);
  run_to(15s);
  EXPECT_FALSE(one->lost_at) << "the renewal at 6 s fails and is tried until 16 s";
  run_to(17s);
  EXPECT_EQ(one->lost_at, 16s);
  EXPECT_FALSE(one->elector.leading());
}

TEST_F(LeaderTest, AShortOutageIsSurvived) {
  const auto one = candidate("one");
  one->start();
  run_to(4s);
  server.refuse = error("ServiceUnavailable", 503);
  run_to(13s);
  server.refuse.reset();
  run_to(60s);
  EXPECT_FALSE(one->lost_at);
  EXPECT_EQ(server.spec().renewTime, "2026-01-01T00:01:00.000000Z");
}

TEST_F(LeaderTest, ARenewalThatHangsIsNotWaitedFor) {
  const auto one = candidate("one");
  one->start();
  run_to(5s);
  server.latency = 1h;
  run_to(30s);
  EXPECT_EQ(one->lost_at, 16s);
  EXPECT_THAT(one->reason, HasSubstr("had no answer within 10s"));
}

// Stopped past its lease: when it wakes it still believes to lead, finds the other at its renewal, and goes.
TEST_F(LeaderTest, AResumedLeaderNoticesTheOtherAndStops) {
  const auto one = candidate("one");
  const auto two = candidate("two");
  one->start();
  two->start();
  run_to(5s);
  scheduler.pause(one->actor);
  run_to(40s);
  ASSERT_TRUE(two->led_at);
  scheduler.resume(one->actor);
  EXPECT_TRUE(one->elector.leading());
  run_to(60s);
  ASSERT_TRUE(one->lost_at);
  EXPECT_EQ(*one->lost_at, 40s + 10s);
  EXPECT_EQ(server.spec().holderIdentity, "two");
  EXPECT_FALSE(two->lost_at);
  EXPECT_EQ(one->actor.coroutines(), 0u);
}

TEST_F(LeaderTest, TwoThatStartTogetherElectOne) {
  server.latency = 20ms;
  const auto one = candidate("one");
  const auto two = candidate("two");
  one->start();
  two->start();
  run_to(5min);
  EXPECT_NE(one->led_at.has_value(), two->led_at.has_value());
}

}  // namespace
}  // namespace nlbsim::engine
