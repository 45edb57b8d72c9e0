// Each invariant silent on the example told well, and firing on it told badly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/tests/example_story.h"

namespace nlbsim::scenarios::oracles::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> lines(const std::vector<Violation>& violations) {
  std::vector<std::string> out;
  for (const Violation& violation : violations)
    out.push_back(violation.invariant + " " + violation.subject + ": " + violation.message);
  return out;
}

TEST(Invariants, SilentOnTheExample) {
  Story story;
  story.converge();
  EXPECT_THAT(lines(story.judge()), IsEmpty());
}

TEST(Invariants, SilentWhenAllOfItIsDeletedAgain) {
  Story story;
  story.converge().tear_down();
  EXPECT_THAT(lines(story.judge()), IsEmpty());
}

TEST(Invariants, HaveIdsInOrderAndSentences) {
  std::string last;
  for (const InvariantName& invariant : list_invariants()) {
    EXPECT_LT(last, invariant.id);
    EXPECT_THAT(invariant.sentence, Not(IsEmpty()));
    last = invariant.id;
  }
  EXPECT_EQ(last, "I-37");
}

TEST(Invariants, ExcusedOnesAreSilent) {
  Story story;
  story.converge().as("controller-1").call<aws::DeleteListener>({kListener});
  ASSERT_TRUE(has_fired(story, "I-15"));
  EXPECT_THAT(fired(story.judge({"I-15"})), Not(::testing::Contains("I-15")));
}

TEST(Invariants, ViolationShowsTheRecordsThatProveIt) {
  Story story;
  story.converge().as("controller-1").call<aws::DeleteListener>({kListener});
  const auto violations = story.judge();
  ASSERT_THAT(violations, Not(IsEmpty()));
  const std::string text = to_text(violations.front(), story.journal(), story.actors());
  EXPECT_THAT(text, HasSubstr("DeleteListener"));
  EXPECT_THAT(text, HasSubstr("controller-1"));
}

TEST(NoResidue, FiresOnATargetGroupLeftBehind) {
  Story story;
  story.converge();
  story.as("user").write(kube::kGateways, deleting(programmed_gateway()));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g");
  story.remove(kube::kTargetGroupBindings, binding());
  story.call<aws::DeleteListener>({kListener}).call<aws::DeleteLoadBalancer>({kLoadBalancer});
  story.remove(kube::kGateways, deleting(gateway())).finish().rest();
  EXPECT_TRUE(has_fired(story, "I-01"));
  EXPECT_TRUE(has_fired(story, "I-05"));  // the finalizer went before the group
}

TEST(NoResidue, FiresOnASharedSecurityGroupThatNobodyNeeds) {
  Story story;
  story.apply_gateway().hold_gateway();
  aws::ec2::CreateSecurityGroup::Request request;
  request.GroupName = "k8s-traffic-democluster-0123456789";
  request.TagSpecifications = {{"security-group", {{"elbv2.k8s.aws/cluster", "demo-cluster"}}}};
  story.call<aws::ec2::CreateSecurityGroup>(std::move(request), {kSecurityGroup, {}});
  story.remove(kube::kGateways, gateway()).finish().rest();
  EXPECT_TRUE(has_fired(story, "I-01"));
}

TEST(NoResidue, SilentWhenTheUserTookTheFinalizerOff) {
  Story story;
  story.converge();
  story.as("user").write(kube::kGateways, gateway()).remove(kube::kGateways, gateway()).rest();
  EXPECT_FALSE(has_fired(story, "I-01"));
}

TEST(OneLoadBalancerPerStack, FiresOnASecond) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().make_load_balancer(kLoadBalancer + "2");
  EXPECT_TRUE(has_fired(story, "I-02"));
}

TEST(OneLoadBalancerPerStack, SilentWhenTheFirstIsGone) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer();
  story.call<aws::DeleteLoadBalancer>({kLoadBalancer});
  story.make_load_balancer(kLoadBalancer + "2");
  EXPECT_FALSE(has_fired(story, "I-02"));
}

TEST(OneLoadBalancerPerStack, SilentWhenCreatingWasAnsweredWithTheSame) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().make_load_balancer();
  EXPECT_FALSE(has_fired(story, "I-02"));
}

TEST(GatewaysHaveLoadBalancers, FiresAtRestWithoutOne) {
  Story story;
  story.apply_gateway().hold_gateway().finish().rest();
  EXPECT_TRUE(has_fired(story, "I-03"));
}

TEST(GatewaysHaveLoadBalancers, SilentWhileNobodyAttends) {
  Story story;
  story.apply_gateway().note_change("controller-1", api::ActorChange::dropped).rest();
  EXPECT_FALSE(has_fired(story, "I-03"));
}

TEST(GatewaysHaveLoadBalancers, SilentWhileEventsAreHeldBack) {
  Story story;
  story.apply_gateway().step("hold Gateway").rest();
  EXPECT_FALSE(has_fired(story, "I-03"));
  story.step("release Gateway").rest();
  EXPECT_TRUE(has_fired(story, "I-03"));
}

TEST(OnlyOwnResourcesTouched, FiresOnWhatIsNotTagged) {
  Story story;
  story.apply_gateway();
  story.as("user").call<aws::CreateTargetGroup>({}, {{[] {
                                                  aws::TargetGroup group;
                                                  group.TargetGroupArn = kGroup;
                                                  return group;
                                                }()}});
  story.as("controller-1").call<aws::DeleteTargetGroup>({kGroup});
  EXPECT_TRUE(has_fired(story, "I-04"));
}

TEST(OnlyOwnResourcesTouched, FiresOnAnotherClustersLoadBalancer) {
  Story story;
  story.apply_gateway().as("user");
  story.make_load_balancer(kLoadBalancer, stack_tags("other-cluster"));
  story.as("controller-1").call<aws::DeleteLoadBalancer>({kLoadBalancer});
  EXPECT_TRUE(has_fired(story, "I-04"));
}

TEST(OnlyOwnResourcesTouched, KnowsMarkedRulesOnForeignSecurityGroups) {
  const auto edit = [](std::string description) {
    aws::ec2::AuthorizeSecurityGroupIngress::Request request;
    request.GroupId = "sg-node";
    aws::ec2::IpPermission permission;
    permission.UserIdGroupPairs = {{"sg-backend", "", std::move(description)}};
    request.IpPermissions = {std::move(permission)};
    return request;
  };
  Story story;
  story.as("controller-1")
      .call<aws::ec2::AuthorizeSecurityGroupIngress>(edit("elbv2.k8s.aws/targetGroupBinding=shared"));
  EXPECT_FALSE(has_fired(story, "I-04"));
  story.call<aws::ec2::AuthorizeSecurityGroupIngress>(edit("mine"));
  EXPECT_TRUE(has_fired(story, "I-04"));
}

TEST(OnlyOwnResourcesTouched, LetsTargetsOfAHandWrittenBindingMove) {
  aws::RegisterTargets::Request request;
  request.TargetGroupArn = kGroup;
  Story story;
  story.as("user").create(kube::kTargetGroupBindings, binding());
  story.as("controller-1").call<aws::RegisterTargets>(request);
  EXPECT_FALSE(has_fired(story, "I-04"));
  request.TargetGroupArn = kGroup + "2";
  story.call<aws::RegisterTargets>(request);
  EXPECT_TRUE(has_fired(story, "I-04"));
}

TEST(FinalizerGuardsResources, FiresOnACreationBeforeIt) {
  Story story;
  story.apply_gateway().as("controller-1");
  story.make_load_balancer();
  EXPECT_TRUE(has_fired(story, "I-05"));
}

TEST(ListenersForwardSomewhere, FiresWhenTheGroupGoesFirst) {
  Story story;
  story.converge().as("controller-1").call<aws::DeleteTargetGroup>({kGroup});
  EXPECT_TRUE(has_fired(story, "I-06"));
}

TEST(ProtocolsFit, FiresOnAnIllegalPair) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().make_group(kGroup, "UDP").make_listener();
  EXPECT_TRUE(has_fired(story, "I-07"));
}

TEST(ProtocolsFit, FiresOnAGroupOfTwoLoadBalancers) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().make_load_balancer(kLoadBalancer + "2").make_group();
  story.make_listener().make_listener(kListener + "2", kLoadBalancer + "2");
  EXPECT_TRUE(has_fired(story, "I-07"));
}

TEST(NoRepeatedDuplicates, FiresOnTheSecondRefusal) {
  aws::CreateTargetGroup::Request request;
  request.Name = "k8s-examplen-s-0123456789";
  Story story;
  story.as("controller-1").refused<aws::CreateTargetGroup>(request, "DuplicateTargetGroupName");
  EXPECT_FALSE(has_fired(story, "I-08"));
  story.refused<aws::CreateTargetGroup>(request, "DuplicateTargetGroupName");
  EXPECT_TRUE(has_fired(story, "I-08"));
}

TEST(NoRepeatedDuplicates, SilentForOtherArguments) {
  Story story;
  story.as("controller-1");
  for (const std::string name : {"a", "b"}) {
    aws::CreateTargetGroup::Request request;
    request.Name = name;
    story.refused<aws::CreateTargetGroup>(std::move(request), "DuplicateTargetGroupName");
  }
  EXPECT_FALSE(has_fired(story, "I-08"));
}

TEST(ObservedGenerationMonotonic, FiresWhenItGoesBackOrAhead) {
  const auto write = [](int first, int second) {
    Story story;
    story.apply_gateway().as("controller-1");
    for (const int generation : {first, second}) {
      Json document = with_conditions(
          gateway(), {condition("Accepted", "True", "Accepted", "", "2026-01-01T00:00:00Z", generation)});
      document["metadata"]["generation"] = 2;
      story.write(kube::kGateways, std::move(document), "status");
    }
    return has_fired(story, "I-09");
  };
  EXPECT_FALSE(write(1, 2));
  EXPECT_TRUE(write(2, 1));
  EXPECT_TRUE(write(2, 3));
}

TEST(TransitionTimeWithStatus, FiresWhenOneChangesWithoutTheOther) {
  const auto write = [](std::string status, std::string time) {
    Story story;
    story.apply_gateway().as("controller-1");
    story.write(kube::kGateways, with_conditions(gateway(), {condition("Programmed", "Unknown", "Pending", "")}),
                "status");
    story.write(
        kube::kGateways,
        with_conditions(gateway(), {condition("Programmed", std::move(status), "Programmed", "", std::move(time))}),
        "status");
    return has_fired(story, "I-10");
  };
  EXPECT_FALSE(write("True", "2026-01-01T00:00:30Z"));
  EXPECT_FALSE(write("Unknown", "2026-01-01T00:00:00Z"));
  EXPECT_TRUE(write("Unknown", "2026-01-01T00:00:30Z"));
  EXPECT_TRUE(write("True", "2026-01-01T00:00:00Z"));
}

TEST(ProgrammedMeansActive, FiresWhenTheLoadBalancerIsNot) {
  Story story;
  story.converge().aws_change("LoadBalancer", kLoadBalancer, "failed", true).rest();
  EXPECT_TRUE(has_fired(story, "I-11"));
}

TEST(ProgrammedMeansActive, FiresOnAWrongAddress) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().activate();
  Json document = programmed_gateway();
  document["status"]["addresses"][0]["value"] = "elsewhere.example";
  story.as("controller-1").write(kube::kGateways, std::move(document), "status").rest();
  EXPECT_TRUE(has_fired(story, "I-11"));
}

TEST(ProgrammedInTime, FiresWhenItIsTooEarly) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().say_programmed();
  EXPECT_TRUE(has_fired(story, "I-12"));
}

TEST(ProgrammedInTime, FiresWhenItIsTooLate) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().finish();
  story.activate().pass(std::chrono::minutes{4});
  story.say_programmed();
  EXPECT_TRUE(has_fired(story, "I-12"));
}

TEST(ProgrammedInTime, FiresWhenItNeverComes) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer();
  story.write(kube::kGateways,
              with_conditions(with_finalizer(gateway()), {condition("Accepted", "True", "Accepted", "")}), "status");
  story.finish();
  story.activate().pass(std::chrono::minutes{2});
  EXPECT_FALSE(has_fired(story, "I-12"));
  story.pass(std::chrono::minutes{2});
  EXPECT_TRUE(has_fired(story, "I-12"));
}

TEST(ProgrammedInTime, AllowsABackoffAfterFaults) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().finish();
  story.activate().fault().pass(std::chrono::minutes{15});
  story.say_programmed();
  EXPECT_FALSE(has_fired(story, "I-12"));
}

TEST(RestIsStable, FiresOnAMutationOutOfRest) {
  Story story;
  story.converge().pass(std::chrono::hours{10});
  story.as("controller-1")
      .reconciling("gateway", "example-ns/g")
      .write(kube::kGateways, programmed_gateway(), "status");
  EXPECT_TRUE(has_fired(story, "I-15"));
}

TEST(RestIsStable, SilentAfterSomethingFromOutside) {
  Story story;
  story.converge().aws_change("Target", kGroup + " i-1:30900", "unhealthy", true);
  story.as("controller-1")
      .reconciling("gateway", "example-ns/g")
      .write(kube::kGateways, programmed_gateway(), "status");
  EXPECT_FALSE(has_fired(story, "I-15"));
}

// A class is accepted; its own status write wakes the key again, and it writes once more.
bool stirs_itself(bool seen) {
  const Json document = with_conditions(gateway_class(), {condition("Accepted", "True", "Accepted", "Accepted")});
  Story story;
  story.apply_gateway().as("controller-1");
  // The last change of apply_gateway is the class's status.
  if (seen) story.see();
  story.reconciling("gatewayclass", "nlb").write(kube::kGatewayClasses, document, "status");
  return has_fired(story, "I-16");
}

TEST(MutationsHaveCauses, FiresWhenAKeyStirsItself) { EXPECT_TRUE(stirs_itself(true)); }

TEST(MutationsHaveCauses, SilentWhileItsOwnLastChangeIsOnItsWay) { EXPECT_FALSE(stirs_itself(false)); }

TEST(MutationsHaveCauses, SilentAfterAChangeThatWasSeen) {
  Story story;
  story.converge().as("user").write(kube::kTcpRoutes, accepted_route("r"));
  story.as("controller-1")
      .see()
      .reconciling("gateway", "example-ns/g")
      .write(kube::kGateways, programmed_gateway(), "status");
  EXPECT_FALSE(has_fired(story, "I-16"));
}

TEST(MutationsHaveCauses, SilentAfterAFailure) {
  Story story;
  story.apply_gateway().hold_gateway().finish(api::ReconcileOutcome::error);
  story.reconciling("gateway", "example-ns/g").write(kube::kGateways, with_finalizer(gateway()));
  EXPECT_FALSE(has_fired(story, "I-16"));
}

TEST(FailedValidationIsInert, FiresWhenASecondRouteMovesTheListener) {
  Story story;
  story.converge();
  Json second = route("r2");
  second["metadata"]["creationTimestamp"] = "2026-01-01T01:00:00Z";
  story.as("user").create(kube::kTcpRoutes, std::move(second));
  EXPECT_FALSE(has_fired(story, "I-24"));
  aws::ModifyListener::Request request;
  request.ListenerArn = kListener;
  story.as("controller-1").see().reconciling("gateway", "example-ns/g").call<aws::ModifyListener>(std::move(request));
  EXPECT_TRUE(has_fired(story, "I-24"));
}

TEST(FailedValidationIsInert, FiresWhenARouteWithoutBackendTakesTheListenerAway) {
  Story story;
  story.converge().as("user").write(kube::kTcpRoutes, route("r", {}));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g").call<aws::DeleteListener>({kListener});
  EXPECT_TRUE(has_fired(story, "I-24"));
}

TEST(FailedValidationIsInert, SilentForAnOlderRoute) {
  Story story;
  story.converge();
  Json older = route("r0");
  older["metadata"]["creationTimestamp"] = "2025-12-31T00:00:00Z";
  story.as("user").create(kube::kTcpRoutes, std::move(older));
  story.as("controller-1").see().reconciling("gateway", "example-ns/g").call<aws::DeleteListener>({kListener});
  EXPECT_FALSE(has_fired(story, "I-24"));
}

TEST(BindingsMatchTargetGroups, FiresOnAGroupWithoutBinding) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer().make_group().finish().rest();
  EXPECT_TRUE(has_fired(story, "I-28"));
}

TEST(BindingsMatchTargetGroups, FiresOnABindingWithoutGroup) {
  Story story;
  story.apply_gateway().hold_gateway().make_load_balancer();
  story.create(kube::kTargetGroupBindings, binding()).rest();
  EXPECT_TRUE(has_fired(story, "I-28"));
}

TEST(ForeignStatusUntouched, FiresWhenAnotherControllersEntryChanges) {
  const auto write = [](std::string message) {
    Json before = route("r");
    before["status"]["parents"] =
        Json::array({parent_entry(before, {condition("Accepted", "True", "Accepted", "theirs")}, "example.com/other")});
    Json after = before;
    after["status"]["parents"][0]["conditions"][0]["message"] = std::move(message);
    after["status"]["parents"].push_back(accepted_route("r")["status"]["parents"][0]);
    Story story;
    story.apply_gateway().as("user").create(kube::kTcpRoutes, std::move(before));
    story.as("controller-1").write(kube::kTcpRoutes, std::move(after), "status");
    return has_fired(story, "I-29");
  };
  EXPECT_FALSE(write("theirs"));
  EXPECT_TRUE(write("ours"));
}

TEST(DeletionsEnd, FiresAtRestAndAfterTheBound) {
  Story story;
  story.converge().as("user").write(kube::kGateways, deleting(programmed_gateway()));
  EXPECT_FALSE(has_fired(story, "I-31"));
  Story at_rest;
  at_rest.converge().as("user").write(kube::kGateways, deleting(programmed_gateway())).rest();
  EXPECT_TRUE(has_fired(at_rest, "I-31"));
  story.pass(std::chrono::minutes{21});
  EXPECT_TRUE(has_fired(story, "I-31"));
}

TEST(DeletionsEnd, SilentWhileAClassIsInUse) {
  Story story;
  story.converge();
  story.as("user")
      .write(kube::kGatewayClasses, deleting(with_finalizer(gateway_class(), "gateway.k8s.aws/gatewayclass")))
      .rest();
  EXPECT_FALSE(has_fired(story, "I-31"));
}

TEST(FailuresAreVisible, FiresOnARouteThatNobodyAnswers) {
  Story story;
  story.converge().as("user").create(kube::kTcpRoutes, route("r2")).rest();
  EXPECT_TRUE(has_fired(story, "I-34"));
}

TEST(FailuresAreVisible, SilentWithAConditionOrAWarning) {
  const auto write = [](bool explained, bool warned) {
    Story story;
    story.converge().as("controller-1");
    story.write(kube::kGateways,
                with_conditions(programmed_gateway(),
                                {condition("Accepted", "True", "Accepted", "valid"),
                                 condition("Programmed", "False", "Invalid", explained ? "no subnet" : "")}),
                "status");
    if (warned) {
      Json event = object("v1", "Event", "g.1", Json::object());
      event["type"] = "Warning";
      event["involvedObject"] = {{"kind", "Gateway"}, {"namespace", "example-ns"}, {"name", "g"}};
      story.create(kube::kEvents, std::move(event));
    }
    story.rest();
    return has_fired(story, "I-34");
  };
  EXPECT_TRUE(write(false, false));
  EXPECT_FALSE(write(true, false));
  EXPECT_FALSE(write(false, true));
}

}  // namespace

}  // namespace nlbsim::scenarios::oracles::testing
