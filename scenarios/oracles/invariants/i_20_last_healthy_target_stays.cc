#include <algorithm>
#include <map>
#include <set>

#include "api/aws/elbv2.h"
#include "api/kube/kube.h"
#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/seen_objects.h"

namespace nlbsim::scenarios::oracles {

namespace {

bool is_ready(const kube::Object& node) {
  const auto& conditions = node.view<kube::Node>().status.conditions;
  return std::ranges::any_of(conditions, [](const kube::NodeCondition& condition) {
    return condition.type == "Ready" && condition.status == "True";
  });
}

class LastHealthyTargetStays final : public Invariant {
 public:
  std::string_view id() const override { return "I-20"; }
  std::string_view sentence() const override {
    return "The last healthy target of a group is not taken out while its binding, its Service's node port and its "
           "node are there.";
  }
  std::vector<Topic> topics() const override {
    return {Topic::read, Topic::watch_event, Topic::resource_changed, Topic::before_effect};
  }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    switch (happening.topic) {
      case Topic::resource_changed: return take_health(happening.record);
      case Topic::before_effect: return judge(happening, ledger, findings);
      default: nodes_.observe(happening, ledger); services_.observe(happening, ledger);
    }
  }

 private:
  // "<target group ARN> i-...:30900".
  void take_health(const sim::Record& record) {
    const auto& changed = api::payload<api::ResourceChanged>(record);
    if (changed.resource != "Target") return;
    const std::size_t space = changed.key.find(' ');
    if (space == changed.key.npos) return;
    auto& healthy = healthy_[changed.key.substr(0, space)];
    const std::string target = changed.key.substr(space + 1);
    if (changed.change == "healthy") healthy[target] = record.id;
    else healthy.erase(target);
  }

  void judge(const Happening& happening, const Ledger& ledger, Findings& findings) {
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() != &aws::DeregisterTargets::info()) return;
    const auto& request = api::as<aws::DeregisterTargets>(call).request;
    const auto healthy = healthy_.find(request.TargetGroupArn);
    if (healthy == healthy_.end() || healthy->second.empty()) return;
    std::set<std::string> taken;
    for (const aws::TargetDescription& target : request.Targets)
      taken.insert(target.Id + ":" + std::to_string(target.Port.value_or(0)));
    const bool one_stays =
        std::ranges::any_of(healthy->second, [&](const auto& entry) { return !taken.contains(entry.first); });
    if (one_stays) return;
    const sim::ActorId controller = happening.call.record->actor;
    const StoredObject* binding = binding_of(ledger, ledger.cast().of(controller).cluster, request.TargetGroupArn);
    if (!binding) return;
    for (const auto& [target, since] : healthy->second)
      if (is_wanted(*binding, controller, target))
        findings.add(*this, request.TargetGroupArn + " " + target,
                     "it was the last healthy one and was taken out, although its node and its port are there",
                     {since, binding->record, happening.call.record->id});
  }

  static const StoredObject* binding_of(const Ledger& ledger, std::size_t cluster, const std::string& group) {
    for (const auto& [key, stored] : ledger.kube(cluster).bindings())
      if (!stored.object->meta().deleting() &&
          stored.object->view<kube::TargetGroupBinding>().spec.targetGroupARN == group)
        return &stored;
    return nullptr;
  }

  bool is_wanted(const StoredObject& binding, sim::ActorId controller, const std::string& target) const {
    const std::size_t colon = target.rfind(':');
    const std::string_view instance = std::string_view(target).substr(0, colon);
    const auto has_node = [&](const auto& entry) {
      return entry.second.gone == 0 && instance_of(*entry.second.object) == instance && is_ready(*entry.second.object);
    };
    if (std::ranges::none_of(nodes_.of(controller), has_node)) return false;
    const kube::ObjectKey key{binding.object->meta().namespace_,
                              binding.object->view<kube::TargetGroupBinding>().spec.serviceRef.name};
    const auto service = services_.of(controller).find(key);
    if (service == services_.of(controller).end() || service->second.gone != 0) return false;
    const Json& ports = api::at(service->second.object->document(), "spec", "ports");
    return ports.is_array() && std::ranges::any_of(ports, [&](const Json& port) {
             const Json& node_port = api::member(port, "nodePort");
             return node_port.is_number_integer() && std::to_string(node_port.get<int>()) == target.substr(colon + 1);
           });
  }

  std::map<std::string, std::map<std::string, sim::RecordId>> healthy_;  // of each group, since which record
  SeenObjects nodes_{kube::kNodes};
  SeenObjects services_{kube::kServices};
};

}  // namespace

std::unique_ptr<Invariant> last_healthy_target_stays() { return std::make_unique<LastHealthyTargetStays>(); }

}  // namespace nlbsim::scenarios::oracles
