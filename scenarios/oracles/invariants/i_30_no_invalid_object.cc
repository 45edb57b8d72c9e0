#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

constexpr int kUnprocessable = 422;

class NoInvalidObject final : public Invariant {
 public:
  std::string_view id() const override { return "I-30"; }
  std::string_view sentence() const override {
    return "No controller writes an object that the API server finds invalid.";
  }
  std::vector<Topic> topics() const override { return {Topic::kube_refusal}; }

  void observe(const Happening& happening, const Ledger&, Findings& findings) override {
    const sim::Error& error = *api::payload<api::CallApplied>(happening.record).error;
    if (error.code != "Invalid" && error.http_status != kUnprocessable) return;
    findings.add(*this, std::string(happening.call.call().operation().name) + " " + happening.call.call().subject(),
                 error.message, {happening.call.record->id, happening.record.id});
  }
};

}  // namespace

std::unique_ptr<Invariant> no_invalid_object() { return std::make_unique<NoInvalidObject>(); }

}  // namespace nlbsim::scenarios::oracles
