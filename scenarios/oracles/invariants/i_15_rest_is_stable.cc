#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class RestIsStable final : public Invariant {
 public:
  std::string_view id() const override { return "I-15"; }
  std::string_view sentence() const override {
    return "Once everything is done, no resync and no timer makes a controller change anything.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (ledger.resting_since() == 0) return;
    const api::AnyCall& call = happening.call.call();
    std::vector<sim::RecordId> records{ledger.resting_since()};
    if (const sim::Record* reconcile = ledger.reconcile_behind(happening.call)) records.push_back(reconcile->id);
    records.push_back(happening.record.id);
    findings.add(*this, call.subject(),
                 std::string(call.operation().name) + " at " +
                     sim::format_offset(happening.record.at - sim::kWorldStart) +
                     ", though nothing had come from outside since the world was at rest",
                 std::move(records));
  }
};

}  // namespace

std::unique_ptr<Invariant> rest_is_stable() { return std::make_unique<RestIsStable>(); }

}  // namespace nlbsim::scenarios::oracles
