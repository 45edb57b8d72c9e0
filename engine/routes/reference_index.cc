#include "engine/routes/reference_index.h"

#include "engine/names.h"

namespace nlbsim::engine {
namespace {

template <class Key, class Value>
void relate(std::map<Key, std::set<Value>>& relation, const Key& key, const Value& value, bool present) {
  if (present) {
    relation[key].insert(value);
    return;
  }
  const auto found = relation.find(key);
  if (found == relation.end()) return;
  found->second.erase(value);
  if (found->second.empty()) relation.erase(found);
}

template <class Key, class Value>
const std::set<Value>& related(const std::map<Key, std::set<Value>>& relation, const Key& key) {
  static const std::set<Value> kNone;
  const auto found = relation.find(key);
  return found == relation.end() ? kNone : found->second;
}

}  // namespace

std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, const std::string& route_namespace) {
  if (parent.kind != kube::kGateways.kind || parent.group != kube::kGatewayGroup) return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(route_namespace), parent.name};
}

std::optional<kube::ObjectKey> backend_service(const kube::BackendRef& backend, const std::string& route_namespace) {
  if (!backend.group.empty() || backend.kind != kube::kServices.kind) return std::nullopt;
  return kube::ObjectKey{backend.namespace_.value_or(route_namespace), backend.name};
}

void ReferenceIndex::apply(const kube::Resource& resource, const kube::ObjectRef& previous,
                           const kube::ObjectRef& object) {
  if (previous == object) return;  // a resync
  if (resource == kube::kGateways) {
    if (previous) apply_gateway(previous, false);
    if (object) apply_gateway(object, true);
  } else if (const auto kind = route_kind_of(resource)) {
    if (previous) apply_route({*kind, previous->meta().key()}, previous, false);
    if (object) apply_route({*kind, object->meta().key()}, object, true);
  }
}

void ReferenceIndex::apply_gateway(const kube::ObjectRef& gateway, bool present) {
  relate(by_class_, gateway->view<kube::Gateway>().spec.gatewayClassName, gateway->meta().key(), present);
}

void ReferenceIndex::apply_route(const RouteId& id, const kube::ObjectRef& route, bool present) {
  const auto& view = route->view<kube::Route>();
  for (const kube::ParentReference& parent : view.spec.parentRefs)
    if (const auto gateway = parent_gateway(parent, id.key.namespace_)) relate(by_gateway_, *gateway, id, present);
  for (const kube::RouteParentStatus& entry : view.status.parents) {
    if (entry.controllerName != kControllerName) continue;
    if (const auto gateway = parent_gateway(entry.parentRef, id.key.namespace_))
      relate(by_reporting_gateway_, *gateway, id, present);
  }
  for (const kube::RouteRule& rule : view.spec.rules)
    for (const kube::BackendRef& backend : rule.backendRefs)
      if (const auto service = backend_service(backend, id.key.namespace_)) relate(by_service_, *service, id, present);
}

const std::set<RouteId>& ReferenceIndex::routes_of_gateway(const kube::ObjectKey& gateway) const {
  return related(by_gateway_, gateway);
}
const std::set<RouteId>& ReferenceIndex::routes_reported_to_gateway(const kube::ObjectKey& gateway) const {
  return related(by_reporting_gateway_, gateway);
}
const std::set<RouteId>& ReferenceIndex::routes_of_service(const kube::ObjectKey& service) const {
  return related(by_service_, service);
}
const std::set<kube::ObjectKey>& ReferenceIndex::gateways_of_class(const std::string& gateway_class) const {
  return related(by_class_, gateway_class);
}

}  // namespace nlbsim::engine
