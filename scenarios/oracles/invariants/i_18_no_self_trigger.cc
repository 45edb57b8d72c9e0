#include <algorithm>
#include <map>
#include <tuple>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Its own write wakes a key once: that look finds what it wrote. A third write in a row feeds on itself.
constexpr int kMostLinks = 2;

class NoSelfTrigger final : public Invariant {
 public:
  std::string_view id() const override { return "I-18"; }
  std::string_view sentence() const override {
    return "A key that is woken by its own write does not go on writing because of that.";
  }
  std::vector<Topic> topics() const override { return {Topic::object_changed, Topic::watch_event}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic == Topic::watch_event) return saw(happening.record, ledger);
    const sim::Record* started = ledger.reconcile_behind(happening.call);
    if (!started) return;
    const auto& work = api::payload<api::ReconcileStarted>(*started);
    Chain& chain = chains_[{started->actor, work.controller, work.key}];
    if (chain.reconcile == started->id) return;  // a second write of one reconcile
    const bool goes_on = chain.reconcile != 0 && woken_by(*started, chain, ledger) &&
                         std::max(ledger.last_input(), news_[started->actor]) < chain.first;
    if (!goes_on) chain = {started->id, 0, happening.record.id, {}};
    chain.reconcile = started->id;
    chain.writes.push_back(happening.record.id);
    ++chain.links;
    if (chain.links <= kMostLinks) return;
    findings.add(*this, work.controller + " " + work.key,
                 "it has written " + std::to_string(chain.links) + " times in a row, each time woken by its own write",
                 chain.writes);
  }

 private:
  struct Chain {
    sim::RecordId reconcile = 0;  // the last that wrote
    int links = 0;
    sim::RecordId first = 0;            // the first write
    std::vector<sim::RecordId> writes;  // object_changed records
  };

  // What comes from outside may be seen long after it came; a reconcile that finds it is no link, whoever woke it.
  void saw(const sim::Record& seen, const Ledger& ledger) {
    const sim::Record* change = ledger.journal().find(seen.cause);
    if (!change || change->kind != sim::RecordKind::object_changed) return;
    if (!ledger.reconcile_behind(ledger.call_behind(*change))) news_[seen.actor] = seen.id;
  }

  // Whether what woke the reconcile is a change that the chain's last reconcile made.
  static bool woken_by(const sim::Record& started, const Chain& chain, const Ledger& ledger) {
    const sim::Record* seen = ledger.journal().find(started.cause);
    if (!seen || seen->kind != sim::RecordKind::watch_event) return false;
    const sim::Record* change = ledger.journal().find(seen->cause);
    if (!change || change->kind != sim::RecordKind::object_changed) return false;
    const sim::Record* maker = ledger.reconcile_behind(ledger.call_behind(*change));
    return maker && maker->id == chain.reconcile;
  }

  std::map<std::tuple<sim::ActorId, std::string, std::string>, Chain> chains_;
  std::map<sim::ActorId, sim::RecordId> news_;  // the last watch event of a change by no controller
};

}  // namespace

std::unique_ptr<Invariant> no_self_trigger() { return std::make_unique<NoSelfTrigger>(); }

}  // namespace nlbsim::scenarios::oracles
