#include <map>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/bounds.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Between two looks at a load balancer that provisions lies the requeue; then comes the work itself.
constexpr sim::Duration kBound = kActivationRequeue + kReconcileAllowance;

bool says_programmed(const kube::ObjectRef& gateway) {
  return gateway && is_true(gateway->view<kube::Gateway>().status.conditions, "Programmed");
}

class ProgrammedInTime final : public Invariant {
 public:
  std::string_view id() const override { return "I-12"; }
  std::string_view sentence() const override {
    return "A Gateway turns Programmed no earlier than its load balancer is active and within two minutes of it, "
           "retries aside.";
  }
  std::vector<Topic> topics() const override { return {Topic::object_changed, Topic::resource_changed}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic == Topic::resource_changed) activated(happening, ledger);
    else changed(happening, ledger, findings);
  }

  void at_end(const Ledger& ledger, sim::Instant end, Findings& findings) override {
    for (const auto& [owner, activation] : waiting_) {
      const auto& [cluster, stack] = owner;
      const StoredObject* gateway = ledger.kube(cluster).gateway(stack);
      const AwsResource* load_balancer = ledger.aws().find(activation.load_balancer);
      if (!gateway || gateway->object->meta().deleting() || !load_balancer->live()) continue;
      if (!ledger.kube(cluster).class_is_accepted(gateway_in(*gateway))) continue;
      if (!is_true(gateway_in(*gateway).status.conditions, "Accepted") || !ledger.cast().attended(cluster)) continue;
      if (const sim::Instant due = ledger.due(activation.at, kBound); end > due)
        late(stack, activation, end, {activation.record, gateway->record}, findings);
    }
  }

 private:
  struct Activation {
    std::string load_balancer;
    sim::RecordId record = 0;
    sim::Instant at;
  };
  using Owner = std::pair<std::size_t, std::string>;  // cluster, stack

  void activated(const Happening& happening, const Ledger& ledger) {
    const auto& change = api::payload<api::ResourceChanged>(happening.record);
    const AwsResource* load_balancer = ledger.aws().find(change.key);
    if (!load_balancer || load_balancer->active != happening.record.id || load_balancer->stack.empty()) return;
    if (const auto cluster = ledger.cluster_named(load_balancer->cluster))
      waiting_[{*cluster, load_balancer->stack}] = {change.key, happening.record.id, happening.record.at};
  }

  void changed(const Happening& happening, const Ledger& ledger, Findings& findings) {
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    if (kind_of(change.resource) != KubeKind::gateway) return;
    const std::size_t cluster = ledger.cluster_of(happening.record);
    const std::string stack = change.object->meta().key().text();
    const auto waiting = waiting_.find({cluster, stack});
    // What the user wrote starts the clock anew; so does a refusal that the Gateway itself explains.
    const bool by_controller = happening.call && ledger.cast().is_controller(happening.call.record->actor);
    if (!by_controller) {
      if (waiting != waiting_.end()) waiting->second.at = happening.record.at;
      return;
    }
    if (says_programmed(change.previous) || !says_programmed(change.object)) return;
    if (!was_ever_active(ledger, cluster, stack))
      return findings.add(*this, "Gateway " + stack, "it turned Programmed before any load balancer of its was active",
                          {happening.call.record->id, happening.record.id});
    if (waiting == waiting_.end()) return;
    if (happening.record.at > ledger.due(waiting->second.at, kBound))
      late(stack, waiting->second, happening.record.at, {waiting->second.record, happening.record.id}, findings);
    waiting_.erase(waiting);
  }

  static bool was_ever_active(const Ledger& ledger, std::size_t cluster, const std::string& stack) {
    for (const auto& [id, resource] : ledger.aws().all())
      if (resource.kind == AwsKind::load_balancer && resource.stack == stack &&
          resource.cluster == ledger.cast().cluster_name(cluster) && resource.active != 0)
        return true;
    return false;
  }

  void late(const std::string& stack, const Activation& activation, sim::Instant when,
            std::vector<sim::RecordId> records, Findings& findings) const {
    findings.add(*this, "Gateway " + stack,
                 "its load balancer " + activation.load_balancer + " had been active for " +
                     sim::format_duration(when - activation.at) + " and the Gateway had not said so",
                 std::move(records));
  }

  std::map<Owner, Activation> waiting_;
};

}  // namespace

std::unique_ptr<Invariant> programmed_in_time() { return std::make_unique<ProgrammedInTime>(); }

}  // namespace nlbsim::scenarios::oracles
