#include <gmock/gmock.h>

#include "engine/names.h"
#include "engine/status/gateway_class_status.h"
#include "engine/status/gateway_status.h"
#include "engine/status/patch.h"
#include "engine/status/route_status.h"
#include "engine/tests/cluster.h"

namespace nlbsim::engine::testing {
namespace {

const Profile& seed() { return *find_profile("seed"); }
const Stamp kStamp{2, "2026-01-01T00:00:09Z"};

kube::Condition condition(const char* type, const char* status, const char* reason, std::int64_t generation) {
  kube::Condition out{type, status, reason, "", "2026-01-01T00:00:01Z", generation};
  return out;
}

// ---- conditions ----
struct MergeRow {
  const char* name;
  kube::Condition existing;
  kube::Condition desired;
  kube::Condition expected;
};
void PrintTo(const MergeRow& row, std::ostream* out) { *out << row.name; }

kube::Condition at(kube::Condition c, const char* time) {
  c.lastTransitionTime = time;
  return c;
}

const char* const kBefore = "2026-01-01T00:00:01Z";
const MergeRow kMergeRows[] = {
    {"FlipMovesTheTime", condition("Accepted", "Unknown", "Pending", 2), condition("Accepted", "True", "Accepted", 0),
     at(condition("Accepted", "True", "Accepted", 2), "2026-01-01T00:00:09Z")},
    {"NewReasonKeepsTheTime", condition("Accepted", "False", "Invalid", 2),
     condition("Accepted", "False", "ListenersNotValid", 0),
     at(condition("Accepted", "False", "ListenersNotValid", 2), kBefore)},
    {"NewGenerationKeepsTheTime", condition("Accepted", "True", "Accepted", 1),
     condition("Accepted", "True", "Accepted", 0), at(condition("Accepted", "True", "Accepted", 2), kBefore)},
    {"SomebodyWhoKnowsMoreIsLeftAlone", condition("Accepted", "True", "Accepted", 3),
     condition("Accepted", "False", "Invalid", 0), at(condition("Accepted", "True", "Accepted", 3), kBefore)},
    {"EqualStays", condition("Accepted", "True", "Accepted", 2), condition("Accepted", "True", "Accepted", 0),
     at(condition("Accepted", "True", "Accepted", 2), kBefore)},
};

class MergeTest : public ::testing::TestWithParam<MergeRow> {};

TEST_P(MergeTest, Condition) {
  const MergeRow& row = GetParam();
  const std::vector<kube::Condition> existing{row.existing}, desired{row.desired}, expected{row.expected};
  EXPECT_EQ(merge_conditions(existing, desired, kStamp), expected);
  EXPECT_EQ(up_to_date(existing, desired, kStamp.generation), existing == expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, MergeTest, ::testing::ValuesIn(kMergeRows), [](const auto& i) { return i.param.name; });

TEST(MergeConditions, KeepsForeignTypesInPlaceAndAppendsNewOnes) {
  const std::vector<kube::Condition> existing{condition("Foreign", "True", "X", 1),
                                              condition("Accepted", "True", "Accepted", 1)};
  const std::vector<kube::Condition> desired{condition("Accepted", "True", "Accepted", 0),
                                             condition("Programmed", "True", "Programmed", 0)};
  const auto merged = merge_conditions(existing, desired, kStamp);
  ASSERT_EQ(merged.size(), 3u);
  EXPECT_EQ(merged[0], existing[0]);
  EXPECT_EQ(merged[1].observedGeneration, 2);
  EXPECT_EQ(merged[2].type, "Programmed");
  EXPECT_EQ(merged[2].lastTransitionTime, kStamp.now);
}

// ---- Gateway ----
class GatewayStatus : public ::testing::Test {
 protected:
  GatewayStatus() : cluster_("gateway a/gw#2 {listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}") {
    listeners_.push_back({"tcp-app",
                          8080,
                          {{std::string(kube::kGatewayGroup), "TCPRoute"}},
                          1,
                          true,
                          {make_condition("Accepted", true, "Accepted", "Listener is accepted.")}});
  }
  kube::ObjectRef gateway() { return cluster_.get(kube::kGateways, {"a", "gw"}); }
  std::optional<api::Json> patch(const GatewayReport& report) {
    return gateway_status_patch(gateway(), report, kStamp, seed());
  }
  GatewayReport deployed(LoadBalancerFacts load_balancer) {
    PassFacts facts;
    facts.load_balancer = std::move(load_balancer);
    return report(facts);
  }
  GatewayReport report(const PassFacts& facts) { return report_pass(gateway(), listeners_, facts, seed()); }
  // "Programmed" of the first listener: "True/Programmed text", "-" when the patch says nothing of it.
  std::string listener_programmed(const PassFacts& facts) {
    const GatewayReport said = report(facts);
    for (const kube::Condition& condition : said.listeners->front().conditions)
      if (condition.type == "Programmed") return condition.status + "/" + condition.reason + " " + condition.message;
    return "-";
  }
  // Writes the patch, as the API server would.
  void write(const api::Json& body) { cluster_.patch(kube::kGateways, {"a", "gw"}, {{"status", body.at("status")}}); }

  const LoadBalancerFacts active_{"arn:lb", "LB.elb.amazonaws.com", true};
  const LoadBalancerFacts provisioning_{"arn:lb", "LB.elb.amazonaws.com", false};
  Cluster cluster_;
  std::vector<LoadedListener> listeners_;
};

TEST_F(GatewayStatus, ActiveLoadBalancerIsProgrammedWithItsArn) {
  const auto body = patch(deployed(active_));
  ASSERT_TRUE(body);
  const api::Json& conditions = body->at("status").at("conditions");
  EXPECT_EQ(conditions.at(0).at("type"), "Accepted");
  EXPECT_EQ(conditions.at(0).at("message"), "");
  EXPECT_EQ(conditions.at(1).at("message"), "arn:lb");
  EXPECT_EQ(conditions.at(1).at("observedGeneration"), 2);
  EXPECT_EQ(body->at("status").at("addresses"), flow("[{type: Hostname, value: lb.elb.amazonaws.com}]"));
  const api::Json& listener = body->at("status").at("listeners").at(0);
  EXPECT_EQ(listener.at("attachedRoutes"), 1);
  EXPECT_EQ(listener.at("supportedKinds"), flow("[{group: gateway.networking.k8s.io, kind: TCPRoute}]"));
  EXPECT_EQ(listener.at("conditions").at(1).at("reason"), "Programmed");
}

TEST_F(GatewayStatus, ProvisioningLoadBalancerIsPending) {
  const auto body = patch(deployed(provisioning_));
  ASSERT_TRUE(body);
  const api::Json& programmed = body->at("status").at("conditions").at(1);
  EXPECT_EQ(programmed.at("status"), "Unknown");
  EXPECT_EQ(programmed.at("reason"), "Pending");
  EXPECT_EQ(programmed.at("message"), "Waiting for load balancer to be active.");
  EXPECT_EQ(body->at("status").at("listeners").at(0).at("conditions").at(1).at("status"), "False");
}

TEST_F(GatewayStatus, NothingIsWrittenTwice) {
  const GatewayReport report = deployed(active_);
  write(*patch(report));
  EXPECT_FALSE(patch(report));
}

TEST_F(GatewayStatus, OnlyWhatDiffersIsSent) {
  write(*patch(deployed(active_)));
  listeners_[0].attached_routes = 0;
  const auto body = patch(deployed(active_));
  ASSERT_TRUE(body);
  EXPECT_TRUE(body->at("status").contains("listeners"));
  EXPECT_FALSE(body->at("status").contains("conditions"));
  EXPECT_FALSE(body->at("status").contains("addresses"));
}

TEST_F(GatewayStatus, NoAddressBeforeAwsGaveOne) {
  const auto body = patch(deployed({"arn:lb", "", false}));
  EXPECT_FALSE(body->at("status").contains("addresses"));
}

TEST_F(GatewayStatus, OneInvalidListenerIsSaidOfTheGateway) {
  listeners_.push_back({"bad", 80, {}, 0, false, {make_condition("Accepted", false, "UnsupportedProtocol", "HTTP")}});
  const auto body = patch(deployed(active_));
  EXPECT_EQ(body->at("status").at("conditions").at(0).at("status"), "True");
  EXPECT_EQ(body->at("status").at("conditions").at(0).at("reason"), "ListenersNotValid");
  const api::Json& bad = body->at("status").at("listeners").at(1).at("conditions").at(1);
  EXPECT_EQ(bad.at("status"), "False");
  EXPECT_EQ(bad.at("reason"), "Invalid");
}

TEST_F(GatewayStatus, NoValidListenerRejectsTheGateway) {
  listeners_[0].valid = false;
  const auto body = patch(report_no_valid_listener(listeners_, seed()));
  EXPECT_EQ(body->at("status").at("conditions").at(0).at("reason"), "ListenersNotValid");
  EXPECT_EQ(body->at("status").at("conditions").at(0).at("status"), "False");
  EXPECT_EQ(body->at("status").at("conditions").at(1).at("reason"), "Invalid");
}

TEST_F(GatewayStatus, FailureOfTheWholeTouchesAcceptedAlone) {
  write(*patch(deployed(active_)));
  PassFacts facts;
  facts.failure = "AccessDenied: no";
  const auto body = patch(report(facts));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("status").size(), 1u) << "the listener that serves still serves";
  const api::Json& conditions = body->at("status").at("conditions");
  EXPECT_EQ(conditions.at(0).at("status"), "False");
  EXPECT_EQ(conditions.at(0).at("reason"), "Invalid");
  EXPECT_EQ(conditions.at(0).at("message"), "AccessDenied: no");
  EXPECT_EQ(conditions.at(1).at("status"), "True");
}

TEST_F(GatewayStatus, CountsAndListenersAreWrittenWhateverFailed) {
  PassFacts facts;
  facts.failure = "AccessDenied: no";
  const auto body = patch(report(facts));
  ASSERT_TRUE(body);
  const api::Json& listener = body->at("status").at("listeners").at(0);
  EXPECT_EQ(listener.at("attachedRoutes"), 1);
  EXPECT_EQ(listener.at("conditions").at(0).at("status"), "True");
  EXPECT_EQ(listener.at("conditions").at(1).at("type"), "Programmed");
  EXPECT_EQ(listener.at("conditions").at(1).at("status"), "False");
  EXPECT_FALSE(body->at("status").contains("addresses"));
}

TEST_F(GatewayStatus, WhatIsKnownOfTheLoadBalancerIsWrittenThoughAPortFailed) {
  PassFacts facts;
  facts.load_balancer = active_;
  facts.failures = {{8080, "CreateListener of listener 8080: TooManyListeners: no"}};
  const auto body = patch(report(facts));
  ASSERT_TRUE(body);
  const api::Json& status = body->at("status");
  EXPECT_EQ(status.at("conditions").at(0).at("status"), "True") << "one port's failure is not the Gateway's";
  EXPECT_EQ(status.at("conditions").at(1).at("message"), "arn:lb");
  EXPECT_TRUE(status.contains("addresses"));
  EXPECT_EQ(listener_programmed(facts), "False/Pending CreateListener of listener 8080: TooManyListeners: no");
}

TEST_F(GatewayStatus, ListenerIsProgrammed) {
  PassFacts nothing, failed, active, provisioning, other_port;
  failed.failure = "why";
  active.load_balancer = active_;
  provisioning.load_balancer = provisioning_;
  other_port.load_balancer = active_;
  other_port.failures = {{9090, "why"}};
  EXPECT_EQ(listener_programmed(active), "True/Programmed Listener is programmed.");
  EXPECT_EQ(listener_programmed(other_port), "True/Programmed Listener is programmed.");
  EXPECT_EQ(listener_programmed(provisioning), "False/Pending Listener is pending to be programmed.");
  EXPECT_EQ(listener_programmed(nothing), "False/Pending Listener is pending to be programmed.");
  EXPECT_EQ(listener_programmed(failed), "False/Pending why");
  write(*patch(deployed(active_)));
  EXPECT_EQ(listener_programmed(nothing), "-") << "it served, and nothing is known against it";
  EXPECT_EQ(listener_programmed(failed), "-");
  listeners_[0].valid = false;
  EXPECT_EQ(listener_programmed(active), "False/Invalid Listener is not valid.");
}

TEST_F(GatewayStatus, WishThatCannotBeMetIsToldThoughTheRestServes) {
  PassFacts facts;
  facts.load_balancer = active_;
  facts.not_programmed = make_condition("Programmed", false, "AddressNotUsable", "no");
  const GatewayReport said = report(facts);
  EXPECT_EQ(render(said.conditions), " Accepted=True/Accepted Programmed=False/AddressNotUsable");
  EXPECT_EQ(listener_programmed(facts), "True/Programmed Listener is programmed.");
}

TEST_F(GatewayStatus, RefusedGatewayKeepsWhatServes) {
  const auto refused = [&] { return report_not_accepted(gateway(), listeners_, "InvalidParameters", "no", seed()); };
  EXPECT_EQ(render(refused().conditions), " Accepted=False/InvalidParameters Programmed=False/Invalid");
  write(*patch(deployed(active_)));
  EXPECT_EQ(render(refused().conditions), " Accepted=False/InvalidParameters");
  EXPECT_EQ(render(refused().listeners->front().conditions), " Accepted=True/Accepted");
}

TEST_F(GatewayStatus, PatchIsLockedByTheRevisionItWasMadeFrom) {
  const auto body = patch(deployed(active_));
  EXPECT_EQ(body->at("metadata").at("resourceVersion"), std::to_string(gateway()->meta().resource_version));
}

// ---- routes ----
class RouteStatus : public ::testing::Test {
 protected:
  RouteStatus() : cluster_("route a/r#2 {parentRefs: [{name: gw, sectionName: one}, {name: gw, sectionName: two}]}") {
    const auto& parents = route()->view<kube::Route>().spec.parentRefs;
    one_ = parents[0];
    two_ = parents[1];
  }
  kube::ObjectRef route() { return cluster_.get(kube::kTcpRoutes, {"a", "r"}); }
  void set_parents(const std::string& text) {
    cluster_.patch(kube::kTcpRoutes, {"a", "r"}, {{"status", {{"parents", flow(text)}}}});
  }
  std::optional<api::Json> patch(std::vector<DesiredParent> entries, bool keeps = true) {
    DesiredParents desired{std::move(entries), [keeps](const auto&) { return keeps; }};
    return route_status_patch(route(), desired, kStamp, seed());
  }

  Cluster cluster_;
  kube::ParentReference one_, two_;
  const std::vector<kube::Condition> accepted_{make_condition("Accepted", true, "Accepted", "")};
  const std::vector<kube::Condition> refused_{make_condition("Accepted", false, "NoMatchingParent", "no")};
};

TEST_F(RouteStatus, OneEntryForEachParentRef) {
  const auto body = patch({{&one_, accepted_}, {&two_, refused_}});
  ASSERT_TRUE(body);
  const api::Json& parents = body->at("status").at("parents");
  ASSERT_EQ(parents.size(), 2u);
  EXPECT_EQ(parents.at(0).at("parentRef").at("sectionName"), "one");
  EXPECT_EQ(parents.at(0).at("controllerName"), kControllerName);
  EXPECT_EQ(parents.at(1).at("conditions").at(0).at("reason"), "NoMatchingParent");
  EXPECT_EQ(parents.at(1).at("conditions").at(0).at("observedGeneration"), 2);
}

TEST_F(RouteStatus, ForeignEntriesStayAsTheyAre) {
  const std::string foreign =
      "{parentRef: {name: gw, sectionName: one}, controllerName: example.com/other, conditions: [], extra: {odd: 1}}";
  set_parents("[" + foreign + "]");
  const auto body = patch({{&one_, accepted_}});
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("status").at("parents").at(0), flow(foreign));
  EXPECT_EQ(body->at("status").at("parents").size(), 2u);
}

TEST_F(RouteStatus, OwnEntriesAreInTheOrderOfTheParentRefs) {
  set_parents(
      "[{parentRef: {name: gw, sectionName: two}, controllerName: gateway.k8s.aws/nlb, conditions: []}, "
      "{parentRef: {name: gw}, controllerName: example.com/other, conditions: []}]");
  const auto body = patch({{&one_, accepted_}});
  ASSERT_TRUE(body);
  const api::Json& parents = body->at("status").at("parents");
  EXPECT_EQ(parents.at(0).at("parentRef").at("sectionName"), "one");
  EXPECT_EQ(parents.at(1).at("controllerName"), "example.com/other");
  EXPECT_EQ(parents.at(2).at("parentRef").at("sectionName"), "two");
}

TEST_F(RouteStatus, ReleaseThatTakesForeignEntriesForItsOwn) {
  set_parents("[{parentRef: {name: gw}, controllerName: example.com/other, conditions: []}]");
  Profile profile = seed();
  profile.foreign_parents_kept = false;
  DesiredParents desired{{{&one_, accepted_}}, [](const auto&) { return true; }};
  const auto body = route_status_patch(route(), desired, kStamp, profile);
  EXPECT_EQ(body->at("status").at("parents").at(0).at("controllerName"), kControllerName);
}

TEST_F(RouteStatus, StaleOwnEntriesGoAndForeignOnesDoNot) {
  set_parents(
      "[{parentRef: {name: old}, controllerName: gateway.k8s.aws/nlb, conditions: []}, "
      "{parentRef: {name: old}, controllerName: example.com/other, conditions: []}]");
  const auto body = patch({}, false);
  ASSERT_TRUE(body);
  ASSERT_EQ(body->at("status").at("parents").size(), 1u);
  EXPECT_EQ(body->at("status").at("parents").at(0).at("controllerName"), "example.com/other");
}

TEST_F(RouteStatus, AnEntryWhoseGatewayHasYetToSpeakStays) {
  set_parents("[{parentRef: {name: gw, sectionName: one}, controllerName: gateway.k8s.aws/nlb, conditions: []}]");
  EXPECT_FALSE(patch({}, true));
}

TEST_F(RouteStatus, NothingIsWrittenTwice) {
  const auto body = patch({{&one_, accepted_}});
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, {{"status", body->at("status")}});
  EXPECT_FALSE(patch({{&one_, accepted_}}));
  const DesiredParent desired{&one_, accepted_};
  EXPECT_TRUE(route_parent_up_to_date(route(), desired));
}

TEST_F(RouteStatus, AnEntryWrittenForANewerGenerationIsLeftAlone) {
  set_parents(
      "[{parentRef: {name: gw, sectionName: one}, controllerName: gateway.k8s.aws/nlb, conditions: [{type: Accepted, "
      "status: \"True\", reason: Accepted, observedGeneration: 3}]}]");
  EXPECT_FALSE(patch({{&one_, refused_}}));
}

TEST_F(RouteStatus, ANewGenerationIsSaidEvenWhenNothingElseChanges) {
  set_parents(
      "[{parentRef: {name: gw, sectionName: one}, controllerName: gateway.k8s.aws/nlb, conditions: [{type: Accepted, "
      "status: \"True\", reason: Accepted, message: \"\", observedGeneration: 1, lastTransitionTime: yesterday}]}]");
  const auto body = patch({{&one_, accepted_}});
  ASSERT_TRUE(body);
  const api::Json& written = body->at("status").at("parents").at(0).at("conditions").at(0);
  EXPECT_EQ(written.at("observedGeneration"), 2);
  EXPECT_EQ(written.at("lastTransitionTime"), "yesterday");
}

// ---- finalizers ----
TEST(FinalizerPatch, AddsToTheListAndLocks) {
  Cluster cluster("gateway a/gw {}");
  cluster.patch(kube::kGateways, {"a", "gw"}, flow("{metadata: {finalizers: [other]}}"));
  const auto gateway = cluster.get(kube::kGateways, {"a", "gw"});
  const auto body = add_finalizer_patch(gateway, kGatewayFinalizer);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("metadata").at("finalizers"), flow("[other, gateway.k8s.aws/nlb]"));
  EXPECT_EQ(body->at("metadata").at("resourceVersion"), std::to_string(gateway->meta().resource_version));
}

TEST(FinalizerPatch, TheLastOneLeavesNull) {
  Cluster cluster("gateway a/gw {}");
  cluster.patch(kube::kGateways, {"a", "gw"}, flow("{metadata: {finalizers: [gateway.k8s.aws/nlb]}}"));
  const auto gateway = cluster.get(kube::kGateways, {"a", "gw"});
  EXPECT_TRUE(remove_finalizer_patch(gateway, kGatewayFinalizer)->at("metadata").at("finalizers").is_null());
  EXPECT_FALSE(add_finalizer_patch(gateway, kGatewayFinalizer));
  EXPECT_FALSE(remove_finalizer_patch(gateway, "other"));
}

}  // namespace
}  // namespace nlbsim::engine::testing
