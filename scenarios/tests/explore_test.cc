// The explorer: its plans, its shards, how it makes a finding small, and that the shipped scenarios withstand it.
#include <gmock/gmock.h>

#include <numeric>
#include <set>

#include "scenarios/explore/campaign_results.h"
#include "scenarios/explore/exploration_form.h"
#include "scenarios/explore/reproducer.h"
#include "scenarios/explore/seed_sweep.h"
#include "scenarios/explore/shrink.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

std::vector<Scenario> library(const std::string& path) {
  const std::vector<std::string> paths{"scenarios/library/" + path};
  LoadedScenarios loaded = load_scenarios(paths, LibraryFolders{"scenarios"});
  for (const sim::Error& error : loaded.errors) ADD_FAILURE() << error.describe();
  return std::move(loaded.scenarios);
}

ExploredScenario explored(const std::string& path) {
  auto prepared = ExploredScenario::prepare(exploration_form(library(path).front()));
  if (!prepared) ADD_FAILURE() << prepared.error().describe();
  return *std::move(prepared);
}

ExploredScenario explored_text(std::string_view text) {
  LoadOptions options = LibraryFolders{"scenarios"}.load_options();
  options.must_expect = false;
  auto loaded = load_scenario_text(text, "scenarios/library/test.yaml", options);
  if (!loaded) ADD_FAILURE() << loaded.error().describe();
  auto prepared = ExploredScenario::prepare(exploration_form(std::move(loaded->front())));
  if (!prepared) ADD_FAILURE() << prepared.error().describe();
  return *std::move(prepared);
}

const std::string kExample = "happy-path/hp-all-at-once.yaml";

TEST(PlanSpaceTest, EveryPlanIsThereOnceAndCounted) {
  const ExploredScenario scenario = explored("route-churn/churn-backend-swap.yaml");
  std::set<std::string> texts;
  std::array<std::size_t, kPlanKinds> counts{};
  for (std::size_t i = 0; i < scenario.plans().size(); ++i) {
    const Plan plan = scenario.plans().at(i);
    EXPECT_TRUE(texts.insert(plan.text).second) << plan.text;
    ++counts[static_cast<std::size_t>(plan.kind)];
  }
  EXPECT_EQ(counts, scenario.plans().counts());
  for (const std::size_t count : counts) EXPECT_GT(count, 0U);
  EXPECT_TRUE(texts.contains("lost reply: CreateLoadBalancer#1"));
  EXPECT_TRUE(texts.contains("error until healed: CreateListener#1, AccessDenied"));
  EXPECT_TRUE(texts.contains("crash before: patch Gateway example-ns/my-tcp-gateway#1"));
}

// A plan whose fault never strikes tests nothing.
TEST(PlanSpaceTest, EveryPlanStrikes) {
  const ExploredScenario scenario = explored(kExample);
  for (std::size_t i = 1; i < scenario.plans().size(); i += 7) {
    const Plan plan = scenario.plans().at(i);
    const RunRecord run = scenario.play(plan.faults);
    const auto is_strike = [&](const sim::Record& record) { return record.kind == sim::RecordKind::fault; };
    EXPECT_TRUE(std::ranges::any_of(run.journal->records(), is_strike)) << plan.text;
  }
}

// A Gateway that is made again covers the end of the one before, but not the deletion mark: the finalizer goes only
// when the controller has seen that, and until then nobody can make the Gateway again.
TEST(PlanSpaceTest, WhatAControllerHadToSeeIsNotCoveredByWhatComesAfter) {
  const ExploredScenario scenario = explored("deletion/del-recreate-same-name.yaml");
  std::set<std::string> unobserved;
  for (std::size_t i = 0; i < scenario.plans().size(); ++i) {
    const Plan plan = scenario.plans().at(i);
    if (plan.kind == PlanKind::unobserved_event) unobserved.insert(plan.text);
  }
  EXPECT_THAT(unobserved, testing::ElementsAre("unobserved event: ADDED of Gateway example-ns/my-tcp-gateway#1",
                                               "unobserved event: DELETED of Gateway example-ns/my-tcp-gateway#1",
                                               "unobserved event: MODIFIED of Gateway example-ns/my-tcp-gateway#1"));
}

// Little enough for whole campaigns: a class, and nothing else.
std::vector<Scenario> a_class() {
  auto loaded = load_scenario_text(R"(
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: class, title: A class is accepted}
spec:
  steps:
  - apply: {files: [nlb-gatewayclass.yaml]}
  - wait: {k8s: {ref: {kind: GatewayClass, name: aws-nlb-gateway-class}, match: {status: {conditions: {$any: {status: "True"}}}}}}
)",
                                   "class.yaml", {{"scenarios/manifests"}, {}});
  if (!loaded) ADD_FAILURE() << loaded.error().describe();
  return *std::move(loaded);
}

TEST(CampaignTest, TwoShardsMergedAreTheWholeByteForByte) {
  const auto campaign = Campaign::prepare(a_class());
  ASSERT_TRUE(campaign) << campaign.error().describe();
  CampaignOptions options;
  const CampaignResult whole = run_campaign(*campaign, options);
  EXPECT_EQ(whole.runs, campaign->size());
  EXPECT_GT(whole.repeated, 0U);
  EXPECT_THAT(whole.unrepeatable, testing::IsEmpty());
  std::size_t struck = 0;
  for (const auto& [operation, kinds] : whole.struck)
    for (const Struck& each : kinds) struck += each.plans;
  EXPECT_EQ(struck + whole.kinds[static_cast<std::size_t>(PlanKind::fault_free)], whole.runs);
  options.jobs = 2;
  options.shard = {0, 2};
  const CampaignResult even = run_campaign(*campaign, options);
  options.shard = {1, 2};
  const CampaignResult odd = run_campaign(*campaign, options);
  const std::vector<CampaignResult> parts{odd, even, odd};
  const auto merged = merge_campaigns(parts);
  ASSERT_TRUE(merged) << merged.error().describe();
  EXPECT_EQ(api::dump_json(to_json(*merged)), api::dump_json(to_json(whole)));
  const auto read = campaign_from_json(to_json(whole));
  ASSERT_TRUE(read) << read.error().describe();
  EXPECT_EQ(to_json(*read), to_json(whole));
}

// A sample of the library's plans, another one in each scenario; `nlbsim explore scenarios/library` runs them all.
TEST(CampaignTest, TheLibraryWithstandsASampleOfItsPlans) {
  constexpr std::size_t kOneIn = 1999;
  const auto campaign = Campaign::prepare(library(""));
  ASSERT_TRUE(campaign) << campaign.error().describe();
  for (const ExploredScenario& scenario : campaign->scenarios())
    if (const auto& differs = scenario.not_golden())
      ADD_FAILURE() << scenario.scenario().full_id() << " explored without faults: " << differs->message;
  CampaignOptions options;
  options.shard = {kOneIn / 2, kOneIn};
  const CampaignResult result = run_campaign(*campaign, options);
  EXPECT_GT(result.runs, 0U);
  EXPECT_THAT(result.unrepeatable, testing::IsEmpty());
  for (const auto& [signature, finding] : result.findings)
    ADD_FAILURE() << signature << "\n" << finding.scenario << ": " << finding.plan << "\n" << finding.message;
}

// What differs from run to run without anything being broken must never look like a defect.
TEST(SeedSweepTest, TheLibraryRaisesNoFalseAlarm) {
  SweepOptions options;
  options.seeds = {1, 3};
  const auto scenarios = library("");
  const auto result = sweep_seeds(scenarios, options);
  ASSERT_TRUE(result) << result.error().describe();
  EXPECT_GT(result->runs, 3 * scenarios.size() / 2);
  for (const Alarm& alarm : result->alarms)
    ADD_FAILURE() << alarm.scenario << " with seed " << alarm.seed << ": " << alarm.violation.invariant << ' '
                  << alarm.violation.subject << ": " << alarm.violation.message;
}

TEST(SeedSweepTest, ASeedIsARunOfItsOwn) {
  const ExploredScenario scenario = explored(kExample);
  EXPECT_EQ(scenario.run_calm(5).hash, scenario.run_calm(5).hash);
  EXPECT_NE(scenario.run_calm(5).hash, scenario.run_calm(6).hash);
  EXPECT_NE(scenario.run_calm(5).hash, scenario.run({}).hash);
}

TEST(CampaignTest, WhatDoesNotBelongTogetherIsNotMerged) {
  CampaignResult one;
  one.shards = {{0, 2}};
  one.plans = 10;
  CampaignResult other = one;
  other.plans = 11;
  EXPECT_EQ(merge_campaigns(std::vector{one, other}).error().code, "CannotMerge");
  other = one;
  other.shards = {{0, 4}};
  other.runs = 3;
  EXPECT_EQ(merge_campaigns(std::vector{one, other}).error().code, "CannotMerge");
  EXPECT_EQ(campaign_from_json(Json::object()).error().code, "InvalidResults");
}

TEST(CampaignTest, TheCanaryIsFound) {
  const auto campaign = Campaign::prepare({});
  ASSERT_TRUE(campaign) << campaign.error().describe();
  EXPECT_TRUE(campaign->canary_is_found());
}

TEST(CampaignTest, ABudgetThatIsSpentEndsIt) {
  const auto campaign = Campaign::prepare(a_class());
  ASSERT_TRUE(campaign) << campaign.error().describe();
  CampaignOptions options;
  options.out_of_time = [] { return true; };
  const CampaignResult result = run_campaign(*campaign, options);
  EXPECT_FALSE(result.complete);
  EXPECT_EQ(result.runs, 0U);
}

TEST(ShrinkTest, DdminKeepsWhatIsNeeded) {
  const auto needs_3_and_7 = [](const Indices& wanted) {
    return std::ranges::find(wanted, 3U) != wanted.end() && std::ranges::find(wanted, 7U) != wanted.end();
  };
  EXPECT_EQ(ddmin(10, needs_3_and_7), (Indices{3, 7}));
  EXPECT_EQ(ddmin(5, [](const Indices&) { return true; }), Indices{});
}

// A controller that dies and stays dead, beside a delay that matters to nobody.
std::vector<FaultSpec> dead_controller() {
  FaultSpec harmless;
  harmless.id = "harmless";
  harmless.on.plane = FaultPlane::aws;
  harmless.when.call = 1;
  harmless.effects = {effects::latency(std::chrono::milliseconds{5})};
  FaultSpec deadly;
  deadly.id = "deadly";
  deadly.on.plane = FaultPlane::aws;
  deadly.on.op = exactly("CreateListener");
  deadly.when.call = 1;
  deadly.effects = {effects::crash("controller")};
  return {harmless, deadly};
}

// The user writes a Service, whose event is lost, and later again, so that the controller learns of it all the same.
constexpr std::string_view kWrittenTwice = R"(
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: written-twice, title: t}
spec:
  extends: hp-all-at-once
  steps:
  - settle:
  - patch: {kind: Service, namespace: example-ns, name: my-tcp-service, merge: {spec: {ports: [{port: 9000, nodePort: 30901, name: tcp}]}}}
  - settle:
  - patch: {kind: Service, namespace: example-ns, name: my-tcp-service, merge: {metadata: {labels: {touched: again}}}}
  - settle:
)";

std::vector<FaultSpec> dropped_event(const ExploredScenario& scenario) {
  for (std::size_t i = 0; i < scenario.plans().size(); ++i)
    if (Plan plan = scenario.plans().at(i);
        plan.text == "unobserved event: MODIFIED of Service example-ns/my-tcp-service#1")
      return plan.faults;
  return {};
}

TEST(ShrinkTest, APlanThatNoControllerCouldPassIsNotPossible) {
  const ExploredScenario whole = explored_text(kWrittenTwice);
  const std::vector<FaultSpec> faults = dropped_event(whole);
  ASSERT_FALSE(faults.empty());
  EXPECT_TRUE(whole.possible(faults));
  Scenario without_second = whole.scenario();
  const auto labels = std::ranges::find_if(without_second.steps, [](const Step& step) {
    const auto* patch = std::get_if<PatchStep>(&step.action);
    return patch && !api::at(*patch->body.document, "metadata", "labels").is_null();
  });
  ASSERT_NE(labels, without_second.steps.end());
  without_second.steps.erase(labels);
  const auto shrunk = ExploredScenario::prepare(without_second);
  ASSERT_TRUE(shrunk) << shrunk.error().describe();
  EXPECT_FALSE(shrunk->possible(faults));
}

TEST(ShrinkTest, AScenarioHoldsOnlyIfItsWaitsAreMet) {
  EXPECT_TRUE(explored_text(kWrittenTwice).holds());
  const std::string in_vain = std::string(kWrittenTwice) + "  - wait: {aws: {kind: Listener, match: {Port: 1}}}\n";
  EXPECT_FALSE(explored_text(in_vain).holds());
}

TEST(ReproducerTest, AFindingIsMadeSmallWrittenReadAndFoundAgain) {
  const ExploredScenario scenario = explored(kExample);
  const PlanResult result = scenario.run(dead_controller());
  ASSERT_FALSE(result.findings.empty());
  Plan plan;
  plan.operation = "CreateListener";
  const Finding finding = finding_of(result.findings.front(), plan, 0, "hp-all-at-once");
  const Case small = shrink({scenario.scenario(), dead_controller()}, finding);
  ASSERT_EQ(small.faults.size(), 1U);
  EXPECT_EQ(small.faults.front().id, "deadly");
  EXPECT_LT(small.scenario.steps.size(), scenario.scenario().steps.size());

  Reproducer reproducer{reproducer_id(finding), "0.0.0", finding, 0, {}, small.scenario, small.faults};
  auto read = read_reproducer(write_reproducer(reproducer), "repro.yaml");
  ASSERT_TRUE(read) << read.error().describe() << write_reproducer(reproducer);
  const auto other_version = replay(*read);
  ASSERT_TRUE(other_version) << other_version.error().describe();
  EXPECT_TRUE(other_version->found);
  EXPECT_FALSE(other_version->same_version);
  read->hash = other_version->run.journal_hash;
  EXPECT_TRUE(replay(*read)->same_hash);
}

TEST(ReproducerTest, BadInputIsRefusedWithItsPlace) {
  const auto error = [](const std::string& text) { return read_reproducer(text, "r.yaml").error().describe(); };
  EXPECT_THAT(error("kind: Reproducer"), testing::HasSubstr("r.yaml:1"));
  EXPECT_THAT(error("apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: a}\nspec: {}"),
              testing::HasSubstr("r.yaml:2: kind must be Reproducer"));
}

}  // namespace
}  // namespace nlbsim::scenarios
