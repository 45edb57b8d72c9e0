#include "scenarios/oracles/watchdog.h"

#include <algorithm>
#include <array>

#include "scenarios/language/scenario.h"
#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/differential.h"
#include "scenarios/oracles/repeatability.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios::oracles {

using sim::Record;
using sim::RecordKind;

// Whether what answers at nodes' and Pods' ports may be another now.
bool changes_answers(const Record& record) {
  if (record.kind != RecordKind::object_changed) return false;
  const kube::Resource& resource = api::payload<api::ObjectChanged>(record).resource;
  return resource == kube::kServices || resource == kube::kNodes || resource.kind == "EndpointSlice";
}

// One pass over one journal, in as many goes as it takes.
class Review {
 public:
  Review(const sim::Journal& journal, Cast cast, std::span<const std::string> excused)
      : ledger_(journal, std::move(cast)), invariants_(all_invariants()) {
    std::erase_if(invariants_,
                  [&](const auto& invariant) { return std::ranges::find(excused, invariant->id()) != excused.end(); });
    for (const auto& invariant : invariants_)
      for (const Topic topic : invariant->topics())
        listeners_[static_cast<std::size_t>(topic)].push_back(invariant.get());
  }

  void begin_with(const Beginning& beginning) { ledger_.begin_with(beginning); }
  void meet(std::span<const std::string> actors) { ledger_.meet(actors); }

  // What connections came to after the last record that was taken.
  void tried(const ReachAt& reach, const Record& record) {
    ledger_.tried(reach);
    tell(Topic::tried, record, {});
  }

  void take(const Record& record) {
    const sim::RecordId input_before = ledger_.last_input();
    switch (record.kind) {
      case RecordKind::call_sent: take_sent(record); break;
      case RecordKind::call_applied: take_applied(record); break;
      case RecordKind::object_changed: take_object(record); break;
      case RecordKind::resource_changed:
        ledger_.apply(record);
        tell(Topic::resource_changed, record, ledger_.call_behind(record));
        break;
      case RecordKind::reconcile_finished: tell(Topic::reconcile_finished, record, {}); break;
      case RecordKind::watch_event: tell(Topic::watch_event, record, {}); break;
      default: ledger_.apply(record); break;
    }
    if (ledger_.last_input() != input_before) tell(Topic::input, record, ledger_.call_behind(record));
  }

  // The world stood still after that record.
  void stand_still(sim::RecordId record) {
    if (!ledger_.stand_still(record) || ledger_.version() == judged_version_) return;
    judged_version_ = ledger_.version();
    for (const auto& invariant : invariants_) invariant->at_rest(ledger_, findings_);
  }

  const std::vector<Violation>& end(sim::Instant at) {
    for (const auto& invariant : invariants_) invariant->at_end(ledger_, at, findings_);
    return findings_.all();
  }

 private:
  void tell(Topic topic, const Record& record, const Call& call) {
    const auto& listeners = listeners_[static_cast<std::size_t>(topic)];
    if (listeners.empty()) return;
    const Happening happening{topic, record, call};
    for (Invariant* invariant : listeners) invariant->observe(happening, ledger_, findings_);
  }

  void take_sent(const Record& record) {
    if (!ledger_.cast().is_controller(record.actor)) return;
    const Call call = ledger_.call_behind(record);
    const bool mutation = is_mutation(call.call().operation(), call.call());
    if (mutation) tell(Topic::call_sent, record, call);
    else if (!call.call().operation().mutates) tell(Topic::read, record, call);
  }

  void take_applied(const Record& record) {
    const Call call = ledger_.call_behind(record);
    const bool judged = call && call.call().operation().plane == api::Plane::aws && call.call().operation().mutates &&
                        ledger_.cast().is_controller(call.record->actor);
    const bool refused = api::payload<api::CallApplied>(record).error.has_value();
    if (judged && !refused) tell(Topic::before_effect, record, call);
    ledger_.apply(record);
    if (judged) tell(refused ? Topic::refusal : Topic::effect, record, call);
    else if (refused && call && call.call().operation().plane == api::Plane::kube &&
             ledger_.cast().is_controller(call.record->actor))
      tell(Topic::kube_refusal, record, call);
  }

  void take_object(const Record& record) {
    ledger_.apply(record);
    const KubeKind kind = kind_of(api::payload<api::ObjectChanged>(record).resource);
    if (kind == KubeKind::other || kind == KubeKind::event || kind == KubeKind::lease) return;
    tell(Topic::object_changed, record, ledger_.call_behind(record));
  }

  Ledger ledger_;
  std::vector<std::unique_ptr<Invariant>> invariants_;
  std::array<std::vector<Invariant*>, kTopics> listeners_;
  Findings findings_;
  std::uint64_t judged_version_ = 0;
};

std::vector<Violation> judge_run(const sim::Journal& journal, const RunFacts& facts) {
  Review review(journal, Cast(facts.clusters, facts.actors, facts.clients), facts.excused);
  review.begin_with(facts.beginning);
  auto still = facts.still.begin();
  auto tried = facts.reach.begin();
  for (const Record& record : journal.records()) {
    review.take(record);
    for (; tried != facts.reach.end() && tried->record <= record.id; ++tried) review.tried(*tried, record);
    while (still != facts.still.end() && *still < record.id) ++still;
    if (still != facts.still.end() && *still == record.id) review.stand_still(record.id);
  }
  return review.end(facts.end);
}

LiveReview::LiveReview(const sim::Journal& journal, std::vector<std::string> clusters, std::vector<std::string> clients)
    : journal_(journal),
      review_(std::make_unique<Review>(journal, Cast(std::move(clusters), {}, std::move(clients)),
                                       std::span<const std::string>())) {}

LiveReview::~LiveReview() = default;

void LiveReview::begin_with(const Beginning& beginning) { review_->begin_with(beginning); }

void LiveReview::look(std::span<const std::string> actors) {
  const std::span<const Record> held = journal_.records();
  if (held.empty() || held.back().id <= seen_) return;
  review_->meet(actors);
  const sim::RecordId first = held.front().id;
  if (first > seen_ + 1) missed_ += first - seen_ - 1;
  for (const Record& record : held.subspan(seen_ < first ? 0 : static_cast<std::size_t>(seen_ + 1 - first)))
    review_->take(record);
  seen_ = held.back().id;
}

void LiveReview::rest() {
  if (seen_ != 0) review_->stand_still(seen_);
}

std::vector<Violation> LiveReview::violations(sim::Instant now) { return review_->end(now); }

void Watchdog::started(World& world, const Scenario& scenario) {
  clusters_.clear();
  excused_.clear();
  still_.clear();
  reach_.clear();
  to_try_ = false;
  broken_ = false;
  beginning_ = beginning_of(world, scenario.world);
  for (const ClusterSlot& cluster : world.clusters()) clusters_.push_back(cluster.name);
  for (const Excuse& excuse : scenario.excuse) excused_.push_back(excuse.invariant);
}

void Watchdog::try_all(World& world) {
  to_try_ = false;
  reach_.push_back({world.journal().last(), try_listeners(world)});
}

void Watchdog::note(World& world) {
  if (to_try_ && world.scheduler().quiescent()) try_all(world);
  if (broken_ || !world.scheduler().quiescent()) return;
  const sim::RecordId last = world.journal().last();
  if (still_.empty() || still_.back() != last) still_.push_back(last);
}

void Watchdog::observed(World& world, std::span<const Record> fresh) {
  bool in_aws = false;
  for (const Record& record : fresh) {
    in_aws |= record.kind == RecordKind::resource_changed;
    to_try_ |= record.kind == RecordKind::resource_changed || changes_answers(record);
  }
  const auto reached = [](const ListenerReach& one) { return one.reached; };
  if (in_aws && !reach_.empty() && std::ranges::any_of(reach_.back().listeners, reached)) try_all(world);
  note(world);
}

std::vector<Violation> Watchdog::finished(World& world) {
  note(world);
  return judge_run(world.journal(), {clusters_,
                                     world.actors(),
                                     still_,
                                     world.scheduler().now(),
                                     excused_,
                                     std::move(reach_),
                                     {},
                                     std::move(beginning_)});
}

std::string to_text(const Violation& violation, const sim::Journal& journal, std::span<const std::string> actors) {
  std::string out = violation.invariant + ": " + violation.sentence + "\n";
  if (!violation.subject.empty()) out += violation.subject + ": ";
  out += violation.message;
  for (const sim::RecordId id : violation.records)
    if (const Record* record = journal.find(id)) out += "\n  " + api::dump_json(api::to_json(*record, actors));
  return out;
}

std::vector<InvariantName> list_invariants() {
  std::vector<InvariantName> out;
  for (const auto& invariant : all_invariants())
    out.push_back({std::string(invariant->id()), std::string(invariant->sentence())});
  out.push_back({std::string(kEndStateId), std::string(kEndStateSentence)});
  out.push_back({std::string(kRepeatabilityId), std::string(kRepeatabilitySentence)});
  std::ranges::sort(out, {}, &InvariantName::id);
  return out;
}

}  // namespace nlbsim::scenarios::oracles
