// A world that begins where another one ended: nothing is to be done in it, and no invariant is surprised.
#include <gmock/gmock.h>

#include "fake_aws/holdings/holdings.h"
#include "scenarios/language/load.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/runner/batch.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {
namespace {

// What an account answers when it is asked for all that it holds.
class Asker {
 public:
  explicit Asker(const fake_aws::Account& account, sim::Instant now) : account_(account), now_(now) {}

  template <class Op>
  typename Op::Response ask(typename Op::Request request = {}) {
    api::TypedCall<Op> call(std::move(request));
    api::CoreContext context{now_, chooser_, "asker", {}};
    const auto answer = account_.apply(context, call);
    EXPECT_TRUE(answer) << Op::info().name << ": " << (answer ? "" : answer.error().message);
    return call.response;
  }

  fake_aws::Holdings all() {
    fake_aws::Holdings held;
    held.AvailabilityZones = ask<aws::ec2::DescribeAvailabilityZones>().AvailabilityZones;
    held.Vpcs = ask<aws::ec2::DescribeVpcs>().Vpcs;
    held.Subnets = ask<aws::ec2::DescribeSubnets>().Subnets;
    held.InternetGateways = ask<aws::ec2::DescribeInternetGateways>().InternetGateways;
    held.RouteTables = ask<aws::ec2::DescribeRouteTables>().RouteTables;
    held.SecurityGroups = ask<aws::ec2::DescribeSecurityGroups>().SecurityGroups;
    held.Reservations = ask<aws::ec2::DescribeInstances>().Reservations;
    held.LoadBalancers = ask<aws::DescribeLoadBalancers>().LoadBalancers;
    held.TargetGroups = ask<aws::DescribeTargetGroups>().TargetGroups;
    std::vector<std::string> arns;
    for (const aws::LoadBalancer& one : held.LoadBalancers) {
      arns.push_back(one.LoadBalancerArn);
      held.Attributes.push_back(
          {arns.back(), ask<aws::DescribeLoadBalancerAttributes>({one.LoadBalancerArn}).Attributes});
      for (const aws::Listener& listener : ask<aws::DescribeListeners>({one.LoadBalancerArn, {}, {}, {}}).Listeners) {
        arns.push_back(listener.ListenerArn);
        held.Listeners.push_back(listener);
      }
    }
    for (const aws::TargetGroup& one : held.TargetGroups) {
      const std::string& arn = arns.emplace_back(one.TargetGroupArn);
      held.Targets.push_back({arn, ask<aws::DescribeTargetHealth>({arn, {}}).TargetHealthDescriptions});
      held.Attributes.push_back({arn, ask<aws::DescribeTargetGroupAttributes>({arn}).Attributes});
    }
    held.TagDescriptions = ask<aws::DescribeTags>({arns}).TagDescriptions;
    return held;
  }

 private:
  fake_aws::Account account_;
  sim::Instant now_;
  sim::FirstChooser chooser_;
};

// Takes everything down that stands when a run ends.
class Exporter final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override {
    held = Asker(world.account(), world.scheduler().now()).all();
    const fake_apiserver::ApiServer& core = world.clusters().front().core;
    for (const fake_apiserver::Kind& kind : core.registry().kinds())
      if (const auto place = core.registry().find(kind.resource))
        for (const auto& [key, object] : core.store().objects(*place))
          objects.push_back(std::make_shared<const api::Json>(api::freeze(object->document())));
    return {};
  }
  fake_aws::Holdings held;
  std::vector<api::JsonRef> objects;
};

Scenario scenario_of(const std::string& spec) {
  const LibraryFolders library{"scenarios"};
  auto loaded = load_scenario_text("apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: x, title: t}\nspec:\n" + spec,
                                   "x.yaml", library.load_options());
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return loaded->front();
}

class HeldWorldTest : public testing::Test {
 protected:
  HeldWorldTest() {
    Exporter exporter;
    PlayOptions options;
    options.observers = {&exporter};
    const auto player = Player::prepare(
        scenario_of("  extends: hp-all-at-once\n  steps:\n  - assert: {aws: {kind: Listener, match: {$len: 1}}}\n"));
    EXPECT_EQ(player->play(options).outcome, Outcome::passed);
    held_ = std::move(exporter.held);
    objects_ = std::move(exporter.objects);
  }

  RunRecord play() {
    Scenario scenario = scenario_of(
        "  steps:\n  - settle: {quietFor: 20m}\n  - assert: {calls: {none: [{plane: aws, mutating: true}]}}\n");
    scenario.world.aws.holds = std::make_shared<const fake_aws::Holdings>(held_);
    scenario.world.objects = objects_;
    oracles::Watchdog watchdog;
    PlayOptions options;
    options.observers = {&watchdog};
    const auto player = Player::prepare(std::move(scenario));
    EXPECT_TRUE(player) << player.error().message;
    return player->play(options);
  }
  static std::string failure(const RunRecord& run) {
    for (const StepResult& step : run.steps)
      if (!step.failure.empty()) return step.failure;
    return {};
  }

  fake_aws::Holdings held_;
  std::vector<api::JsonRef> objects_;
};

TEST_F(HeldWorldTest, NothingIsToBeDoneInIt) {
  ASSERT_EQ(held_.LoadBalancers.size(), 1U);
  const RunRecord run = play();
  EXPECT_EQ(run.outcome, Outcome::passed) << failure(run);
  for (const Violation& violation : run.violations) ADD_FAILURE() << violation.invariant << ": " << violation.message;
}

TEST_F(HeldWorldTest, WhatIsMissingIsMade) {
  held_.Targets.front().TargetHealthDescriptions.pop_back();
  const RunRecord run = play();
  EXPECT_EQ(run.outcome, Outcome::failed);
  EXPECT_THAT(failure(run), testing::HasSubstr("RegisterTargets"));
  for (const Violation& violation : run.violations) ADD_FAILURE() << violation.invariant << ": " << violation.message;
}

TEST_F(HeldWorldTest, WhatContradictsItselfIsNoWorld) {
  held_.Vpcs.push_back(held_.Vpcs.front());
  held_.Vpcs.back().VpcId = "vpc-2";
  WorldSettings settings;
  settings.aws.holds = std::make_shared<const fake_aws::Holdings>(held_);
  auto world = WorldTemplate::make(settings, "seed", "seed-compat");
  ASSERT_FALSE(world);
  EXPECT_EQ(world.error().message, "world.aws.holds tells of 2 Vpcs: world.vpc says in which of them the cluster is");
  settings.clusters.front().vpc = "vpc-3";
  world = WorldTemplate::make(settings, "seed", "seed-compat");
  ASSERT_FALSE(world);
  EXPECT_THAT(world.error().message, testing::HasSubstr("none of the Vpcs"));
}

}  // namespace
}  // namespace nlbsim::scenarios
