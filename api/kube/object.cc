#include "api/kube/object.h"

#include <algorithm>
#include <charconv>

namespace nlbsim::kube {
namespace {

using api::member;
using api::text;

std::map<std::string, std::string> string_map(const Json& json) {
  std::map<std::string, std::string> out;
  if (json.is_object())
    for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) out.emplace(key, text(value));
  return out;
}

std::optional<sim::Instant> instant(const Json& json) {
  if (!json.is_string()) return std::nullopt;  // most objects are not being deleted: no error is written for them
  if (const auto at = sim::parse_rfc3339(text(json))) return *at;
  return std::nullopt;
}

std::uint64_t revision(const Json& json) {
  const std::string_view digits = text(json);
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

OwnerReference owner_reference(const Json& json) {
  return {std::string(text(member(json, "apiVersion"))), std::string(text(member(json, "kind"))),
          std::string(text(member(json, "name"))), std::string(text(member(json, "uid")))};
}

ObjectMeta decode_meta(const Json& document) {
  const Json& json = member(document, "metadata");
  ObjectMeta meta;
  meta.name = text(member(json, "name"));
  meta.namespace_ = text(member(json, "namespace"));
  meta.uid = text(member(json, "uid"));
  meta.resource_version = revision(member(json, "resourceVersion"));
  if (const Json& generation = member(json, "generation"); generation.is_number_integer())
    meta.generation = generation.get<std::int64_t>();
  meta.creation_timestamp = instant(member(json, "creationTimestamp")).value_or(sim::Instant{});
  meta.deletion_timestamp = instant(member(json, "deletionTimestamp"));
  meta.labels = string_map(member(json, "labels"));
  meta.annotations = string_map(member(json, "annotations"));
  if (const Json& finalizers = member(json, "finalizers"); finalizers.is_array())
    for (const Json& finalizer : finalizers) meta.finalizers.emplace_back(text(finalizer));
  if (const Json& owners = member(json, "ownerReferences"); owners.is_array())
    for (const Json& owner : owners) meta.owner_references.push_back(owner_reference(owner));
  return meta;
}

}  // namespace

bool ObjectMeta::has_finalizer(std::string_view finalizer) const {
  return std::ranges::find(finalizers, finalizer) != finalizers.end();
}

Object::Object(Json document) : document_(std::move(document)), meta_(decode_meta(document_)) {}

std::uint64_t Object::fingerprint() const {
  if (!fingerprint_) fingerprint_ = api::fingerprint(document_);
  return *fingerprint_;
}

const std::shared_ptr<const std::string>& Object::encoded() const {
  if (!encoded_) encoded_ = std::make_shared<const std::string>(api::dump_json(document_));
  return encoded_;
}

void hash_into(sim::Hasher& hasher, const ObjectRef& object) { hasher.add(object ? object->fingerprint() : 0); }

Json to_json(const ObjectRef& object) { return object ? object->document() : Json(); }

}  // namespace nlbsim::kube
