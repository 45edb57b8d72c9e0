#include "fake_apiserver/verbs/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fake_apiserver/admission/gate.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

sim::Result<ObjectRef> find_object(const Write& write, const Target& target, const ObjectKey& key,
                                   std::string_view subresource) {
  const bool known = subresource.empty() || (is_status(subresource) && target.kind.has_status);
  if (!known && !target.kind.custom) return sim::forward(no_such_resource());
  ObjectRef object = known ? write.cluster.store.find(target.index, key) : nullptr;
  if (!object) return sim::forward(not_found(target.kind.resource, key.name));
  return object;
}

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

namespace {

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
  set_or_erase(metadata, "managedFields", member(old, "managedFields"));
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

// metadata.managedFields as they are after this write; null: there are none.
Json owners_after(const Write& write, const Edit& edit, const Json& document, const Json& claimed) {
  const Json& old = edit.old->document();
  const Json& kept = at(old, "metadata", "managedFields");
  if (edit.applied) return managers_json(*edit.applied);
  if (edit.manager.empty()) return kept;
  if (forgets_managers(claimed)) return nullptr;
  Managers managers = read_managers(claimed);
  if (managers.empty()) managers = read_managers(kept);
  if (managers.empty()) return kept;  // nobody has kept account so far
  const bool silent = equal_to_old(edit, document) && (claimed.is_null() || claimed == kept);
  if (silent) return kept;
  const FieldWriter writer = field_writer(write, edit.target, document, edit.manager, false, edit.status);
  return managers_json(
      updated_managers(std::move(managers), without_managers(old), without_managers(document), writer));
}

// Whether they alone are worth a new version: a client has written them, or an apply has shared fields.
bool owners_moved(const Edit& edit, const Json& owners, const Json& claimed) {
  const Json& kept = at(edit.old->document(), "metadata", "managedFields");
  if (edit.applied) return owners != kept;
  return !edit.manager.empty() && !claimed.is_null() && claimed != kept;
}

// `moved`: stored anew even if it is equal.
sim::Result<ObjectRef> store(Write& write, const Edit& edit, Json document, const Json& owners, bool moved) {
  const Target& target = edit.target;
  auto& unwritten = write.cluster.status_unwritten;
  const auto first_write = target.kind.defaults_status() ? unwritten.find(edit.old->meta().uid) : unwritten.end();
  if (equal_to_old(edit, document) && first_write == unwritten.end() && !moved) return edit.old;
  set_or_erase(document["metadata"], "managedFields", owners);
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

}  // namespace

sim::Result<ObjectRef> replace(Write& write, const Edit& edit, Json document) {
  if (auto fits = check_body(edit.target, document, edit.writing); !fits) return sim::forward(std::move(fits.error()));
  if (auto fits = check_address(document, edit.key, edit.writing); !fits) return sim::forward(std::move(fits.error()));
  // A finished update is refused for its revision, a patch for its contents, whichever is wrong first.
  if (auto same = check_uid(edit, document); !same) return sim::forward(std::move(same.error()));
  if (auto current = check_revision(edit, document); !current) return sim::forward(std::move(current.error()));
  const Json claimed = at(document, "metadata", "managedFields");
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
  edit.target.kind.strategy->prune(edit.target, document);
  edit.target.kind.strategy->apply_defaults(write.cluster, candidate, document, findings);
  const std::string_view subresource = edit.status ? "status" : "";
  const admission::Proposal proposal{edit.target, "UPDATE", edit.key, &document, &old, subresource, edit.dry_run};
  if (auto admitted = admission::admit(write, proposal, edit.warnings); !admitted)
    return sim::forward(std::move(admitted.error()));
  check_new_finalizers(edit, document, findings);
  validate(candidate, document, findings);
  if (auto valid = refuse_findings(edit.target, edit.key.name, std::move(findings)); !valid)
    return sim::forward(std::move(valid.error()));
  const Json owners = owners_after(write, edit, document, claimed);
  moved = moved || owners_moved(edit, owners, claimed);
  return store(write, edit, std::move(document), owners, moved);
}

Json without_managers(Json document) {
  if (const Json& metadata = member(document, "metadata"); metadata.is_object() && metadata.contains("managedFields"))
    document["metadata"].erase("managedFields");
  return document;
}

FieldWriter field_writer(const Write& write, const Target& target, const Json& document, std::string_view manager,
                         bool apply, bool status) {
  FieldWriter out{{}, {}, Shape::object(target.schema())};
  out.who.name = manager;
  out.who.apply = apply;
  out.who.api_version = target.resource().api_version();
  if (status) out.who.subresource = "status";
  out.who.time = sim::to_rfc3339(write.context.now);
  out.ignored = ignored_fields(document, out.who.subresource, target.kind.has_status);
  return out;
}

}  // namespace nlbsim::fake_apiserver
