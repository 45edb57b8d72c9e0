// The pure differences, one kind of resource after the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/records.h"
#include "engine/deploy/binding_plan.h"
#include "engine/deploy/frozen_ports.h"
#include "engine/deploy/listener_plan.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/stack_plan.h"
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
  for (const PlannedCall& planned : plan) out.emplace_back(planned.operation->name);
  return out;
}

api::Json request_of(const PlannedCall& planned, const References& known = {}) {
  return planned.request(known)->request_json();
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
  EXPECT_EQ(matching.matched[0], 1U);
  EXPECT_THAT(matching.unmatched, ElementsAre(0U, 2U));
}

TEST(Matching, WithoutResourceTagNothingIsGuessed) {
  const Stack stack = example_stack();
  std::vector<TrackedTargetGroup> found(1);
  found[0].tags = tags({{"gateway.k8s.aws.nlb/stack", "example-ns/my-tcp-gateway"}});
  const std::span<const DesiredTargetGroup> desired(stack.target_groups);
  const auto matching = match(desired, std::span<const TrackedTargetGroup>(found), target_group_replaced);
  EXPECT_FALSE(matching.matched[0]);
  EXPECT_THAT(matching.unmatched, IsEmpty());
  EXPECT_THAT(matching.untagged, ElementsAre(0U));
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
  std::vector<std::string> calls;
};

class Ingress : public ::testing::TestWithParam<IngressCase> {};

TEST_P(Ingress, IsMadeEqual) {
  const Stack stack = example_stack();  // asks for tcp 8080 from everywhere
  EXPECT_EQ(names(plan_ingress(stack.security_groups[0], GetParam().there)), GetParam().calls);
}

INSTANTIATE_TEST_SUITE_P(Rules, Ingress,
                         ::testing::Values(IngressCase{"nothing there", {}, {"AuthorizeSecurityGroupIngress"}},
                                           IngressCase{
                                               "as desired, with another description", {rule(8080, "0.0.0.0/0")}, {}},
                                           IngressCase{"another port",
                                                       {rule(9090, "0.0.0.0/0")},
                                                       {"AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"}},
                                           IngressCase{"another source",
                                                       {rule(8080, "0.0.0.0/0"), rule(8080, "10.0.0.0/8")},
                                                       {"RevokeSecurityGroupIngress"}},
                                           IngressCase{"another protocol",
                                                       {rule(8080, "0.0.0.0/0"), rule(8080, "0.0.0.0/0", "udp")},
                                                       {"RevokeSecurityGroupIngress"}}));

TEST(SecurityGroupPlan, ARuleThatIsRefusedCanBeSentAlone) {
  Stack stack = example_stack();
  stack.security_groups[0].ingress.push_back(rule(9090, "0.0.0.0/0"));
  const Plan plan = plan_ingress(stack.security_groups[0], {});
  ASSERT_THAT(names(plan), ElementsAre("AuthorizeSecurityGroupIngress"));
  EXPECT_THAT(plan[0].ports, ElementsAre(8080, 9090));
  ASSERT_THAT(plan[0].parts, SizeIs(2));
  EXPECT_THAT(plan[0].parts[1].ports, ElementsAre(9090));
  EXPECT_EQ(request_of(plan[0].parts[1])["IpPermissions"][0]["FromPort"], 9090);
}

TEST(SecurityGroupPlan, TagsComeBeforeRules) {
  const Stack stack = example_stack();
  TrackedSecurityGroup actual;
  actual.resource.GroupId = "sg-1";
  actual.tags = tags({{"stranger", "x"}});
  EXPECT_THAT(names(plan_security_group_update(stack.security_groups[0], actual, "demo-cluster")),
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
  EXPECT_EQ(request_of(plan[0])["HealthCheckIntervalSeconds"], 15);
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
// The two groups that the example's NLB has.
References groups() {
  References known;
  known.set("security group ManagedLBSecurityGroup", "sg-1");
  return known;
}

TrackedLoadBalancer as_desired(const DesiredLoadBalancer& desired) {
  TrackedLoadBalancer actual;
  actual.resource.LoadBalancerArn = "lb-1";
  actual.resource.LoadBalancerName = "older-name";
  actual.resource.Scheme = desired.scheme;
  actual.resource.Type = "network";
  actual.resource.SecurityGroups = {"sg-backend", "sg-1"};
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
  EXPECT_THAT(plan_load_balancer_update(*stack.load_balancer, actual, groups(), "demo-cluster"), IsEmpty());
}

TEST(LoadBalancerPlan, TagsThenSecurityGroupsThenSubnets) {
  const Stack stack = example_stack();
  TrackedLoadBalancer actual = as_desired(*stack.load_balancer);
  actual.tags = tags({});
  actual.resource.SecurityGroups = {"sg-1"};
  actual.resource.AvailabilityZones.pop_back();
  EXPECT_THAT(names(plan_load_balancer_update(*stack.load_balancer, actual, groups(), "demo-cluster")),
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
  ListenerInput input{"demo-cluster", {}};
  input.known.set("load balancer", "lb-1");
  for (const auto& group : stack.target_groups) input.known.set(target_group_reference(group.id), kTargetGroup);
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
  std::vector<std::string> calls;
};

class Listeners : public ::testing::TestWithParam<ListenerCase> {};

TEST_P(Listeners, AreMadeEqual) {
  const Stack stack = example_stack();  // asks for TCP 8080 to tg-1
  const ListenerPlan plan = plan_listeners(stack, GetParam().there, listener_input(stack), Profile());
  EXPECT_EQ(names(plan.calls), GetParam().calls);
}

INSTANTIATE_TEST_SUITE_P(
    Ports, Listeners,
    ::testing::Values(ListenerCase{"nothing there", {}, {"CreateListener"}},
                      ListenerCase{"as desired, weight told", {listener(8080, kTargetGroup)}, {}},
                      ListenerCase{"forwards elsewhere", {listener(8080, "tg-2")}, {"ModifyListener"}},
                      ListenerCase{
                          "another port", {listener(9090, kTargetGroup)}, {"DeleteListener", "CreateListener"}},
                      ListenerCase{"another cluster's", {listener(9090, "tg-2", "other")}, {"CreateListener"}}));

TEST(ListenerPlan, AnOccupiedPortIsSaid) {
  const Stack stack = example_stack();
  const std::vector<TrackedListener> found{listener(8080, "tg-2", "other")};
  const ListenerPlan plan = plan_listeners(stack, found, listener_input(stack), Profile());
  ASSERT_THAT(plan.blocked, SizeIs(1));
  EXPECT_EQ(plan.blocked[0].error.code, "ForeignResource");
  EXPECT_THAT(plan.blocked[0].ports, ElementsAre(8080));
  EXPECT_THAT(plan.calls, IsEmpty());
  Profile twin;
  twin.foreign_listeners_kept = false;
  EXPECT_THAT(names(plan_listeners(stack, found, listener_input(stack), twin).calls),
              ElementsAre("AddTags", "ModifyListener"));
}

TEST(ListenerPlan, AFrozenPortIsLeftAlone) {
  const Stack stack = *build_stack(example_input({bare_port(PortState::frozen)}), Profile());
  const std::vector<TrackedListener> found{listener(8080, "tg-7")};
  EXPECT_THAT(plan_listeners(stack, found, listener_input(stack), Profile()).calls, IsEmpty());
}

TEST(ListenerPlan, TheWeightIsSentWhereTheProfileSaysSo) {
  const Stack stack = example_stack();
  Profile weighted;
  weighted.weight_always_sent = true;
  const ListenerPlan plan = plan_listeners(stack, {}, listener_input(stack), weighted);
  EXPECT_EQ(request_of(plan.calls[0])["DefaultActions"][0]["ForwardConfig"]["TargetGroups"][0]["Weight"], 1);
}

// ---- bindings ----
References references(const Stack& stack) {
  References out;
  for (const auto& group : stack.target_groups) out.set(target_group_reference(group.id), kTargetGroup);
  return out;
}

// What plan_binding_create would make, changed by a merge patch.
kube::ObjectRef existing_binding(const Stack& stack, const char* change = "{}") {
  const PlannedCall create = plan_binding_create(stack.bindings[0]);
  const api::CallRef call = create.request(references(stack));
  api::Json document = *api::as<kube::Create>(*call).request.body;
  api::merge_patch(document, *api::parse_json(change));
  return kube::Object::make(std::move(document));
}

BindingPlan plan_bindings_of(const Stack& stack, std::vector<kube::ObjectRef> existing,
                             const std::set<std::string>& kept = {}) {
  FoundBindings found;
  found.items = std::move(existing);
  return plan_bindings(stack.bindings, found, references(stack), kept);
}

TEST(BindingPlan, TheCheckpointIsNoReasonToChange) {
  const Stack stack = example_stack();
  const BindingPlan plan = plan_bindings_of(
      stack, {existing_binding(stack, R"({"metadata":{"annotations":{"elbv2.k8s.aws/checkpoint":"x"}}})")});
  ASSERT_THAT(plan.steps, SizeIs(1));
  EXPECT_FALSE(plan.steps[0].write);
  EXPECT_THAT(plan.unmatched, IsEmpty());
}

TEST(BindingPlan, APatchHoldsWhatDiffersAndLeavesOurOwnAnnotations) {
  const Stack stack = example_stack();
  const auto actual =
      existing_binding(stack, R"({"metadata":{"annotations":{"elbv2.k8s.aws/checkpoint":"x","note":"y"}},
                                  "spec":{"serviceRef":{"port":1},"nodeSelector":{}}})");
  const auto patch = plan_binding_patch(stack.bindings[0], actual, references(stack));
  ASSERT_TRUE(patch);
  EXPECT_EQ(request_of(*patch)["body"], *api::parse_json(R"({"metadata":{"annotations":{"note":null}},
    "spec":{"serviceRef":{"name":"my-tcp-service","port":9000},"nodeSelector":null}})"));
}

TEST(BindingPlan, TheNameHeldForAnotherTargetGroupIsFreedFirst) {
  const Stack stack = example_stack();
  const auto there = existing_binding(stack, R"({"spec":{"targetGroupARN":"tg-0"}})");
  const BindingPlan plan = plan_bindings_of(stack, {there});
  EXPECT_EQ(plan.steps[0].remove_first, there);
  EXPECT_EQ(plan.steps[0].write->operation->name, "create");
  EXPECT_THAT(plan.unmatched, IsEmpty());
}

TEST(BindingPlan, OneBeingDeletedIsWaitedForAndMadeAgain) {
  const Stack stack = example_stack();
  const BindingPlan plan = plan_bindings_of(
      stack, {existing_binding(stack, R"({"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}})")});
  EXPECT_TRUE(plan.steps[0].remove_first);
  EXPECT_EQ(plan.steps[0].write->operation->name, "create");
}

TEST(BindingPlan, ANameThatAnotherObjectHasIsSaid) {
  const Stack stack = example_stack();
  FoundBindings found;
  found.foreign.insert(stack.bindings[0].key);
  const BindingPlan plan = plan_bindings(stack.bindings, found, references(stack), {});
  ASSERT_TRUE(plan.steps[0].blocked);
  EXPECT_EQ(plan.steps[0].blocked->error.code, "ForeignResource");
  EXPECT_FALSE(plan.steps[0].write);
}

TEST(BindingPlan, LeftOversGoUnlessTheirTargetGroupIsKept) {
  const Stack nothing = *build_stack(example_input({bare_port(PortState::unused)}), Profile());
  const auto there = existing_binding(example_stack());
  EXPECT_THAT(plan_bindings_of(nothing, {there}).unmatched, ElementsAre(there));
  EXPECT_THAT(plan_bindings_of(nothing, {there}, {kTargetGroup}).unmatched, IsEmpty());
}

// ---- the whole ----
// "CreateListener of listener 8080 <- 2 3": what it waits for, by place from 0.
std::vector<std::string> graph(const StackPlan& plan) {
  std::vector<std::string> out;
  for (const PlannedCall& planned : plan.calls) {
    std::string line(planned.operation->name);
    for (const std::size_t place : planned.after) line += " " + std::to_string(place);
    out.push_back(line);
  }
  return out;
}

StackPlan plan_of(const Stack& stack, const ActualStack& actual = {}) {
  return plan_stack(stack, actual, {}, "demo-cluster", Profile());
}

TEST(StackPlan, EveryCallNamesWhatItNeeds) {
  EXPECT_THAT(graph(plan_of(example_stack())),
              ElementsAre("CreateSecurityGroup", "AuthorizeSecurityGroupIngress 0", "CreateTargetGroup",
                          "CreateLoadBalancer 0", "CreateListener 2 3", "create 2"));
}

TEST(StackPlan, IsShownWithNamesWhereIdsAreNotKnown) {
  const StackPlan plan = plan_of(example_stack());
  const std::vector<api::PlanLine> shown = describe({plan.calls[4]});
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(text(shown[0], 1), "1. CreateListener of listener 8080 (after 3, 4): nothing listens on this port");
  EXPECT_EQ(request_of(plan.calls[4])["LoadBalancerArn"], "<load balancer>");
}

TEST(StackPlan, ATargetGroupGoesAfterItsListenerAndItsBinding) {
  const Stack before = example_stack();
  ActualStack actual;
  actual.load_balancers.items.push_back(as_desired(*before.load_balancer));
  actual.load_balancers.items[0].resource.State.Code = "active";
  actual.target_groups.items.push_back(as_desired(before.target_groups[0]));
  actual.listeners.push_back(listener(8080, kTargetGroup));
  actual.bindings.items.push_back(existing_binding(before));
  TrackedSecurityGroup group{{}, tags(before.security_groups[0].tags)};
  group.resource.GroupId = "sg-1";
  group.resource.IpPermissions = before.security_groups[0].ingress;
  actual.security_groups.items.push_back(group);
  const Stack after = *build_stack(example_input({bare_port(PortState::unused)}), Profile());
  const StackPlan plan = plan_of(after, actual);
  EXPECT_THAT(graph(plan), ElementsAre("DeleteListener", "delete 0", "DeleteTargetGroup 0 1"));
  EXPECT_EQ(plan.calls[2].binding_gone, actual.bindings.items[0]);
}

TEST(StackPlan, AForeignNameBlocksItsPortAlone) {
  const auto other = object(R"({"metadata":{"namespace":"example-ns","name":"other"},"spec":{"type":"NodePort",
    "ports":[{"port":9000,"targetPort":9000,"nodePort":30901}]}})");
  LoadedPort second = serving_port(other);
  second.port = 9090;
  const Stack stack = *build_stack(example_input({serving_port(), second}), Profile());
  ActualStack actual;
  actual.target_groups.foreign_names.insert("k8s-examplen-mytcpapp-901b36a775");
  const StackPlan plan = plan_of(stack, actual);
  ASSERT_THAT(plan.blocked, SizeIs(1));
  EXPECT_THAT(plan.blocked[0].ports, ElementsAre(8080));
  EXPECT_FALSE(plan.blocked[0].whole);
  EXPECT_THAT(graph(plan), ElementsAre("CreateSecurityGroup", "AuthorizeSecurityGroupIngress 0", "CreateTargetGroup",
                                       "CreateLoadBalancer 0", "CreateListener 2 3", "create 2"));
  EXPECT_EQ(request_of(plan.calls[4])["Port"], 9090);
}

}  // namespace
}  // namespace nlbsim::engine
