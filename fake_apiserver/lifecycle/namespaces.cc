#include "fake_apiserver/lifecycle/namespaces.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

Target namespaces(const Cluster& cluster) {
  return storage_target(cluster, *cluster.registry->find(kube::kNamespaces));
}

std::vector<ObjectKey> content_of(const Cluster& cluster, KindIndex index, std::string_view name) {
  std::vector<ObjectKey> keys;
  const Store::Objects& objects = cluster.store.objects(index);
  for (auto it = objects.lower_bound(ObjectKey{std::string(name), ""}); it != objects.end(); ++it) {
    if (it->first.namespace_ != name) break;
    keys.push_back(it->first);
  }
  return keys;
}

template <class F>
void for_namespaced_kinds(const Cluster& cluster, F f) {
  for (KindIndex index = 0; index < cluster.registry->size(); ++index)
    if (cluster.registry->present(index) && (*cluster.registry)[index].resource.namespaced) f(index);
}

// What is left in a namespace, as its conditions tell it.
struct Remains {
  std::string resources;   // "gateways.gateway.networking.k8s.io has 1 resource instances"
  std::string finalizers;  // "gateway.k8s.aws/nlb in 1 resource instances"
};

Remains remains_of(const Cluster& cluster, std::string_view name) {
  Remains out;
  std::map<std::string, int> finalizers;
  for_namespaced_kinds(cluster, [&](KindIndex index) {
    const std::vector<ObjectKey> keys = content_of(cluster, index, name);
    if (keys.empty()) return;
    out.resources += fmt::format("{}{} has {} resource instances", out.resources.empty() ? "" : ", ",
                                 (*cluster.registry)[index].resource.qualified_plural(), keys.size());
    for (const ObjectKey& key : keys)
      for (const std::string& finalizer : cluster.store.find(index, key)->meta().finalizers) ++finalizers[finalizer];
  });
  for (const auto& [finalizer, count] : finalizers)
    out.finalizers +=
        fmt::format("{}{} in {} resource instances", out.finalizers.empty() ? "" : ", ", finalizer, count);
  return out;
}

Json conditions_of(const Remains& remains, sim::Instant now) {
  Json out = Json::array();
  const auto add = [&](std::string_view type, bool status, std::string_view reason, std::string message) {
    out.push_back(Json{{"type", type},
                       {"status", status ? "True" : "False"},
                       {"lastTransitionTime", sim::to_rfc3339(now)},
                       {"reason", reason},
                       {"message", std::move(message)}});
  };
  add("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
  add("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
      "All legacy kube types successfully parsed");
  add("NamespaceDeletionContentFailure", false, "ContentDeleted",
      "All content successfully deleted, may be waiting on finalization");
  if (remains.resources.empty())
    add("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed");
  else
    add("NamespaceContentRemaining", true, "SomeResourcesRemain", "Some resources are remaining: " + remains.resources);
  if (remains.finalizers.empty())
    add("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
  else
    add("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
        "Some content in the namespace has finalizers remaining: " + remains.finalizers);
  return out;
}

void drain(Write& write, const std::string& name) {
  const Target target = namespaces(write.cluster);
  const ObjectRef object = write.cluster.store.find(target.index, {"", name});
  if (!object || !object->meta().deleting()) return;
  if (!api::at(object->document(), "status", "conditions").is_null() &&
      remains_of(write.cluster, name).resources.empty()) {
    write.remove(target, object);
    return;
  }
  for_namespaced_kinds(write.cluster, [&](KindIndex index) {
    const Target kind = storage_target(write.cluster, index);
    for (const ObjectKey& key : content_of(write.cluster, index, name)) remove_in_background(write, kind, key);
  });
  const Remains remains = remains_of(write.cluster, name);
  Json document = object->document();
  document["status"]["conditions"] = conditions_of(remains, write.context.now);
  write.put(target, std::move(document), "status");
  if (remains.resources.empty()) start_draining(write.cluster, write.context.now, name);
}

}  // namespace

bool is_immortal(std::string_view name) {
  constexpr std::array<std::string_view, 3> kImmortal{"default", "kube-public", "kube-system"};
  return std::ranges::find(kImmortal, name) != kImmortal.end();
}

sim::Result<void> check_namespace_open(const Cluster& cluster, const Target& target, const ObjectKey& key) {
  const ObjectRef object = cluster.store.find(namespaces(cluster).index, {"", key.namespace_});
  if (!object) return sim::forward(not_found(kube::kNamespaces, key.namespace_));
  if (!object->meta().deleting()) return {};
  return sim::forward(forbidden(
      target.kind.resource, key.name,
      fmt::format("unable to create new content in namespace {} because it is being terminated", key.namespace_),
      {{"NamespaceTerminating", fmt::format("namespace {} is being terminated", key.namespace_),
        "metadata.namespace"}}));
}

ObjectRef finalize_namespace(Write& write, const ObjectRef& object, const Json& finalizers, bool dry_run) {
  const Target target = namespaces(write.cluster);
  Json document = object->document();
  if (finalizers.empty()) document["spec"].erase("finalizers");
  else document["spec"]["finalizers"] = finalizers;
  const bool goes = object->meta().deleting() && finalizers.empty() && object->meta().finalizers.empty();
  if (goes && !dry_run) write.remove(target, object);
  if (goes || dry_run || document == object->document()) return kube::Object::make(std::move(document));
  return write.put(target, std::move(document));
}

void start_draining(Cluster& cluster, sim::Instant now, std::string_view name) {
  const bool waiting = std::ranges::any_of(cluster.draining, [&](const auto& entry) { return entry.second == name; });
  if (!waiting) cluster.draining.emplace(now + cluster.config.namespace_step, name);
}

void namespace_content_removed(Cluster& cluster, sim::Instant now, std::string_view name) {
  if (name.empty()) return;
  const ObjectRef object = cluster.store.find(namespaces(cluster).index, {"", std::string(name)});
  if (object && object->meta().deleting()) start_draining(cluster, now, name);
}

void drain_namespaces(Write& write) {
  auto& draining = write.cluster.draining;
  while (!draining.empty() && draining.begin()->first <= write.context.now) {
    const std::string name = draining.begin()->second;
    draining.erase(draining.begin());
    drain(write, name);
  }
}

}  // namespace nlbsim::fake_apiserver
