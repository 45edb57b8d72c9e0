#include "fake_apiserver/cluster.h"

#include <utility>

#include "api/records.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/lifecycle/garbage.h"
#include "fake_apiserver/lifecycle/namespaces.h"
#include "fake_apiserver/strategy/strategy.h"
#include "fake_apiserver/workloads/workloads.h"

namespace nlbsim::fake_apiserver {

using kube::Json;
using kube::ObjectRef;

Cluster::Cluster(ApiServerConfig settings)
    : config(std::move(settings)),
      registry(Registry::make(config.served)),
      store(registry->size(), config.history_limit) {}

sim::Result<Target> resolve(const Cluster& cluster, const kube::Resource& resource) {
  const auto index = cluster.registry->find(resource);
  if (!index) return sim::forward(no_such_resource());
  const Kind& kind = (*cluster.registry)[*index];
  const KindVersion* version = kind.find(resource.version);
  if (version && version->served) return Target{*index, kind, version->name};
  return sim::forward(no_such_resource());
}

Target storage_target(const Cluster& cluster, KindIndex index) {
  const Kind& kind = (*cluster.registry)[index];
  return {index, kind, kind.resource.version};
}

ObjectRef at_version(const ObjectRef& object, const Kind& kind, std::string_view version) {
  if (!object || version == kind.resource.version) return object;
  Json document = object->document();
  const auto& shown = kind.version(version).schema;
  if (shown && shown != kind.version(kind.resource.version).schema)
    if (auto kept = shown->get().pruned(document)) document = *std::move(kept);
  document["apiVersion"] = kind.at(version).api_version();
  return kube::Object::make(std::move(document));
}

void Write::record(const Target& target, const Change& change, std::string_view subresource) {
  auto changed = std::make_shared<api::ObjectChanged>();
  changed->resource = target.kind.resource;
  changed->type = change.type;
  changed->object = change.object;
  changed->previous = change.previous;
  changed->resource_version = change.revision;
  changed->subresource = subresource;
  context.records.push_back({sim::RecordKind::object_changed, std::move(changed)});
}

ObjectRef Write::put(const Target& target, Json document, std::string_view subresource) {
  document["metadata"]["resourceVersion"] = std::to_string(cluster.store.next_revision());
  const Change& change = cluster.store.put(target.index, kube::Object::make(std::move(document)));
  record(target, change, subresource);
  index_owners(cluster, context.now, target.index, change);
  workload_changed(cluster, context.now, target.kind.resource, change);
  return change.object;
}

ObjectRef Write::remove(const Target& target, const ObjectRef& last) {
  Json document = last->document();
  document["metadata"]["resourceVersion"] = std::to_string(cluster.store.next_revision());
  const kube::ObjectKey key = last->meta().key();
  const Change& change = cluster.store.remove(target.index, key, kube::Object::make(std::move(document)));
  record(target, change, {});
  ObjectRef removed = change.object;
  target.kind.strategy->removed(*this, *removed);
  index_owners(cluster, context.now, target.index, change);
  workload_changed(cluster, context.now, target.kind.resource, change);
  namespace_content_removed(cluster, context.now, key.namespace_);
  if (target.kind.defaults_status()) cluster.status_unwritten.erase(removed->meta().uid);
  return removed;
}

}  // namespace nlbsim::fake_apiserver
