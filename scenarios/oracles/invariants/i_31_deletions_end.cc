#include <algorithm>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/bounds.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

// AWS lets go of a target group and of a security group a while after their load balancer went, and the controller
// learns of it by trying; so one longest backoff belongs to an undisturbed deletion too.
constexpr sim::Duration kBound = kLongestBackoff + kActivationRequeue + kReconcileAllowance;

class DeletionsEnd final : public Invariant {
 public:
  std::string_view id() const override { return "I-31"; }
  std::string_view sentence() const override {
    return "Whatever is deleted while it holds a finalizer of ours goes in the end, once nothing is broken any more.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for_each_held(ledger, [&](std::size_t, const std::string& subject, const StoredObject& stored) {
      findings.add(*this, subject, "it is still there though everything has been done", {stored.record});
    });
  }

  void at_end(const Ledger& ledger, sim::Instant end, Findings& findings) override {
    for_each_held(ledger, [&](std::size_t cluster, const std::string& subject, const StoredObject& stored) {
      const sim::Instant since = *stored.object->meta().deletion_timestamp;
      if (!ledger.cast().attended(cluster) || end <= ledger.due(since, kBound)) return;
      findings.add(*this, subject, "it has been on its way out for " + sim::format_duration(end - since),
                   {stored.record});
    });
  }

 private:
  template <class F>
  static void for_each_held(const Ledger& ledger, F f) {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster) {
      const KubeLedger& kube = ledger.kube(cluster);
      const auto held = [](const StoredObject& stored, std::string_view finalizer) {
        return stored.object->meta().deleting() && stored.object->meta().has_finalizer(finalizer);
      };
      for (const auto& [key, stored] : kube.gateways())
        if (held(stored, kGatewayFinalizer)) f(cluster, "Gateway " + key.text(), stored);
      for (const auto& [key, stored] : kube.bindings())
        if (held(stored, kBindingFinalizer)) f(cluster, "TargetGroupBinding " + key.text(), stored);
      for (const auto& [key, stored] : kube.gateway_classes())
        if (held(stored, kGatewayClassFinalizer) && !in_use(kube, key.name))
          f(cluster, "GatewayClass " + key.name, stored);
    }
  }

  // A class stays for as long as a Gateway names it.
  static bool in_use(const KubeLedger& kube, const std::string& gateway_class) {
    return std::ranges::any_of(kube.gateways(), [&](const auto& entry) {
      return gateway_in(entry.second).spec.gatewayClassName == gateway_class;
    });
  }
};

}  // namespace

std::unique_ptr<Invariant> deletions_end() { return std::make_unique<DeletionsEnd>(); }

}  // namespace nlbsim::scenarios::oracles
