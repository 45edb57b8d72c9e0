#include "engine/reconcilers/gateway_event_handlers.h"

#include <algorithm>

#include "engine/model/tags.h"
#include "engine/names.h"
#include "engine/routes/parent_entries.h"
#include "engine/routes/rules/reference_grants.h"

namespace nlbsim::engine {
namespace {

using kube::WatchEventType;

bool is_gone(const Delta& delta) { return delta.type == WatchEventType::deleted; }
bool is_resync(const Delta& delta) { return delta.previous == delta.object; }

// Ours by its class, or by the finalizer that we left on it.
bool concerns_us(const Snapshot& snapshot, const kube::ObjectRef& gateway) {
  return is_ours(snapshot, gateway) || gateway->meta().has_finalizer(kGatewayFinalizer);
}

void add_gateway(const kube::ObjectKey& key, const Snapshot& snapshot, Affected& affected) {
  const kube::ObjectRef gateway = snapshot.gateways.get(key);
  if (gateway && concerns_us(snapshot, gateway)) affected.gateways.insert(key);
}

void add_gateways_of(const kube::ObjectRef& route, const Snapshot& snapshot, Affected& affected) {
  for (const kube::ParentReference& parent : route->view<kube::Route>().spec.parentRefs)
    if (const auto gateway = parent_gateway(parent, route->meta().namespace_))
      add_gateway(*gateway, snapshot, affected);
}

void add_gateways_of(const std::set<RouteId>& routes, const Snapshot& snapshot, Affected& affected) {
  for (const RouteId& id : routes)
    if (const kube::ObjectRef route = snapshot.route(id)) add_gateways_of(route, snapshot, affected);
}

// Calls f(id, route) for each route of a namespace.
template <class F>
void for_each_route_in(const std::string& namespace_, const Snapshot& snapshot, F f) {
  for (std::size_t kind = 0; kind < kRouteKinds.size(); ++kind) {
    const auto& all = snapshot.routes[kind]->all();
    for (auto it = all.lower_bound({namespace_, ""}); it != all.end() && it->first.namespace_ == namespace_; ++it)
      f(RouteId{kind, it->first}, it->second);
  }
}

void by_gateway(const Delta& delta, const Snapshot& snapshot, Affected& affected) {
  const kube::ObjectKey key = delta.object->meta().key();
  const bool gone = is_gone(delta);
  if (gone || (!delta.echo && concerns_us(snapshot, delta.object))) affected.gateways.insert(key);
  if (gone || !is_ours(snapshot, delta.object))
    for (const RouteId& id : snapshot.index.routes_reported_to_gateway(key)) affected.routes.insert(id.key);
  // The last Gateway of a class that is being deleted lets it go.
  const auto wake = [&](const kube::ObjectRef& gateway) {
    const kube::ObjectRef gateway_class = class_of(snapshot, gateway);
    if (gateway_class && gateway_class->meta().deleting()) affected.gateway_classes.insert(gateway_class->meta().key());
  };
  wake(delta.object);
  if (delta.previous) wake(delta.previous);
}

void by_gateway_class(const Delta& delta, const Snapshot& snapshot, Affected& affected) {
  const kube::ObjectKey key = delta.object->meta().key();
  if (!delta.echo) affected.gateway_classes.insert(key);
  for (const kube::ObjectKey& gateway : snapshot.index.gateways_of_class(key.name)) {
    add_gateway(gateway, snapshot, affected);
    if (!is_our_class(delta.object) || is_gone(delta))
      for (const RouteId& id : snapshot.index.routes_reported_to_gateway(gateway)) affected.routes.insert(id.key);
  }
}

void by_route(const Delta& delta, const Snapshot& snapshot, Affected& affected) {
  if (delta.echo && !has_stale_entry(snapshot, delta.object)) return;
  add_gateways_of(delta.object, snapshot, affected);
  if (delta.previous) add_gateways_of(delta.previous, snapshot, affected);
  for (const kube::RouteParentStatus& entry : delta.object->view<kube::Route>().status.parents) {
    if (entry.controllerName != kControllerName) continue;
    const auto gateway = parent_gateway(entry.parentRef, delta.object->meta().namespace_);
    if (gateway) add_gateway(*gateway, snapshot, affected);
  }
  if (is_gone(delta) || has_stale_entry(snapshot, delta.object)) affected.routes.insert(delta.object->meta().key());
}

void by_grant(const kube::ObjectRef& grant, const Snapshot& snapshot, Affected& affected) {
  const auto& spec = grant->view<kube::ReferenceGrant>().spec;
  const std::string& target = grant->meta().namespace_;
  const auto refers = [&](const RouteId& id, const kube::RouteSpec& route) {
    for (const kube::RouteRule& rule : route.rules) {
      for (const kube::BackendRef& backend : rule.backendRefs) {
        const auto service = backend_service(backend, id.key.namespace_);
        if (service && service->namespace_ == target && rules::grant_covers(spec, id, service->name)) return true;
      }
    }
    return false;
  };
  std::set<std::string> namespaces;
  for (const kube::ReferenceGrantFrom& from : spec.from) namespaces.insert(from.namespace_);
  for (const std::string& from : namespaces) {
    for_each_route_in(from, snapshot, [&](const RouteId& id, const kube::ObjectRef& route) {
      if (refers(id, route->view<kube::Route>().spec)) add_gateways_of(route, snapshot, affected);
    });
  }
}

void by_namespace(const Delta& delta, const Snapshot& snapshot, Affected& affected) {
  const bool relabelled =
      is_gone(delta) || !delta.previous || delta.previous->meta().labels != delta.object->meta().labels;
  if (!relabelled) return;
  for_each_route_in(delta.object->meta().name, snapshot,
                    [&](const RouteId&, const kube::ObjectRef& route) { add_gateways_of(route, snapshot, affected); });
}

// Our own writes do not matter here: creation is ours, and finalizers, annotations and status leave the generation.
void by_binding(const Delta& delta, const Snapshot& snapshot, Affected& affected) {
  const bool edited = delta.previous && delta.previous->meta().generation != delta.object->meta().generation;
  if (!is_gone(delta) && !edited) return;
  const auto& labels = delta.object->meta().labels;
  const auto name = labels.find(std::string(kStackNameLabel));
  const auto namespace_ = labels.find(std::string(kStackNamespaceLabel));
  if (name == labels.end() || namespace_ == labels.end()) return;
  add_gateway({namespace_->second, name->second}, snapshot, affected);
}

}  // namespace

Affected affected_by(const kube::Resource& resource, const Delta& delta, const Snapshot& snapshot,
                     const Profile& profile) {
  Affected affected;
  if (resource == kube::kGateways) {
    by_gateway(delta, snapshot, affected);
  } else if (resource == kube::kGatewayClasses) {
    by_gateway_class(delta, snapshot, affected);
  } else if (resource == kube::kServices) {
    add_gateways_of(snapshot.index.routes_of_service(delta.object->meta().key()), snapshot, affected);
  } else if (resource == kube::kReferenceGrants) {
    by_grant(delta.object, snapshot, affected);
    if (delta.previous && !is_resync(delta)) by_grant(delta.previous, snapshot, affected);
  } else if (resource == kube::kNamespaces) {
    if (profile.namespaces_watched) by_namespace(delta, snapshot, affected);
  } else if (resource == kube::kTargetGroupBindings) {
    if (profile.bindings_watched) by_binding(delta, snapshot, affected);
  } else if (route_kind_of(resource)) {
    by_route(delta, snapshot, affected);
  }
  return affected;
}

std::vector<kube::Resource> watched_by_gateways() {
  std::vector<kube::Resource> out{kube::kGatewayClasses,  kube::kGateways,   kube::kServices,
                                  kube::kReferenceGrants, kube::kNamespaces, kube::kTargetGroupBindings};
  for (const RouteKind& kind : kRouteKinds) out.push_back(kind.resource);
  return out;
}

}  // namespace nlbsim::engine
