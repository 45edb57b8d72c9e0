#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/patch/patch.h"
#include "fake_apiserver/strategy/admission.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/strategy/unknown_fields.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

// One write to an existing object.
struct Edit {
  Target target;
  ObjectKey key;
  ObjectRef old;
  Writing writing = Writing::update;
  bool status = false;  // through the status subresource
  bool dry_run = false;
  std::vector<std::string>* warnings = nullptr;  // of the answer
};

bool is_status(const std::string& subresource) { return subresource == "status"; }

// The object behind a path with or without a subresource. A subresource that the kind does not have is as absent as
// the object itself.
sim::Result<ObjectRef> find(const Write& write, const Target& target, const ObjectKey& key,
                            const std::string& subresource) {
  const bool known = subresource.empty() || (is_status(subresource) && target.kind.has_status);
  if (!known && !target.kind.custom) return sim::forward(no_such_resource());
  ObjectRef object = known ? write.cluster.store.find(target.index, key) : nullptr;
  if (!object) return sim::forward(not_found(target.kind.resource, key.name));
  return object;
}

// The storage layer's own words, key included.
sim::Error uid_conflict(const Kind& kind, const ObjectKey& key, std::string_view wanted, std::string_view own) {
  const kube::Resource& resource = kind.resource;
  const std::string path =
      kind.custom ? fmt::format("{}/{}", resource.group, resource.plural) : std::string(resource.plural);
  return conflict(
      resource.qualified_plural(), key.name,
      fmt::format("StorageError: invalid object, Code: 4, Key: /registry/{}/{}, ResourceVersion: 0, "
                  "AdditionalErrorMsg: Precondition failed: UID in precondition: {}, UID in object meta: {}",
                  path, key.text(), wanted, own));
}

sim::Result<void> check_uid(const Edit& edit, const Json& document) {
  const std::string_view uid = text(at(document, "metadata", "uid"));
  const std::string& own = edit.old->meta().uid;
  if (uid.empty() || uid == own) return {};
  const kube::Resource& resource = edit.target.kind.resource;
  if (edit.writing == Writing::patch) {
    const auto cause = invalid_value("metadata.uid", fmt::format("Invalid value: \"{}\": field is immutable", uid));
    return sim::forward(invalid(qualified_kind(resource), edit.key.name, {cause, cause}));
  }
  return sim::forward(uid_conflict(edit.target.kind, edit.key, uid, own));
}

sim::Result<void> check_revision(const Edit& edit, const Json& document) {
  const auto revision = revision_in(document);
  if (!revision) return sim::forward(revision.error());
  const kube::Resource& resource = edit.target.kind.resource;
  if (*revision == 0) {
    if (edit.target.kind.unconditional_update) return {};
    return sim::forward(
        invalid(resource.qualified_plural(), edit.key.name,
                {invalid_value("metadata.resourceVersion", "Invalid value: 0x0: must be specified for an update")}));
  }
  if (*revision != edit.old->meta().resource_version) return sim::forward(modified(resource, edit.key.name));
  return {};
}

void set_or_erase(Json::Place object, std::string_view key, const Json& value) {
  if (value.is_null()) object.erase(key);
  else if (member(object, key) != value) object[key] = value;
}

const Json& at_deletion(const Json& document) { return at(document, "metadata", "deletionTimestamp"); }

// Metadata that no client may change keeps its old value; empty collections vanish.
void keep_server_metadata(const Edit& edit, Json& document) {
  const Json& old = member(edit.old->document(), "metadata");
  Json::Place metadata = document["metadata"];
  for (const std::string_view owned :
       {"uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"})
    set_or_erase(metadata, owned, member(old, owned));
  metadata.erase("managedFields");
  metadata.erase("selfLink");
}

// A client can neither begin a deletion by writing its time nor change what the server has written of it.
void check_deletion_fields(const Edit& edit, const Json& document, Findings& findings) {
  const Json& metadata = member(document, "metadata");
  const Json& old = member(edit.old->document(), "metadata");
  const std::size_t times = edit.target.kind.custom ? 2 : 1;  // checked twice there
  const Json& at = member(metadata, "deletionTimestamp");
  if (const auto when = sim::parse_rfc3339(text(at)); when && !edit.old->meta().deleting()) {
    std::string shown(text(at).substr(0, 19));  // as Go prints a time
    std::ranges::replace(shown, 'T', ' ');
    findings.causes.insert(findings.causes.end(), times,
                           invalid_value("metadata.deletionTimestamp",
                                         fmt::format("Invalid value: {} +0000 UTC: field is immutable", shown)));
  }
  const Json& grace = member(metadata, "deletionGracePeriodSeconds");
  if (grace.is_number_integer() && grace != member(old, "deletionGracePeriodSeconds"))
    findings.causes.insert(
        findings.causes.end(), times,
        invalid_value("metadata.deletionGracePeriodSeconds",
                      fmt::format("Invalid value: {}: field is immutable", grace.get<std::int64_t>())));
}

// What the path does not write keeps its old value. For a custom kind the status path writes the status alone; for a
// built-in one, metadata too.
void split_status(const Edit& edit, Json& document) {
  const Json& old = edit.old->document();
  if (!edit.target.kind.has_status) return;
  if (!edit.status) return set_or_erase(document, "status", member(old, "status"));
  Json status = document.take("status");
  Json metadata = document.take("metadata");
  document = old;
  document.erase("status");
  if (!edit.target.kind.custom) document["metadata"] = std::move(metadata);
  if (!status.is_null()) document["status"] = std::move(status);
}

// Another time of deletion is dropped, but the write counts as one.
bool changes_deletion(const Edit& edit, const Json& document) {
  const Json& at = at_deletion(document);
  return edit.old->meta().deleting() && !at.is_null() && at != at_deletion(edit.old->document());
}

// An object on its way out takes no new finalizers.
void check_new_finalizers(const Edit& edit, const Json& document, Findings& findings) {
  if (!edit.old->meta().deleting()) return;
  std::string added;
  for (const Json& finalizer : at(document, "metadata", "finalizers"))
    if (!edit.old->meta().has_finalizer(text(finalizer)))
      added += fmt::format("{}\"{}\"", added.empty() ? "" : ", ", text(finalizer));
  if (added.empty()) return;
  const sim::ErrorCause cause{
      "FieldValueForbidden",
      fmt::format("Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
                  "[]string{{{}}}",
                  added),
      "metadata.finalizers"};
  findings.causes.insert(findings.causes.end(), edit.target.kind.custom ? 2 : 1, cause);  // checked twice there
}

// Whether anything outside metadata and status differs.
bool spec_differs(const Json& document, const Json& old) {
  const auto& entries = document.get_ref<const Json::object_t&>();
  const auto counts = [](std::string_view name) { return name != "metadata" && name != "status"; };
  for (const auto& [name, value] : entries)
    if (counts(name) && value != member(old, name)) return true;
  for (const auto& [name, value] : old.get_ref<const Json::object_t&>())
    if (counts(name) && !entries.contains(name)) return true;
  return false;
}

bool equal_to_old(const Edit& edit, const Json& document) {
  const Json& old = edit.old->document();
  if (edit.status && edit.target.kind.custom) return member(document, "status") == member(old, "status");
  return document == old;
}

// `moved`: stored anew even if it is equal.
sim::Result<ObjectRef> store(Write& write, const Edit& edit, Json document, bool moved) {
  const Target& target = edit.target;
  auto& unwritten = write.cluster.status_unwritten;
  const auto first_write = target.kind.defaults_status() ? unwritten.find(edit.old->meta().uid) : unwritten.end();
  if (equal_to_old(edit, document) && first_write == unwritten.end() && !moved) return edit.old;
  if (target.kind.has_generation && !edit.status && spec_differs(document, edit.old->document()))
    document["metadata"]["generation"] = edit.old->meta().generation + 1;
  if (edit.dry_run) return kube::Object::make(std::move(document));
  if (edit.old->meta().deleting() && member(document["metadata"], "finalizers").empty() &&
      !target.kind.strategy->outlives_delete()) {
    // The last finalizer is gone: the object goes at once. The writer sees it without, at its old revision; watchers
    // see the state before.
    write.remove(target, edit.old);
    return kube::Object::make(std::move(document));
  }
  target.kind.strategy->storing(write, document, edit.old->document());
  if (first_write != unwritten.end()) unwritten.erase(first_write);
  return write.put(target, std::move(document), edit.status ? "status" : "");
}

// Everything between a candidate document and the store.
sim::Result<ObjectRef> replace(Write& write, const Edit& edit, Json document) {
  if (auto fits = check_body(edit.target, document, edit.writing); !fits) return sim::forward(std::move(fits.error()));
  if (auto fits = check_address(document, edit.key, edit.writing); !fits) return sim::forward(std::move(fits.error()));
  // A finished update is refused for its revision, a patch for its contents, whichever is wrong first.
  if (auto same = check_uid(edit, document); !same) return sim::forward(std::move(same.error()));
  if (auto current = check_revision(edit, document); !current) return sim::forward(std::move(current.error()));
  split_status(edit, document);
  Findings findings;
  const Json& old = edit.old->document();
  bool moved = false;
  if (!edit.status || !edit.target.kind.custom) {
    collect_warnings(member(document, "metadata"), member(old, "metadata"), edit.target.kind, *edit.warnings);
    check_deletion_fields(edit, document, findings);
    moved = changes_deletion(edit, document);
    document.update_at("metadata", normalize_metadata);
    keep_server_metadata(edit, document);
  }
  const Candidate candidate{edit.target, old, edit.status};
  edit.target.kind.strategy->apply_defaults(write.cluster, candidate, document, findings);
  check_new_finalizers(edit, document, findings);
  validate(candidate, document, findings);
  if (auto valid = refuse_findings(edit.target, edit.key.name, std::move(findings)); !valid)
    return sim::forward(std::move(valid.error()));
  return store(write, edit, std::move(document), moved);
}

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

sim::Result<kube::Update::Response> update(Write& write, const kube::Update::Request& request) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  auto old = find(write, *target, request.key, request.subresource);
  if (!old) {
    if (request.subresource.empty() && old.error().code == "NotFound") return create_by_update(write, *target, request);
    return sim::forward(std::move(old.error()));
  }
  kube::Update::Response response;
  const Edit edit{*target,         request.key,       *std::move(old), Writing::update, is_status(request.subresource),
                  request.dry_run, &response.warnings};
  auto stored = replace(write, edit, request.body ? *request.body : Json());
  if (!stored) return sim::forward(std::move(stored.error()));
  response.object = at_version(*stored, target->kind, target->version);
  return response;
}

sim::Result<kube::Patch::Response> patch(Write& write, const kube::Patch::Request& request) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  const bool unsupported =
      request.type == kube::PatchType::apply || (request.type == kube::PatchType::strategic && target->kind.custom);
  if (unsupported)
    return sim::forward(
        status_error("UnsupportedMediaType", 415,
                     "the body of the request was in an unknown format - accepted media types include: "
                     "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"));
  auto old = find(write, *target, request.key, request.subresource);
  if (!old) return sim::forward(std::move(old.error()));
  kube::Patch::Response response;
  const Edit edit{*target,         request.key,       *std::move(old), Writing::patch, is_status(request.subresource),
                  request.dry_run, &response.warnings};
  // A patch sees the object as the requested version shows it.
  const ObjectRef seen = at_version(edit.old, target->kind, target->version);
  auto document = patched(edit, request, seen->document());
  if (!document) return sim::forward(std::move(document.error()));
  if (auto error = check_patched_fields(*target, request, *document, response.warnings))
    return sim::forward(*std::move(error));
  auto stored = replace(write, edit, *std::move(document));
  if (!stored) return sim::forward(std::move(stored.error()));
  response.object = at_version(*stored, target->kind, target->version);
  return response;
}

}  // namespace nlbsim::fake_apiserver
