#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// The API references of RegisterTargets, DeregisterTargets and DescribeTags.
constexpr std::size_t kMostTargets = 200;
constexpr std::size_t kMostArns = 20;

template <class Op, class Size>
std::size_t size_in(const api::AnyCall& call, Size size) {
  return &call.operation() == &Op::info() ? size(api::as<Op>(call).request) : 0;
}

class BatchesWithinLimits final : public Invariant {
 public:
  std::string_view id() const override { return "I-22"; }
  std::string_view sentence() const override {
    return "No request names more targets (200) or resources (20) than AWS takes in one.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent, Topic::read}; }

  void observe(const Happening& happening, const Ledger&, Findings& findings) override {
    const api::AnyCall& call = happening.call.call();
    const auto targets = [](const auto& request) { return request.Targets.size(); };
    const std::size_t asked =
        std::max(size_in<aws::RegisterTargets>(call, targets), size_in<aws::DeregisterTargets>(call, targets));
    const std::size_t arns =
        size_in<aws::DescribeTags>(call, [](const auto& request) { return request.ResourceArns.size(); });
    if (asked <= kMostTargets && arns <= kMostArns) return;
    findings.add(*this, std::string(call.operation().name) + " " + call.subject(),
                 asked > kMostTargets ? "it names " + std::to_string(asked) + " targets"
                                      : "it names " + std::to_string(arns) + " resources",
                 {happening.record.id});
  }
};

}  // namespace

std::unique_ptr<Invariant> batches_within_limits() { return std::make_unique<BatchesWithinLimits>(); }

}  // namespace nlbsim::scenarios::oracles
