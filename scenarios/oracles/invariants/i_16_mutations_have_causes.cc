#include <map>
#include <tuple>
#include <utility>

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
    return {Topic::call_sent, Topic::reconcile_finished, Topic::watch_event, Topic::object_changed};
  }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    switch (happening.topic) {
      case Topic::call_sent: return judge(happening, ledger, findings);
      case Topic::reconcile_finished: return finished(happening.record, ledger);
      case Topic::watch_event: return saw(happening.record, ledger);
      case Topic::object_changed:
        if (const sim::Record* reconcile = ledger.reconcile_behind(happening.call))
          own_[work_of(*reconcile)].made = happening.record.id;
        return;
      default: return;
    }
  }

 private:
  // The last two sights of an actor whose makers differ: whichever key asks, one of them is not its own doing.
  struct Sights {
    sim::RecordId last = 0, other = 0;
    Work last_maker, other_maker;
  };

  // What a key's work last changed itself, and which of these changes the actor heard of last, and when.
  struct OwnChanges {
    sim::RecordId made = 0;
    sim::RecordId seen = 0, seen_by = 0;  // the change, and the watch_event record
    sim::RecordId judged = 0;             // the reconcile whose first mutation has been judged
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
    if (outcome.outcome == api::ReconcileOutcome::done) converged_[work_of(*started)] = started->id;
    else converged_.erase(work_of(*started));
  }

  void saw(const sim::Record& record, const Ledger& ledger) {
    Work maker;
    if (const sim::Record* change = ledger.journal().find(record.cause);
        change && change->kind == sim::RecordKind::object_changed)
      if (const sim::Record* reconcile = ledger.reconcile_behind(ledger.call_behind(*change)))
        maker = work_of(*reconcile);
    if (maker.actor == record.actor && !maker.controller.empty()) {
      OwnChanges& own = own_[maker];
      own.seen = record.cause;
      own.seen_by = record.id;
    }
    Sights& sights = sights_[record.actor];
    if (sights.last != 0 && sights.last_maker != maker) {
      sights.other = sights.last;
      sights.other_maker = sights.last_maker;
    }
    sights.last = record.id;
    sights.last_maker = maker;
  }

  void judge(const Happening& happening, const Ledger& ledger, Findings& findings) {
    const sim::Record* started = ledger.reconcile_behind(happening.call);
    if (!started) return;
    const Work work = work_of(*started);
    const auto converged = converged_.find(work);
    if (converged == converged_.end()) return;
    // What follows the first mutation of a reconcile follows from it.
    OwnChanges& own = own_[work];
    if (std::exchange(own.judged, started->id) == started->id) return;
    // It acts on a view in which its own last change is not there yet, and so repeats itself; no controller that reads
    // from a cache can do otherwise.
    if (own.seen < own.made || own.seen_by > started->id) return;
    const sim::RecordId since = converged->second;
    if (ledger.last_input() > since) return;
    const Sights& sights = sights_[happening.record.actor];
    if (sights.last > since && sights.last_maker != work) return;
    if (sights.other > since && sights.other_maker != work) return;
    // Another key's work led to this one; that one is judged by itself.
    const sim::Record* before = ledger.journal().find(started->cause);
    if (before && before->kind == sim::RecordKind::reconcile_started && work_of(*before) != work) return;
    findings.add(*this, std::string(work.controller) + " " + std::string(work.key),
                 std::string(happening.call.call().operation().name) + " " + happening.call.call().subject() +
                     " has no cause: the key was done and nothing has happened since",
                 {since, started->id, happening.record.id});
  }

  std::map<Work, sim::RecordId> converged_;  // the reconcile_started record of the last reconcile that ended it
  std::map<sim::ActorId, Sights> sights_;
  std::map<Work, OwnChanges> own_;
};

}  // namespace

std::unique_ptr<Invariant> mutations_have_causes() { return std::make_unique<MutationsHaveCauses>(); }

}  // namespace nlbsim::scenarios::oracles
