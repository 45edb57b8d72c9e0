#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

std::string revision(const kube::ObjectRef& object) { return std::to_string(object->meta().resource_version); }

// An empty list is sent as null, which deletes the key.
api::Json finalizers_patch(const kube::ObjectRef& object, api::Json finalizers) {
  if (finalizers.empty()) finalizers = nullptr;
  return {{"metadata", {{"finalizers", std::move(finalizers)}, {"resourceVersion", revision(object)}}}};
}

}  // namespace

api::Json conditions_json(std::span<const kube::Condition> conditions) {
  api::Json out = api::Json::array();
  for (const kube::Condition& condition : conditions) out.push_back(kube::to_json(condition));
  return out;
}

api::Json status_patch(const kube::ObjectRef& object, api::Json changes, const Profile& profile) {
  api::Json body = api::Json::object();
  body["status"] = std::move(changes);
  if (profile.status_writes_locked) body["metadata"]["resourceVersion"] = revision(object);
  return body;
}

std::optional<api::Json> add_finalizer_patch(const kube::ObjectRef& object, std::string_view finalizer) {
  if (object->meta().has_finalizer(finalizer)) return std::nullopt;
  api::Json finalizers = object->meta().finalizers;
  finalizers.push_back(std::string(finalizer));
  return finalizers_patch(object, std::move(finalizers));
}

std::optional<api::Json> remove_finalizer_patch(const kube::ObjectRef& object, std::string_view finalizer) {
  if (!object->meta().has_finalizer(finalizer)) return std::nullopt;
  api::Json finalizers = api::Json::array();
  for (const std::string& other : object->meta().finalizers)
    if (other != finalizer) finalizers.push_back(other);
  return finalizers_patch(object, std::move(finalizers));
}

}  // namespace nlbsim::engine
