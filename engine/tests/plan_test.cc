// The pure differences, one kind of resource after the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/deploy/binding_plan.h"
#include "engine/deploy/listener_plan.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/target_group_plan.h"
#include "engine/tests/model_fixture.h"

namespace nlbsim::engine {
namespace {

using testing::bare_port;
using ::testing::ElementsAre;
using testing::example_input;
using ::testing::IsEmpty;
using testing::object;
using testing::serving_port;
using ::testing::SizeIs;

Stack example_stack() { return *build_stack(example_input({serving_port()}), Profile()); }

TagsRef tags(aws::TagMap map) { return std::make_shared<const aws::TagMap>(std::move(map)); }

std::vector<std::string> names(const Plan& plan) {
  std::vector<std::string> out;
  for (const PlannedCall& planned : plan) out.emplace_back(planned.call->operation().name);
  return out;
}

// ---- matching ----
TEST(Matching, TheFirstClaimWinsAndTheRestIsLeftOver) {
  const Stack stack = example_stack();
  const TagsRef ours = tags(stack.target_groups[0].tags);
  std::vector<TrackedTargetGroup> found(3);
  for (auto& item : found) item = {{}, ours};
  found[0].resource.TargetType = "ip";  // has to be replaced
  for (std::size_t at : {1U, 2U}) {
    found[at].resource.TargetType = "instance";
    found[at].resource.Protocol = "TCP";
  }
  const std::span<const DesiredTargetGroup> desired(stack.target_groups);
  const auto matching = match(desired, std::span<const TrackedTargetGroup>(found), target_group_replaced);
  ASSERT_TRUE(matching);
  EXPECT_EQ(matching->matched[0], 1U);
  EXPECT_THAT(matching->unmatched, ElementsAre(0U, 2U));
}

TEST(Matching, WithoutResourceTagNothingIsGuessed) {
  const Stack stack = example_stack();
  std::vector<TrackedTargetGroup> found(1);
  found[0].tags = tags({{"gateway.k8s.aws.nlb/stack", "example-ns/my-tcp-gateway"}});
  const std::span<const DesiredTargetGroup> desired(stack.target_groups);
  const auto matching = match(desired, std::span<const TrackedTargetGroup>(found), target_group_replaced);
  ASSERT_FALSE(matching);
  EXPECT_EQ(matching.error().code, "UntaggedResource");
}

// ---- security groups ----
aws::ec2::IpPermission rule(std::int32_t port, const std::string& cidr, std::string protocol = "tcp") {
  aws::ec2::IpPermission out;
  out.IpProtocol = std::move(protocol);
  out.FromPort = port;
  out.ToPort = port;
  out.IpRanges.push_back({cidr, "some text"});
  return out;
}

struct IngressCase {
  std::string name;
  std::vector<aws::ec2::IpPermission> there;
  std::vector<std::int32_t> frozen;
  std::vector<std::string> calls;
};

class Ingress : public ::testing::TestWithParam<IngressCase> {};

TEST_P(Ingress, IsMadeEqual) {
  const Stack stack = example_stack();  // asks for tcp 8080 from everywhere
  aws::ec2::SecurityGroup actual;
  actual.GroupId = "sg-1";
  actual.IpPermissions = GetParam().there;
  EXPECT_EQ(names(plan_ingress(stack.security_groups[0], actual, GetParam().frozen)), GetParam().calls);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Ingress,
    ::testing::Values(IngressCase{"nothing there", {}, {}, {"AuthorizeSecurityGroupIngress"}},
                      IngressCase{"as desired, with another description", {rule(8080, "0.0.0.0/0")}, {}, {}},
                      IngressCase{"another port",
                                  {rule(9090, "0.0.0.0/0")},
                                  {},
                                  {"AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"}},
                      IngressCase{"another source",
                                  {rule(8080, "0.0.0.0/0"), rule(8080, "10.0.0.0/8")},
                                  {},
                                  {"RevokeSecurityGroupIngress"}},
                      IngressCase{"another protocol",
                                  {rule(8080, "0.0.0.0/0"), rule(8080, "0.0.0.0/0", "udp")},
                                  {},
                                  {"RevokeSecurityGroupIngress"}},
                      IngressCase{"of a frozen port", {rule(8080, "0.0.0.0/0"), rule(9090, "0.0.0.0/0")}, {9090}, {}}));

TEST(SecurityGroupPlan, TagsComeBeforeRules) {
  const Stack stack = example_stack();
  TrackedSecurityGroup actual;
  actual.resource.GroupId = "sg-1";
  actual.tags = tags({{"stranger", "x"}});
  EXPECT_THAT(names(plan_security_group_update(stack.security_groups[0], actual, {}, "demo-cluster")),
              ElementsAre("CreateTags", "DeleteTags", "AuthorizeSecurityGroupIngress"));
}

// ---- target groups ----
TrackedTargetGroup as_desired(const DesiredTargetGroup& desired) {
  TrackedTargetGroup actual;
  actual.resource.TargetGroupArn = "tg-1";
  actual.resource.TargetType = desired.target_type;
  actual.resource.Protocol = desired.protocol;
  actual.resource.Port = 30000;                    // stale, and of no consequence
  actual.resource.TargetGroupName = "older-name";  // likewise
  actual.resource.HealthCheckProtocol = desired.health_check.protocol;
  actual.resource.HealthCheckPort = desired.health_check.port;
  actual.resource.HealthCheckIntervalSeconds = desired.health_check.interval_seconds;
  actual.resource.HealthCheckTimeoutSeconds = desired.health_check.timeout_seconds;
  actual.resource.HealthyThresholdCount = desired.health_check.healthy_threshold;
  actual.resource.UnhealthyThresholdCount = desired.health_check.unhealthy_threshold;
  actual.tags = tags(desired.tags);
  return actual;
}

TEST(TargetGroupPlan, NameAndPortAreNoReasonToChange) {
  const Stack stack = example_stack();
  const TrackedTargetGroup actual = as_desired(stack.target_groups[0]);
  EXPECT_FALSE(target_group_replaced(stack.target_groups[0], actual));
  EXPECT_THAT(plan_target_group_update(stack.target_groups[0], actual, "demo-cluster"), IsEmpty());
}

TEST(TargetGroupPlan, AnotherHealthCheckIsModified) {
  const Stack stack = example_stack();
  TrackedTargetGroup actual = as_desired(stack.target_groups[0]);
  actual.resource.HealthCheckIntervalSeconds = 30;
  const Plan plan = plan_target_group_update(stack.target_groups[0], actual, "demo-cluster");
  ASSERT_THAT(names(plan), ElementsAre("ModifyTargetGroup"));
  EXPECT_EQ(plan[0].call->request_json()["HealthCheckIntervalSeconds"], 15);
}

TEST(TargetGroupPlan, ProtocolAndTypeCannotBeChanged) {
  const Stack stack = example_stack();
  TrackedTargetGroup actual = as_desired(stack.target_groups[0]);
  actual.resource.Protocol = "UDP";
  EXPECT_TRUE(target_group_replaced(stack.target_groups[0], actual));
  actual = as_desired(stack.target_groups[0]);
  actual.resource.TargetType = "ip";
  EXPECT_TRUE(target_group_replaced(stack.target_groups[0], actual));
}

// ---- the load balancer ----
TrackedLoadBalancer as_desired(const DesiredLoadBalancer& desired) {
  TrackedLoadBalancer actual;
  actual.resource.LoadBalancerArn = "lb-1";
  actual.resource.LoadBalancerName = "older-name";
  actual.resource.Scheme = desired.scheme;
  actual.resource.Type = "network";
  actual.resource.SecurityGroups = {"sg-2", "sg-1"};
  for (auto it = desired.subnet_ids.rbegin(); it != desired.subnet_ids.rend(); ++it) {
    actual.resource.AvailabilityZones.push_back({"", *it});
  }
  actual.tags = tags(desired.tags);
  return actual;
}

TEST(LoadBalancerPlan, OrderAndNameAreNoReasonToChange) {
  const Stack stack = example_stack();
  const TrackedLoadBalancer actual = as_desired(*stack.load_balancer);
  EXPECT_FALSE(load_balancer_replaced(*stack.load_balancer, actual));
  EXPECT_THAT(plan_load_balancer_update(*stack.load_balancer, actual, {"sg-1", "sg-2"}, "demo-cluster"), IsEmpty());
}

TEST(LoadBalancerPlan, TagsThenSecurityGroupsThenSubnets) {
  const Stack stack = example_stack();
  TrackedLoadBalancer actual = as_desired(*stack.load_balancer);
  actual.tags = tags({});
  actual.resource.SecurityGroups = {"sg-1"};
  actual.resource.AvailabilityZones.pop_back();
  EXPECT_THAT(names(plan_load_balancer_update(*stack.load_balancer, actual, {"sg-1", "sg-2"}, "demo-cluster")),
              ElementsAre("AddTags", "SetSecurityGroups", "SetSubnets"));
}

TEST(LoadBalancerPlan, AnotherSchemeReplaces) {
  const Stack stack = example_stack();
  TrackedLoadBalancer actual = as_desired(*stack.load_balancer);
  actual.resource.Scheme = "internet-facing";
  EXPECT_TRUE(load_balancer_replaced(*stack.load_balancer, actual));
}

// ---- listeners ----
constexpr const char* kTargetGroup = "tg-1";

ListenerInput listener_input(const Stack& stack) {
  ListenerInput input{"demo-cluster", "lb-1", {}};
  for (const auto& group : stack.target_groups) input.target_group_arns[group.id] = kTargetGroup;
  return input;
}

TrackedListener listener(std::int32_t port, const std::string& target, std::string cluster = "demo-cluster") {
  TrackedListener out;
  out.resource.ListenerArn = "listener-" + std::to_string(port);
  out.resource.Port = port;
  out.resource.Protocol = "TCP";
  aws::Action action;
  action.Type = "forward";
  action.TargetGroupArn = target;
  action.ForwardConfig.emplace().TargetGroups.push_back({target, 1});
  out.resource.DefaultActions.push_back(action);
  out.tags = tags(tracking_tags({std::move(cluster), "example-ns/my-tcp-gateway"}, std::to_string(port)));
  return out;
}

struct ListenerCase {
  std::string name;
  std::vector<TrackedListener> there;
  std::vector<std::string> deletes, creates, updates;
};

class Listeners : public ::testing::TestWithParam<ListenerCase> {};

TEST_P(Listeners, AreMadeEqual) {
  const Stack stack = example_stack();  // asks for TCP 8080 to tg-1
  const ListenerPlan plan = plan_listeners(stack, GetParam().there, listener_input(stack), Profile());
  EXPECT_EQ(names(plan.deletes), GetParam().deletes);
  EXPECT_EQ(names(plan.creates), GetParam().creates);
  EXPECT_EQ(names(plan.updates), GetParam().updates);
}

INSTANTIATE_TEST_SUITE_P(
    Ports, Listeners,
    ::testing::Values(
        ListenerCase{"nothing there", {}, {}, {"CreateListener"}, {}},
        ListenerCase{"as desired, weight told", {listener(8080, kTargetGroup)}, {}, {}, {}},
        ListenerCase{"forwards elsewhere", {listener(8080, "tg-2")}, {}, {}, {"ModifyListener"}},
        ListenerCase{"another port", {listener(9090, kTargetGroup)}, {"DeleteListener"}, {"CreateListener"}, {}},
        ListenerCase{"another cluster's", {listener(9090, "tg-2", "other")}, {}, {"CreateListener"}, {}}));

TEST(ListenerPlan, AnOccupiedPortIsSaid) {
  const Stack stack = example_stack();
  const std::vector<TrackedListener> found{listener(8080, "tg-2", "other")};
  const ListenerPlan plan = plan_listeners(stack, found, listener_input(stack), Profile());
  EXPECT_THAT(plan.occupied, ElementsAre(8080));
  EXPECT_THAT(plan.updates, IsEmpty());
  Profile twin;
  twin.foreign_listeners_kept = false;
  EXPECT_THAT(names(plan_listeners(stack, found, listener_input(stack), twin).updates),
              ElementsAre("AddTags", "ModifyListener"));
}

TEST(ListenerPlan, AFrozenPortIsLeftAloneAndTellsItsTargetGroup) {
  const Stack stack = *build_stack(example_input({bare_port(PortState::frozen)}), Profile());
  const std::vector<TrackedListener> found{listener(8080, "tg-7")};
  const ListenerPlan plan = plan_listeners(stack, found, listener_input(stack), Profile());
  EXPECT_THAT(plan.deletes, IsEmpty());
  EXPECT_THAT(plan.frozen_target_groups, ElementsAre("tg-7"));
}

TEST(ListenerPlan, TheWeightIsSentWhereTheProfileSaysSo) {
  const Stack stack = example_stack();
  Profile weighted;
  weighted.weight_always_sent = true;
  const ListenerPlan plan = plan_listeners(stack, {}, listener_input(stack), weighted);
  EXPECT_EQ(plan.creates[0].call->request_json()["DefaultActions"][0]["ForwardConfig"]["TargetGroups"][0]["Weight"], 1);
}

// ---- bindings ----
ResolvedReferences references(const Stack& stack) {
  ResolvedReferences out;
  for (const auto& group : stack.target_groups) out.target_group_arns[group.id] = kTargetGroup;
  return out;
}

// What plan_binding_create would make, changed by a merge patch.
kube::ObjectRef existing_binding(const Stack& stack, const char* change = "{}") {
  const PlannedCall create = plan_binding_create(stack.bindings[0], references(stack));
  api::Json document = *api::as<kube::Create>(*create.call).request.body;
  api::merge_patch(document, *api::parse_json(change));
  return kube::Object::make(std::move(document));
}

TEST(BindingPlan, TheCheckpointIsNoReasonToChange) {
  const Stack stack = example_stack();
  const std::vector<kube::ObjectRef> existing{
      existing_binding(stack, R"({"metadata":{"annotations":{"elbv2.k8s.aws/checkpoint":"x"}}})")};
  const BindingPlan plan = plan_bindings(stack, existing, references(stack), {});
  ASSERT_THAT(plan.steps, SizeIs(1));
  EXPECT_FALSE(plan.steps[0].write);
  EXPECT_THAT(plan.unmatched, IsEmpty());
}

TEST(BindingPlan, APatchHoldsWhatDiffersAndClearsAnnotations) {
  const Stack stack = example_stack();
  const auto actual = existing_binding(stack, R"({"metadata":{"annotations":{"elbv2.k8s.aws/checkpoint":"x"}},
                                                  "spec":{"serviceRef":{"port":1},"nodeSelector":{}}})");
  const auto patch = plan_binding_patch(stack.bindings[0], actual, references(stack));
  ASSERT_TRUE(patch);
  EXPECT_EQ(*api::as<kube::Patch>(*patch->call).request.body, *api::parse_json(R"({"metadata":{"annotations":null},
    "spec":{"serviceRef":{"name":"my-tcp-service","port":9000},"nodeSelector":null}})"));
}

TEST(BindingPlan, TheNameHeldForAnotherTargetGroupIsFreedFirst) {
  const Stack stack = example_stack();
  const std::vector<kube::ObjectRef> existing{existing_binding(stack, R"({"spec":{"targetGroupARN":"tg-0"}})")};
  const BindingPlan plan = plan_bindings(stack, existing, references(stack), {});
  EXPECT_EQ(plan.steps[0].remove_first, stack.bindings[0].key);
  EXPECT_EQ(plan.steps[0].write->call->operation().name, "create");
  EXPECT_THAT(plan.unmatched, IsEmpty());
}

TEST(BindingPlan, OneBeingDeletedIsWaitedForAndMadeAgain) {
  const Stack stack = example_stack();
  const std::vector<kube::ObjectRef> existing{
      existing_binding(stack, R"({"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}})")};
  const BindingPlan plan = plan_bindings(stack, existing, references(stack), {});
  EXPECT_TRUE(plan.steps[0].remove_first);
  EXPECT_EQ(plan.steps[0].write->call->operation().name, "create");
}

TEST(BindingPlan, LeftOversGoUnlessTheirPortIsFrozen) {
  const Stack nothing = *build_stack(example_input({bare_port(PortState::unused)}), Profile());
  const std::vector<kube::ObjectRef> existing{existing_binding(example_stack())};
  EXPECT_THAT(plan_bindings(nothing, existing, {}, {}).unmatched, ElementsAre(existing[0]->meta().key()));
  const std::vector<std::string> frozen{kTargetGroup};
  EXPECT_THAT(plan_bindings(nothing, existing, {}, frozen).unmatched, IsEmpty());
}

TEST(PlanText, SaysWhatAndWhy) {
  const Stack stack = example_stack();
  const ListenerPlan plan = plan_listeners(stack, {}, listener_input(stack), Profile());
  EXPECT_EQ(describe(plan.creates[0]), "CreateListener 8080: nothing listens on this port");
  EXPECT_EQ(to_json(plan.creates)[0]["request"]["Port"], 8080);
}

}  // namespace
}  // namespace nlbsim::engine
