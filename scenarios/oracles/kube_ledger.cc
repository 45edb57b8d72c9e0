#include "scenarios/oracles/kube_ledger.h"

#include <algorithm>

#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

KubeKind kind_of(const kube::Resource& resource) {
  const std::string_view kind = resource.kind;
  if (resource.group == kube::kGatewayGroup) {
    if (kind == "Gateway") return KubeKind::gateway;
    if (kind == "GatewayClass") return KubeKind::gateway_class;
    if (kind == "TCPRoute" || kind == "UDPRoute" || kind == "TLSRoute") return KubeKind::route;
    return KubeKind::other;
  }
  if (kind == "TargetGroupBinding") return KubeKind::binding;
  if (kind == "Event") return KubeKind::event;
  if (kind == "Lease") return KubeKind::lease;
  return KubeKind::other;
}

const StoredObject* KubeLedger::gateway(const kube::ObjectKey& key) const {
  const auto found = gateways_.find(key);
  return found == gateways_.end() ? nullptr : &found->second;
}

const StoredObject* KubeLedger::gateway(std::string_view stack) const {
  const std::size_t slash = stack.find('/');
  if (slash == stack.npos) return nullptr;
  return gateway({std::string(stack.substr(0, slash)), std::string(stack.substr(slash + 1))});
}

const kube::GatewayClass* KubeLedger::class_of(const kube::Gateway& gateway) const {
  const auto found = gateway_classes_.find({{}, gateway.spec.gatewayClassName});
  return found == gateway_classes_.end() ? nullptr : &found->second.object->view<kube::GatewayClass>();
}

bool KubeLedger::class_is_ours(const kube::Gateway& gateway) const {
  const kube::GatewayClass* found = class_of(gateway);
  return found && found->spec.controllerName == kControllerName;
}

bool KubeLedger::class_is_accepted(const kube::Gateway& gateway) const {
  const kube::GatewayClass* found = class_of(gateway);
  return found && found->spec.controllerName == kControllerName && is_true(found->status.conditions, "Accepted");
}

bool KubeLedger::warned_of(std::string_view kind, const kube::ObjectKey& key) const {
  return warned_.contains({std::string(kind), key});
}

StoredObjects* KubeLedger::objects_of(const api::ObjectChanged& change) {
  switch (kind_of(change.resource)) {
    case KubeKind::gateway_class: return &gateway_classes_;
    case KubeKind::gateway: return &gateways_;
    case KubeKind::binding: return &bindings_;
    case KubeKind::route: return &routes_[std::string(change.resource.kind)];
    default: return nullptr;
  }
}

void KubeLedger::note_event(const kube::Object& event) {
  const kube::EventView& view = event.view<kube::EventView>();
  if (view.type != "Warning") return;
  warned_.insert({view.involvedObject.kind, {view.involvedObject.namespace_, view.involvedObject.name}});
}

bool KubeLedger::apply(const api::ObjectChanged& change, sim::RecordId record, bool by_controller) {
  if (!change.object) return false;
  const KubeKind kind = kind_of(change.resource);
  if (kind == KubeKind::event) note_event(*change.object);
  StoredObjects* objects = objects_of(change);
  if (!objects) return false;
  const kube::ObjectKey key = change.object->meta().key();
  if (kind == KubeKind::gateway) {
    const bool held = change.previous && change.previous->meta().has_finalizer(kGatewayFinalizer);
    const bool holds =
        change.type != kube::WatchEventType::deleted && change.object->meta().has_finalizer(kGatewayFinalizer);
    if (held && !holds && !by_controller) abandoned_.insert(key.text());
    else if (holds) abandoned_.erase(key.text());
  }
  if (change.type == kube::WatchEventType::deleted) objects->erase(key);
  else (*objects)[key] = {change.object, record};
  return true;
}

const kube::Gateway& gateway_in(const StoredObject& stored) { return stored.object->view<kube::Gateway>(); }
const kube::Route& route_in(const StoredObject& stored) { return stored.object->view<kube::Route>(); }

std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, std::string_view route_namespace) {
  if (parent.group != kube::kGatewayGroup || parent.kind != "Gateway") return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(std::string(route_namespace)), parent.name};
}

}  // namespace nlbsim::scenarios::oracles
