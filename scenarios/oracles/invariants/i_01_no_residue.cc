#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

bool holds_anything(const KubeLedger& kube) {
  for (const auto& [key, stored] : kube.gateways())
    if (stored.object->meta().has_finalizer(kGatewayFinalizer)) return true;
  return false;
}

class NoResidue final : public Invariant {
 public:
  std::string_view id() const override { return "I-01"; }
  std::string_view sentence() const override {
    return "At rest nothing is left in AWS of a Gateway that is gone, and nothing at all when no Gateway is left.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (const auto& [id, resource] : ledger.aws().all()) {
      if (!resource.live() || resource.cluster.empty()) continue;
      const auto cluster = ledger.cluster_named(resource.cluster);
      if (!cluster) continue;
      const KubeLedger& kube = ledger.kube(*cluster);
      if (resource.stack.empty()) {
        // Shared by all Gateways of the cluster.
        if (!holds_anything(kube))
          findings.add(*this, describe(resource), "no Gateway is left that it could serve", {resource.created});
        continue;
      }
      if (kube.abandoned(resource.stack)) continue;
      const StoredObject* gateway = kube.gateway(resource.stack);
      if (!gateway)
        findings.add(*this, describe(resource), "its Gateway " + resource.stack + " is gone", {resource.created});
      else if (!gateway->object->meta().has_finalizer(kGatewayFinalizer))
        findings.add(*this, describe(resource), "its Gateway " + resource.stack + " does not hold it by a finalizer",
                     {resource.created, gateway->record});
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> no_residue() { return std::make_unique<NoResidue>(); }

}  // namespace nlbsim::scenarios::oracles
