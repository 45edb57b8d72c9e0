#include "scenarios/oracles/differential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/oracles/repeatability.h"
#include "scenarios/oracles/tests/example_story.h"

namespace nlbsim::scenarios::oracles::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The end of the example, with ids that end in `suffix` and a Gateway that was written `writes` times.
RawState example(std::string suffix = "", int writes = 1) {
  RawState raw;
  const Json tags = {{"elbv2.k8s.aws/cluster", "demo-cluster"}, {"gateway.k8s.aws.nlb/stack", "example-ns/g"}};
  raw.load_balancers = Json::array({{{"LoadBalancerArn", kLoadBalancer + suffix},
                                     {"LoadBalancerName", "k8s-examplen-g-0123456789"},
                                     {"DNSName", suffix + kAddress},
                                     {"CreatedTime", std::to_string(writes)},
                                     {"Tags", tags}}});
  Json action = {{"Type", "forward"}, {"TargetGroupArn", kGroup + suffix}};
  raw.listeners = Json::array({{{"ListenerArn", kListener + suffix},
                                {"LoadBalancerArn", kLoadBalancer + suffix},
                                {"Port", 8080},
                                {"DefaultActions", Json::array({std::move(action)})},
                                {"Tags", tags}}});
  raw.target_groups = Json::array(
      {{{"TargetGroupArn", kGroup + suffix}, {"TargetGroupName", "k8s-examplen-s-0123456789"}, {"Tags", tags}}});
  raw.security_groups = Json::array();
  Json gateway_document = with_conditions(with_finalizer(gateway()),
                                          {condition("Programmed", "True", "Programmed", kLoadBalancer + suffix,
                                                     "2026-01-01T00:00:0" + std::to_string(writes) + "Z", writes)});
  gateway_document["metadata"]["generation"] = writes;
  gateway_document["metadata"]["resourceVersion"] = std::to_string(100 * writes);
  RawState::Cluster cluster{"demo-cluster", {}};
  cluster.objects = {kube::Object::make(std::move(gateway_document)), kube::Object::make(accepted_route("r")),
                     kube::Object::make(binding(kGroup + suffix))};
  raw.clusters.push_back(std::move(cluster));
  return raw;
}

std::string judged(const RawState& expected, const RawState& actual) {
  const auto violation = judge_end_state(canonical_state_of(expected), canonical_state_of(actual));
  return violation ? violation->message : std::string();
}

TEST(Differential, OverlooksIdsTimesAndCounts) { EXPECT_THAT(judged(example(), example("9", 3)), IsEmpty()); }

TEST(Differential, TellsWhatIsLeftOverAndWhatIsMissing) {
  RawState with_leftover = example();
  Json extra = with_leftover.target_groups[0];
  extra["TargetGroupArn"] = kGroup + "2";
  extra["TargetGroupName"] = "k8s-leftover";
  with_leftover.target_groups.push_back(std::move(extra));
  EXPECT_EQ(judged(example(), with_leftover), "target group k8s-leftover is left over");
  EXPECT_EQ(judged(with_leftover, example()), "target group k8s-leftover is missing");
}

// As if the Service's node port had been another one when the group was made.
RawState with_group_named(const std::string& name) {
  RawState raw = example();
  raw.target_groups[0]["TargetGroupName"] = name;
  raw.target_groups[0]["Tags"]["gateway.k8s.aws.nlb/resource"] = "example-ns/r:s:9000";
  Json document = raw.clusters[0].objects[2]->document();
  document["metadata"]["name"] = name;
  raw.clusters[0].objects[2] = kube::Object::make(std::move(document));
  return raw;
}

TEST(Differential, ANameThatHoldsANodePortIsNoIdentity) {
  EXPECT_THAT(judged(with_group_named("k8s-examplen-s-1111111111"), with_group_named("k8s-examplen-s-2222222222")),
              IsEmpty());
  // It is what somebody was given all the same.
  const auto as_created = [](const RawState& raw) {
    return canonical_state_of(raw, CanonicalForm::as_created).document;
  };
  EXPECT_NE(as_created(with_group_named("k8s-examplen-s-1111111111")),
            as_created(with_group_named("k8s-examplen-s-2222222222")));
}

TEST(Differential, ASecondGroupForTheSameIsLeftOver) {
  RawState two = with_group_named("k8s-examplen-s-1111111111");
  Json extra = two.target_groups[0];
  extra["TargetGroupArn"] = kGroup + "2";
  extra["TargetGroupName"] = "k8s-examplen-s-2222222222";
  two.target_groups.push_back(std::move(extra));
  EXPECT_THAT(judged(with_group_named("k8s-examplen-s-1111111111"), two),
              HasSubstr("target group example-ns/g>example-ns/r:s:9000#2 is left over"));
}

TEST(Differential, DifferencesOfOneShapeAreOneGroup) {
  const auto missing = [](std::string kind, std::string name) {
    return StateDifference{kind + " " + name, "", Json(1), Json()};
  };
  const std::vector<StateDifference> a{missing("listener", "x:80"), missing("target group", "a")};
  const std::vector<StateDifference> b{missing("target group", "b"), missing("listener", "y:80"),
                                       missing("listener", "y:81")};
  EXPECT_EQ(group_of(a), "listener missing, target group missing");
  EXPECT_EQ(group_of(a), group_of(b));
  const StateDifference reason{"demo-cluster: Gateway a/g", "status.conditions.0.reason", Json(1), Json(2)};
  EXPECT_EQ(group_of({reason}), "Gateway status.conditions.reason");
  EXPECT_NE(group_of({a[0], a[1], reason}), group_of({a[0], a[1], missing("Gateway", "g")}));
}

TEST(Differential, TellsTheMemberThatDiffers) {
  RawState other = example();
  Json document = other.clusters[0].objects[0]->document();
  document["status"]["conditions"][0]["reason"] = "Pending";
  other.clusters[0].objects[0] = kube::Object::make(std::move(document));
  EXPECT_EQ(judged(example(), other),
            "demo-cluster: Gateway example-ns/g status.conditions.0.reason: expected Programmed, found Pending");
}

TEST(Differential, ANewerGenerationThanObservedIsADifference) {
  RawState stale = example();
  Json document = stale.clusters[0].objects[0]->document();
  document["metadata"]["generation"] = 2;
  stale.clusters[0].objects[0] = kube::Object::make(std::move(document));
  EXPECT_THAT(judged(example(), stale), HasSubstr("observedGeneration"));
}

TEST(Differential, AListenerFrozenByABrokenRuleMayBeThereOrNot) {
  const auto refuse = [](RawState raw) {
    Json document = route("r", {});
    document["status"]["parents"] =
        Json::array({parent_entry(document, {condition("Accepted", "False", "UnsupportedValue", "no backend")})});
    raw.clusters[0].objects[1] = kube::Object::make(std::move(document));
    return raw;
  };
  const auto without_listener = [](RawState raw) {
    raw.listeners = Json::array();
    raw.target_groups = Json::array();
    raw.clusters[0].objects.pop_back();
    return raw;
  };
  // With a route that serves, the same is a difference.
  EXPECT_THAT(judged(example(), without_listener(example())), HasSubstr("is missing"));
  EXPECT_THAT(judged(refuse(example()), without_listener(refuse(example()))), IsEmpty());
  EXPECT_THAT(judged(without_listener(refuse(example())), refuse(example())), IsEmpty());
}

RunRecord run_of(const Story& story) {
  RunRecord run;
  run.id = "example";
  run.actors = story.actors();
  auto journal = std::make_shared<sim::Journal>();
  for (const sim::Record& record : story.journal().records())
    journal->append(record.at, record.actor, record.cause, record.kind, record.payload);
  run.journal_hash = journal->hash();
  run.journal = std::move(journal);
  return run;
}

TEST(Repeatability, ComparesHashesAndShowsTheFirstRecordThatDiffers) {
  Story once, again, bent;
  once.converge();
  again.converge();
  bent.apply_gateway().pass(std::chrono::seconds{1});
  bent.hold_gateway();
  EXPECT_FALSE(judge_repetition(run_of(once), run_of(again)));
  const auto violation = judge_repetition(run_of(once), run_of(bent));
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->invariant, "I-35");
  ASSERT_EQ(violation->records.size(), 1u);
  EXPECT_EQ(once.journal().find(violation->records.front())->kind, sim::RecordKind::reconcile_started);
}

}  // namespace

}  // namespace nlbsim::scenarios::oracles::testing
