#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/admission/gate.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/lifecycle/garbage.h"
#include "fake_apiserver/strategy/strategy.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

sim::Result<void> check_policy(std::string_view policy) {
  if (policy.empty() || policy == "Background" || policy == "Foreground" || policy == "Orphan") return {};
  const std::string message = fmt::format(
      "Unsupported value: \"{}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", policy);
  return sim::forward(
      invalid("DeleteOptions.meta.k8s.io", "", {{"FieldValueNotSupported", message, "propagationPolicy"}}));
}

sim::Result<void> check_preconditions(const Target& target, const kube::Delete::Request& request,
                                      const kube::Object& object) {
  const kube::ObjectMeta& meta = object.meta();
  // The real server names the object by kind here, and a custom one with its group.
  const std::string what =
      target.kind.custom ? qualified_kind(target.kind.resource) : target.resource().qualified_plural();
  if (!request.uid.empty() && request.uid != meta.uid)
    return sim::forward(conflict(what, meta.name,
                                 fmt::format("the UID in the precondition ({}) does not match the UID in record ({}). "
                                             "The object might have been deleted and then recreated",
                                             request.uid, meta.uid)));
  if (request.resource_version && *request.resource_version != meta.resource_version)
    return sim::forward(conflict(
        what, meta.name,
        fmt::format("the ResourceVersion in the precondition ({}) does not match the ResourceVersion in record ({}). "
                    "The object might have been modified",
                    *request.resource_version, meta.resource_version)));
  return {};
}

// The finalizers that the policy adds or takes away; those of clients stay.
std::vector<std::string> finalizers_under(std::string_view policy, const std::vector<std::string>& finalizers) {
  std::vector<std::string> out;
  std::ranges::copy_if(finalizers, std::back_inserter(out), [&](const std::string& finalizer) {
    return policy.empty() || (finalizer != kForegroundFinalizer && finalizer != kOrphanFinalizer);
  });
  if (policy == "Foreground") out.emplace_back(kForegroundFinalizer);
  if (policy == "Orphan") out.emplace_back(kOrphanFinalizer);
  return out;
}

// The object as it is once its deletion has been asked for and finalizers hold it.
Json marked(const Write& write, const Target& target, const kube::Object& object,
            const std::vector<std::string>& finalizers) {
  Json document = object.document();
  Json::Place metadata = document["metadata"];
  if (finalizers.empty()) metadata.erase("finalizers");
  else metadata["finalizers"] = finalizers;
  if (object.meta().deleting()) return document;
  metadata["deletionTimestamp"] = sim::to_rfc3339(write.context.now);
  target.kind.strategy->mark_deleted(target, document, object);
  return document;
}

// The object with its time to end, unless it has no more than that already.
Json with_grace(const Write& write, const kube::Object& object, Json document, std::int64_t grace) {
  const Json& had = api::at(object.document(), "metadata", "deletionGracePeriodSeconds");
  if (object.meta().deleting() && had.is_number_integer() && had.get<std::int64_t>() <= grace) return document;
  Json::Place metadata = document["metadata"];
  metadata["deletionTimestamp"] = sim::to_rfc3339(write.context.now + std::chrono::seconds(grace));
  metadata["deletionGracePeriodSeconds"] = grace;
  return document;
}

kube::Delete::Response remove_object(Write& write, const Target& target, const ObjectRef& object,
                                     std::string_view policy, bool dry_run, std::optional<std::int64_t> asked) {
  const auto shown = [&](const ObjectRef& state) { return at_version(state, target.kind, target.version); };
  const std::vector<std::string> finalizers = finalizers_under(policy, object->meta().finalizers);
  const std::int64_t grace = target.kind.strategy->grace_seconds(*object, asked);
  const bool held = !finalizers.empty() || target.kind.strategy->outlives_delete() || grace > 0;
  if (!held) {
    if (dry_run) return {shown(object), true};
    return {shown(write.remove(target, object)), true};
  }
  Json document = marked(write, target, *object, finalizers);
  if (grace > 0) document = with_grace(write, *object, std::move(document), grace);
  if (document == object->document()) return {shown(object), false};  // asked again: nothing new
  if (dry_run) return {shown(kube::Object::make(std::move(document))), false};
  const ObjectRef stored = write.put(target, std::move(document));
  target.kind.strategy->deletion_began(write, *stored);
  schedule_finalization(write.cluster, write.context.now, target.index, *stored);
  return {shown(stored), false};
}

}  // namespace

sim::Result<kube::Delete::Response> remove(Write& write, const kube::Delete::Request& request) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  if (auto known = check_policy(request.propagation_policy); !known) return sim::forward(std::move(known.error()));
  const kube::Resource& resource = target->kind.resource;
  if (const std::string_view why = target->kind.strategy->undeletable(request.key.name); !why.empty())
    return sim::forward(forbidden(resource, request.key.name, why));
  const ObjectRef object = write.cluster.store.find(target->index, request.key);
  if (!object) return sim::forward(not_found(resource, request.key.name));
  if (auto met = check_preconditions(*target, request, *object); !met) return sim::forward(std::move(met.error()));
  const admission::Proposal proposal{*target, "DELETE", request.key, nullptr, &object->document(), {}, request.dry_run};
  if (auto admitted = admission::admit(write, proposal, nullptr); !admitted)
    return sim::forward(std::move(admitted.error()));
  return remove_object(write, *target, object, request.propagation_policy, request.dry_run, request.grace_seconds);
}

void remove_in_background(Write& write, const Target& target, const ObjectKey& key) {
  if (const ObjectRef object = write.cluster.store.find(target.index, key))
    remove_object(write, target, object, {}, false, {});
}

}  // namespace nlbsim::fake_apiserver
