#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/condition_changes.h"

namespace nlbsim::scenarios::oracles {

namespace {

class ObservedGenerationMonotonic final : public Invariant {
 public:
  std::string_view id() const override { return "I-09"; }
  std::string_view sentence() const override {
    return "A condition's observedGeneration never goes back and never runs ahead of the object's generation.";
  }
  std::vector<Topic> topics() const override { return {Topic::object_changed}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (!happening.call || !ledger.cast().is_controller(happening.call.record->actor)) return;
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    const std::int64_t generation = change.object->meta().generation;
    visit_condition_changes(change, [&](const ConditionChange& condition) {
      const std::int64_t observed = condition.after.observedGeneration;
      std::string wrong;
      if (observed > generation) wrong = "is ahead of generation " + std::to_string(generation);
      else if (condition.before && observed < condition.before->observedGeneration)
        wrong = "comes after " + std::to_string(condition.before->observedGeneration);
      if (wrong.empty()) return;
      const std::string part = condition.part.empty() ? std::string() : condition.part + ", ";
      findings.add(*this, subject_of(change),
                   part + condition.after.type + ": observedGeneration " + std::to_string(observed) + " " + wrong,
                   {happening.call.record->id, happening.record.id});
    });
  }
};

}  // namespace

std::unique_ptr<Invariant> observed_generation_monotonic() { return std::make_unique<ObservedGenerationMonotonic>(); }

}  // namespace nlbsim::scenarios::oracles
