#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/lifecycle/namespaces.h"
#include "fake_apiserver/patch/patch.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/strategy/unknown_fields.h"
#include "fake_apiserver/verbs/edit.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

sim::Result<kube::Update::Response> create_by_update(Write& write, const Target& target,
                                                     const kube::Update::Request& request) {
  Json body = request.body ? *request.body : Json();
  const kube::Resource& resource = target.kind.resource;
  const std::string_view uid = text(at(body, "metadata", "uid"));
  if (!uid.empty()) return sim::forward(uid_conflict(target.kind, request.key, uid, ""));
  if (!target.kind.create_on_update) return sim::forward(not_found(resource, request.key.name));
  if (auto fits = check_body(target, body, Writing::update); !fits) return sim::forward(std::move(fits.error()));
  if (auto fits = check_address(body, request.key, Writing::update); !fits)
    return sim::forward(std::move(fits.error()));
  body["metadata"].erase("resourceVersion");
  body["apiVersion"] = request.resource.api_version();
  kube::Create::Request fresh;
  fresh.resource = request.resource;
  fresh.namespace_ = request.key.namespace_;
  fresh.body = std::make_shared<const Json>(std::move(body));
  fresh.dry_run = request.dry_run;
  fresh.field_manager = request.field_manager;
  auto created = create(write, fresh);
  if (!created) return sim::forward(std::move(created.error()));
  return kube::Update::Response{created->object, true, std::move(created->warnings)};
}

sim::Error cannot_unmarshal(const Json& patch, std::string_view into) {
  const std::string_view type = patch.is_object()    ? "object"
                                : patch.is_array()   ? "array"
                                : patch.is_string()  ? "string"
                                : patch.is_boolean() ? "bool"
                                                     : "number";
  return bad_request(
      fmt::format("error decoding patch: json: cannot unmarshal {} into Go value of type {}", type, into));
}

// A merge of the status alone leaves out what split_status would put back anyway.
Json merge_for_status(const Json& old, const Json& patch) {
  Json out = Json::object();
  for (const std::string_view key : {"apiVersion", "kind", "metadata", "status"}) {
    if (!patch.contains(key)) {
      if (const Json& value = member(old, key); !value.is_null()) out[key] = value;
    } else if (Json value = merged(member(old, key), member(patch, key)); !value.is_null()) {
      out[key] = std::move(value);
    }
  }
  return out;
}

sim::Result<Json> patched(const Edit& edit, const kube::Patch::Request& request, const Json& old) {
  static const Json kNothing;
  const Json& body = request.body ? *request.body : kNothing;
  switch (request.type) {
    case kube::PatchType::json: {
      if (!body.is_array()) return sim::forward(cannot_unmarshal(body, "[]handlers.jsonPatchOp"));
      auto result = apply_json_patch(old, body);
      if (!result) return sim::forward(std::move(result.error()));
      return *std::move(result);
    }
    case kube::PatchType::strategic: {
      if (!body.is_object()) return sim::forward(cannot_unmarshal(body, "map[string]interface {}"));
      return apply_strategic_merge(old, body);
    }
    case kube::PatchType::merge:
    case kube::PatchType::apply: break;
  }
  if (body.is_null()) return sim::forward(bad_request("Invalid JSON Patch"));
  if (!body.is_object()) return sim::forward(cannot_unmarshal(body, "map[string]interface {}"));
  if (edit.status && edit.target.kind.custom) return merge_for_status(old, body);
  return merged(old, body);
}

// As Go prints a value: map[spec:map[bogus:1]].
std::string go_text(const Json& value) {
  if (value.is_string()) return std::string(text(value));
  if (!value.is_structured()) return value.is_null() ? "<nil>" : api::dump_json(value);
  std::string out;
  for (const auto& [name, entry] : value.items())
    out.append(out.empty() ? "" : " ").append(name.view()).append(":").append(go_text(entry));
  if (value.is_object()) return "map[" + out + "]";
  for (const Json& entry : value) out.append(out.empty() ? "" : " ").append(go_text(entry));
  return "[" + out + "]";
}

// A strategic merge becomes an object without a text in between, and who does that has other words for a wrong type
// than the decoder: "cannot restore slice from string".
std::string restore_error(std::string_view decoder) {
  constexpr std::string_view kBegin = "json: cannot unmarshal ";
  constexpr std::string_view kInto = " into Go struct field ";
  constexpr std::string_view kType = " of type ";
  const auto into = decoder.find(kInto);
  const auto type = decoder.rfind(kType);
  if (!decoder.starts_with(kBegin) || into == decoder.npos || type == decoder.npos) return std::string(decoder);
  const std::string_view given = decoder.substr(kBegin.size(), into - kBegin.size());
  const std::string_view wanted = decoder.substr(type + kType.size());
  std::string_view from = given;
  if (given == "array") from = "slice";
  else if (given == "object") from = "map";
  else if (given.starts_with("number")) from = given == "number" ? "int64" : "float64";
  if (wanted.starts_with("[]")) return fmt::format("cannot restore slice from {}", from);
  if (wanted.starts_with("map[")) return fmt::format("cannot restore map from {}", from);
  // A number for a name of the API is meant as a text more often than as a struct.
  const bool number = given.starts_with("number");
  if (number && (wanted == "string" || wanted.starts_with("v1.")))
    return fmt::format("cannot convert {} to {}", from, wanted);
  if (wanted.starts_with("v1.")) return fmt::format("cannot restore struct from: {}", from);
  return fmt::format("unrecognized type: {}", wanted);
}

// A value of the patched object that has the wrong type.
std::optional<sim::Error> check_restored(const Target& target, const kube::Patch::Request& request,
                                         const Json& document) {
  std::string error = metadata_type_error(member(document, "metadata"));
  if (error.empty()) error = target.kind.strategy->type_error(target, document);
  if (error.empty()) return std::nullopt;
  return invalid(
      "", "",
      {invalid_value("patch", fmt::format("Invalid value: \"{}\": {}", go_text(*request.body), restore_error(error)))});
}

// Fields of the patched object that its kind does not have: each a warning, or all of them the reason of a refusal.
std::optional<sim::Error> check_patched_fields(const Target& target, const kube::Patch::Request& request,
                                               const Json& document, std::vector<std::string>& warnings) {
  if (request.field_validation == kube::FieldValidation::ignore) return std::nullopt;
  std::string all;
  for (const std::string& field : unknown_fields(target.kind, target.version, document)) {
    std::string problem = fmt::format("unknown field \"{}\"", field);
    all += (all.empty() ? "" : ", ") + problem;
    if (request.field_validation == kube::FieldValidation::warn) warnings.push_back(std::move(problem));
  }
  if (all.empty() || request.field_validation == kube::FieldValidation::warn) return std::nullopt;
  const bool strategic = request.type == kube::PatchType::strategic && request.body;
  const std::string shown =
      strategic ? fmt::format("\"{}\"", go_text(*request.body)) : api::dump_json(Json(api::dump_json(document)));
  return invalid("", "",
                 {invalid_value("patch", fmt::format("Invalid value: {}: strict decoding error: {}", shown, all))});
}

}  // namespace

namespace {

// What a namespace controller does with the finalizers of a namespace's spec.
sim::Result<kube::Update::Response> finalize(Write& write, const Target& target, const kube::Update::Request& request) {
  if (request.resource != kube::kNamespaces) return sim::forward(no_such_resource());
  const ObjectRef old = write.cluster.store.find(target.index, request.key);
  if (!old) return sim::forward(not_found(target.kind.resource, request.key.name));
  Json body = request.body ? *request.body : Json();
  if (auto fits = check_body(target, body, Writing::update); !fits) return sim::forward(std::move(fits.error()));
  if (auto fits = check_address(body, request.key, Writing::update); !fits)
    return sim::forward(std::move(fits.error()));
  const auto revision = revision_in(body);
  if (!revision) return sim::forward(revision.error());
  if (*revision != 0 && *revision != old->meta().resource_version)
    return sim::forward(modified(target.kind.resource, request.key.name));
  auto finalized = finalize_namespace(write, old, at(body, "spec", "finalizers"), request.dry_run);
  return kube::Update::Response{std::move(finalized), false, {}};
}

// A Pod gets its node, once and for all.
sim::Result<kube::Update::Response> bind(Write& write, const Target& target, const kube::Update::Request& request) {
  if (target.kind.resource.kind != "Pod") return sim::forward(no_such_resource());
  const ObjectRef old = write.cluster.store.find(target.index, request.key);
  if (!old) return sim::forward(not_found(target.kind.resource, request.key.name));
  const std::string& name = request.key.name;
  const std::string_view node = request.body ? text(at(*request.body, "target", "name")) : std::string_view();
  if (node.empty())
    return sim::forward(invalid("Binding", name, {{"FieldValueRequired", "Required value", "target.name"}}));
  if (old->meta().deleting())
    return sim::forward(
        conflict("pods/binding", name, fmt::format("pod {} is being deleted, cannot be assigned to a host", name)));
  if (const std::string_view taken = text(at(old->document(), "spec", "nodeName")); !taken.empty())
    return sim::forward(
        conflict("pods/binding", name, fmt::format("pod {} is already assigned to node \"{}\"", name, taken)));
  Json document = old->document();
  document["spec"]["nodeName"] = node;
  Json scheduled{{"type", "PodScheduled"},
                 {"status", "True"},
                 {"lastProbeTime", nullptr},
                 {"lastTransitionTime", sim::to_rfc3339(write.context.now)}};
  Json conditions = Json::array();
  for (const Json& condition : at(old->document(), "status", "conditions"))
    if (member(condition, "type") != member(scheduled, "type")) conditions.push_back(condition);
  conditions.push_back(std::move(scheduled));
  document["status"]["conditions"] = std::move(conditions);
  ObjectRef bound = request.dry_run ? kube::Object::make(std::move(document)) : write.put(target, std::move(document));
  return kube::Update::Response{std::move(bound), false, {}};
}

}  // namespace

sim::Result<kube::Update::Response> update(Write& write, const kube::Update::Request& request) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  if (request.subresource == "finalize") return finalize(write, *target, request);
  if (request.subresource == "binding") return bind(write, *target, request);
  auto old = find_object(write, *target, request.key, request.subresource);
  if (!old) {
    if (request.subresource.empty() && old.error().code == "NotFound") return create_by_update(write, *target, request);
    return sim::forward(std::move(old.error()));
  }
  kube::Update::Response response;
  const Edit edit{
      *target,         request.key,           *std::move(old), Writing::update,   is_status(request.subresource),
      request.dry_run, request.field_manager, nullptr,         &response.warnings};
  auto stored = replace(write, edit, request.body ? *request.body : Json());
  if (!stored) return sim::forward(std::move(stored.error()));
  response.object = at_version(*stored, target->kind, target->version);
  return response;
}

sim::Result<kube::Patch::Response> patch(Write& write, const kube::Patch::Request& request) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  if (request.type == kube::PatchType::apply) return apply(write, *target, request);
  if (request.type == kube::PatchType::strategic && target->kind.custom)
    return sim::forward(
        status_error("UnsupportedMediaType", 415,
                     "the body of the request was in an unknown format - accepted media types include: "
                     "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"));
  auto old = find_object(write, *target, request.key, request.subresource);
  if (!old) return sim::forward(std::move(old.error()));
  kube::Patch::Response response;
  const Edit edit{
      *target,         request.key,           *std::move(old), Writing::patch,    is_status(request.subresource),
      request.dry_run, request.field_manager, nullptr,         &response.warnings};
  // A patch sees the object as the requested version shows it.
  const ObjectRef seen = at_version(edit.old, target->kind, target->version);
  auto document = patched(edit, request, seen->document());
  if (!document) return sim::forward(std::move(document.error()));
  if (request.type == kube::PatchType::strategic)
    if (auto error = check_restored(*target, request, *document)) return sim::forward(*std::move(error));
  if (auto error = check_patched_fields(*target, request, *document, response.warnings))
    return sim::forward(*std::move(error));
  auto stored = replace(write, edit, *std::move(document));
  if (!stored) return sim::forward(std::move(stored.error()));
  response.object = at_version(*stored, target->kind, target->version);
  return response;
}

}  // namespace nlbsim::fake_apiserver
