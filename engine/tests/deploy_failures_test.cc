// What becomes of a deploy when something is refused, in the way, or frozen: the rest goes on, and each failure says
// whom it concerns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/records.h"
#include "engine/tests/deploy_world.h"
#include "engine/tests/model_fixture.h"

namespace nlbsim::engine {
namespace {

using testing::bare_port;
using ::testing::Contains;
using testing::DeployWorld;
using ::testing::ElementsAre;
using testing::example_gateway;
using testing::example_service;
using testing::Fault;
using testing::FaultKind;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::object;
using testing::serving_port;
using ::testing::SizeIs;

constexpr const char* kFirst = "k8s-examplen-mytcpapp-901b36a775";  // the target group of port 8080

LoadedPort other_port() {
  LoadedPort port = serving_port(object(R"({"metadata":{"namespace":"example-ns","name":"other"},"spec":{
    "type":"NodePort","ports":[{"port":9000,"targetPort":9000,"nodePort":30901}]}})"));
  port.port = 9090;
  return port;
}

std::vector<LoadedPort> both() { return {serving_port(), other_port()}; }

Fault refused(const char* operation, const char* code, int times = 1) {
  return {operation, 1, FaultKind::refuse, code, times};
}

TEST(DeployFailures, ARefusedTargetGroupStopsItsPortAlone) {
  DeployWorld world;
  world.faults.push_back(refused("CreateTargetGroup", "TooManyTargetGroups"));
  EXPECT_FALSE(world.reconcile(example_gateway(), both()));
  ASSERT_THAT(world.last.failures, SizeIs(1));
  const DeployFailure& failure = world.last.failures[0];
  EXPECT_EQ(failure.text(),
            std::string("CreateTargetGroup of target group ") + kFirst + ": TooManyTargetGroups: as the test asks");
  EXPECT_THAT(failure.ports, ElementsAre(8080));
  EXPECT_EQ(world.last.failure_of(8080), &failure);
  EXPECT_EQ(world.last.failure_of(9090), nullptr);
  ASSERT_TRUE(world.last.load_balancer);
  EXPECT_THAT(world.end_state(), HasSubstr("listener 9090 to k8s-examplen-mytcpapp-"));
  EXPECT_THAT(world.bindings.all(), SizeIs(1));
  EXPECT_TRUE(world.reconcile(example_gateway(), both())) << world.last_error;
  EXPECT_THAT(world.listeners, SizeIs(2));
  EXPECT_THAT(world.bindings.all(), SizeIs(2));
}

TEST(DeployFailures, WithoutTheLoadBalancerNothingStands) {
  DeployWorld world;
  world.faults.push_back(refused("CreateLoadBalancer", "TooManyLoadBalancers"));
  EXPECT_FALSE(world.reconcile(example_gateway(), both()));
  ASSERT_THAT(world.last.failures, SizeIs(1));
  EXPECT_TRUE(world.last.failures[0].whole);
  EXPECT_THAT(world.last.failures[0].ports, ElementsAre(8080, 9090));
  EXPECT_FALSE(world.last.load_balancer);
  EXPECT_THAT(world.target_groups, SizeIs(2));  // they do not depend on it
}

TEST(DeployFailures, OfRulesThatGoTogetherOnlyTheRefusedOneIsMissing) {
  DeployWorld world;
  world.faults.push_back(refused("AuthorizeSecurityGroupIngress", "RulesPerSecurityGroupLimitExceeded", 2));
  EXPECT_FALSE(world.reconcile(example_gateway(), both()));
  ASSERT_THAT(world.last.failures, SizeIs(1));
  EXPECT_THAT(world.last.failures[0].ports, ElementsAre(8080));
  EXPECT_EQ(world.count("AuthorizeSecurityGroupIngress"), 3);
  EXPECT_THAT(world.end_state(), HasSubstr("rules 1"));
}

TEST(DeployFailures, ASwapThatFailsHalfwayLeavesWhatServes) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), {serving_port()}));
  for (auto& [arn, item] : world.load_balancers) item.State.Code = "active";
  const std::string before = world.end_state();
  world.faults.push_back(refused("ModifyListener", "TooManyTargets", 100));
  LoadedPort swapped = other_port();
  swapped.port = 8080;
  EXPECT_FALSE(world.reconcile(example_gateway(), {swapped}));
  EXPECT_THAT(world.end_state(), HasSubstr(std::string("listener 8080 to ") + kFirst));
  EXPECT_THAT(world.end_state(), HasSubstr(std::string("binding example-ns/") + kFirst));
  EXPECT_EQ(world.count("DeleteTargetGroup"), 0);
}

TEST(DeployFailures, ANameThatIsTakenIsAskedForOnceAndThenLookedAt) {
  DeployWorld world;
  aws::TargetGroup foreign;
  foreign.TargetGroupArn = "tg/foreign";
  foreign.TargetGroupName = kFirst;
  foreign.VpcId = "vpc-1";
  world.target_groups[foreign.TargetGroupArn] = foreign;
  for (int tries = 0; tries < 5; ++tries) {
    EXPECT_FALSE(world.reconcile(example_gateway(), both()));
    ASSERT_THAT(world.last.failures, SizeIs(1));
    EXPECT_EQ(world.last.failures[0].error.code, "ForeignResource");
    EXPECT_TRUE(world.last.failures[0].waits_for_change());
    EXPECT_THAT(world.last.failures[0].ports, ElementsAre(8080));
  }
  EXPECT_EQ(world.count("CreateTargetGroup"), 2);  // the other port's too
  EXPECT_THAT(world.listeners, SizeIs(1));
  world.target_groups.erase("tg/foreign");
  EXPECT_TRUE(world.reconcile(example_gateway(), both())) << world.last_error;
  EXPECT_THAT(world.listeners, SizeIs(2));
}

TEST(DeployFailures, WhenNobodyAnswersTheRestWaits) {
  DeployWorld world;
  world.faults.push_back({"CreateTargetGroup", 1, FaultKind::lose, "", 100});
  world.faults.push_back({"CreateLoadBalancer", 1, FaultKind::lose, "", 100});
  EXPECT_FALSE(world.reconcile(example_gateway(), both()));
  EXPECT_EQ(world.count("CreateTargetGroup"), 2);
  EXPECT_EQ(world.count("CreateLoadBalancer"), 0);
}

TEST(DeployFailures, TheJournalHoldsThePlan) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), {serving_port()}));
  const api::Note* plan = nullptr;
  for (const sim::Record& record : world.journal.records())
    if (record.kind == sim::RecordKind::note) plan = &api::payload<api::Note>(record);
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ(plan->text, "example-ns/my-tcp-gateway");
  ASSERT_EQ(plan->calls.size(), 6U);
  EXPECT_THAT(text(plan->calls[0], 1), HasSubstr("1. CreateSecurityGroup of security group"));
  EXPECT_EQ(text(plan->calls[4], 5), "5. CreateListener of listener 8080 (after 3, 4): nothing listens on this port");
}

// ---- planning without doing ----
std::vector<const api::Note*> plans_in(const sim::Journal& journal) {
  std::vector<const api::Note*> out;
  for (const sim::Record& record : journal.records())
    if (record.kind == sim::RecordKind::note) out.push_back(&api::payload<api::Note>(record));
  return out;
}

TEST(PlanOnly, NothingIsCalledAndAllIsTold) {
  DeployWorld world;
  world.config.plan_only = true;
  EXPECT_FALSE(world.reconcile(example_gateway(), {serving_port()}).has_value());
  EXPECT_TRUE(world.last.failures.empty());
  EXPECT_THAT(world.mutations(), IsEmpty());
  const auto plans = plans_in(world.journal);
  ASSERT_THAT(plans, SizeIs(2));
  EXPECT_EQ(plans[0]->text, "shared by all Gateways");
  ASSERT_THAT(plans[0]->calls, SizeIs(1));
  EXPECT_EQ(plans[0]->calls[0].operation, "CreateSecurityGroup");
  EXPECT_EQ(plans[1]->text, "example-ns/my-tcp-gateway");
  std::vector<std::string> operations;
  for (const api::PlanLine& line : plans[1]->calls) operations.push_back(line.operation);
  EXPECT_THAT(operations, ElementsAre("CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "CreateTargetGroup",
                                      "CreateLoadBalancer", "CreateListener", "create"));
}

TEST(PlanOnly, WhatStandsAlreadyIsNoPartOfThePlan) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), {serving_port()}));
  world.config.plan_only = true;
  const std::size_t calls = world.mutations().size();
  const std::string state = world.end_state();
  EXPECT_TRUE(world.reconcile(example_gateway(), {serving_port()}));
  EXPECT_THAT(plans_in(world.journal).back()->calls, IsEmpty()) << "that nothing is to be done is told";
  EXPECT_TRUE(world.remove(example_gateway()));
  const auto plans = plans_in(world.journal);
  EXPECT_EQ(plans[plans.size() - 2]->calls.back().operation, "DeleteSecurityGroup");
  EXPECT_EQ(plans.back()->text, "shared by all Gateways");
  EXPECT_EQ(plans.back()->calls.at(0).operation, "DeleteSecurityGroup");
  EXPECT_EQ(world.mutations().size(), calls);
  EXPECT_EQ(world.end_state(), state);
}

// ---- frozen ports ----
class FrozenPort : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.services.put(example_service());
    ASSERT_TRUE(world_.reconcile(example_gateway(), {serving_port()}));
    for (auto& [arn, item] : world_.load_balancers) item.State.Code = "active";
    ASSERT_TRUE(freeze());
  }
  bool freeze() { return world_.reconcile(example_gateway(), {bare_port(PortState::frozen)}).has_value(); }
  api::Json binding_port() const {
    const auto binding = world_.bindings.get({"example-ns", kFirst});
    if (!binding) return {};
    return api::at(binding->document(), "spec", "networking").at("ingress").at(0).at("ports").at(0).at("port");
  }

  DeployWorld world_;
};

TEST_F(FrozenPort, ItsBindingFollowsTheNodePort) {
  world_.services.put(object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{
    "type":"NodePort","ports":[{"port":9000,"targetPort":9000,"nodePort":32000}]}})"));
  EXPECT_TRUE(freeze());
  EXPECT_EQ(binding_port(), api::Json(32000));
  world_.restart();
  EXPECT_TRUE(freeze());
  EXPECT_EQ(world_.count("patch"), 1);
}

TEST_F(FrozenPort, ItsBindingComesBack) {
  world_.bindings.erase({"example-ns", kFirst});
  EXPECT_TRUE(freeze());
  EXPECT_EQ(binding_port(), api::Json(30900));
}

TEST_F(FrozenPort, ItsBindingStaysWhenTheServiceIsGone) {
  world_.services.erase({"example-ns", "my-tcp-service"});
  EXPECT_TRUE(freeze());
  EXPECT_EQ(binding_port(), api::Json(30900));
}

TEST_F(FrozenPort, ClientsAreLetInAgain) {
  for (auto& [id, group] : world_.security_groups) group.IpPermissions.clear();
  EXPECT_TRUE(freeze());
  EXPECT_EQ(world_.count("AuthorizeSecurityGroupIngress"), 2);
}

}  // namespace
}  // namespace nlbsim::engine
