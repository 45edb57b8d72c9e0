// Invariants about the pace of work, the order of calls and what a request may be: firing and silent.
#include <gmock/gmock.h>

#include "scenarios/oracles/bounds.h"
#include "scenarios/oracles/tests/example_story.h"

namespace nlbsim::scenarios::oracles::testing {
namespace {

using ::testing::HasSubstr;

std::string message_of(const Story& story, std::string_view id) {
  for (const Violation& violation : story.judge())
    if (violation.invariant == id) return violation.subject + ": " + violation.message;
  return {};
}

TEST(AcceptedRoutesAreServed, FiresWhenTheListenerIsGone) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer();
  story.finish();
  story.activate().say_programmed();
  story.as("user").create(kube::kTcpRoutes, route("r"));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g");
  story.write(kube::kTcpRoutes, accepted_route("r"), "status").finish().rest();
  EXPECT_THAT(message_of(story, "I-13"), HasSubstr("TCPRoute example-ns/r: it is accepted by listener tcp-app"));
}

TEST(AcceptedRoutesAreServed, SilentForARouteThatIsRefused) {
  Json refused = route("r");
  refused["status"]["parents"] =
      Json::array({parent_entry(refused, {condition("Accepted", "False", "UnsupportedValue", "no")})});
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer();
  story.as("user").create(kube::kTcpRoutes, route("r"));
  story.as("controller-1").reconciling("gateway", "example-ns/g");
  story.write(kube::kTcpRoutes, std::move(refused), "status").finish().rest();
  EXPECT_FALSE(has_fired(story, "I-13"));
}

TEST(NoHotLoop, FiresWhenAKeyIsWorkedOnWithoutEnd) {
  const auto loop = [](std::size_t times) {
    Story story;
    story.converge().as("controller-1");
    for (std::size_t i = 0; i < times; ++i) {
      story.pass(-std::chrono::milliseconds{1900});  // two records take two seconds
      story.reconciling("gateway", "example-ns/g").finish(api::ReconcileOutcome::error);
    }
    return has_fired(story, "I-17");
  };
  // The last reconcile of the story counts too.
  EXPECT_FALSE(loop(kMostReconciles - 1));
  EXPECT_TRUE(loop(kMostReconciles));
}

TEST(NoHotLoop, CountsAnewWhenSomethingComesFromOutside) {
  Story story;
  story.converge();
  for (std::size_t i = 0; i <= kMostReconciles; ++i) {
    story.pass(-std::chrono::milliseconds{1900});
    if (i == kMostReconciles / 2) story.as("user").write(kube::kTcpRoutes, accepted_route("r"));
    story.as("controller-1").reconciling("gateway", "example-ns/g").finish(api::ReconcileOutcome::error);
  }
  EXPECT_FALSE(has_fired(story, "I-17"));
}

// A reconcile of the class, woken by what was written last, writes its status.
void write_again(Story& story, int value) {
  story.see();
  const sim::RecordId seen = story.last();
  story.reconciling("gatewayclass", "nlb", seen)
      .write(kube::kGatewayClasses,
             with_conditions(gateway_class(), {condition("Accepted", "True", "Accepted", std::to_string(value))}),
             "status")
      .finish();
}

// A class and a route are made; the class's status is written, seen and written again. Returns where the route was
// made.
sim::RecordId write_twice(Story& story) {
  story.as("user").create(kube::kTcpRoutes, route("r"));
  const sim::RecordId routed = story.last();
  story.apply_gateway().as("controller-1");
  write_again(story, 1);
  return routed;
}

TEST(NoSelfTrigger, FiresOnTheThirdWriteInARow) {
  Story story;
  write_twice(story);
  EXPECT_FALSE(has_fired(story, "I-18"));
  write_again(story, 2);
  EXPECT_TRUE(has_fired(story, "I-18"));
}

TEST(NoSelfTrigger, SilentWhenSomethingNewWasSeenMeanwhile) {
  Story story;
  const sim::RecordId routed = write_twice(story);
  story.see(routed);
  write_again(story, 2);
  EXPECT_FALSE(has_fired(story, "I-18"));
}

TEST(BatchesWithinLimits, FiresBeyondThem) {
  const auto registering = [](std::size_t targets) {
    aws::RegisterTargets::Request request;
    request.TargetGroupArn = kGroup;
    request.Targets.resize(targets);
    Story story;
    story.converge().as("controller-1").call<aws::RegisterTargets>(std::move(request));
    return has_fired(story, "I-22");
  };
  EXPECT_FALSE(registering(200));
  EXPECT_TRUE(registering(201));
  const auto reading = [](std::size_t arns) {
    aws::DescribeTags::Request request;
    request.ResourceArns.resize(arns);
    Story story;
    story.converge().as("controller-1").call<aws::DescribeTags>(std::move(request));
    return has_fired(story, "I-22");
  };
  EXPECT_FALSE(reading(20));
  EXPECT_TRUE(reading(21));
}

TEST(GroupsOutliveTheirListeners, FiresOnTheRequestAloneEvenIfAwsRefuses) {
  Story story;
  story.converge().as("controller-1").refused<aws::DeleteTargetGroup>({kGroup}, "ResourceInUse");
  EXPECT_TRUE(has_fired(story, "I-23"));
}

TEST(GroupsOutliveTheirListeners, SilentOnceTheListenerIsGone) {
  Story story;
  story.converge().as("controller-1").call<aws::DeleteListener>({kListener});
  story.refused<aws::DeleteTargetGroup>({kGroup}, "ResourceInUse");
  EXPECT_FALSE(has_fired(story, "I-23"));
}

Json lease(std::string holder) {
  return object("coordination.k8s.io/v1", "Lease", "leader", {{"holderIdentity", std::move(holder)}});
}

TEST(OneLeaderWrites, FiresOnWorkThatIsBegunByAnother) {
  Story story;
  story.start("controller-2").as("controller-1").create(kube::kLeases, lease("controller-1"));
  story.reconciling("gateway", "example-ns/g").write(kube::kGateways, with_finalizer(gateway())).finish();
  EXPECT_FALSE(has_fired(story, "I-26"));
  story.as("controller-2").write(kube::kLeases, lease("controller-2"));
  story.as("controller-1").reconciling("gateway", "example-ns/g").write(kube::kGateways, with_finalizer(gateway()));
  EXPECT_TRUE(has_fired(story, "I-26"));
}

TEST(OneLeaderWrites, WhatWasBegunAsLeaderMayEnd) {
  Story story;
  story.start("controller-2").as("controller-1").create(kube::kLeases, lease("controller-1"));
  story.reconciling("gateway", "example-ns/g");
  const sim::RecordId began = story.last();
  story.as("controller-2").write(kube::kLeases, lease("controller-2"));
  story.as("controller-1").on_behalf_of(began).write(kube::kGateways, with_finalizer(gateway()));
  EXPECT_FALSE(has_fired(story, "I-26"));
}

TEST(NoInvalidObject, FiresOn422) {
  const auto refuse = [](std::string code) {
    kube::Create::Request request;
    request.resource = kube::kTargetGroupBindings;
    request.body = std::make_shared<const Json>(binding());
    Story story;
    story.as("controller-1").refused<kube::Create>(std::move(request), std::move(code));
    return has_fired(story, "I-30");
  };
  EXPECT_FALSE(refuse("AlreadyExists"));
  EXPECT_TRUE(refuse("Invalid"));
}

TEST(NamesAreSound, FiresOnANameThatAwsDoesNotTake) {
  const auto create = [](std::string name) {
    aws::CreateTargetGroup::Request request;
    request.Name = std::move(name);
    Story story;
    story.as("controller-1").call<aws::CreateTargetGroup>(std::move(request));
    return has_fired(story, "I-33");
  };
  EXPECT_FALSE(create(std::string(32, 'a')));
  EXPECT_TRUE(create(std::string(33, 'a')));
  EXPECT_TRUE(create("-a"));
  EXPECT_TRUE(create("a-"));
  EXPECT_TRUE(create("a_b"));
}

TEST(NamesAreSound, FiresWhenTheSameIsNamedOtherwise) {
  const auto create = [](std::string second, int port) {
    Story story;
    story.as("controller-1");
    for (const auto& [name, its_port] : {std::pair<std::string, int>("a", 80), std::pair(std::move(second), port)}) {
      aws::CreateTargetGroup::Request request;
      request.Name = name;
      request.Port = its_port;
      story.call<aws::CreateTargetGroup>(std::move(request));
    }
    return has_fired(story, "I-33");
  };
  EXPECT_FALSE(create("a", 80));
  EXPECT_FALSE(create("b", 90));
  EXPECT_TRUE(create("b", 80));
}

TEST(UntouchedIsServed, FiresWhenAFaultIsFollowedByATeardown) {
  Story story;
  story.converge().fault().as("controller-1").reconciling("gateway", "example-ns/g");
  story.call<aws::DeleteListener>({kListener});
  EXPECT_THAT(message_of(story, "I-36"), HasSubstr("listener " + kListener));
}

TEST(UntouchedIsServed, SilentWhenSomebodyWantedSomethingElse) {
  Story story;
  story.converge().fault().as("user").remove(kube::kTcpRoutes, accepted_route("r"));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g").call<aws::DeleteListener>({kListener});
  EXPECT_FALSE(has_fired(story, "I-36"));
}

// ---- targets ----
const std::string kInstance = "i-0123456789abcdef0";

Json node(std::string instance = kInstance, std::string ready = "True") {
  Json out = object("v1", "Node", "n1", {{"providerID", "aws:///us-west-2a/" + instance}});
  out["metadata"].erase("namespace");
  out["status"]["conditions"] = Json::array({Json{{"type", "Ready"}, {"status", std::move(ready)}}});
  return out;
}

Json node_port_service(int node_port = 30900) {
  Json port = {{"port", 9000}, {"nodePort", node_port}};
  return object("v1", "Service", "s", {{"type", "NodePort"}, {"ports", Json::array({std::move(port)})}});
}

Json ruled_binding() {
  Json out = binding();
  out["spec"]["serviceRef"] = {{"name", "s"}, {"port", 9000}};
  out["spec"]["networking"]["ingress"] = Json::array({Json{{"ports", Json::array()}}});
  return out;
}

// What the controller's informers list when it starts.
void list(Story& story, const kube::Resource& resource, const std::vector<Json>& documents) {
  kube::List::Request request;
  request.resource = resource;
  kube::List::Response response;
  for (const Json& document : documents) response.items.push_back(kube::Object::make(document));
  story.as("controller-1").call<kube::List>(std::move(request), std::move(response));
}

aws::RegisterTargets::Request registration(std::string instance = kInstance) {
  aws::RegisterTargets::Request request;
  request.TargetGroupArn = kGroup;
  request.Targets.push_back({std::move(instance), 30900, {}});
  return request;
}

TEST(RegisteredTargetsExist, FiresOnAnInstanceThatIsNoNodes) {
  const auto registers = [](std::string instance) {
    Story story;
    list(story, kube::kNodes, {node()});
    story.reconciling("targetGroupBinding", "example-ns/b")
        .call<aws::RegisterTargets>(registration(std::move(instance)));
    return has_fired(story, "I-19");
  };
  EXPECT_FALSE(registers(kInstance));
  EXPECT_FALSE(registers("10.0.0.7")) << "an address is no instance";
  EXPECT_TRUE(registers("i-0fedcba9876543210"));
}

// A group with one healthy target, which is taken out while the cluster shows these.
bool fires_when_taken_out(const std::vector<Json>& nodes, const Json& service, bool another_healthy = false) {
  Story story;
  list(story, kube::kNodes, nodes);
  list(story, kube::kServices, {service});
  story.as("user").create(kube::kTargetGroupBindings, ruled_binding());
  story.aws_change("Target", kGroup + " " + kInstance + ":30900", "healthy", true);
  if (another_healthy) story.aws_change("Target", kGroup + " i-0fedcba9876543210:30900", "healthy", true);
  aws::DeregisterTargets::Request request;
  request.TargetGroupArn = kGroup;
  request.Targets.push_back({kInstance, 30900, {}});
  story.as("controller-1").reconciling("targetGroupBinding", "example-ns/b");
  story.call<aws::DeregisterTargets>(std::move(request));
  return has_fired(story, "I-20");
}

TEST(LastHealthyTargetStays, FiresWhenItIsTakenOutWithoutNeed) {
  EXPECT_TRUE(fires_when_taken_out({node()}, node_port_service()));
}

TEST(LastHealthyTargetStays, SilentWhenItIsNotTheLastOrIsGone) {
  EXPECT_FALSE(fires_when_taken_out({node()}, node_port_service(), true));
  EXPECT_FALSE(fires_when_taken_out({}, node_port_service()));
  EXPECT_FALSE(fires_when_taken_out({node(kInstance, "False")}, node_port_service()));
  EXPECT_FALSE(fires_when_taken_out({node()}, node_port_service(30901)));
}

TEST(TargetsAreLetIn, FiresAtRestWhenNoGroupOpensThePort) {
  const auto opened = [](std::int32_t port, const Json& bound) {
    Story story;
    story.as("controller-1").create(kube::kTargetGroupBindings, bound);
    aws::ec2::AuthorizeSecurityGroupIngress::Request request;
    request.GroupId = "sg-0nodes";
    aws::ec2::IpPermission permission;
    permission.IpProtocol = "tcp";
    permission.FromPort = permission.ToPort = port;
    permission.UserIdGroupPairs.push_back({kSecurityGroup, "", std::nullopt});
    request.IpPermissions.push_back(std::move(permission));
    story.call<aws::ec2::AuthorizeSecurityGroupIngress>(std::move(request));
    story.call<aws::RegisterTargets>(registration()).rest();
    return has_fired(story, "I-21");
  };
  EXPECT_FALSE(opened(30900, ruled_binding()));
  EXPECT_TRUE(opened(30901, ruled_binding()));
  EXPECT_FALSE(opened(30901, binding())) << "a binding without rules asks for none";
}

// ---- pace ----
TEST(FailuresHoldNobodyUp, FiresWhenAKeyGetsASecondTurnFirst) {
  const auto fires = [](bool overtakes) {
    Story story;
    story.apply_gateway().as("controller-1");
    story.reconciling("gateway", "example-ns/bad");
    const sim::RecordId first = story.last();
    story.see();  // what wakes the other
    const sim::RecordId woken = story.last();
    story.on_behalf_of(first).finish(api::ReconcileOutcome::error);
    if (overtakes) story.reconciling("gateway", "example-ns/bad").finish(api::ReconcileOutcome::error);
    story.reconciling("gateway", "example-ns/good", woken).finish();
    return has_fired(story, "I-25");
  };
  EXPECT_FALSE(fires(false));
  EXPECT_TRUE(fires(true));
}

TEST(ThrottledCallsWait, FiresWhenTheSdkDoesNotPause) {
  const auto repeats_after = [](sim::Duration pause, std::string code) {
    Story story;
    aws::DeleteListener::Request request{kListener};
    story.as("controller-1").refused<aws::DeleteListener>(request, std::move(code));
    story.pass(pause - std::chrono::seconds{1}).again<aws::DeleteListener>(request);
    return has_fired(story, "I-32");
  };
  EXPECT_FALSE(repeats_after(std::chrono::milliseconds{100}, "Throttling"));
  EXPECT_TRUE(repeats_after(std::chrono::milliseconds{99}, "Throttling"));
  EXPECT_FALSE(repeats_after(std::chrono::milliseconds{99}, "InternalFailure"));
}

TEST(ThrottledCallsWait, FiresWhenElbIsCalledTooOften) {
  const auto calls = [](int count, sim::Duration apart) {
    Story story;
    story.as("controller-1");
    // A call is three records of a second each.
    for (int i = 0; i < count; ++i) story.call<aws::DescribeLoadBalancers>({}).pass(apart - std::chrono::seconds{3});
    return has_fired(story, "I-32");
  };
  EXPECT_FALSE(calls(200, std::chrono::milliseconds{100}));
  EXPECT_FALSE(calls(40, std::chrono::milliseconds{1}));
  EXPECT_TRUE(calls(60, std::chrono::milliseconds{1}));
}

// Somebody tries the example's listener after what has been told so far.
void try_listener(Story& story, bool reached, bool answered = true) {
  story.tried.push_back(
      {story.last(),
       {{kListener, "demo-cluster", "example-ns/g", 8080, reached, answered, reached ? "" : "a gate is shut"}}});
}

TEST(HealthyIsReachable, FiresAtRestWhenAGateIsShutBeforeAHealthyTarget) {
  Story story;
  story.converge();
  try_listener(story, false);
  EXPECT_THAT(message_of(story, "I-37"), HasSubstr("reaches nothing: a gate is shut"));
}

TEST(HealthyIsReachable, SilentWhereNobodyAnswersOrAllIsWell) {
  Story nobody;
  nobody.converge();
  try_listener(nobody, false, false);
  EXPECT_FALSE(has_fired(nobody, "I-37"));
  Story well;
  well.converge();
  try_listener(well, true);
  EXPECT_FALSE(has_fired(well, "I-37"));
}

TEST(HealthyIsReachable, FiresWhenAServiceIsInterruptedAfterACrash) {
  Story story;
  story.converge();
  try_listener(story, true);
  story.fault().as("controller-1").reconciling("gateway", "example-ns/g");
  story.call<aws::ec2::RevokeSecurityGroupIngress>({kSecurityGroup, {}});
  try_listener(story, false);
  EXPECT_THAT(message_of(story, "I-37"), HasSubstr("was reached and is not any more"));
}

TEST(HealthyIsReachable, SilentWhenSomebodyWantedItSo) {
  Story story;
  story.converge();
  try_listener(story, true);
  story.as("user").remove(kube::kTcpRoutes, accepted_route("r"));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g").call<aws::DeleteListener>({kListener});
  try_listener(story, false, false);
  EXPECT_FALSE(has_fired(story, "I-37"));
}

}  // namespace
}  // namespace nlbsim::scenarios::oracles::testing
