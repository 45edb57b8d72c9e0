#include "engine/runtime/events/event_recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/events/event_correlator.h"
#include "engine/runtime/events/recent_cache.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;
using namespace std::chrono_literals;
using testing::Bench;
using testing::error;
using testing::object;

struct EventsTest : ::testing::Test {
  EventsTest() {
    bench.kube.answer = [this](api::AnyCall&) -> api::Result<void> {
      if (refusals.empty()) return {};
      const sim::Error next = refusals.front();
      refusals.pop_front();
      return sim::forward(next);
    };
    recorder.start();
  }
  void tell(std::string message, EventType type = EventType::warning, std::string_view reason = "FailedBuildModel") {
    recorder.event(kube::kGateways, gateway, type, reason, std::move(message), 0);
    ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  }
  api::Json body(std::size_t i) const {
    const api::AnyCall& call = *bench.kube.asked.at(i).call;
    if (&call.operation() == &kube::Create::info()) return *api::as<kube::Create>(call).request.body;
    return *api::as<kube::Patch>(call).request.body;
  }
  std::vector<std::string> verbs() const {
    std::vector<std::string> out;
    for (const auto& asked : bench.kube.asked) out.emplace_back(asked.operation());
    return out;
  }

  Bench bench;
  std::deque<sim::Error> refusals;
  kube::ObjectRef gateway = object(kube::kGateways, {"example-ns", "my-tcp-gateway"}, 42);
  EventRecorder& recorder = bench.keep<EventRecorder>(bench.context, "gateway.k8s.aws/nlb");
};

TEST_F(EventsTest, APostCarriesWhatClientGoSends) {
  tell("Successfully reconciled", EventType::normal, "SuccessfullyReconciled");
  ASSERT_THAT(verbs(), ElementsAre("create"));
  const api::Json expected = api::parse_json(R"({
    "apiVersion": "v1", "kind": "Event", "count": 1, "eventTime": null,
    "firstTimestamp": "2026-01-01T00:00:00Z", "lastTimestamp": "2026-01-01T00:00:00Z",
    "involvedObject": {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "name": "my-tcp-gateway",
      "namespace": "example-ns", "resourceVersion": "42", "uid": "uid-my-tcp-gateway"},
    "message": "Successfully reconciled", "reason": "SuccessfullyReconciled", "type": "Normal",
    "metadata": {"creationTimestamp": null, "name": "my-tcp-gateway.18867251edfa0000", "namespace": "example-ns"},
    "reportingComponent": "gateway.k8s.aws/nlb", "reportingInstance": "",
    "source": {"component": "gateway.k8s.aws/nlb"}})")
                                 .value();
  EXPECT_EQ(body(0), expected);
}

TEST_F(EventsTest, ARepeatCountsUpTheEventThatIsThere) {
  tell("no");
  bench.scheduler.run_until(sim::kWorldStart + 90s, Bench::kSteps);
  tell("no");
  ASSERT_THAT(verbs(), ElementsAre("create", "patch"));
  const auto& patch = api::as<kube::Patch>(*bench.kube.asked[1].call).request;
  EXPECT_EQ(patch.type, kube::PatchType::strategic);
  EXPECT_EQ(patch.key.name, api::text(api::at(body(0), "metadata", "name")));
  EXPECT_EQ(*patch.body, (api::Json{{"count", 2}, {"lastTimestamp", "2026-01-01T00:01:30Z"}, {"message", "no"}}));
}

TEST_F(EventsTest, ARepeatOfAnEventThatIsGoneIsCreatedWithItsCount) {
  tell("no");
  refusals = {error("NotFound", 404)};
  tell("no");
  ASSERT_THAT(verbs(), ElementsAre("create", "patch", "create"));
  EXPECT_EQ(body(2)["count"], 2);
}

TEST_F(EventsTest, TheTenthDifferentTextOfAReasonIsCombined) {
  for (int i = 1; i <= 12; ++i) tell("text " + std::to_string(i));
  ASSERT_EQ(verbs().size(), 12u);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(body(i)["count"], 1);
  EXPECT_EQ(verbs()[9], "create");
  EXPECT_EQ(body(9)["message"], "(combined from similar events): text 10");
  EXPECT_EQ(body(9)["reportingComponent"], "");
  EXPECT_EQ(verbs()[11], "patch");
  EXPECT_EQ(body(11)["count"], 3);
  EXPECT_EQ(body(11)["message"], "(combined from similar events): text 12");
}

TEST_F(EventsTest, TenQuietMinutesEndAnAggregation) {
  for (int i = 1; i <= 9; ++i) tell("text " + std::to_string(i));
  bench.scheduler.run_until(bench.scheduler.now() + 10min + 1s, Bench::kSteps);
  tell("text 10");
  EXPECT_EQ(body(9)["message"], "text 10");
}

TEST_F(EventsTest, OneObjectGetsTwentyFiveAtOnceThenOneInFiveMinutes) {
  for (int i = 0; i < 40; ++i) tell("no");
  EXPECT_EQ(verbs().size(), 25u);
  bench.scheduler.run_until(bench.scheduler.now() + 5min, Bench::kSteps);
  tell("no");
  tell("no");
  ASSERT_EQ(verbs().size(), 26u);
  EXPECT_EQ(body(25)["count"], 41) << "what was dropped has been counted";
}

TEST_F(EventsTest, WhatTheServerRefusesIsGivenUpAndWhatItNeverSawIsTriedTwelveTimes) {
  refusals = {error("Forbidden", 403)};
  tell("refused");
  EXPECT_EQ(verbs().size(), 1u);
  refusals.assign(20, error("ConnectionReset", 0));
  tell("unheard");
  EXPECT_EQ(verbs().size(), 1u + 12u);
  EXPECT_EQ(bench.elapsed(), 5s + 10 * 10s);
}

TEST_F(EventsTest, TwoEventsOfOneStepHaveDifferentNames) {
  recorder.event(kube::kGateways, gateway, EventType::warning, "FailedBuildModel", "a", 0);
  recorder.event(kube::kGateways, gateway, EventType::warning, "FailedBuildModel", "b", 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_NE(api::at(body(0), "metadata", "name"), api::at(body(1), "metadata", "name"));
}

TEST_F(EventsTest, AnEventOfAClusterScopedObjectLivesInDefault) {
  const auto of_class = object(kube::kGatewayClasses, {"", "aws-nlb"}, 1);
  recorder.event(kube::kGatewayClasses, of_class, EventType::normal, "Accepted", "yes", 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(api::as<kube::Create>(*bench.kube.asked[0].call).request.namespace_, "default");
  EXPECT_FALSE(body(0)["involvedObject"].contains("namespace"));
}

TEST(EventCorrelator, ForgetsAnyTextOfAnAggregationAsTheChooserSays) {
  sim::ReplayChooser chooser({{{"kube/events/forget", 1}, 9}});
  EventCorrelator correlator;
  const auto tell = [&](const std::string& message) {
    EventDraft draft;
    draft.message = message;
    return correlator.correlate(draft, sim::kWorldStart, 1, chooser)->message;
  };
  for (int i = 0; i < 9; ++i) tell(std::to_string(i));
  EXPECT_THAT(tell("9"), StartsWith("(combined"));
  EXPECT_THAT(tell("0"), StartsWith("(combined")) << "the first text was forgotten, so it is a tenth one again";
  EXPECT_EQ(tell("1"), "1") << "the newest was forgotten this time: nine are known, and this is one of them";
}

TEST(EventName, IsShortenedToWhatAnObjectMayBeCalled) {
  constexpr std::int64_t kTime = 0x18ea93efa40e4aae;
  EXPECT_EQ(event_name("my-tcp-gateway", kTime), "my-tcp-gateway.18ea93efa40e4aae");
  const std::string fits(236, 'g');
  EXPECT_EQ(event_name(fits, kTime), fits + ".18ea93efa40e4aae");
  const std::string shortened = event_name(std::string(253, 'g'), kTime);
  EXPECT_EQ(shortened.size(), 253u);
  EXPECT_THAT(shortened, ::testing::EndsWith(".18ea93efa40e4aae"));
  EXPECT_NE(shortened, event_name(std::string(252, 'g') + "h", kTime)) << "told apart by what was cut";
  // A cut after a dot or a dash leaves no name that a label could not end with.
  const std::string dotted = event_name(std::string(218, 'g') + "." + std::string(34, 'h'), kTime);
  EXPECT_EQ(dotted.substr(0, 219), std::string(218, 'g') + "-");
}

TEST(RecentCache, ForgetsWhatWasUsedLongestAgo) {
  RecentCache<int> cache(2);
  cache.put("a", 1);
  cache.put("b", 2);
  ASSERT_TRUE(cache.find("a"));
  cache.put("c", 3);
  EXPECT_FALSE(cache.find("b"));
  EXPECT_EQ(*cache.find("a"), 1);
  EXPECT_EQ(*cache.find("c"), 3);
}

}  // namespace
}  // namespace nlbsim::engine
