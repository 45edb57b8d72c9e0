#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class ListenersForwardSomewhere final : public Invariant {
 public:
  std::string_view id() const override { return "I-06"; }
  std::string_view sentence() const override {
    return "Every listener forwards to target groups that exist, and none of those is deleted under it.";
  }
  std::vector<Topic> topics() const override { return {Topic::effect}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const std::string_view operation = happening.call.call().operation().name;
    if (operation != "CreateListener" && operation != "ModifyListener" && operation != "DeleteTargetGroup") return;
    for (const auto& [id, listener] : ledger.aws().all()) {
      if (listener.kind != AwsKind::listener || !listener.live()) continue;
      for (const std::string& arn : listener.groups) {
        // One that no call of this run has made was there before.
        const AwsResource* group = ledger.aws().find(arn);
        if (!group || group->live()) continue;
        findings.add(*this, describe(listener), "it forwards to " + arn + ", which has been deleted",
                     {listener.created, group->deleted, happening.record.id});
      }
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> listeners_forward_somewhere() { return std::make_unique<ListenersForwardSomewhere>(); }

}  // namespace nlbsim::scenarios::oracles
