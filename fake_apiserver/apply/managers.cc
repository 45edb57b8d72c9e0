#include "fake_apiserver/apply/managers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "fake_apiserver/apply/typed.h"
#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

// Owner of what an object had before its first apply.
constexpr std::string_view kBeforeFirstApply = "before-first-apply";
// The manager whose applies take over from client-side apply, and where that keeps what it applied.
constexpr std::string_view kKubectl = "kubectl";
constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

Manager* find(Managers& managers, const Manager& who) {
  const auto found = std::ranges::find_if(managers, [&](const Manager& entry) { return entry.same_as(who); });
  return found == managers.end() ? nullptr : &*found;
}

void drop_empty(Managers& managers) {
  std::erase_if(managers, [](const Manager& manager) { return manager.fields.empty(); });
}

// As messages name a manager.
std::string shown(const Manager& manager) {
  std::string out = fmt::format("\"{}\"", manager.name);
  if (!manager.subresource.empty()) out += fmt::format(" with subresource \"{}\"", manager.subresource);
  if (!manager.apply) out += " using " + manager.api_version;
  return out;
}

// What each of the others owns of the fields that change.
using Conflicts = std::vector<std::pair<const Manager*, FieldTree>>;

sim::Error conflict_error(Conflicts conflicts) {
  std::ranges::sort(conflicts, {}, [](const auto& entry) {
    return std::tuple(entry.first->name, !entry.first->apply, entry.first->api_version);
  });
  Causes causes;
  std::string blocks;
  for (const auto& [manager, fields] : conflicts) {
    blocks += fmt::format("{}conflicts with {}:", blocks.empty() ? "" : "\n", shown(*manager));
    for_each_member(fields, [&, owner = manager](const FieldPathElements& path) {
      blocks += "\n- " + path_text(path);
      causes.push_back({"FieldManagerConflict", "conflict with " + shown(*owner), path_text(path)});
    });
  }
  std::string message = causes.size() == 1 ? fmt::format("Apply failed with 1 conflict: {}: {}", causes.front().message,
                                                         causes.front().field)
                                           : fmt::format("Apply failed with {} conflicts: {}", causes.size(), blocks);
  return status_error("Conflict", 409, std::move(message), std::move(causes));
}

// What an apply lets go of, unless another manager holds it.
Json pruned(const Json& merged, const Managers& managers, const FieldTree& last, const Shape& shape) {
  FieldTree held;
  for (const Manager& manager : managers) held = unite(held, manager.fields);
  const FieldTree gone = subtract(with_parents(last), with_parents(held));
  return gone.empty() ? merged : without(merged, gone, shape);
}

// What a write can own of these fields: `metadata` as such is everybody's.
FieldTree ownable(const FieldTree& fields, const FieldTree& ignored) {
  FieldTree out = subtract_subtrees(fields, ignored);
  const auto metadata = out.children.find("f:metadata");
  if (metadata == out.children.end()) return out;
  metadata->second.member = false;
  if (metadata->second.empty()) out.children.erase(metadata);
  return out;
}

// What client-side apply has set and nobody has changed since.
FieldTree last_applied_fields(const Json& live, const FieldWriter& writer) {
  const auto last = api::parse_json(text(member(api::at(live, "metadata", "annotations"), kLastApplied)));
  if (!last || text(member(*last, "apiVersion")) != writer.who.api_version) return {};
  const Difference since = difference(*last, live, writer.shape);
  return subtract(subtract(subtract(field_set(*last, writer.shape), since.modified), since.added), since.removed);
}

}  // namespace

bool Manager::same_as(const Manager& other) const {
  return name == other.name && apply == other.apply && subresource == other.subresource &&
         (apply || api_version == other.api_version);
}

Managers read_managers(const Json& managed_fields) {
  Managers out;
  for (const Json& entry : managed_fields) {
    if (text(member(entry, "fieldsType")) != "FieldsV1" && !member(entry, "fieldsV1").is_object()) continue;
    Manager manager;
    manager.name = text(member(entry, "manager"));
    manager.apply = text(member(entry, "operation")) == "Apply";
    manager.api_version = text(member(entry, "apiVersion"));
    manager.subresource = text(member(entry, "subresource"));
    manager.time = text(member(entry, "time"));
    manager.fields = from_fields_v1(member(entry, "fieldsV1"));
    out.push_back(std::move(manager));
  }
  return out;
}

Json managers_json(Managers managers) {
  std::ranges::sort(managers, {}, [](const Manager& manager) {
    return std::tuple(!manager.apply, manager.time, manager.name, manager.api_version, manager.subresource);
  });
  Json out = Json::array();
  for (const Manager& manager : managers) {
    Json entry = Json::object();
    entry["manager"] = manager.name;
    entry["operation"] = manager.apply ? "Apply" : "Update";
    entry["apiVersion"] = manager.api_version;
    if (!manager.time.empty()) entry["time"] = manager.time;
    entry["fieldsType"] = "FieldsV1";
    entry["fieldsV1"] = to_fields_v1(manager.fields);
    if (!manager.subresource.empty()) entry["subresource"] = manager.subresource;
    out.push_back(std::move(entry));
  }
  return out;
}

bool forgets_managers(const Json& managed_fields) {
  return managed_fields.is_array() && managed_fields.size() == 1 && managed_fields[0].is_object() &&
         managed_fields[0].empty();
}

FieldTree ignored_fields(const Json& document, std::string_view subresource, bool has_status) {
  FieldTree out;
  for (const char* name : {"f:apiVersion", "f:kind"}) out.children[name].member = true;
  for (const char* name :
       {"f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid", "f:generation", "f:managedFields",
        "f:resourceVersion", "f:deletionTimestamp", "f:deletionGracePeriodSeconds"})
    out.children["f:metadata"].children[name].member = true;
  if (subresource.empty()) {
    if (has_status) out.children["f:status"].member = true;
    return out;
  }
  for (const auto& [name, value] : document.items())
    if (name.view() != subresource) out.children["f:" + name.str()].member = true;
  return out;
}

Managers updated_managers(Managers managers, const Json& before, const Json& after, const FieldWriter& writer) {
  const Difference change = difference(before.is_null() ? Json::object() : before, after, writer.shape);
  const FieldTree taken = ownable(unite(change.modified, change.added), writer.ignored);
  const FieldTree removed = ownable(change.removed, writer.ignored);
  for (Manager& manager : managers)
    if (!manager.same_as(writer.who)) manager.fields = subtract(subtract(manager.fields, taken), removed);
  Manager* own = find(managers, writer.who);
  if (!own) own = &managers.emplace_back(writer.who);
  own->fields = unite(subtract(own->fields, removed), taken);
  own->time = writer.who.time;
  drop_empty(managers);
  return managers;
}

sim::Result<Applied> apply_configuration(const Json& live, Managers managers, const Json& configuration,
                                         const FieldWriter& writer, bool force) {
  const Json nothing = Json::object();
  const Json& old = live.is_null() ? nothing : live;
  if (managers.empty() && !live.is_null()) {
    FieldWriter before = writer;
    before.who = {std::string(kBeforeFirstApply), false, writer.who.api_version, "", writer.who.time, {}};
    managers = updated_managers({}, nothing, live, before);
  }
  Manager* own = find(managers, writer.who);
  const FieldTree last = own ? own->fields : FieldTree();
  if (!own) {
    own = &managers.emplace_back(writer.who);
    own->time.clear();
  }
  own->api_version = writer.who.api_version;
  own->fields = ownable(field_set(configuration, writer.shape), writer.ignored);

  Applied out;
  out.document = pruned(merged_typed(old, configuration, writer.shape), managers, last, writer.shape);
  const Difference change = difference(old, out.document, writer.shape);
  const FieldTree taken = ownable(unite(change.modified, change.added), writer.ignored);
  const FieldTree removed = ownable(change.removed, writer.ignored);
  Conflicts conflicts;
  for (const Manager& manager : managers) {
    if (manager.same_as(writer.who)) continue;
    if (FieldTree both = intersect(manager.fields, taken); !both.empty())
      conflicts.emplace_back(&manager, std::move(both));
  }
  if (!force && !conflicts.empty()) {
    if (writer.who.name != kKubectl) return sim::forward(conflict_error(std::move(conflicts)));
    // What kubectl has applied on the client's side before is its own.
    const FieldTree before = last_applied_fields(old, writer);
    Conflicts rest;
    for (const auto& [manager, fields] : conflicts)
      if (FieldTree others = subtract(fields, before); !others.empty()) rest.emplace_back(manager, std::move(others));
    if (!rest.empty()) return sim::forward(conflict_error(std::move(rest)));
  }
  for (Manager& manager : managers)
    if (!manager.same_as(writer.who)) manager.fields = subtract(subtract(manager.fields, taken), removed);
  out.changed = out.document != old;
  own = find(managers, writer.who);
  if (out.changed) own->time = writer.who.time;
  drop_empty(managers);
  out.managers = std::move(managers);
  return out;
}

}  // namespace nlbsim::fake_apiserver
