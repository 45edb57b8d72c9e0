#include <gmock/gmock.h>

#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

// A load balancer with one listener to one group; interval 15 s, thresholds 3. Medians: attachment 8.5 s, registration
// 120 s.
class TargetHealth : public AccountTest {
 protected:
  TargetHealth() : load_balancer(create_load_balancer()), group(create_target_group()) {
    account.settings().timing.attach = fixed_duration(5s);
  }
  void register_node(std::size_t i, std::int32_t port = 30900) {
    ok<aws::RegisterTargets>({group, {{network.nodes.at(i).instance_id, port, {}}}});
  }
  void settle() {
    while (account.next_deadline()) pass(std::max(*account.next_deadline() - now, 0ns));
  }
  const std::string& node(std::size_t i) const { return network.nodes.at(i).instance_id; }

  std::string load_balancer;
  std::string group;
};

TEST_F(TargetHealth, GoesFromUnusedToHealthy) {
  register_node(0);
  EXPECT_THAT(health(group), ElementsAre("unused/Target.NotInUse"));
  create_listener(load_balancer, group);
  EXPECT_THAT(health(group), ElementsAre("unused/Target.NotInUse"));
  pass(5s);
  EXPECT_THAT(health(group), ElementsAre("initial/Elb.RegistrationInProgress"));
  pass(120s);
  EXPECT_THAT(health(group), ElementsAre("initial/Elb.InitialHealthChecking"));
  pass(44s);
  EXPECT_THAT(health(group), ElementsAre("initial/Elb.InitialHealthChecking"));
  pass(1s);
  EXPECT_THAT(health(group), ElementsAre("healthy"));
  EXPECT_FALSE(account.next_deadline()) << "a healthy target never changes by itself";
}

TEST_F(TargetHealth, RecordsStatesAndNotPhases) {
  create_listener(load_balancer, group);
  pass(5s);
  records.clear();
  register_node(0);
  settle();
  EXPECT_THAT(records, ElementsAre("Target created", "Target initial<unused", "LoadBalancer active<provisioning",
                                   "Target healthy<initial"));
}

TEST_F(TargetHealth, DrainsForTheConfiguredDelay) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  ok<aws::ModifyTargetGroupAttributes>({group, {{"deregistration_delay.timeout_seconds", "30"}}});
  ok<aws::DeregisterTargets>({group, {{node(0), 30900, {}}}});
  EXPECT_THAT(health(group), ElementsAre("draining/Target.DeregistrationInProgress"));
  pass(29s);
  EXPECT_THAT(health(group), testing::SizeIs(1));
  pass(1s);
  EXPECT_THAT(health(group), IsEmpty());
  EXPECT_THAT(health(group, {{node(0), 30900, {}}}), ElementsAre("unused/Target.NotRegistered"));
}

TEST_F(TargetHealth, AnUnusedTargetGoesAtOnce) {
  register_node(0);
  ok<aws::DeregisterTargets>({group, {{node(0), {}, {}}}});
  EXPECT_THAT(health(group), IsEmpty());
}

TEST_F(TargetHealth, ReturnsFromDraining) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  ok<aws::DeregisterTargets>({group, {{node(0), 30900, {}}}});
  register_node(0);
  EXPECT_THAT(health(group), ElementsAre("initial/Elb.RegistrationInProgress"));
  settle();
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

TEST_F(TargetHealth, DeregisteringIsExactAndForgiving) {
  register_node(0, 30900);
  register_node(0, 30901);
  ok<aws::DeregisterTargets>({group, {{node(0), {}, {}}, {node(1), {}, {}}}});  // the group's port; never registered
  EXPECT_THAT(health(group, {{node(0), 30900, {}}, {node(0), 30901, {}}}),
              ElementsAre("unused/Target.NotRegistered", "unused/Target.NotInUse"));
}

TEST_F(TargetHealth, RegisteringTwiceIsOnce) {
  register_node(0);
  const std::size_t before = records.size();
  register_node(0);
  EXPECT_EQ(records.size(), before);
}

TEST_F(TargetHealth, ZoneHasToBeEnabled) {
  create_listener(load_balancer, group);
  register_node(0);
  register_node(1);
  settle();
  ok<aws::SetSubnets>({load_balancer, {network.internal_subnets[0]}, {}, {}, {}});
  const auto rows = ok<aws::DescribeTargetHealth>({group, {{node(1), {}, {}}}}).TargetHealthDescriptions;
  EXPECT_EQ(rows.at(0).TargetHealth.Description,
            "Target is in an Availability Zone that is not enabled for the load balancer");
  EXPECT_THAT(health(group, {{node(0), {}, {}}}), ElementsAre("healthy"));
}

TEST_F(TargetHealth, AStoppedInstanceIsUnused) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  ASSERT_TRUE(account.set_instance_state(node(0), "stopped"));
  advance();
  EXPECT_THAT(health(group), ElementsAre("unused/Target.InvalidState"));
  ASSERT_TRUE(account.set_instance_state(node(0), "running"));
  settle();
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

TEST_F(TargetHealth, ATerminatedInstanceDrainsOutOfSight) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  ASSERT_TRUE(account.set_instance_state(node(0), "terminated"));
  advance();
  EXPECT_THAT(health(group), IsEmpty());
  EXPECT_THAT(health(group, {{node(0), {}, {}}}), ElementsAre("draining/Target.DeregistrationInProgress"));
  pass(10min);
  EXPECT_THAT(health(group, {{node(0), {}, {}}}), ElementsAre("unused/Target.NotRegistered"));
  EXPECT_EQ(account.set_instance_state(node(0), "running").error().code, "InvalidParameterValue");
}

TEST_F(TargetHealth, SilenceMakesUnhealthyAndSoundHealthy) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  account.set_responding(node(0), 30900, false);
  pass(44s);
  EXPECT_THAT(health(group), ElementsAre("healthy"));
  pass(1s);
  EXPECT_THAT(health(group), ElementsAre("unhealthy/Target.FailedHealthChecks"));
  EXPECT_FALSE(account.next_deadline());
  account.set_responding(node(0), 30900, true);
  settle();
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

TEST_F(TargetHealth, AFlapShorterThanTheThresholdIsNotSeen) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  account.set_responding(node(0), 0, false);
  pass(30s);
  account.set_responding(node(0), 0, true);
  advance();
  EXPECT_FALSE(account.next_deadline());
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

TEST_F(TargetHealth, UnhealthyTargetsMayDrain) {
  create_listener(load_balancer, group);
  register_node(0);
  settle();
  ok<aws::ModifyTargetGroupAttributes>({group,
                                        {{"target_health_state.unhealthy.connection_termination.enabled", "false"},
                                         {"target_health_state.unhealthy.draining_interval_seconds", "60"}}});
  account.set_responding(node(0), 0, false);
  pass(45s);
  EXPECT_THAT(health(group), ElementsAre("unhealthy.draining/Target.FailedHealthChecks"));
  pass(60s);
  EXPECT_THAT(health(group), ElementsAre("unhealthy/Target.FailedHealthChecks"));
}

TEST_F(TargetHealth, LosesItsUseWithTheListener) {
  const std::string listener = create_listener(load_balancer, group);
  register_node(0);
  settle();
  ok<aws::DeleteListener>({listener});
  EXPECT_THAT(health(group), ElementsAre("unused/Target.NotInUse"));
  EXPECT_FALSE(account.next_deadline());
}

TEST_F(TargetHealth, HealthCheckPortIsANumber) {
  register_node(0, 31000);
  EXPECT_EQ(ok<aws::DescribeTargetHealth>({group, {}}).TargetHealthDescriptions.at(0).HealthCheckPort, "31000");
  aws::ModifyTargetGroup::Request request;
  request.TargetGroupArn = group;
  request.HealthCheckPort = "80";
  ok<aws::ModifyTargetGroup>(request);
  EXPECT_EQ(ok<aws::DescribeTargetHealth>({group, {}}).TargetHealthDescriptions.at(0).HealthCheckPort, "80");
}

TEST_F(TargetHealth, RegisterRefuses) {
  using Op = aws::RegisterTargets;
  const std::string i = node(0);
  EXPECT_EQ(error<Op>({"nonsense", {{i, {}, {}}}}), "ValidationError");
  EXPECT_EQ(error<Op>({group + "0", {{i, {}, {}}}}), "TargetGroupNotFound");
  EXPECT_EQ(error<Op>({group, {}}), "ValidationError");
  EXPECT_EQ(error<Op>({group, {{"10.0.0.9", {}, {}}}}), "ValidationError");
  EXPECT_EQ(error<Op>({group, {{i, {}, "us-west-2a"}}}), "ValidationError");
  EXPECT_EQ(error<Op>({group, {{i, 0, {}}}}), "ValidationError");
  EXPECT_EQ(error<Op>({group, {{i, {}, {}}, {"i-00000000000000000", {}, {}}}}), "InvalidTarget");
  ASSERT_TRUE(account.set_instance_state(i, "stopped"));
  EXPECT_EQ(message<Op>({group, {{i, {}, {}}}}),
            "The following targets are not in a running state and cannot be registered: '" + i + "'");
  EXPECT_THAT(health(group), IsEmpty());
  account.settings().quotas.targets_per_target_group = 1;
  EXPECT_EQ(error<Op>({group, {{node(1), {}, {}}, {node(2), {}, {}}}}), "TooManyTargets");
}

TEST_F(TargetHealth, LoadBalancerCountsTheTargetsOfAllItsGroups) {
  const std::string other = create_target_group("other");
  create_listener(load_balancer, group, 1);
  create_listener(load_balancer, other, 2);
  account.settings().quotas.targets_per_load_balancer = 2;
  register_node(0);
  ok<aws::RegisterTargets>({other, {{node(0), {}, {}}}});
  EXPECT_EQ(error<aws::RegisterTargets>({other, {{node(1), {}, {}}}}), "TooManyTargets");
  account.settings().quotas.targets_per_cross_zone_load_balancer = 1;
  EXPECT_EQ(
      message<aws::ModifyLoadBalancerAttributes>({load_balancer, {{"load_balancing.cross_zone.enabled", "true"}}}),
      "You cannot have more than 1 targets per network load balancer with cross-zone load balancing enabled.");
}

TEST_F(TargetHealth, AddressesKnowTheirZone) {
  auto request = target_group_request("ips");
  request.TargetType = "ip";
  const std::string ips = ok<aws::CreateTargetGroup>(request).TargetGroups.at(0).TargetGroupArn;
  create_listener(load_balancer, ips);
  using Op = aws::RegisterTargets;
  EXPECT_EQ(error<Op>({ips, {{node(0), {}, {}}}}), "ValidationError");
  EXPECT_EQ(error<Op>({ips, {{"8.8.8.8", {}, "all"}}}), "ValidationError");
  EXPECT_EQ(message<Op>({ips, {{"10.0.0.99", {}, "all"}}}),
            "The IP address '10.0.0.99' is within the VPC, and cannot have its Availability Zone overridden to 'all' "
            "from 'us-west-2a'");
  EXPECT_EQ(message<Op>({ips, {{"10.9.0.1", {}, {}}}}),
            "The Availability Zone is required for IP address '10.9.0.1' because it is not in the VPC");
  EXPECT_EQ(error<Op>({ips, {{"10.9.0.1", {}, "us-west-2z"}}}), "ValidationError");
  ok<Op>({ips, {{"10.0.0.99", {}, {}}, {"10.9.0.1", {}, "all"}, {"10.0.0.4", {}, {}}, {"10.0.0.5", {}, {}}}});
  pass(1min);
  const auto rows = ok<aws::DescribeTargetHealth>({ips, {}}).TargetHealthDescriptions;
  std::vector<std::string> seen;
  for (const auto& row : rows)
    seen.push_back(row.Target.Id + " " + row.Target.AvailabilityZone + " " + row.TargetHealth.State);
  EXPECT_THAT(seen, ElementsAre("10.0.0.4 us-west-2a initial", "10.0.0.5 us-west-2a unused",  // the load balancer's own
                                "10.0.0.99 us-west-2a initial", "10.9.0.1 all initial"));
}

class InstantTargetHealth : public AccountTest {
 protected:
  InstantTargetHealth() : AccountTest(Settings::instant()) {}
};

TEST_F(InstantTargetHealth, TakesNoTime) {
  const std::string load_balancer = create_load_balancer();
  const std::string group = create_target_group();
  create_listener(load_balancer, group);
  ok<aws::RegisterTargets>({group, {{network.nodes[0].instance_id, {}, {}}}});
  advance();
  EXPECT_EQ(load_balancer_state(load_balancer), "active");
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

}  // namespace
}  // namespace nlbsim::fake_aws
