#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Our controller's entry of the route for that parentRef, or null.
const kube::RouteParentStatus* entry_of(const kube::Route& route, const kube::ParentReference& parent) {
  for (const kube::RouteParentStatus& entry : route.status.parents)
    if (entry.controllerName == kControllerName && entry.parentRef.name == parent.name &&
        entry.parentRef.namespace_ == parent.namespace_ && entry.parentRef.sectionName == parent.sectionName &&
        entry.parentRef.port == parent.port)
      return &entry;
  return nullptr;
}

class AcceptedRoutesAreServed final : public Invariant {
 public:
  std::string_view id() const override { return "I-13"; }
  std::string_view sentence() const override {
    return "At rest a route that is accepted by a listener it names, with its references resolved, has a listener of "
           "the load balancer that forwards to a target group, or somebody is told why not.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster)
      for (const auto& [kind, routes] : ledger.kube(cluster).routes())
        for (const auto& [key, stored] : routes) check(ledger, cluster, stored, findings);
  }

 private:
  void check(const Ledger& ledger, std::size_t cluster, const StoredObject& stored, Findings& findings) {
    const KubeLedger& kube = ledger.kube(cluster);
    for (const kube::ParentReference& parent : route_in(stored).spec.parentRefs) {
      // One without a listener's name may be taken by any; what the others do is no lack.
      if (!parent.sectionName) continue;
      const kube::RouteParentStatus* entry = entry_of(route_in(stored), parent);
      if (!entry || !is_true(entry->conditions, "Accepted") || !is_true(entry->conditions, "ResolvedRefs")) continue;
      const auto key = parent_gateway(parent, stored.object->meta().namespace_);
      const StoredObject* gateway = key ? kube.gateway(*key) : nullptr;
      if (!gateway || gateway->object->meta().deleting() || !kube.class_is_accepted(gateway_in(*gateway))) continue;
      if (!is_true(gateway_in(*gateway).status.conditions, "Accepted")) continue;
      if (kube.warned_of("Gateway", *key) || kube.warned_of(stored.object->kind(), stored.object->meta().key()))
        continue;
      for (const kube::Listener& listener : gateway_in(*gateway).spec.listeners)
        if (listener.name == *parent.sectionName && !is_served(ledger, cluster, key->text(), listener.port))
          findings.add(*this, std::string(stored.object->kind()) + " " + stored.object->meta().key().text(),
                       "it is accepted by listener " + listener.name + " of Gateway " + key->text() +
                           ", and no listener on port " + std::to_string(listener.port) + " forwards to a target group",
                       {stored.record, gateway->record});
    }
  }

  static bool is_served(const Ledger& ledger, std::size_t cluster, const std::string& stack, std::int32_t port) {
    const AwsResource* load_balancer = ledger.aws().load_balancer_of(ledger.cast().cluster_name(cluster), stack);
    if (!load_balancer) return false;
    bool taken_by_hand = false;  // what somebody deletes in AWS comes back with the next resync
    for (const auto& [id, listener] : ledger.aws().all()) {
      if (listener.kind != AwsKind::listener || listener.parent != load_balancer->id || listener.port != port) continue;
      if (listener.live()) return !listener.groups.empty();
      const sim::Record* deletion = ledger.journal().find(listener.deleted);
      const Call call = deletion ? ledger.call_behind(*deletion) : Call();
      taken_by_hand |= call && !ledger.cast().is_controller(call.record->actor);
    }
    return taken_by_hand;
  }
};

}  // namespace

std::unique_ptr<Invariant> accepted_routes_are_served() { return std::make_unique<AcceptedRoutesAreServed>(); }

}  // namespace nlbsim::scenarios::oracles
