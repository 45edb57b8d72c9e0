// The example in a whole world: what it comes to, and that a crash anywhere on the way changes nothing about that.
#include "scenarios/world/world.h"

#include <gmock/gmock.h>

#include "scenarios/language/load.h"
#include "scenarios/record/verdict.h"
#include "scenarios/runner/capture.h"
#include "scenarios/runner/manifest_set.h"
#include "scenarios/runner/user.h"

namespace nlbsim::scenarios {
namespace {

std::vector<Manifest> example() {
  const std::vector<std::string> paths{"examples/tcp"};
  auto manifests = collect_manifests(paths);
  EXPECT_TRUE(manifests) << manifests.error().describe();
  return *std::move(manifests);
}

constexpr std::uint64_t kManySteps = 1'000'000;

// When something was made depends on when the crash was; what was made must not.
Json comparable(World& world) {
  Json state = to_json(capture(world));
  state.erase("kubernetes");
  state["aws"]["loadBalancers"].update_each([](Json& lb) { lb.erase("CreatedTime"); });
  return state;
}

class ExampleWorldTest : public testing::Test {
 protected:
  ExampleWorldTest() : plan_(*WorldTemplate::make({}, "seed", "seed-compat")) {}
  const WorldTemplate plan_;
  sim::FirstChooser chooser_;
};

TEST_F(ExampleWorldTest, ConvergesWithNothingWanting) {
  World world(plan_, chooser_);
  User user(world);
  const auto job = user.apply("", example(), 0);
  ASSERT_TRUE(world.scheduler().settle(kManySteps));
  ASSERT_TRUE(job->done);
  for (const UserAnswer& answer : job->answers)
    EXPECT_FALSE(answer.error) << answer.subject << ": " << answer.error->message;
  const EndState state = capture(world);
  const Verdict verdict = verdict_of(state, world.journal().records(), "gateway.k8s.aws/nlb");
  EXPECT_THAT(verdict.shortfalls, testing::IsEmpty());
  EXPECT_TRUE(verdict.serves());
  EXPECT_EQ(state.load_balancers.size(), 1U);
  EXPECT_EQ(state.listeners.size(), 1U);
  ASSERT_EQ(state.target_groups.size(), 1U);
  EXPECT_EQ(state.target_groups[0]["Targets"].size(), 3U);
}

TEST_F(ExampleWorldTest, AnIdleWorldIsQuiescent) {
  World world(plan_, chooser_);
  ASSERT_TRUE(world.scheduler().settle(kManySteps));
  EXPECT_EQ(capture(world).load_balancers.size(), 0U);
}

TEST_F(ExampleWorldTest, WithoutTheServiceItSaysBackendNotFound) {
  World world(plan_, chooser_);
  User user(world);
  std::vector<Manifest> manifests = example();
  std::erase_if(manifests, [](const Manifest& m) { return api::member(*m.document, "kind") == "Service"; });
  user.apply("", std::move(manifests), 0);
  ASSERT_TRUE(world.scheduler().settle(kManySteps));
  const EndState state = capture(world);
  EXPECT_EQ(state.target_groups.size(), 0U);
  const Verdict verdict = verdict_of(state, world.journal().records(), "gateway.k8s.aws/nlb");
  ASSERT_EQ(verdict.shortfalls.size(), 1U);
  EXPECT_THAT(to_text(verdict.shortfalls[0]), testing::HasSubstr("ResolvedRefs is False, BackendNotFound"));
  EXPECT_THAT(verdict.shortfalls[0].remedy, testing::HasSubstr("example-ns/my-tcp-service port 9000"));
}

// Every gap between two steps is a place to crash. Each run takes one, starts the controller again and must end where
// the undisturbed run does.
TEST_F(ExampleWorldTest, ACrashAfterAnyStepEndsInTheSameState) {
  const std::vector<Manifest> manifests = example();
  World undisturbed(plan_, chooser_);
  User first_user(undisturbed);
  first_user.apply("", manifests, 0);
  ASSERT_TRUE(undisturbed.scheduler().settle(kManySteps));
  const Json wanted = comparable(undisturbed);
  const std::uint64_t steps = undisturbed.scheduler().steps();
  for (std::uint64_t crash_after = 0; crash_after < steps; ++crash_after) {
    World world(plan_, chooser_);
    User user(world);
    user.apply("", manifests, 0);
    while (world.scheduler().steps() < crash_after && world.scheduler().step()) continue;
    ReplicaSlot& replica = world.replicas().front();
    world.crash(replica);
    world.start(replica);
    ASSERT_TRUE(world.scheduler().settle(kManySteps)) << "after step " << crash_after;
    ASSERT_EQ(comparable(world), wanted) << "after step " << crash_after;
  }
}

}  // namespace
}  // namespace nlbsim::scenarios
