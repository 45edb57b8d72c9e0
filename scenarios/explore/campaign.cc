#include "scenarios/explore/campaign.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <optional>

#include "scenarios/explore/exploration_form.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/load.h"
#include "scenarios/oracles/differential.h"
#include "scenarios/runner/golden.h"
#include "scenarios/runner/wave.h"
#include "sim/hasher.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::uint64_t kRepeatOneIn = 20;
constexpr std::size_t kRunsBetweenLooksAtTheClock = 256;

// A world in which a dead controller cannot go unnoticed.
constexpr std::string_view kCanary = R"(
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: canary, title: A class is accepted}
spec:
  steps:
  - apply:
      objects:
      - apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: canary}
        spec: {controllerName: gateway.k8s.aws/nlb}
  - wait:
      k8s:
        ref: {kind: GatewayClass, name: canary}
        match: {status: {conditions: {$any: {type: Accepted, status: "True"}}}}
)";

bool is_repeated(std::size_t index) { return sim::Hasher().add(index).digest() % kRepeatOneIn == 0; }

struct PlanOutcome {
  PlanKind kind = PlanKind::fault_free;
  std::string operation;
  const ExploredScenario* scenario = nullptr;
  std::vector<Finding> findings;
  bool cut_short = false;
  bool repeated = false;
  bool repeats = true;
};

// A plan that is played, and what comes of it.
struct PlayedPlan {
  PlayedPlan(const Campaign& campaign, std::size_t i)
      : index(i), place(campaign.at(i)), plan(place.scenario->plans().at(place.plan)) {}
  void begin() { run.emplace(place.scenario->begin(plan.faults)); }
  bool turn() { return run->turn(); }

  void tell(PlanOutcome& outcome) {
    const PlanResult result = run->result();
    hash = result.hash;
    outcome.kind = plan.kind;
    outcome.operation = plan.operation;
    outcome.scenario = place.scenario;
    outcome.cut_short = result.cut_short;
    outcome.repeated = is_repeated(index);
    const std::string id = place.scenario->scenario().full_id();
    for (const Violation& violation : result.findings)
      outcome.findings.push_back(finding_of(violation, plan, index, id));
  }

  std::size_t index;
  Campaign::Place place;
  Plan plan;
  std::optional<PlanRun> run;
  std::uint64_t hash = 0;
};

void play_plans(std::deque<PlayedPlan> wave, std::span<PlanOutcome> outcomes) {
  for (PlayedPlan& played : wave) played.begin();
  turn_in_step(wave);
  for (std::size_t i = 0; i < wave.size(); ++i) wave[i].tell(outcomes[i]);
  for (std::size_t i = 0; i < wave.size(); ++i)
    if (outcomes[i].repeated)
      outcomes[i].repeats = wave[i].place.scenario->run(wave[i].plan.faults).hash == wave[i].hash;
}

void add(CampaignResult& into, std::size_t index, const PlanOutcome& outcome) {
  ++into.runs;
  into.repeated += outcome.repeated ? 1 : 0;
  into.cut_short += outcome.cut_short ? 1 : 0;
  ++into.kinds[static_cast<std::size_t>(outcome.kind)];
  ++into.scenarios[outcome.scenario->scenario().full_id()];
  if (outcome.kind != PlanKind::fault_free) {
    Struck& struck = into.struck[outcome.operation][static_cast<std::size_t>(outcome.kind)];
    ++struck.plans;
    struck.found += outcome.findings.empty() ? 0 : 1;
  }
  if (!outcome.repeats) into.unrepeatable.push_back(index);
  for (const Finding& finding : outcome.findings) {
    Finding& known = into.findings.try_emplace(finding.signature(), finding).first->second;
    ++known.count;
  }
}

// The end that must come of it, where exploring leaves its story as it is and it comes to rest.
Result<std::optional<Json>> golden_of(const Scenario& scenario) {
  if (!is_whole_in_exploration_form(scenario)) return std::nullopt;
  auto golden = load_golden_end(scenario);
  if (golden && *golden && api::at(**golden, "run", "atRest") != Json(true)) return std::nullopt;
  return golden;
}

}  // namespace

Result<Campaign> Campaign::prepare(const std::vector<Scenario>& scenarios) {
  Campaign campaign;
  for (const Scenario& scenario : scenarios) {
    if (scenario.verdict == Outcome::not_achievable) continue;
    auto golden = golden_of(scenario);
    if (!golden) return sim::forward(std::move(golden.error()));
    auto explored = ExploredScenario::prepare(exploration_form(scenario), *golden ? &**golden : nullptr);
    if (!explored) return sim::forward(std::move(explored.error()));
    campaign.offsets_.push_back(campaign.offsets_.back() + explored->plans().size());
    campaign.scenarios_.push_back(*std::move(explored));
  }
  auto canary = load_scenario_text(kCanary, "canary", {});
  assert(canary);
  auto explored = ExploredScenario::prepare(exploration_form(std::move(canary->front())));
  if (!explored) return sim::forward(std::move(explored.error()));
  campaign.canary_.push_back(*std::move(explored));
  return campaign;
}

Campaign::Place Campaign::at(std::size_t index) const {
  const auto after = std::ranges::upper_bound(offsets_, index);
  const auto scenario = static_cast<std::size_t>(after - offsets_.begin()) - 1;
  return {&scenarios_[scenario], index - offsets_[scenario]};
}

bool Campaign::canary_is_found() const {
  FaultSpec fault;
  fault.id = "canary";
  fault.on.plane = FaultPlane::k8s;
  fault.on.caller = exactly("controller-1");
  fault.when.call = 1;
  fault.effects = {effects::crash("controller")};
  return !canary_.front().run({&fault, 1}).findings.empty();
}

CampaignResult run_campaign(const Campaign& campaign, const CampaignOptions& options) {
  CampaignResult result;
  result.shards = {options.shard};
  result.plans = campaign.size();
  result.canary_found = campaign.canary_is_found();
  const std::size_t first = options.shard.index;
  const std::size_t stride = options.shard.count;
  const std::size_t total = first >= campaign.size() ? 0 : (campaign.size() - first + stride - 1) / stride;
  for (std::size_t begin = 0; begin < total; begin += kRunsBetweenLooksAtTheClock) {
    if (options.out_of_time && options.out_of_time()) {
      result.complete = false;
      break;
    }
    const std::size_t count = std::min(kRunsBetweenLooksAtTheClock, total - begin);
    std::vector<PlanOutcome> outcomes(count);
    const auto index = [&](std::size_t i) { return first + (begin + i) * stride; };
    const auto play = [&](std::size_t from, std::size_t length) {
      std::deque<PlayedPlan> wave;
      for (std::size_t i = from; i < from + length; ++i) wave.emplace_back(campaign, index(i));
      play_plans(std::move(wave), std::span(outcomes).subspan(from, length));
    };
    for_each_wave(count, options.jobs, play);
    for (std::size_t i = 0; i < count; ++i) add(result, index(i), outcomes[i]);
    if (options.progress) options.progress(begin + count, total, result.findings.size());
  }
  return result;
}

// The subject is "load balancer NAME", "Gateway NS/NAME" or, from a comparison, "CLUSTER: Gateway NS/NAME".
std::string object_kind_of(const Violation& violation) {
  if (violation.invariant == oracles::kEndStateId) return violation.subject;
  std::string_view subject = violation.subject;
  if (const auto colon = subject.find(": "); colon != subject.npos) subject.remove_prefix(colon + 2);
  const auto last = subject.rfind(' ');
  return std::string(last == subject.npos ? subject : subject.substr(0, last));
}

Finding finding_of(const Violation& violation, const Plan& plan, std::size_t index, const std::string& scenario) {
  Finding finding;
  finding.oracle = violation.invariant;
  finding.object_kind = object_kind_of(violation);
  if (violation.invariant != oracles::kEndStateId) finding.operation = plan.operation;
  finding.index = index;
  finding.scenario = scenario;
  finding.plan = plan.text;
  finding.message = violation.subject.empty() ? violation.message : violation.subject + ": " + violation.message;
  return finding;
}

}  // namespace nlbsim::scenarios
