#include <algorithm>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/condition_changes.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

class FailuresAreVisible final : public Invariant {
 public:
  std::string_view id() const override { return "I-34"; }
  std::string_view sentence() const override {
    return "At rest whatever does not work says why: by a condition with reason and message, or by a Warning.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster) {
      const KubeLedger& kube = ledger.kube(cluster);
      for (const auto& [key, stored] : kube.gateway_classes()) check_class(kube, key, stored, findings);
      for (const auto& [key, stored] : kube.gateways()) check_gateway(kube, key, stored, findings);
      for (const auto& [kind, routes] : kube.routes())
        for (const auto& [key, stored] : routes) check_route(kube, kind + " " + key.text(), stored, findings);
    }
  }

 private:
  // The API server puts Unknown/Pending there before anybody has looked: that is no explanation.
  static bool explains(const kube::Condition* condition) {
    if (!condition || condition->reason.empty() || condition->message.empty()) return false;
    return condition->status != "Unknown" || condition->observedGeneration != 0;
  }

  void check_class(const KubeLedger& kube, const kube::ObjectKey& key, const StoredObject& stored, Findings& findings) {
    const auto& gateway_class = stored.object->view<kube::GatewayClass>();
    if (gateway_class.spec.controllerName != kControllerName || stored.object->meta().deleting()) return;
    if (is_true(gateway_class.status.conditions, "Accepted")) return;
    if (explains(kube::find_condition(gateway_class.status.conditions, "Accepted"))) return;
    if (kube.warned_of("GatewayClass", key)) return;
    findings.add(*this, "GatewayClass " + key.name, "it is not Accepted and nothing says why", {stored.record});
  }

  void check_gateway(const KubeLedger& kube, const kube::ObjectKey& key, const StoredObject& stored,
                     Findings& findings) {
    const kube::Gateway& gateway = gateway_in(stored);
    // A Gateway whose class is not accepted has its class to speak for it; one that is on its way out, its absence.
    if (!kube.class_is_accepted(gateway) || stored.object->meta().deleting()) return;
    for (const std::string_view type : {"Accepted", "Programmed"}) {
      if (is_true(gateway.status.conditions, type)) continue;
      if (explains(kube::find_condition(gateway.status.conditions, type)) || kube.warned_of("Gateway", key)) continue;
      findings.add(*this, "Gateway " + key.text(), "it is not " + std::string(type) + " and nothing says why",
                   {stored.record});
    }
  }

  void check_route(const KubeLedger& kube, const std::string& subject, const StoredObject& stored, Findings& findings) {
    const kube::Route& route = route_in(stored);
    if (stored.object->meta().deleting()) return;
    for (const kube::ParentReference& parent : route.spec.parentRefs) {
      const auto key = parent_gateway(parent, stored.object->meta().namespace_);
      const StoredObject* gateway = key ? kube.gateway(*key) : nullptr;
      if (!gateway || gateway->object->meta().deleting() || !kube.class_is_accepted(gateway_in(*gateway))) continue;
      const auto entry = std::ranges::find_if(route.status.parents, [&](const kube::RouteParentStatus& candidate) {
        return candidate.controllerName == kControllerName && candidate.parentRef == parent;
      });
      if (entry == route.status.parents.end()) {
        findings.add(*this, subject, "nothing is said about " + describe(parent), {stored.record, gateway->record});
        continue;
      }
      for (const std::string_view type : {"Accepted", "ResolvedRefs"})
        if (!is_true(entry->conditions, type) && !explains(kube::find_condition(entry->conditions, type)))
          findings.add(*this, subject, describe(parent) + " is not " + std::string(type) + " and nothing says why",
                       {stored.record});
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> failures_are_visible() { return std::make_unique<FailuresAreVisible>(); }

}  // namespace nlbsim::scenarios::oracles
