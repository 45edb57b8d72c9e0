#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class GatewaysHaveLoadBalancers final : public Invariant {
 public:
  std::string_view id() const override { return "I-03"; }
  std::string_view sentence() const override {
    return "At rest every Gateway that can be deployed has one load balancer, and every load balancer a Gateway.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster)
      for (const auto& [key, stored] : ledger.kube(cluster).gateways()) check(ledger, cluster, key, stored, findings);
    for (const auto& [id, resource] : ledger.aws().all()) {
      if (resource.kind != AwsKind::load_balancer || !resource.live() || resource.stack.empty()) continue;
      const auto cluster = ledger.cluster_named(resource.cluster);
      if (!cluster || ledger.kube(*cluster).gateway(resource.stack) || ledger.kube(*cluster).abandoned(resource.stack))
        continue;
      findings.add(*this, describe(resource), "there is no Gateway " + resource.stack, {resource.created});
    }
  }

 private:
  void check(const Ledger& ledger, std::size_t cluster, const kube::ObjectKey& key, const StoredObject& stored,
             Findings& findings) const {
    const kube::Gateway& gateway = gateway_in(stored);
    if (stored.object->meta().deleting() || !ledger.kube(cluster).class_is_accepted(gateway)) return;
    // A Gateway that is refused says so in its status; whether it says why is another invariant's question.
    const kube::Condition* accepted = kube::find_condition(gateway.status.conditions, "Accepted");
    if (accepted && accepted->status == "False") return;
    std::vector<sim::RecordId> records{stored.record};
    for (const auto& [id, resource] : ledger.aws().all())
      if (resource.kind == AwsKind::load_balancer && resource.live() && resource.stack == key.text() &&
          resource.cluster == ledger.cast().cluster_name(cluster))
        records.push_back(resource.created);
    if (records.size() == 2) return;
    findings.add(*this, "Gateway " + key.text(), "it has " + std::to_string(records.size() - 1) + " load balancers",
                 std::move(records));
  }
};

}  // namespace

std::unique_ptr<Invariant> gateways_have_load_balancers() { return std::make_unique<GatewaysHaveLoadBalancers>(); }

}  // namespace nlbsim::scenarios::oracles
