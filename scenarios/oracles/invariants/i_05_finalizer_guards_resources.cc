#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

class FinalizerGuardsResources final : public Invariant {
 public:
  std::string_view id() const override { return "I-05"; }
  std::string_view sentence() const override {
    return "Nothing is made in AWS for a Gateway before it holds the finalizer, and the finalizer goes last.";
  }
  std::vector<Topic> topics() const override { return {Topic::effect, Topic::object_changed}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic == Topic::effect) made(happening, ledger, findings);
    else released(happening, ledger, findings);
  }

 private:
  void made(const Happening& happening, const Ledger& ledger, Findings& findings) {
    if (!happening.call.call().operation().name.starts_with("Create")) return;
    for (const auto& [id, resource] : ledger.aws().all()) {
      if (resource.created != happening.call.record->id || resource.stack.empty()) continue;
      const auto cluster = ledger.cluster_named(resource.cluster);
      if (!cluster || ledger.kube(*cluster).abandoned(resource.stack)) continue;
      const StoredObject* gateway = ledger.kube(*cluster).gateway(resource.stack);
      if (gateway && gateway->object->meta().has_finalizer(kGatewayFinalizer)) continue;
      std::vector<sim::RecordId> records{happening.call.record->id};
      if (gateway) records.insert(records.begin(), gateway->record);
      findings.add(
          *this, "Gateway " + resource.stack,
          describe(resource) + " was made while the Gateway " + (gateway ? "held no finalizer" : "was not there"),
          std::move(records));
    }
  }

  void released(const Happening& happening, const Ledger& ledger, Findings& findings) {
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    if (kind_of(change.resource) != KubeKind::gateway || !change.previous || !happening.call) return;
    if (!change.previous->meta().has_finalizer(kGatewayFinalizer)) return;
    if (change.type != kube::WatchEventType::deleted && change.object->meta().has_finalizer(kGatewayFinalizer)) return;
    if (!ledger.cast().is_controller(happening.call.record->actor)) return;
    const std::string stack = change.object->meta().key().text();
    const std::string& cluster = ledger.cast().cluster_name(ledger.cluster_of(happening.record));
    std::vector<sim::RecordId> records;
    std::string left;
    for (const auto& [id, resource] : ledger.aws().all()) {
      if (!resource.live() || resource.stack != stack || resource.cluster != cluster) continue;
      records.push_back(resource.created);
      left += (left.empty() ? "" : ", ") + describe(resource);
    }
    if (records.empty()) return;
    records.push_back(happening.record.id);
    findings.add(*this, "Gateway " + stack, "the finalizer went while there were still " + left, std::move(records));
  }
};

}  // namespace

std::unique_ptr<Invariant> finalizer_guards_resources() { return std::make_unique<FinalizerGuardsResources>(); }

}  // namespace nlbsim::scenarios::oracles
