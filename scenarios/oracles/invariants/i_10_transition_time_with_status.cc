#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/bounds.h"
#include "scenarios/oracles/condition_changes.h"

namespace nlbsim::scenarios::oracles {

namespace {

class TransitionTimeWithStatus final : public Invariant {
 public:
  std::string_view id() const override { return "I-10"; }
  std::string_view sentence() const override {
    return "A condition's lastTransitionTime changes when its status does, and only then.";
  }
  std::vector<Topic> topics() const override { return {Topic::object_changed}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (!happening.call || !ledger.cast().is_controller(happening.call.record->actor)) return;
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    visit_condition_changes(change, [&](const ConditionChange& condition) {
      if (!condition.before) return;
      const bool status_changed = condition.before->status != condition.after.status;
      const bool time_changed = condition.before->lastTransitionTime != condition.after.lastTransitionTime;
      if (status_changed == time_changed) return;
      if (status_changed && !stands_out(condition.after.lastTransitionTime, happening.record.at)) return;
      const std::string part = condition.part.empty() ? std::string() : condition.part + ", ";
      findings.add(*this, subject_of(change),
                   part + condition.after.type + ": status " + condition.before->status + " -> " +
                       condition.after.status + ", lastTransitionTime " + condition.before->lastTransitionTime +
                       " -> " + condition.after.lastTransitionTime,
                   {happening.call.record->id, happening.record.id});
    });
  }

 private:
  // Two transitions within one second carry the same time, rightly.
  static bool stands_out(const std::string& transition, sim::Instant written) {
    const auto time = sim::parse_rfc3339(transition);
    return !time || written - *time > kTimestampGrain;
  }
};

}  // namespace

std::unique_ptr<Invariant> transition_time_with_status() { return std::make_unique<TransitionTimeWithStatus>(); }

}  // namespace nlbsim::scenarios::oracles
