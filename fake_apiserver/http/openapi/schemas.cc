#include "fake_apiserver/http/openapi/schemas.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace nlbsim::fake_apiserver::openapi {
namespace {

using api::Json;
using api::member;

bool is_true(const Json& schema, std::string_view key) {
  const Json& value = member(schema, key);
  return value.is_boolean() && value.get<bool>();
}

// "gateway.networking.k8s.io" -> "io.k8s.networking.gateway".
std::string reversed(std::string_view group) {
  std::string out;
  while (!group.empty()) {
    const auto dot = group.rfind('.');
    const std::string_view label = dot == group.npos ? group : group.substr(dot + 1);
    out.append(out.empty() ? "" : ".").append(label);
    group = dot == group.npos ? std::string_view() : group.substr(0, dot);
  }
  return out;
}

// The package of a built-in kind, as the real server names it.
std::string built_in_package(std::string_view group) {
  if (group.empty()) return "io.k8s.api.core";
  if (group == "apiextensions.k8s.io") return "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions";
  return fmt::format("io.k8s.api.{}", group.substr(0, group.find('.')));
}

// A list whose items have keys is merged by the first of them.
void add_merge_key(Json& schema) {
  const Json& keys = member(schema, "x-kubernetes-list-map-keys");
  if (keys.empty()) return;
  schema["x-kubernetes-patch-merge-key"] = keys.front();
  schema["x-kubernetes-patch-strategy"] = "merge";
}

// Version 2 cannot say everything: what it cannot say is left out, so that clients of it refuse nothing that the server
// takes.
void restrict_to_v2(Json& schema) {
  const bool open = is_true(schema, "nullable") || is_true(schema, "x-kubernetes-preserve-unknown-fields");
  for (const std::string_view unknown :
       {"oneOf", "anyOf", "allOf", "not", "nullable", "x-kubernetes-validations", "example", "externalDocs"})
    schema.erase(unknown);
  if (!open) return;
  for (const std::string_view part : {"type", "items", "properties", "additionalProperties", "required", "default"})
    schema.erase(part);
}

// The schema and everything in it.
void convert(Json& schema, Dialect dialect, bool built_in) {
  if (!schema.is_object()) return;
  if (dialect == Dialect::v2) restrict_to_v2(schema);
  if (built_in) add_merge_key(schema);
  const auto each = [&](std::string_view key) {
    if (!member(schema, key).is_object()) return;
    schema.update_at(key, [&](Json& part) { convert(part, dialect, built_in); });
  };
  each("items");
  each("additionalProperties");
  if (!member(schema, "properties").is_object()) return;
  schema.update_at("properties", [&](Json& properties) {
    std::vector<std::string> names;
    for (const auto& [name, property] : std::as_const(properties).items()) names.emplace_back(name.view());
    for (const std::string& name : names)
      properties.update_at(name, [&](Json& property) { convert(property, dialect, built_in); });
  });
}

Json text_of(std::string_view description) { return Json{{"type", "string"}, {"description", description}}; }

constexpr std::string_view kVersionText =
    "APIVersion is the version of the schema that this representation of an object follows.";
constexpr std::string_view kKindText = "Kind names the REST resource that this object represents.";

// A member that is a schema of its own; version 3 has room for a description beside it.
Json referring(std::string_view name, std::string_view description, Dialect dialect) {
  if (dialect == Dialect::v2)
    return Json{{"$ref", fmt::format("#/definitions/{}", name)}, {"description", description}};
  return Json{
      {"allOf", Json::array({reference(name, dialect)})}, {"default", Json::object()}, {"description", description}};
}

Json list_of(Json items) { return Json{{"type", "array"}, {"items", std::move(items)}}; }
Json map_of_texts(std::string_view description) {
  return Json{{"type", "object"}, {"description", description}, {"additionalProperties", Json{{"type", "string"}}}};
}

Json object_meta() {
  const Json time{{"type", "string"}, {"format", "date-time"}};
  const Json integer{{"type", "integer"}, {"format", "int64"}};
  Json owner{{"type", "object"},
             {"required", Json::array({"apiVersion", "kind", "name", "uid"})},
             {"x-kubernetes-map-type", "atomic"},
             {"properties", Json::object({{"apiVersion", Json{{"type", "string"}}},
                                          {"blockOwnerDeletion", Json{{"type", "boolean"}}},
                                          {"controller", Json{{"type", "boolean"}}},
                                          {"kind", Json{{"type", "string"}}},
                                          {"name", Json{{"type", "string"}}},
                                          {"uid", Json{{"type", "string"}}}})}};
  Json owners = list_of(std::move(owner));
  owners["description"] = "What this object belongs to: it goes when all of them have gone.";
  owners["x-kubernetes-list-type"] = "map";
  owners["x-kubernetes-list-map-keys"] = Json::array({"uid"});
  add_merge_key(owners);
  Json finalizers = list_of(Json{{"type", "string"}});
  finalizers["description"] = "Who has work to do before the object may go.";
  finalizers["x-kubernetes-list-type"] = "set";
  finalizers["x-kubernetes-patch-strategy"] = "merge";
  const Json entry{{"type", "object"},
                   {"properties", Json::object({{"apiVersion", Json{{"type", "string"}}},
                                                {"fieldsType", Json{{"type", "string"}}},
                                                {"fieldsV1", Json{{"type", "object"}}},
                                                {"manager", Json{{"type", "string"}}},
                                                {"operation", Json{{"type", "string"}}},
                                                {"subresource", Json{{"type", "string"}}},
                                                {"time", time}})}};
  Json properties{{"annotations", map_of_texts("Texts that tools keep with the object.")},
                  {"creationTimestamp", time},
                  {"deletionGracePeriodSeconds", integer},
                  {"deletionTimestamp", time},
                  {"finalizers", std::move(finalizers)},
                  {"generateName", text_of("A prefix that the server makes a unique name of.")},
                  {"generation", integer},
                  {"labels", map_of_texts("Texts by which objects are selected.")},
                  {"managedFields", list_of(entry)},
                  {"name", text_of("The name of the object, unique among those of its kind in its namespace.")},
                  {"namespace", text_of("The space in which the name is unique.")},
                  {"ownerReferences", std::move(owners)},
                  {"resourceVersion", text_of("Which version of the object this is; clients only compare it.")},
                  {"selfLink", text_of("Not filled any more.")},
                  {"uid", text_of("Tells this object from all others in time and space.")}};
  return Json{{"type", "object"},
              {"description", "ObjectMeta is metadata that all persisted resources must have."},
              {"properties", std::move(properties)}};
}

Json list_meta() {
  return Json{{"type", "object"},
              {"description", "ListMeta describes metadata that synthetic resources must have."},
              {"properties", Json::object({{"continue", Json{{"type", "string"}}},
                                           {"remainingItemCount", Json{{"type", "integer"}, {"format", "int64"}}},
                                           {"resourceVersion", Json{{"type", "string"}}},
                                           {"selfLink", Json{{"type", "string"}}}})}};
}

}  // namespace

std::string schema_name(const Kind& kind, std::string_view version) {
  const std::string_view group = kind.resource.group;
  return fmt::format("{}.{}.{}", kind.custom ? reversed(group) : built_in_package(group), version, kind.resource.kind);
}

Json reference(std::string_view name, Dialect dialect) {
  return Json::object(
      {{"$ref", fmt::format("{}{}", dialect == Dialect::v2 ? "#/definitions/" : "#/components/schemas/", name)}});
}

Json kind_of(const Kind& kind, std::string_view version) {
  return Json::object({{"group", kind.resource.group}, {"kind", kind.resource.kind}, {"version", version}});
}

bool is_described(const Kind& kind, std::string_view version) { return kind.version(version).schema != nullptr; }

void add_schemas(Json& schemas, const Kind& kind, std::string_view version, Dialect dialect) {
  if (!is_described(kind, version)) return;
  Json schema = kind.version(version).schema->document();
  convert(schema, dialect, !kind.custom);
  schema["type"] = "object";
  schema["properties"]["apiVersion"] = text_of(kVersionText);
  schema["properties"]["kind"] = text_of(kKindText);
  schema["properties"]["metadata"] = referring(kObjectMeta, "Standard object's metadata.", dialect);
  schema["x-kubernetes-group-version-kind"] = Json::array({kind_of(kind, version)});
  const std::string name = schema_name(kind, version);
  schemas[name] = std::move(schema);

  Json whose = kind_of(kind, version);
  whose["kind"] = fmt::format("{}List", kind.resource.kind);
  schemas[name + "List"] =
      Json{{"type", "object"},
           {"description", fmt::format("{}List is a list of {}", kind.resource.kind, kind.resource.kind)},
           {"required", Json::array({"items"})},
           {"properties", Json::object({{"apiVersion", text_of(kVersionText)},
                                        {"items", list_of(reference(name, dialect))},
                                        {"kind", text_of(kKindText)},
                                        {"metadata", referring(kListMeta, "Standard list metadata.", dialect)}})},
           {"x-kubernetes-group-version-kind", Json::array({std::move(whose)})}};
}

void add_common_schemas(Json& schemas, Dialect) {
  schemas[kObjectMeta] = object_meta();
  schemas[kListMeta] = list_meta();
}

}  // namespace nlbsim::fake_apiserver::openapi
