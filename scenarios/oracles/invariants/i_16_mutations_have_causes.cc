#include <map>
#include <tuple>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// One key of one queue of one incarnation.
struct Work {
  sim::ActorId actor = 0;
  std::string_view controller;
  std::string_view key;
  auto operator<=>(const Work&) const = default;
};

class MutationsHaveCauses final : public Invariant {
 public:
  std::string_view id() const override { return "I-16"; }
  std::string_view sentence() const override {
    return "Whatever a controller changes has a cause since it last had that key done: a change that it saw and did "
           "not "
           "make for that key itself, a change in AWS, an error, a restart or a timer it had set.";
  }
  std::vector<Topic> topics() const override {
    return {Topic::call_sent, Topic::reconcile_finished, Topic::watch_event, Topic::effect, Topic::object_changed};
  }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    switch (happening.topic) {
      case Topic::call_sent: return judge(happening, ledger);
      case Topic::effect:
      case Topic::object_changed: return confirm(happening, findings);
      case Topic::reconcile_finished: return finished(happening.record, ledger);
      case Topic::watch_event: return saw(happening.record, ledger);
      default: return;
    }
  }

 private:
  // The last two sights of an actor whose makers differ: whichever key asks, one of them is not its own doing.
  struct Sights {
    sim::RecordId last = 0, other = 0;
    Work last_maker, other_maker;
  };

  static Work work_of(const sim::Record& started) {
    const auto& payload = api::payload<api::ReconcileStarted>(started);
    return {started.actor, payload.controller, payload.key};
  }

  void finished(const sim::Record& record, const Ledger& ledger) {
    const auto& outcome = api::payload<api::ReconcileFinished>(record);
    const sim::Record* started = ledger.journal().find(outcome.started);
    if (!started) return;
    // Whoever has not finished acts again of its own accord.
    if (outcome.outcome == "done") converged_[work_of(*started)] = started->id;
    else converged_.erase(work_of(*started));
  }

  void saw(const sim::Record& record, const Ledger& ledger) {
    Work maker;
    if (const sim::Record* change = ledger.journal().find(record.cause);
        change && change->kind == sim::RecordKind::object_changed)
      if (const sim::Record* reconcile = ledger.reconcile_behind(ledger.call_behind(*change)))
        maker = work_of(*reconcile);
    Sights& sights = sights_[record.actor];
    if (sights.last != 0 && sights.last_maker != maker) {
      sights.other = sights.last;
      sights.other_maker = sights.last_maker;
    }
    sights.last = record.id;
    sights.last_maker = maker;
  }

  void judge(const Happening& happening, const Ledger& ledger) {
    const sim::Record* started = ledger.reconcile_behind(happening.call);
    if (!started) return;
    const Work work = work_of(*started);
    const auto converged = converged_.find(work);
    if (converged == converged_.end()) return;
    const sim::RecordId since = converged->second;
    if (ledger.last_input() > since) return;
    const Sights& sights = sights_[happening.record.actor];
    if (sights.last > since && sights.last_maker != work) return;
    if (sights.other > since && sights.other_maker != work) return;
    // Another key's work led to this one; that one is judged by itself.
    const sim::Record* before = ledger.journal().find(started->cause);
    if (before && before->kind == sim::RecordKind::reconcile_started && work_of(*before) != work) return;
    suspects_[happening.record.id] = {work, since, started->id};
  }

  // A call that was refused has changed nothing: a reconcile that reads what its own last write has made old is told so
  // by the conflict, and that is what the conflict is for.
  void confirm(const Happening& happening, Findings& findings) {
    if (!happening.call) return;
    const auto suspect = suspects_.find(happening.call.record->id);
    if (suspect == suspects_.end()) return;
    const auto& [work, since, started] = suspect->second;
    findings.add(*this, std::string(work.controller) + " " + std::string(work.key),
                 std::string(happening.call.call().operation().name) + " " + happening.call.call().subject() +
                     " has no cause: the key was done and nothing has happened since",
                 {since, started, suspect->first});
  }

  // A call without a cause, by its call_sent record; what it led to is yet to be seen.
  struct Suspect {
    Work work;
    sim::RecordId since = 0, started = 0;
  };
  std::map<sim::RecordId, Suspect> suspects_;
  std::map<Work, sim::RecordId> converged_;  // the reconcile_started record of the last reconcile that ended it
  std::map<sim::ActorId, Sights> sights_;
};

}  // namespace

std::unique_ptr<Invariant> mutations_have_causes() { return std::make_unique<MutationsHaveCauses>(); }

}  // namespace nlbsim::scenarios::oracles
