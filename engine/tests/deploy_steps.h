// The steps that tests of the deploy go through with the example's Gateway.
#pragma once

#include <gtest/gtest.h>

#include "engine/tests/deploy_world.h"
#include "engine/tests/model_fixture.h"

namespace nlbsim::engine::testing {

inline std::vector<LoadedPort> unused() { return {bare_port(PortState::unused)}; }
inline std::vector<LoadedPort> serving() { return {serving_port()}; }
inline std::vector<LoadedPort> frozen() { return {bare_port(PortState::frozen)}; }

inline void activate(DeployWorld& world) {
  for (auto& [arn, item] : world.load_balancers) item.State.Code = "active";
}

// A converged example whose NLB is active.
inline void converge(DeployWorld& world) {
  ASSERT_TRUE(world.reconcile(example_gateway(), serving())) << world.last_error;
  activate(world);
  ASSERT_TRUE(world.reconcile(example_gateway(), serving())) << world.last_error;
}

}  // namespace nlbsim::engine::testing
