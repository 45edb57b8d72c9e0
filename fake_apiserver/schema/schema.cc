#include "fake_apiserver/schema/schema.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cassert>
#include <set>

#include "fake_apiserver/schema/rules.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

Schema::Type type_of(const Json& source) {
  if (member(source, "x-kubernetes-int-or-string") == true) return Schema::Type::int_or_string;
  const std::string_view type = text(member(source, "type"));
  if (type == "object") return Schema::Type::object;
  if (type == "array") return Schema::Type::array;
  if (type == "string") return Schema::Type::string;
  if (type == "integer") return Schema::Type::integer;
  if (type == "boolean") return Schema::Type::boolean;
  return Schema::Type::any;
}

std::string_view type_name(Schema::Type type) {
  switch (type) {
    case Schema::Type::object: return "object";
    case Schema::Type::array: return "array";
    case Schema::Type::string: return "string";
    case Schema::Type::integer: return "integer";
    case Schema::Type::boolean: return "boolean";
    case Schema::Type::int_or_string: return "integer,string";
    default: return "any";
  }
}

std::string_view json_type_name(const Json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  return value.is_null() ? "null" : "number";
}

template <class T>
void read_number(const Json& source, std::string_view key, std::optional<T>& out) {
  if (const Json& value = member(source, key); value.is_number_integer()) out = value.get<T>();
}

void read_strings(const Json& source, std::string_view key, std::vector<std::string>& out) {
  if (const Json& list = member(source, key); list.is_array())
    for (const Json& entry : list) out.emplace_back(text(entry));
}

std::string quoted(const Json& value) { return api::dump_json(value); }

std::string child(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

}  // namespace

Schema::~Schema() = default;

std::shared_ptr<const Schema> Schema::compile(const Json& source) {
  const std::shared_ptr<Schema> schema(new Schema);
  schema->type_ = type_of(source);
  if (const Json& properties = member(source, "properties"); properties.is_object())
    for (const auto& [name, entry] : properties.items()) schema->properties_[name] = compile(entry);
  if (const Json& items = member(source, "items"); items.is_object()) schema->items_ = compile(items);
  if (const Json& more = member(source, "additionalProperties"); more.is_object()) schema->additional_ = compile(more);
  read_strings(source, "required", schema->required_);
  read_strings(source, "enum", schema->enum_);
  read_strings(source, "x-kubernetes-list-map-keys", schema->list_map_keys_);
  read_number(source, "minimum", schema->minimum_);
  read_number(source, "maximum", schema->maximum_);
  read_number(source, "minItems", schema->min_items_);
  read_number(source, "maxItems", schema->max_items_);
  read_number(source, "minLength", schema->min_length_);
  read_number(source, "maxLength", schema->max_length_);
  read_number(source, "maxProperties", schema->max_properties_);
  schema->preserve_unknown_ = member(source, "x-kubernetes-preserve-unknown-fields") == true;
  schema->default_ = member(source, "default");
  schema->pattern_text_ = text(member(source, "pattern"));
  if (!schema->pattern_text_.empty()) {
    schema->pattern_ = std::make_shared<re2::RE2>(schema->pattern_text_);
    assert(schema->pattern_->ok());
  }
  if (const Json& rules = member(source, "x-rules"); rules.is_array())
    for (const Json& name : rules) schema->rules_.push_back(&find_rule(text(name)));
  return schema;
}

const Schema* Schema::property(std::string_view name) const {
  const auto found = properties_.find(name);
  return found == properties_.end() ? nullptr : found->second.get();
}

void Schema::prune(Json& value) const {
  if (value.is_array() && items_) {
    for (Json& entry : value) items_->prune(entry);
  } else if (value.is_object() && !preserve_unknown_ && type_ == Type::object) {
    for (auto it = value.begin(); it != value.end();) {
      const Schema* known = property(it.key());
      if (!known) known = additional_.get();
      if (known) known->prune(it.value()), ++it;
      else it = value.erase(it);
    }
  }
}

void Schema::fill_defaults(Json& value) const {
  if (value.is_array() && items_) {
    for (Json& entry : value) items_->fill_defaults(entry);
  } else if (value.is_object()) {
    for (const auto& [name, schema] : properties_) {
      const auto present = value.find(name);
      if (present == value.end()) {
        if (schema->default_.is_null()) continue;
        schema->fill_defaults(value[name] = schema->default_);
      } else if (present->is_null() && !schema->default_.is_null()) {
        schema->fill_defaults(*present = schema->default_);  // null on a field that can't be null takes the default
      } else {
        schema->fill_defaults(*present);
      }
    }
    if (additional_)
      for (Json& entry : value) additional_->fill_defaults(entry);
  }
}

bool Schema::type_matches(const Json& value) const {
  switch (type_) {
    case Type::object: return value.is_object();
    case Type::array: return value.is_array();
    case Type::string: return value.is_string();
    case Type::integer: return value.is_number_integer();
    case Type::boolean: return value.is_boolean();
    case Type::int_or_string: return value.is_number_integer() || value.is_string();
    default: return true;
  }
}

void Schema::validate_kind(const Json& value, const std::string& path, Causes& causes) const {
  const auto invalid = [&](std::string shown, const std::string& why) {
    causes.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {} in body {}", shown, path, why), path});
  };
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    if (minimum_ && number < *minimum_)
      invalid(quoted(value), fmt::format("should be greater than or equal to {}", *minimum_));
    if (maximum_ && number > *maximum_)
      invalid(quoted(value), fmt::format("should be less than or equal to {}", *maximum_));
  }
  if (value.is_string()) {
    const auto& string = value.get_ref<const std::string&>();
    if (min_length_ && string.size() < *min_length_)
      invalid(quoted(value), fmt::format("should be at least {} chars long", *min_length_));
    if (max_length_ && string.size() > *max_length_)
      causes.push_back(
          {"FieldValueTooLong", fmt::format("Too long: may not be more than {} bytes", *max_length_), path});
    if (pattern_ && !re2::RE2::PartialMatch(string, *pattern_))
      invalid(quoted(value), fmt::format("should match '{}'", pattern_text_));
    if (!enum_.empty() && std::ranges::find(enum_, string) == enum_.end()) {
      std::vector<std::string> sorted = enum_;
      std::ranges::sort(sorted);
      causes.push_back(
          {"FieldValueNotSupported",
           fmt::format("Unsupported value: {}: supported values: \"{}\"", quoted(value), fmt::join(sorted, "\", \"")),
           path});
    }
  }
}

void Schema::validate_list(const Json& value, const Json& old_value, const std::string& path, Causes& causes) const {
  if (min_items_ && value.size() < *min_items_)
    causes.push_back(
        {"FieldValueInvalid",
         fmt::format("Invalid value: {}: {} in body should have at least {} items", value.size(), path, *min_items_),
         path});
  if (max_items_ && value.size() > *max_items_)
    causes.push_back({"FieldValueTooMany",
                      fmt::format("Too many: {}: must have at most {} items", value.size(), *max_items_), path});
  std::set<std::vector<Json>> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string entry_path = fmt::format("{}[{}]", path, i);
    if (items_) items_->validate(value[i], {}, entry_path, causes);
    if (list_map_keys_.empty()) continue;
    std::vector<Json> key;
    std::string shown;
    for (const std::string& name : list_map_keys_) {
      key.push_back(member(value[i], name));
      shown += fmt::format("{}\"{}\":{}", shown.empty() ? "" : ", ", name, quoted(key.back()));
    }
    if (!seen.insert(std::move(key)).second)
      causes.push_back(
          {"FieldValueDuplicate", fmt::format("Duplicate value: map[string]interface {{}}{{{}}}", shown), entry_path});
  }
  static_cast<void>(old_value);
}

void Schema::validate_children(const Json& value, const Json& old_value, const std::string& path,
                               Causes& causes) const {
  for (const std::string& name : required_)
    if (!value.contains(name)) causes.push_back({"FieldValueRequired", "Required value", child(path, name)});
  if (max_properties_ && value.size() > *max_properties_)
    causes.push_back({"FieldValueTooMany",
                      fmt::format("Too many: {}: must have at most {} items", value.size(), *max_properties_), path});
  for (const auto& [name, entry] : value.get_ref<const Json::object_t&>()) {
    const Schema* schema = property(name);
    if (!schema) schema = additional_.get();
    if (schema) schema->validate(entry, member(old_value, name), child(path, name), causes);
  }
}

void Schema::validate(const Json& value, const Json& old_value, const std::string& path, Causes& causes) const {
  if (!type_matches(value)) {
    causes.push_back({"FieldValueTypeInvalid",
                      fmt::format("Invalid value: \"{}\": {} in body must be of type {}: \"{}\"", json_type_name(value),
                                  path, type_name(type_), json_type_name(value)),
                      path});
    return;
  }
  const std::size_t before = causes.size();
  validate_kind(value, path, causes);
  if (value.is_object()) validate_children(value, old_value, path, causes);
  else if (value.is_array()) validate_list(value, old_value, path, causes);
  if (causes.size() != before) return;  // rules see only what the schema has accepted
  for (const Rule* rule : rules_)
    if (!rule->holds(value, old_value))
      causes.push_back(
          {"FieldValueInvalid", fmt::format("Invalid value: \"{}\": {}", json_type_name(value), rule->message), path});
}

}  // namespace nlbsim::fake_apiserver
