#include "engine/reconcilers/binding_triggers.h"

#include <algorithm>

#include "api/kube/views.h"
#include "engine/targets/endpoints.h"

namespace nlbsim::engine {
namespace {

kube::ObjectKey service_of(const kube::ObjectRef& binding) {
  return {binding->meta().namespace_, binding->view<kube::TargetGroupBinding>().spec.serviceRef.name};
}

bool same_port(const kube::ServicePort& a, const kube::ServicePort& b) {
  return a.name == b.name && a.port == b.port && a.nodePort == b.nodePort && a.protocol == b.protocol;
}

}  // namespace

void ServiceIndex::erase(const kube::ObjectRef& binding) {
  const auto found = bindings_.find(service_of(binding));
  if (found == bindings_.end()) return;
  found->second.erase(binding->meta().key());
  if (found->second.empty()) bindings_.erase(found);
}

void ServiceIndex::update(const Delta& binding) {
  if (binding.previous) erase(binding.previous);
  if (binding.type == kube::WatchEventType::deleted) erase(binding.object);
  else bindings_[service_of(binding.object)].insert(binding.object->meta().key());
}

const std::set<kube::ObjectKey>& ServiceIndex::bindings_of(const kube::ObjectKey& service) const {
  static const std::set<kube::ObjectKey> kNone;
  const auto found = bindings_.find(service);
  return found == bindings_.end() ? kNone : found->second;
}

NodeChange compare_nodes(const Delta& node) {
  if (!node.previous || node.type == kube::WatchEventType::deleted) return NodeChange::eligibility;
  if (node.previous == node.object) return NodeChange::nothing;
  const kube::ObjectMeta& old_meta = node.previous->meta();
  const kube::ObjectMeta& new_meta = node.object->meta();
  const auto& old_node = node.previous->view<kube::Node>();
  const auto& new_node = node.object->view<kube::Node>();
  const bool same = old_meta.uid == new_meta.uid && readiness(old_node) == readiness(new_node) &&
                    takes_traffic(old_meta, old_node) == takes_traffic(new_meta, new_node) &&
                    old_node.spec.providerID == new_node.spec.providerID;
  if (!same) return NodeChange::eligibility;
  return old_meta.labels == new_meta.labels ? NodeChange::nothing : NodeChange::labels;
}

bool service_matters(const Delta& service) {
  if (!service.previous || service.type == kube::WatchEventType::deleted) return true;
  if (service.previous == service.object) return false;
  const auto& before = service.previous->view<kube::Service>().spec;
  const auto& after = service.object->view<kube::Service>().spec;
  return before.type != after.type || !std::ranges::equal(before.ports, after.ports, same_port);
}

}  // namespace nlbsim::engine
