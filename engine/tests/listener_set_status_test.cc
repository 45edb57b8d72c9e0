#include "engine/status/listener_set_status.h"

#include <gmock/gmock.h>

#include "engine/tests/cluster.h"

namespace nlbsim::engine::testing {
namespace {

using ::testing::HasSubstr;

const Profile& seed() { return *find_profile("seed"); }
const Stamp kStamp{2, "2026-01-01T00:00:09Z"};

class ListenerSetStatus : public ::testing::Test {
 protected:
  ListenerSetStatus()
      : cluster_(
            "gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}\n"
            "set a/s#3 {parentRef: {name: gw}, listeners: [{name: more, protocol: TCP, port: 9090}]}") {
    set_.set = cluster_.get(kube::kListenerSets, {"a", "s"});
    set_.taken = true;
    set_.listeners.push_back({"more", 9090, {}, 2, true, {make_condition("Accepted", true, "Accepted", "")}});
  }
  // "True/Accepted True/Programmed, more 2 True/Programmed"; a condition that is left alone is "-".
  std::string said(const PassFacts& facts, std::string_view refusal = "") {
    const ListenerSetReport report = report_of(facts, refusal);
    const auto say = [](const std::vector<kube::Condition>& conditions, std::string_view type) {
      const kube::Condition* found = kube::find_condition(conditions, type);
      return found ? found->status + "/" + found->reason : std::string("-");
    };
    std::string out = say(report.conditions, "Accepted") + " " + say(report.conditions, "Programmed");
    for (const kube::ListenerStatus& listener : report.listeners)
      out += ", " + listener.name + " " + std::to_string(listener.attachedRoutes) + " " +
             say(listener.conditions, "Programmed");
    return out + (report.attached ? ", attached" : "");
  }
  ListenerSetReport report_of(const PassFacts& facts, std::string_view refusal = "") {
    return report_listener_set(cluster_.get(kube::kGateways, {"a", "gw"}), set_, facts, refusal, seed());
  }
  static PassFacts facts(bool active) {
    PassFacts out;
    out.load_balancer = LoadBalancerFacts{"arn:lb", "LB.elb.amazonaws.com", active};
    return out;
  }

  Cluster cluster_;
  LoadedListenerSet set_;
};

TEST_F(ListenerSetStatus, FollowsTheLoadBalancer) {
  EXPECT_EQ(said(facts(false)), "True/Accepted Unknown/Pending, more 2 False/Pending, attached");
  EXPECT_EQ(said(facts(true)), "True/Accepted True/Programmed, more 2 True/Programmed, attached");
}

TEST_F(ListenerSetStatus, OneThatIsNotTakenHasNoListeners) {
  set_.taken = false;
  EXPECT_EQ(said(facts(true)), "False/NotAllowed False/Invalid");
  set_.listeners.clear();
  EXPECT_THAT(report_of(facts(true)).conditions.front().message, HasSubstr("spec.allowedListeners of Gateway a/gw"));
}

TEST_F(ListenerSetStatus, ARefusedGatewayRefusesIt) {
  EXPECT_EQ(said({}, "no class"), "False/ParentNotAccepted False/Invalid, more 2 False/Pending");
}

TEST_F(ListenerSetStatus, WithoutAValidListenerItIsNotAccepted) {
  set_.listeners.front().valid = false;
  EXPECT_EQ(said(facts(true)), "False/ListenersNotValid False/ListenersNotValid, more 2 False/Invalid");
  set_.listeners.push_back({"well", 9091, {}, 0, true, {make_condition("Accepted", true, "Accepted", "")}});
  EXPECT_EQ(said(facts(true)),
            "True/ListenersNotValid True/Programmed, more 2 False/Invalid, well 0 True/Programmed, attached");
}

TEST_F(ListenerSetStatus, NothingIsWrittenTwice) {
  const ListenerSetReport report = report_of(facts(true));
  const auto body = listener_set_status_patch(set_.set, report, kStamp, seed());
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("status").at("listeners").at(0).at("attachedRoutes"), 2);
  cluster_.patch(kube::kListenerSets, {"a", "s"}, {{"status", body->at("status")}});
  EXPECT_FALSE(listener_set_status_patch(cluster_.get(kube::kListenerSets, {"a", "s"}), report, kStamp, seed()));
}

}  // namespace
}  // namespace nlbsim::engine::testing
