#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class OneLeaderWrites final : public Invariant {
 public:
  std::string_view id() const override { return "I-26"; }
  std::string_view sentence() const override {
    return "Where a leader is elected, nobody else begins a reconcile that changes anything.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const Cast& cast = ledger.cast();
    const sim::ActorId actor = happening.record.actor;
    const std::optional<sim::ActorId> leader = cast.leader(cast.of(actor).cluster);
    const sim::Record* started = ledger.reconcile_behind(happening.call);
    if (!leader || *leader == actor || !started) return;
    // What it began as leader it may end: no call can be taken back.
    if (started->id < cast.leads_since(cast.of(actor).cluster)) return;
    findings.add(*this, std::string(cast.name(actor)),
                 std::string(happening.call.call().operation().name) + " " + happening.call.call().subject() +
                     ", while " + std::string(cast.name(*leader)) + " leads",
                 {started->id, happening.record.id});
  }
};

}  // namespace

std::unique_ptr<Invariant> one_leader_writes() { return std::make_unique<OneLeaderWrites>(); }

}  // namespace nlbsim::scenarios::oracles
