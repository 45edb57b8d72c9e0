#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class OneLoadBalancerPerStack final : public Invariant {
 public:
  std::string_view id() const override { return "I-02"; }
  std::string_view sentence() const override {
    return "A Gateway has at most one load balancer at any time, unless one replaces another of a different scheme.";
  }
  std::vector<Topic> topics() const override { return {Topic::effect}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() != &aws::CreateLoadBalancer::info()) return;
    const auto& response = api::as<aws::CreateLoadBalancer>(call).response;
    const AwsResource* made =
        response.LoadBalancers.empty() ? nullptr : ledger.aws().find(response.LoadBalancers.front().LoadBalancerArn);
    if (!made || made->stack.empty()) return;
    for (const auto& [id, other] : ledger.aws().all()) {
      if (other.kind != AwsKind::load_balancer || !other.live() || &other == made) continue;
      // The scheme is what only creation decides: a change of it is a declared replacement.
      if (other.stack != made->stack || other.cluster != made->cluster || other.scheme != made->scheme) continue;
      findings.add(*this, "Gateway " + made->stack, "a second load balancer " + made->id + " beside " + other.id,
                   {other.created, happening.call.record->id});
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> one_load_balancer_per_stack() { return std::make_unique<OneLoadBalancerPerStack>(); }

}  // namespace nlbsim::scenarios::oracles
