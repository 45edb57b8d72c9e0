#include "fake_apiserver/lifecycle/definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "fake_apiserver/crds/approval.h"
#include "fake_apiserver/crds/bundled.h"
#include "fake_apiserver/crds/definition.h"
#include "fake_apiserver/crds/names.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

Target definitions(const Cluster& cluster) { return storage_target(cluster, *cluster.registry->find(kDefinitions)); }

kube::Resource resource_of(const Json& definition) {
  kube::Resource out;
  out.group = text(at(definition, "spec", "group"));
  out.plural = text(at(definition, "spec", "names", "plural"));
  return out;
}

// The registry of this server alone, with the change that f makes.
template <class F>
void change_registry(Cluster& cluster, F f) {
  auto own = std::make_shared<Registry>(*cluster.registry);
  f(*own);
  cluster.registry = std::move(own);
  cluster.store.grow(cluster.registry->size());
}

void serve(Cluster& cluster, const Json& definition) {
  change_registry(cluster, [&](Registry& registry) { registry.put(kind_of(definition)); });
}

void tell_approval(Json& definition, const std::string& time) {
  if (const auto approval = approval_of(definition))
    set_condition(definition, "KubernetesAPIApprovalPolicyConformant", approval->approved ? "True" : "False",
                  approval->reason, approval->message, time);
}

// The names that are accepted, and what becomes of the conditions; true if anything is new.
bool judge_names(Cluster& cluster, Json& definition, sim::Instant now) {
  const Json before = member(definition, "status");
  const NameVerdict verdict = accept_names(*cluster.registry, definition);
  const std::string time = sim::to_rfc3339(now);
  definition["status"]["acceptedNames"] = verdict.accepted;
  tell_approval(definition, time);
  if (verdict.reason.empty()) {
    set_condition(definition, "NamesAccepted", "True", "NoConflicts", "no conflicts found", time);
    if (condition_status(definition, "Established") != "True")
      set_condition(definition, "Established", "False", "Installing", "the initial names have been accepted", time);
  } else {
    set_condition(definition, "NamesAccepted", "False", verdict.reason, verdict.message, time);
    if (condition_status(definition, "Established") != "True")
      set_condition(definition, "Established", "False", "NotAccepted", "not all names are accepted", time);
  }
  return !(member(definition, "status") == before);
}

void establish(Write& write, const Target& target, const ObjectRef& object) {
  Json document = object->document();
  if (condition_status(document, "NamesAccepted") != "True" || condition_status(document, "Established") == "True")
    return;
  set_condition(document, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted",
                sim::to_rfc3339(write.context.now));
  serve(write.cluster, document);
  write.put(target, std::move(document), "status");
}

void look_at_names(Write& write, const Target& target, const ObjectRef& object) {
  Json document = object->document();
  if (!judge_names(write.cluster, document, write.context.now)) return establish(write, target, object);
  const bool goes_on = condition_status(document, "NamesAccepted") == "True";
  const std::string name = object->meta().name;
  write.put(target, std::move(document), "status");
  if (goes_on) look_at_definition(write.cluster, write.context.now, name);
}

std::vector<ObjectKey> objects_of(const Cluster& cluster, KindIndex index) {
  std::vector<ObjectKey> keys;
  for (const auto& [key, object] : cluster.store.objects(index)) keys.push_back(key);
  return keys;
}

// Its objects go first; when none is left, it goes itself.
void end(Write& write, const Target& target, ObjectRef object) {
  Cluster& cluster = write.cluster;
  const auto index = cluster.registry->find(resource_of(object->document()));
  if (index) {
    Json document = object->document();
    set_condition(document, "Terminating", "True", "InstanceDeletionInProgress",
                  "CustomResource deletion is in progress", sim::to_rfc3339(write.context.now));
    if (!(document == object->document())) object = write.put(target, std::move(document), "status");
    const Target kind = storage_target(cluster, *index);
    for (const ObjectKey& key : objects_of(cluster, *index)) remove_in_background(write, kind, key);
    // What finalizers hold is waited for: definition_object_removed() goes on from here.
    if (!cluster.store.objects(*index).empty()) return;
  }
  const auto others = std::ranges::count_if(
      object->meta().finalizers, [](const std::string& finalizer) { return finalizer != kCleanupFinalizer; });
  if (others == 0) {
    write.remove(target, object);
    return;
  }
  Json document = object->document();
  Json kept = Json::array();
  for (const Json& finalizer : at(document, "metadata", "finalizers"))
    if (text(finalizer) != kCleanupFinalizer) kept.push_back(finalizer);
  document["metadata"]["finalizers"] = std::move(kept);
  if (!(document == object->document())) write.put(target, std::move(document));
}

// A bundled definition has gone through its life before the server starts.
Json as_established(Json document, const Cluster& cluster) {
  const std::string time = sim::to_rfc3339(cluster.config.start);
  Json status = Json::object();
  Json stored = Json::array();
  for (const Json& version : at(document, "spec", "versions"))
    if (const Json& storage = member(version, "storage"); storage.is_boolean() && storage.get<bool>())
      stored.push_back(member(version, "name"));
  status["acceptedNames"] = at(document, "spec", "names");
  status["storedVersions"] = std::move(stored);
  document["status"] = std::move(status);
  document["spec"]["conversion"] = Json{{"strategy", "None"}};
  set_condition(document, "NamesAccepted", "True", "NoConflicts", "no conflicts found", time);
  set_condition(document, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", time);
  tell_approval(document, time);
  return document;
}

}  // namespace

void set_condition(Json& definition, std::string_view type, std::string_view status, std::string_view reason,
                   std::string_view message, std::string_view now) {
  Json fresh{{"type", type}, {"status", status}, {"lastTransitionTime", now}, {"reason", reason}, {"message", message}};
  Json list = Json::array();
  bool found = false;
  for (const Json& condition : at(definition, "status", "conditions")) {
    if (text(member(condition, "type")) != type) {
      list.push_back(condition);
      continue;
    }
    found = true;
    if (text(member(condition, "status")) == status)
      fresh["lastTransitionTime"] = member(condition, "lastTransitionTime");
    list.push_back(fresh);
  }
  if (!found) list.push_back(std::move(fresh));
  definition["status"]["conditions"] = std::move(list);
}

void show_bundled_definitions(Cluster& cluster) {
  if (std::exchange(cluster.bundled_shown, true)) return;
  const KindIndex index = *cluster.registry->find(kDefinitions);
  for (Json& document : bundled_documents(cluster.config.served)) {
    document = as_established(std::move(document), cluster);
    const std::string name(text(at(document, "metadata", "name")));
    Json metadata = at(document, "metadata");
    metadata["uid"] = sim::uuid(cluster.mint.next(kDefinitions.kind, name));
    metadata["creationTimestamp"] = sim::to_rfc3339(cluster.config.start);
    metadata["generation"] = 1;
    metadata["resourceVersion"] = "1";
    document["metadata"] = std::move(metadata);
    cluster.store.begin_with(index, kube::Object::make(std::move(document)));
  }
}

void look_at_definition(Cluster& cluster, sim::Instant now, std::string_view name) {
  const bool waiting =
      std::ranges::any_of(cluster.definitions, [&](const auto& entry) { return entry.second == name; });
  if (!waiting) cluster.definitions.emplace(now + cluster.config.definition_step, name);
}

void definition_changes(Write& write, const Json& document, const Json& old) {
  const bool same = member(document, "spec") == member(old, "spec") &&
                    at(document, "metadata", "annotations") == at(old, "metadata", "annotations");
  if (!old.is_null() && same) return;
  if (condition_status(document, "Established") == "True") serve(write.cluster, document);
  look_at_definition(write.cluster, write.context.now, text(at(document, "metadata", "name")));
}

void definition_removed(Write& write, const kube::Object& last) {
  Cluster& cluster = write.cluster;
  if (const auto index = cluster.registry->find(resource_of(last.document())))
    change_registry(cluster, [&](Registry& registry) { registry.remove(*index); });
  // A name that it held may be free for another now.
  const std::string_view group = text(at(last.document(), "spec", "group"));
  for (const auto& [key, object] : cluster.store.objects(*cluster.registry->find(kDefinitions)))
    if (text(at(object->document(), "spec", "group")) == group &&
        condition_status(object->document(), "Established") != "True")
      look_at_definition(cluster, write.context.now, key.name);
}

void definition_object_removed(Write& write, const kube::Object& last) {
  Cluster& cluster = write.cluster;
  const auto index = cluster.registry->find_kind(last.api_version(), last.kind());
  if (!index) return;
  const std::string name = (*cluster.registry)[*index].resource.qualified_plural();
  const ObjectRef definition = cluster.store.find(*cluster.registry->find(kDefinitions), {"", name});
  if (definition && definition->meta().deleting()) look_at_definition(cluster, write.context.now, name);
}

void advance_definitions(Write& write) {
  auto& due = write.cluster.definitions;
  while (!due.empty() && due.begin()->first <= write.context.now) {
    const std::string name = due.begin()->second;
    due.erase(due.begin());
    const Target target = definitions(write.cluster);
    const ObjectRef object = write.cluster.store.find(target.index, {"", name});
    if (!object) continue;
    if (object->meta().deleting()) end(write, target, object);
    else look_at_names(write, target, object);
  }
}

}  // namespace nlbsim::fake_apiserver
