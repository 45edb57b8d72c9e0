// The parts of SchemaCompiler that look at a schema once it has been read.
#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/schema/compiler.h"
#include "fake_apiserver/schema/rule.h"

namespace nlbsim::fake_apiserver {

using api::member;
using api::text;
using Type = Schema::Type;
using ListType = Schema::ListType;

// apiVersion, kind and metadata of a whole object belong to the server.
void SchemaCompiler::check_metadata(const Schema& schema, const std::string& path) {
  if (!schema.root_ && !schema.embedded_) return;
  for (const char* name : {"apiVersion", "kind"})
    if (const Schema* part = schema.property(name); part && part->type_ != Type::string)
      invalid(fmt::format("{}.properties[{}].type", path, name), Json(""), "must be string");
  const Schema* metadata = schema.property("metadata");
  if (!metadata) return;
  const std::string place = path + ".properties[metadata]";
  if (metadata->type_ != Type::object) invalid(place + ".type", Json(""), "must be object");
  for (const auto& [name, part] : metadata->properties_)
    if (name != "name" && name != "generateName")
      forbid(fmt::format("{}.properties[{}]", place, name), "must not be specified in a nested field");
}

void SchemaCompiler::check_alternatives(const Schema& schema, const std::string& path) {
  const auto check = [&](const char* word, const std::vector<std::shared_ptr<const Schema>>& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
      check_completeness(schema, *list[i], path, fmt::format("{}.{}[{}]", path, word, i));
  };
  check("allOf", schema.all_of_);
  check("anyOf", schema.any_of_);
  check("oneOf", schema.one_of_);
  if (schema.not_) check_completeness(schema, *schema.not_, path, path + ".not");
}

// What an alternative speaks of has to be in the structure itself.
void SchemaCompiler::check_completeness(const Schema& structure, const Schema& alternative,
                                        const std::string& structure_path, const std::string& path) {
  for (const auto& [name, part] : alternative.properties_) {
    const std::string place = fmt::format("{}.properties[{}]", structure_path, name);
    const std::string other = fmt::format("{}.properties[{}]", path, name);
    if (const Schema* known = structure.property(name)) check_completeness(*known, *part, place, other);
    else if (!structure.additional_) require(place, "because it is defined in " + other);
  }
  if (alternative.items_ && !structure.items_)
    require(structure_path + ".items", fmt::format("because it is defined in {}.items", path));
  if (alternative.items_ && structure.items_)
    check_completeness(*structure.items_, *alternative.items_, structure_path + ".items", path + ".items");
}

// The keys of a list-map are scalars that every item has.
void SchemaCompiler::check_keys(const Schema& schema, const std::string& path) {
  if (schema.list_type_ == ListType::atomic || !schema.items_) return;
  const Schema& item = *schema.items_;
  if (schema.list_type_ == ListType::set) {
    if (item.nullable_) forbid(path + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is set");
    const bool composite = (item.type_ == Type::object && !item.atomic_map_) ||
                           (item.type_ == Type::array && item.list_type_ != ListType::atomic);
    if (composite)
      invalid(path + ".items", Json(""),
              "must be a scalar, an atomic list or an atomic map as item of a list with x-kubernetes-list-type=set");
    return;
  }
  if (item.type_ != Type::object)
    invalid(path + ".items.type", Json(""), "must be object if parent array's x-kubernetes-list-type is map");
  for (std::size_t i = 0; i < schema.list_keys_.size(); ++i) {
    const std::string& key = schema.list_keys_[i];
    const std::string place = fmt::format("{}.x-kubernetes-list-map-keys[{}]", path, i);
    const Schema* part = item.property(key);
    if (!part) {
      invalid(place, Json(key), "must be a key of the item's properties");
      continue;
    }
    if (part->type_ == Type::object || part->type_ == Type::array)
      invalid(fmt::format("{}.items.properties[{}].type", path, key), Json(""),
              "must be a scalar type if parent array's x-kubernetes-list-type is map");
    if (part->nullable_)
      forbid(fmt::format("{}.items.properties[{}].nullable", path, key),
             "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
    const bool given = std::ranges::find(item.required_, key) != item.required_.end() || part->has_default();
    if (!given)
      require(fmt::format("{}.items.properties[{}].default", path, key),
              "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
  }
}

// A default is what a client might have written: it has to be valid, with nothing that would be pruned.
void SchemaCompiler::check_default(const Schema& schema, const std::string& path) {
  if (!checking_ || !schema.has_default()) return;
  if (schema.root_) return forbid(path + ".default", "must not be set at the root");
  if (const auto kept = schema.pruned(schema.default_))
    invalid(path + ".default", schema.default_, "must not have unknown fields");
  const Json* value = &schema.default_;
  const auto complete = schema.defaulted(*value);
  if (complete) value = &*complete;
  Findings findings;
  const std::string place = path + ".default";
  const FieldPath root{nullptr, place, 0, false};
  schema.check_structure(*value, nullptr, root, findings);
  schema.check_lists(*value, root, findings);
  for (sim::ErrorCause& cause : findings.causes) refusals_.push_back(std::move(cause));
}

}  // namespace nlbsim::fake_apiserver
