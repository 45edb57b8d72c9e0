#include "engine/replica.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/lease_server.h"

namespace nlbsim::engine {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;
using testing::Bench;
using testing::error;
using testing::LeaseServer;

struct ReplicaTest : ::testing::Test {
  Replica& make(std::string identity) {
    bench.config.identity = identity;
    actor = &bench.scheduler.start(std::move(identity));
    const ReplicaServices services{bench.journal, server, bench.elbv2, bench.ec2, bench.acm};
    return bench.keep<Replica>(*actor, services, bench.config);
  }
  Bench bench;
  LeaseServer& server = bench.keep<LeaseServer>();
  sim::Actor* actor = nullptr;
};

TEST_F(ReplicaTest, LeadsAtOnceWithoutElection) {
  bench.config.leader_election = false;
  Replica& replica = make("controller-1");
  replica.start();
  EXPECT_TRUE(replica.leading());
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(server.lease, nullptr);
  EXPECT_EQ(replica.queue("no-such-controller"), nullptr);
}

TEST_F(ReplicaTest, AStandbyOpensNoWatches) {
  make("controller-1").start();
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  const int before = server.calls;
  Replica& standby = make("controller-2");
  standby.start();
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_FALSE(standby.leading());
  EXPECT_LE(server.calls - before, 8) << "looks at the lease, while the leader renews it";
}

TEST_F(ReplicaTest, ExitsWhenItLosesItsLeaseAndLeavesNothingBehind) {
  Replica& replica = make("controller-1");
  std::string reason;
  replica.on_exit([&](std::string why) { reason = std::move(why); });
  replica.start();
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  ASSERT_TRUE(replica.leading());
  server.refuse = error("ServiceUnavailable", 503);
  bench.scheduler.run_until(sim::kWorldStart + 1min, Bench::kSteps);
  EXPECT_FALSE(replica.leading());
  EXPECT_THAT(reason, HasSubstr("aws-load-balancer-controller-leader"));
  EXPECT_TRUE(actor->dropped());
  EXPECT_EQ(actor->coroutines(), 0u);
  const auto changes = bench.records<api::ActorChanged>(sim::RecordKind::actor_changed);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]->change, api::ActorChange::dropped);
  EXPECT_FALSE(bench.scheduler.next_deadline());
}

TEST_F(ReplicaTest, ExitsWhenACacheDoesNotSync) {
  bench.config.leader_election = false;
  server.refuse = error("NotFound", 404);
  Replica& replica = make("controller-1");
  std::string reason;
  replica.on_exit([&](std::string why) { reason = std::move(why); });
  replica.start();
  bench.scheduler.run_until(sim::kWorldStart + 119s, Bench::kSteps);
  EXPECT_TRUE(replica.leading());
  bench.scheduler.run_until(sim::kWorldStart + 121s, Bench::kSteps);
  EXPECT_FALSE(replica.leading());
  EXPECT_EQ(reason, "a cache had not synced after 2m");
}

TEST_F(ReplicaTest, CanBeDroppedAtEveryStepOfItsStart) {
  for (std::uint64_t steps = 0; steps < 200; ++steps) {
    Bench world;
    auto& leases = world.keep<LeaseServer>();
    leases.latency = 1ms;
    const ReplicaServices services{world.journal, leases, world.elbv2, world.ec2, world.acm};
    world.keep<Replica>(world.actor, services, world.config).start();
    for (std::uint64_t i = 0; i < steps; ++i) world.scheduler.step();
    EXPECT_EQ(world.scheduler.drop(world.actor, sim::OpenCalls::abandon), 0u) << "after " << steps << " steps";
  }
}

}  // namespace
}  // namespace nlbsim::engine
