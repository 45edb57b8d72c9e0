// Every kind of fault, in the example: that it strikes, what its victim then sees, and that the world gets over it.
#include <gmock/gmock.h>

#include "api/records.h"
#include "scenarios/explore/scenario_document.h"
#include "scenarios/faults/fault_match.h"
#include "scenarios/faults/stale_list.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/effects/injected_errors.h"
#include "scenarios/language/fault_list.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

const LoadOptions kFolders{{"scenarios/manifests"}, {}};

// The example with these faults; converged, unless `steps` says more.
std::string example_with(const std::string& faults, const std::string& steps = "", const std::string& world = "{}") {
  return R"(
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: example, title: The example with faults}
spec:
  world: )" +
         world + R"(
  fixtures: [ns-example.yaml, svc-my-tcp-service-nodeport.yaml]
  faults:
)" + faults +
         R"(
  steps:
  - apply: {files: [nlb-gatewayclass.yaml, my-tcp-gateway.yaml, my-tcproute.yaml]}
)" + steps +
         R"(
  - settle: {within: 2h}
  - assert:
      k8s:
        ref: {kind: Gateway, namespace: example-ns, name: my-tcp-gateway}
        match: {status: {conditions: {$any: {type: Programmed, status: "True"}}, listeners: [{attachedRoutes: 1}]}}
      aws:
      - {kind: LoadBalancer, match: {$len: 1}}
      - {kind: Listener, match: {$len: 1}}
      - {kind: TargetGroup, match: [{targets: {$len: 3}}]}
)";
}

RunRecord play(const std::string& text, std::optional<std::uint64_t> seed = {}) {
  auto loaded = load_scenario_text(text, "test.yaml", kFolders);
  if (!loaded) ADD_FAILURE() << loaded.error().describe();
  const auto player = Player::prepare(loaded->front());
  PlayOptions options;
  options.seed = seed;
  return player->play(options);
}

std::vector<const api::FaultInjected*> strikes(const RunRecord& run) {
  std::vector<const api::FaultInjected*> found;
  for (const sim::Record& record : run.journal->records())
    if (record.kind == sim::RecordKind::fault) found.push_back(&api::payload<api::FaultInjected>(record));
  return found;
}

// Codes of errors that controllers were told, in order.
std::vector<std::string> errors_told(const RunRecord& run) {
  std::vector<std::string> codes;
  for (const sim::Record& record : run.journal->records()) {
    if (record.kind != sim::RecordKind::call_returned) continue;
    const auto& error = api::payload<api::CallReturned>(record).error;
    if (error) codes.push_back(error->code);
  }
  return codes;
}

std::size_t changes(const RunRecord& run, api::ActorChange change) {
  std::size_t count = 0;
  for (const sim::Record& record : run.journal->records())
    if (record.kind == sim::RecordKind::actor_changed && api::payload<api::ActorChanged>(record).change == change)
      ++count;
  return count;
}

void expect_healed(const RunRecord& run) {
  const StepResult* failed = run.failed_step();
  EXPECT_EQ(run.outcome, Outcome::passed) << run.reason << (failed ? "\n" + failed->failure : "");
}

struct FaultCase {
  std::string name;
  std::string fault;  // one entry of the list
  std::size_t strikes;
  std::string what;   // of the first strike
  std::string error;  // that a controller is told; empty: none in particular
};

void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.fault; }

class EachFault : public testing::TestWithParam<FaultCase> {};

TEST_P(EachFault, StrikesAndIsGotOver) {
  const RunRecord run = play(example_with("  - " + GetParam().fault));
  expect_healed(run);
  const auto struck = strikes(run);
  ASSERT_EQ(struck.size(), GetParam().strikes);
  EXPECT_THAT(struck.front()->what, testing::StartsWith(GetParam().what));
  if (!GetParam().error.empty()) {
    EXPECT_THAT(errors_told(run), testing::Contains(GetParam().error));
  }
}

const std::string kGateway = "Gateway example-ns/my-tcp-gateway";

INSTANTIATE_TEST_SUITE_P(
    Faults, EachFault,
    testing::Values(
        FaultCase{"ErrorOfAws",
                  "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {error: AccessDenied}}", 1,
                  "AccessDenied at CreateListener", "AccessDenied"},
        // The SDK repeats what it thinks may pass: each attempt of the one logical call fails.
        FaultCase{"EachAttempt",
                  "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {error: Throttling}}", 10,
                  "Throttling at CreateListener", "Throttling"},
        FaultCase{"FirstAttempt",
                  "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1, max: 1}, do: {error: Throttling}}", 1,
                  "Throttling at CreateListener", "Throttling"},
        FaultCase{"LostReply",
                  "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, phase: after, do: {drop: reply}}", 1,
                  "lost reply after CreateListener", "ConnectionReset"},
        FaultCase{"LostRequest", "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {drop: reply}}", 1,
                  "lost request at CreateListener", "ConnectionReset"},
        FaultCase{"ErrorAfterEffect",
                  "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, phase: after, do: {error: "
                  "InternalFailure}}",
                  10, "InternalFailure after CreateListener", "InternalFailure"},
        FaultCase{"Latency", "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {latency: 30s}}", 1,
                  "slower by 30s at CreateListener", ""},
        FaultCase{"Conflict",
                  "{id: f, on: {plane: k8s, op: patch, object: {kind: Gateway}}, when: {max: 2}, do: {conflict: true}}",
                  2, "Conflict at patch", "Conflict"},
        FaultCase{
            "Crash",
            "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {crash: controller, restartAfter: 5s}}",
            1, "crash of controller at CreateListener", ""},
        FaultCase{
            "CrashAfter",
            "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, phase: after, do: {crash: controller, "
            "restartAfter: 5s}}",
            1, "crash of controller after CreateListener", ""},
        FaultCase{
            "Pause",
            "{id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {pause: controller, resumeAfter: 40s}}",
            1, "pause of controller at CreateListener", ""},
        FaultCase{
            "LostEvent",
            "{id: f, on: {plane: watch, op: MODIFIED, object: {kind: Gateway}}, when: {call: 1}, do: {drop: event}}", 1,
            "lost event at MODIFIED of " + kGateway, ""},
        FaultCase{"LateEvent",
                  "{id: f, on: {plane: watch, op: ADDED, object: {kind: Gateway}}, when: {call: 1}, do: {delay: 20s}}",
                  1, "late by 20s at ADDED of " + kGateway, ""},
        FaultCase{
            "RepeatedEvent",
            "{id: f, on: {plane: watch, op: ADDED, object: {kind: Gateway}}, when: {call: 1}, do: {duplicate: 2}}", 1,
            "repeated at ADDED of " + kGateway, ""},
        FaultCase{
            "CrashAtEvent",
            "{id: f, on: {plane: watch, op: ADDED, object: {kind: Gateway}}, when: {call: 1}, do: {crash: controller, "
            "restartAfter: 1s}}",
            1, "crash of controller at ADDED of " + kGateway, ""}),
    [](const testing::TestParamInfo<FaultCase>& fault) { return fault.param.name; });

TEST(FaultTest, ACrashBeforeTheEffectLeavesNoEffect) {
  const RunRecord run = play(example_with(
      "  - {id: f, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {crash: controller, restartAfter: 5s}}"));
  std::size_t effects = 0;
  for (const sim::Record& record : run.journal->records())
    if (record.kind == sim::RecordKind::resource_changed) {
      const auto& change = api::payload<api::ResourceChanged>(record);
      if (change.resource == "Listener" && change.change == "created") ++effects;
    }
  EXPECT_EQ(effects, 1U);
  EXPECT_EQ(changes(run, api::ActorChange::dropped), 1U);
  EXPECT_EQ(changes(run, api::ActorChange::started), 2U);
}

TEST(FaultTest, AThrottleLetsSoManyThroughEachSecond) {
  const RunRecord run = play(example_with(
      "  - {id: f, on: {plane: aws, op: {$re: ^Describe}}, when: {between: [0s, 1m]}, do: {throttle: 1}}"));
  expect_healed(run);
  EXPECT_THAT(errors_told(run), testing::Contains("Throttling"));
  EXPECT_GT(strikes(run).size(), 3U);
}

TEST(FaultTest, AProbabilityStrikesOnlyWhereTheChooserVaries) {
  const std::string text =
      example_with("  - {id: f, on: {plane: aws}, when: {between: [0s, 4m], p: 0.3}, do: {error: Throttling}}");
  EXPECT_TRUE(strikes(play(text)).empty());
  const RunRecord seeded = play(text, 7);
  expect_healed(seeded);
  EXPECT_FALSE(strikes(seeded).empty());
  EXPECT_EQ(play(text, 7).journal_hash, seeded.journal_hash);
}

kube::ObjectRef gateway(const std::string& name, int version) {
  return kube::Object::make(
      Json{{"apiVersion", "gateway.networking.k8s.io/v1"},
           {"kind", "Gateway"},
           {"metadata", {{"name", name}, {"namespace", "a"}, {"resourceVersion", std::to_string(version)}}}});
}

// Of three changes the lagging server has seen the first alone: b's making, not a's change nor c's end.
class StaleListTest : public testing::Test {
 protected:
  StaleListTest() {
    change(1, kube::WatchEventType::added, gateway("b", 1), nullptr);
    change(2, kube::WatchEventType::modified, gateway("a", 2), gateway("a", 0));
    change(3, kube::WatchEventType::deleted, gateway("c", 3), gateway("c", 0));
    list_.request.resource = kube::kGateways;
    list_.request.resource_version = 0;
    list_.response.items = {gateway("a", 2), gateway("b", 1)};
    list_.response.resource_version = 3;
  }
  void change(std::uint64_t version, kube::WatchEventType type, kube::ObjectRef object, kube::ObjectRef previous) {
    auto changed = std::make_shared<api::ObjectChanged>();
    changed->resource = kube::kGateways;
    changed->type = type;
    changed->object = std::move(object);
    changed->previous = std::move(previous);
    changed->resource_version = version;
    const sim::Instant at = sim::kWorldStart + std::chrono::seconds{version};
    journal_.append(at, kServer, 0, sim::RecordKind::object_changed, std::move(changed));
  }
  std::vector<std::string> shown() const {
    std::vector<std::string> out;
    for (const kube::ObjectRef& object : list_.response.items)
      out.push_back(object->meta().name + std::to_string(object->meta().resource_version));
    return out;
  }
  static constexpr sim::ActorId kServer = 4;
  sim::Journal journal_;
  api::TypedCall<kube::List> list_{kube::List::Request{}};
};

TEST_F(StaleListTest, UndoesWhatCameLater) {
  EXPECT_TRUE(make_stale(list_, journal_, {kServer, {}, 1}));
  EXPECT_THAT(shown(), testing::ElementsAre("a0", "b1", "c0"));
  EXPECT_EQ(list_.response.resource_version, 1U);
}

TEST_F(StaleListTest, ByTimeAsByRevision) {
  EXPECT_TRUE(make_stale(list_, journal_, {kServer, sim::kWorldStart + std::chrono::seconds{2}, {}}));
  EXPECT_THAT(shown(), testing::ElementsAre("a2", "b1", "c0"));
}

TEST_F(StaleListTest, NeverOlderThanWhatIsAskedFor) {
  list_.request.resource_version.reset();  // the newest
  EXPECT_FALSE(make_stale(list_, journal_, {kServer, {}, 1}));
  list_.request.resource_version = 2;
  EXPECT_FALSE(make_stale(list_, journal_, {kServer, {}, 1}));
  EXPECT_TRUE(make_stale(list_, journal_, {kServer, {}, 2}));
  EXPECT_FALSE(make_stale(list_, journal_, {kServer + 1, {}, 1})) << "another cluster's changes";
}

TEST_F(StaleListTest, NotWhereTheJournalHasForgotten) {
  journal_.limit(3);
  change(4, kube::WatchEventType::modified, gateway("b", 4), gateway("b", 1));
  ASSERT_EQ(journal_.records().size(), 2U);  // of the versions 3 and 4
  EXPECT_FALSE(make_stale(list_, journal_, {kServer, {}, 1})) << "nobody knows any more what version 2 has changed";
  EXPECT_TRUE(make_stale(list_, journal_, {kServer, {}, 3}));
}

StandingFault standing(const FaultTime& when, sim::Instant begin = sim::kWorldStart) {
  FaultSpec spec;
  spec.when = when;
  spec.effects = {effects::error("Throttling")};
  return StandingFault(std::move(spec), begin);
}

TEST(StandingFaultTest, ItsTimesCountFromTheBeginningOfTheWorld) {
  const sim::Instant begin = sim::kWorldStart + 8'000h;
  FaultTime when;
  when.between = {1h, 2h};
  StandingFault fault = standing(when, begin);
  sim::FirstChooser chooser;
  EXPECT_FALSE(fault.strikes({begin + 59min, 1, 1, 1}, chooser));
  EXPECT_TRUE(fault.strikes({begin + 1h, 1, 2, 1}, chooser));
  EXPECT_FALSE(fault.strikes({begin + 2h, 1, 3, 1}, chooser));
  EXPECT_EQ(fault.seen(), 3);
  EXPECT_EQ(fault.struck(), 1);
}

// Replicas count their calls for themselves.
TEST(StandingFaultTest, TheRepeatsOfACallAreThoseOfItsCaller) {
  FaultTime when;
  when.call = 1;
  StandingFault fault = standing(when);
  sim::FirstChooser chooser;
  EXPECT_TRUE(fault.strikes({sim::kWorldStart, 1, 7, 1}, chooser));
  EXPECT_FALSE(fault.strikes({sim::kWorldStart, 2, 7, 1}, chooser));
  EXPECT_FALSE(fault.strikes({sim::kWorldStart, 2, 7, 2}, chooser));
  EXPECT_TRUE(fault.strikes({sim::kWorldStart, 1, 7, 2}, chooser));
}

TEST(FaultTest, HealEndsIt) {
  const RunRecord run =
      play(example_with("  - {id: f, on: {plane: aws, op: CreateLoadBalancer}, do: {error: AccessDenied}}",
                        "  - advance: 3m\n  - heal: {id: f}"));
  expect_healed(run);
  EXPECT_GT(strikes(run).size(), 1U);
}

TEST(FaultTest, AFaultMayBeginAsAStep) {
  const RunRecord run = play(example_with(
      "  []", "  - fault: {id: f, on: {plane: aws, op: CreateListener}, when: {max: 1}, do: {error: AccessDenied}}"));
  expect_healed(run);
  EXPECT_EQ(strikes(run).size(), 1U);
}

TEST(FaultTest, APartitionCutsOffAndMends) {
  const RunRecord run =
      play(example_with("  []", "  - advance: 50ms\n  - partition: {controller: controller-1, for: 40s}"));
  expect_healed(run);
  EXPECT_THAT(errors_told(run), testing::Contains("ConnectionRefused"));
}

TEST(FaultTest, HeldWatchesStandStillUntilReleased) {
  const RunRecord run =
      play(example_with("  []",
                        "  - settle:\n  - hold: {kind: Service}\n  - delete: {kind: Service, namespace: example-ns, "
                        "name: my-tcp-service}\n"
                        "  - advance: 1m\n  - assert: {aws: {kind: Listener, match: {$len: 1}}}\n"
                        "  - apply: {files: [svc-my-tcp-service-nodeport.yaml]}\n  - release: {kind: Service}"));
  expect_healed(run);
}

TEST(FaultErrorsTest, CodesHaveTheShapeOfTheirPlane) {
  const api::TypedCall<kube::List> list(kube::List::Request{});
  EXPECT_EQ(injected_error(list, {"Timeout", 0, ""}).http_status, 504);
  EXPECT_EQ(injected_error(list, {"Forbidden", 0, ""}).http_status, 403);
  EXPECT_EQ(injected_error(list, {"Nonsense", 0, ""}).http_status, 500);
  EXPECT_EQ(injected_error(list, {"Timeout", 599, "so"}).http_status, 599);
  EXPECT_TRUE(injected_error(list, {"ConnectionReset", 0, ""}).effect_unknown);
  EXPECT_FALSE(injected_error(list, {"ConnectionRefused", 0, ""}).effect_unknown);
  EXPECT_EQ(injected_throttling(list).http_status, 429);
}

// One of each, by its key: what is read is written, so that reproducers hold it.
const std::map<std::string_view, std::string_view> kEffects{
    {"latency", "aws}, do: {latency: 30s}}"},
    {"stale", "k8s}, do: {stale: {for: 1m, revisions: 2}}}"},
    {"crash", "watch}, do: {crash: controller, restartAfter: 5s}}"},
    {"pause", "aws}, do: {pause: controller, resumeAfter: 40s}}"},
    {"conflict", "k8s}, do: {conflict: true}}"},
    {"throttle", "aws}, do: {throttle: 3}}"},
    {"drop", "watch}, do: {drop: event}}"},
    {"error", "aws}, do: {error: AccessDenied, message: so, status: 403}}"},
    {"delay", "watch}, do: {delay: 20s}}"},
    {"duplicate", "watch}, do: {duplicate: 2}}"},
};

TEST(FaultEffectsTest, EachIsReadWrittenAndReadAgain) {
  for (const effects::Row& row : effects::kRows) {
    const auto text = kEffects.find(row.key);
    ASSERT_NE(text, kEffects.end()) << row.key << " has no example here";
    const std::string fault = "{id: f, on: {plane: " + std::string(text->second);
    const auto read = load_faults_text(fault, "f.yaml", {});
    ASSERT_TRUE(read) << read.error().describe();
    ASSERT_EQ(read->front().effects.size(), 1U) << fault;
    const Json written = to_document(read->front());
    const Json asked = *to_json(parse_yaml(fault, "f.yaml")->front(), "f.yaml");
    EXPECT_EQ(api::member(written, "do"), api::member(asked, "do"));
    const auto again = load_faults_text(api::dump_json(written), "f.yaml", {});
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(to_document(again->front()), written);
  }
}

TEST(FaultTest, WhatAPlaneCannotSufferIsRefused) {
  const auto complaint = [](const std::string& fault) {
    const auto loaded = load_scenario_text(example_with("  - " + fault), "test.yaml", kFolders);
    return loaded ? std::string() : loaded.error().message;
  };
  EXPECT_THAT(complaint("{id: f, on: {plane: watch}, do: {error: Conflict}}"), HasSubstr("only a call"));
  EXPECT_THAT(complaint("{id: f, on: {plane: aws}, do: {drop: event}}"), HasSubstr("watch event"));
  EXPECT_THAT(complaint("{id: f, on: {plane: aws}, do: {conflict: true}}"), HasSubstr("API server"));
  EXPECT_THAT(complaint("{id: f, on: {plane: aws}, do: {}}"), HasSubstr("does nothing"));
  EXPECT_THAT(complaint("{id: f, on: {plane: aws}, phase: partial, do: {drop: reply}}"), HasSubstr("phase"));
}

}  // namespace
}  // namespace nlbsim::scenarios
