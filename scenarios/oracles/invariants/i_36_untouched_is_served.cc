#include <map>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class UntouchedIsServed final : public Invariant {
 public:
  std::string_view id() const override { return "I-36"; }
  std::string_view sentence() const override {
    return "What a fault did not touch is served: what stood at rest is not taken down before somebody wants something "
           "else.";
  }
  std::vector<Topic> topics() const override { return {Topic::before_effect, Topic::input}; }

  void at_rest(const Ledger& ledger, Findings&) override {
    for (const auto& [id, resource] : ledger.aws().all())
      if (resource.live() && !resource.stack.empty()) stood_[id] = ledger.journal().last();
  }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic == Topic::before_effect) return judge(happening, ledger, findings);
    // A change in a cluster, or by hand in AWS, may rightly take something down; a fault or a crash may not.
    const bool wish = happening.record.kind == sim::RecordKind::object_changed || happening.call;
    if (wish) stood_.clear();
  }

 private:
  void judge(const Happening& happening, const Ledger& ledger, Findings& findings) {
    const api::AnyCall& call = happening.call.call();
    const std::string_view operation = call.operation().name;
    if (operation != "DeleteListener" && operation != "DeleteTargetGroup" && operation != "DeleteLoadBalancer") return;
    for (const std::string& id : touched_by(call)) {
      const auto stood = stood_.find(id);
      const AwsResource* resource = ledger.aws().find(id);
      if (stood == stood_.end() || !resource) continue;
      findings.add(*this, describe(*resource),
                   "it stood at rest and was taken down, although nobody has wanted anything else since",
                   {resource->created, stood->second, happening.call.record->id});
    }
  }

  std::map<std::string, sim::RecordId> stood_;  // what stood at the last rest, and when that was
};

}  // namespace

std::unique_ptr<Invariant> untouched_is_served() { return std::make_unique<UntouchedIsServed>(); }

}  // namespace nlbsim::scenarios::oracles
