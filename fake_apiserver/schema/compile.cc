#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/schema/compiler.h"
#include "fake_apiserver/schema/go_text.h"
#include "fake_apiserver/schema/rule.h"

namespace nlbsim::fake_apiserver {

using api::member;
using api::text;
using Type = Schema::Type;
using ListType = Schema::ListType;

namespace {

constexpr int kMaxDepth = 32;

struct TypeWord {
  std::string_view word;
  Type type;
};
constexpr std::array<TypeWord, 6> kTypes{{{"array", Type::array},
                                          {"boolean", Type::boolean},
                                          {"integer", Type::integer},
                                          {"number", Type::number},
                                          {"object", Type::object},
                                          {"string", Type::string}}};

// Words of OpenAPI that a structural schema cannot have.
constexpr std::array<std::string_view, 7> kForbidden{
    "$ref", "definitions", "dependencies", "id", "patternProperties", "additionalItems", "$schema"};

bool is_true(const Json& value) { return value.is_boolean() && value.get<bool>(); }

}  // namespace

void SchemaCompiler::forbid(const std::string& path, std::string_view why) {
  refusals_.push_back({"FieldValueForbidden", fmt::format("Forbidden: {}", why), path});
}
void SchemaCompiler::require(const std::string& path, std::string_view why) {
  refusals_.push_back({"FieldValueRequired", fmt::format("Required value: {}", why), path});
}
void SchemaCompiler::invalid(const std::string& path, const Json& value, std::string_view why) {
  refusals_.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {}", go_value(value), why), path});
}

void SchemaCompiler::read_type(Schema& schema, const Json& source, const std::string& path, Level level) {
  const Json& type = member(source, "type");
  const bool either = is_true(member(source, "x-kubernetes-int-or-string"));
  if (either) schema.type_ = Type::int_or_string;
  if (!type.is_null() && text(type) != "") {
    const auto known = std::ranges::find(kTypes, text(type), &TypeWord::word);
    if (known == kTypes.end())
      refusals_.push_back({"FieldValueNotSupported",
                           fmt::format("Unsupported value: {}: supported values: \"array\", \"boolean\", \"integer\", "
                                       "\"number\", \"object\", \"string\"",
                                       go_value(type)),
                           path + ".type"});
    else if (either) invalid(path + ".type", type, "must be empty if x-kubernetes-int-or-string is true");
    else schema.type_ = known->type;
    if (level == Level::root && text(type) != "object") invalid(path + ".type", type, "must be object at the root");
    return;
  }
  if (either || level == Level::alternative || is_true(member(source, "x-kubernetes-preserve-unknown-fields"))) {
    if (level == Level::root) require(path + ".type", "must not be empty at the root");
    return;
  }
  require(path + ".type", level == Level::root   ? "must not be empty at the root"
                          : level == Level::item ? "must not be empty for specified array items"
                                                 : "must not be empty for specified object fields");
}

void SchemaCompiler::read_list_type(Schema& schema, const Json& source, const std::string& path) {
  const Json& type = member(source, "x-kubernetes-list-type");
  const Json& keys = member(source, "x-kubernetes-list-map-keys");
  for (const Json& key : keys) schema.list_keys_.emplace_back(text(key));
  if (type.is_null()) {
    if (!schema.list_keys_.empty())
      require(path + ".x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty");
    return;
  }
  if (schema.type_ != Type::array)
    invalid(path + ".type", member(source, "type"), "must be array if x-kubernetes-list-type is specified");
  if (text(type) == "set") schema.list_type_ = ListType::set;
  else if (text(type) == "map") schema.list_type_ = ListType::map;
  else if (text(type) != "atomic")
    refusals_.push_back(
        {"FieldValueNotSupported",
         fmt::format("Unsupported value: {}: supported values: \"atomic\", \"map\", \"set\"", go_value(type)),
         path + ".x-kubernetes-list-type"});
  if (schema.list_type_ != ListType::map) {
    if (!schema.list_keys_.empty())
      forbid(path + ".x-kubernetes-list-map-keys", "must not be set if x-kubernetes-list-type is not map");
    return;
  }
  if (schema.list_keys_.empty())
    require(path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
}

void SchemaCompiler::read_extensions(Schema& schema, const Json& source, const std::string& path, Level level) {
  schema.nullable_ = is_true(member(source, "nullable"));
  schema.preserve_unknown_ = is_true(member(source, "x-kubernetes-preserve-unknown-fields"));
  schema.embedded_ = is_true(member(source, "x-kubernetes-embedded-resource"));
  schema.default_ = api::freeze(member(source, "default"));
  schema.atomic_map_ = text(member(source, "x-kubernetes-map-type")) == "atomic";
  for (const std::string_view word : kForbidden)
    if (source.contains(word)) forbid(fmt::format("{}.{}", path, word), fmt::format("{} is not supported", word));
  if (is_true(member(source, "uniqueItems")))
    forbid(path + ".uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
  if (level == Level::alternative) {
    for (const std::string_view word :
         {"default", "nullable", "title", "description", "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-validations", "additionalProperties"})
      if (source.contains(word)) forbid(fmt::format("{}.{}", path, word), "must be undefined to be structural");
    return;
  }
  read_list_type(schema, source, path);
  if (schema.embedded_ && schema.type_ != Type::object)
    require(path + ".type", "must be object if x-kubernetes-embedded-resource is true");
  if (schema.embedded_ && !schema.preserve_unknown_ && member(source, "properties").empty())
    require(path + ".properties",
            "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
}

void SchemaCompiler::read_limits(Schema& schema, const Json& source, const std::string& path) {
  const auto number = [&](const char* word, std::optional<double>& slot) {
    if (const Json& value = member(source, word); value.is_number()) slot = value.get<double>();
    else if (!value.is_null()) invalid(fmt::format("{}.{}", path, word), value, "must be a number");
  };
  const auto size = [&](const char* word, std::optional<std::uint64_t>& slot) {
    const Json& value = member(source, word);
    if (value.is_null()) return;
    if (value.is_number_integer() && value.get<std::int64_t>() >= 0)
      slot = static_cast<std::uint64_t>(value.get<std::int64_t>());
    else invalid(fmt::format("{}.{}", path, word), value, "must be a whole number that is not negative");
  };
  number("minimum", schema.minimum_);
  number("maximum", schema.maximum_);
  number("multipleOf", schema.multiple_of_);
  schema.exclusive_minimum_ = is_true(member(source, "exclusiveMinimum"));
  schema.exclusive_maximum_ = is_true(member(source, "exclusiveMaximum"));
  size("minItems", schema.min_items_);
  size("maxItems", schema.max_items_);
  size("minLength", schema.min_length_);
  size("maxLength", schema.max_length_);
  size("minProperties", schema.min_properties_);
  size("maxProperties", schema.max_properties_);
  for (const Json& name : member(source, "required")) schema.required_.emplace_back(text(name));
  for (const Json& value : member(source, "enum")) schema.enum_.push_back(api::freeze(value));
  schema.format_ = find_format(text(member(source, "format")));
  if (const Json& pattern = member(source, "pattern"); pattern.is_string() && !text(pattern).empty()) {
    schema.pattern_ = Pattern::of(text(pattern));
    if (checking_)
      if (const std::string error = schema.pattern_->error(); !error.empty())
        invalid(path + ".pattern", pattern, "must be a valid regular expression, but isn't: " + error);
  }
}

void SchemaCompiler::read_children(Schema& schema, const Json& source, const std::string& path, Level level,
                                   int depth) {
  const bool nested = level == Level::alternative;
  const Json& properties = member(source, "properties");
  for (const auto& [name, entry] : properties.items()) {
    auto child = compile(entry, fmt::format("{}.properties[{}]", path, name), nested ? level : Level::field, depth + 1);
    if (child) schema.adopt(*child), schema.properties_.emplace(name.str(), std::move(child));
  }
  if (const Json& items = member(source, "items"); items.is_array()) {
    forbid(path + ".items", "items must be a schema object and not an array");
  } else if (items.is_object()) {
    auto child = compile(items, path + ".items", nested ? level : Level::item, depth + 1);
    if (child) schema.adopt(*child), schema.items_ = std::move(child);
  } else if (schema.type_ == Type::array && !nested) {
    require(path + ".items", "must be specified");
  }
  const Json& more = member(source, "additionalProperties");
  if (more.is_null()) return;
  if (!properties.empty())
    forbid(path + ".additionalProperties", "additionalProperties and properties are mutual exclusive");
  if (schema.embedded_)
    forbid(path + ".additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
  if (more.is_boolean()) {
    schema.additional_any_ = more.get<bool>();
    if (!schema.additional_any_) forbid(path + ".additionalProperties", "additionalProperties cannot be set to false");
    return;
  }
  auto child = compile(more, path + ".additionalProperties", nested ? level : Level::field, depth + 1);
  if (child) schema.adopt(*child), schema.additional_ = std::move(child);
}

// Whether the alternative spells out what x-kubernetes-int-or-string says: that alone may name types.
static bool is_int_or_string(const Json& list) {
  return list.is_array() && list.size() == 2 && text(member(list[0], "type")) == "integer" && list[0].size() == 1 &&
         text(member(list[1], "type")) == "string" && list[1].size() == 1;
}

void SchemaCompiler::read_alternatives(Schema& schema, const Json& source, const std::string& path, int depth) {
  const auto read = [&](const char* word, std::vector<std::shared_ptr<const Schema>>& out) {
    const Json& list = member(source, word);
    if (list.is_null()) return;
    const bool plain =
        std::string_view(word) == "anyOf" && schema.type_ == Type::int_or_string && is_int_or_string(list);
    std::size_t index = 0;
    for (const Json& entry : list) {
      const std::string place = fmt::format("{}.{}[{}]", path, word, index++);
      if (!plain && !text(member(entry, "type")).empty() &&
          !(schema.type_ == Type::int_or_string && is_int_or_string(member(entry, "anyOf"))))
        forbid(place + ".type", "must be empty to be structural");
      if (auto child = compile(entry, place, Level::alternative, depth + 1)) out.push_back(std::move(child));
    }
  };
  read("allOf", schema.all_of_);
  read("anyOf", schema.any_of_);
  read("oneOf", schema.one_of_);
  if (const Json& negated = member(source, "not"); negated.is_object()) {
    if (!text(member(negated, "type")).empty()) forbid(path + ".not.type", "must be empty to be structural");
    schema.not_ = compile(negated, path + ".not", Level::alternative, depth + 1);
  }
}

std::shared_ptr<Schema> SchemaCompiler::compile(const Json& source, const std::string& path, Level level, int depth) {
  if (!source.is_object()) {
    invalid(path, source, "a schema must be an object");
    return nullptr;
  }
  if (depth > kMaxDepth) {
    forbid(path, fmt::format("nested more than {} levels deep", kMaxDepth));
    return nullptr;
  }
  auto schema = std::make_shared<Schema>();
  schema->root_ = level == Level::root;
  schema->alternative_ = level == Level::alternative;
  schema->name_ = path;
  read_type(*schema, source, path, level);
  read_extensions(*schema, source, path, level);
  read_limits(*schema, source, path);
  read_children(*schema, source, path, level, depth);
  read_alternatives(*schema, source, path, depth);
  if (level != Level::alternative) {
    read_rules(*schema, source, path);
    check_metadata(*schema, path);
    check_alternatives(*schema, path);
    check_keys(*schema, path);
    check_default(*schema, path);
  }
  schema->has_keyed_lists_ = schema->has_keyed_lists_ || schema->list_type_ != ListType::atomic;
  schema->has_embedded_ = schema->has_embedded_ || schema->embedded_;
  return schema;
}

std::shared_ptr<const Schema> SchemaCompiler::compile_root(const Json& source, const std::string& path) {
  return compile(source, path, Level::root, 0);
}

std::shared_ptr<const Schema> Schema::compile(const Json& source, const std::string& path, Causes& refusals) {
  return SchemaCompiler(refusals, true).compile_root(source, path);
}

std::shared_ptr<const Schema> Schema::compile_known(const Json& source) {
  Causes refusals;
  return SchemaCompiler(refusals, false).compile_root(source, "openAPIV3Schema");
}

void Schema::adopt(const Schema& child) {
  has_rules_ = has_rules_ || child.has_rules_;
  has_keyed_lists_ = has_keyed_lists_ || child.has_keyed_lists_;
  has_embedded_ = has_embedded_ || child.has_embedded_;
  compares_old_ = compares_old_ || child.compares_old_;
}

}  // namespace nlbsim::fake_apiserver
