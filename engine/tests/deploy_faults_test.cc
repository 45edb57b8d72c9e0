// The deploy with a fault at every call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/deploy_steps.h"

namespace nlbsim::engine {
namespace {

using testing::activate;
using testing::DeployWorld;
using testing::example_gateway;
using testing::Fault;
using testing::FaultKind;
using ::testing::HasSubstr;
using testing::serving;
using testing::unused;

// Gateway, then route, then NLB active, then everything removed: one step at a time, each tried until it succeeds.
struct Life {
  static constexpr int kTries = 6;
  std::string converged;
  std::string end;
  int calls = 0;
};

bool step(DeployWorld& world, std::vector<LoadedPort> ports) {
  for (int tries = 0; tries < Life::kTries; ++tries) {
    if (world.reconcile(example_gateway(), ports)) return true;
    if (world.crashed) world.restart();
  }
  return false;
}

Life live(std::vector<Fault> faults) {
  DeployWorld world;
  world.faults = std::move(faults);
  Life life;
  EXPECT_TRUE(step(world, unused())) << world.last_error;
  EXPECT_TRUE(step(world, serving())) << world.last_error;
  activate(world);
  EXPECT_TRUE(step(world, serving())) << world.last_error;
  life.converged = world.end_state();
  bool removed = false;
  for (int tries = 0; tries < Life::kTries && !removed; ++tries) {
    removed = world.remove(example_gateway());
    if (world.crashed) world.restart();
  }
  EXPECT_TRUE(removed) << world.last_error;
  life.end = world.end_state();
  life.calls = static_cast<int>(world.operations().size());
  return life;
}

class EveryCall : public ::testing::TestWithParam<FaultKind> {};

TEST_P(EveryCall, ConvergesAndLeavesNothing) {
  const Life faultless = live({});
  ASSERT_THAT(faultless.converged, HasSubstr("listener 8080 to k8s-examplen-mytcpapp-901b36a775"));
  for (int nth = 1; nth <= faultless.calls; ++nth) {
    const Life life = live({{"", nth, GetParam()}});
    EXPECT_EQ(life.converged, faultless.converged) << "fault at call " << nth;
    EXPECT_EQ(life.end, "") << "fault at call " << nth;
  }
}

// Creates and deletes whose answers are lost again and again, so that the caller never learns of the effect.
TEST(Deploy, AnEffectThatIsNeverToldOfIsFoundByName) {
  for (const char* operation : {"CreateLoadBalancer", "CreateTargetGroup", "CreateSecurityGroup", "CreateListener"}) {
    DeployWorld world;
    world.faults.push_back({operation, 1, FaultKind::lose, "", 1});
    EXPECT_FALSE(world.reconcile(example_gateway(), serving())) << operation;
    EXPECT_TRUE(world.remove(example_gateway())) << operation << " " << world.last_error;
    EXPECT_EQ(world.end_state(), "") << operation;
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, EveryCall,
                         ::testing::Values(FaultKind::refuse, FaultKind::lose, FaultKind::repeat, FaultKind::crash,
                                           FaultKind::crash_late));

}  // namespace
}  // namespace nlbsim::engine
