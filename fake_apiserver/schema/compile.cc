#include <fmt/format.h>
#include <re2/re2.h>

#include "fake_apiserver/schema/rules.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

using api::member;
using api::text;

Schema::~Schema() = default;

// Reads one level of a schema after the other; the first thing that is not understood is kept as the error.
struct Schema::Compiler {
  static constexpr int kMaxDepth = 32;
  std::string error;

  void refuse(const FieldPath& path, std::string_view why) {
    if (error.empty()) error = fmt::format("schema {}: {}", path.field().empty() ? "(root)" : path.field(), why);
  }

  Type type_of(const Json& source, const FieldPath& path) {
    if (member(source, "x-kubernetes-int-or-string") == true) return Type::int_or_string;
    const std::string_view type = text(member(source, "type"));
    if (type == "object") return Type::object;
    if (type == "array") return Type::array;
    if (type == "string") return Type::string;
    if (type == "integer") return Type::integer;
    if (type == "number") return Type::number;
    if (type == "boolean") return Type::boolean;
    if (!type.empty()) refuse(path, fmt::format("type \"{}\" is not one of the types of a structural schema", type));
    return Type::any;
  }

  template <class T>
  void read_number(const Json& source, std::string_view key, std::optional<T>& out) {
    if (const Json& value = member(source, key); value.is_number_integer()) out = value.get<T>();
  }

  void read_strings(const Json& source, std::string_view key, std::vector<std::string>& out) {
    if (const Json& list = member(source, key); list.is_array())
      for (const Json& entry : list) out.emplace_back(text(entry));
  }

  void read_limits(Schema& schema, const Json& source) {
    read_number(source, "minimum", schema.minimum_);
    read_number(source, "maximum", schema.maximum_);
    read_number(source, "minItems", schema.min_items_);
    read_number(source, "maxItems", schema.max_items_);
    read_number(source, "minLength", schema.min_length_);
    read_number(source, "maxLength", schema.max_length_);
    read_number(source, "maxProperties", schema.max_properties_);
  }

  void read_pattern(Schema& schema, const Json& source, const FieldPath& path) {
    const std::string_view pattern = text(member(source, "pattern"));
    if (pattern.empty()) return;
    auto compiled = std::make_shared<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), re2::RE2::Quiet);
    if (!compiled->ok()) refuse(path, fmt::format("pattern: {}", compiled->error()));
    schema.pattern_ = std::move(compiled);
  }

  void read_rules(Schema& schema, const Json& source, const FieldPath& path) {
    if (const Json& rules = member(source, "x-rules"); rules.is_array())
      for (const Json& name : rules) {
        const Rule* rule = find_rule(text(name));
        if (rule) schema.rules_.push_back(rule);
        else refuse(path, fmt::format("there is no rule \"{}\"", text(name)));
      }
    // A rule that is not enforced would let through what a real server refuses.
    if (source.contains("x-kubernetes-validations")) refuse(path, "CEL rules are not interpreted");
    schema.has_rules_ = schema.has_rules_ || !schema.rules_.empty();
  }

  std::shared_ptr<const Schema> child(Schema& parent, const Json& source, const FieldPath& path, int depth) {
    auto schema = compile(source, path, depth);
    parent.has_rules_ = parent.has_rules_ || (schema && schema->has_rules_);
    return schema;
  }

  void read_children(Schema& schema, const Json& source, const FieldPath& path, int depth) {
    if (const Json& properties = member(source, "properties"); properties.is_object())
      for (const auto& [name, entry] : properties.get_ref<const Json::object_t&>())
        schema.properties_[name.str()] = child(schema, entry, path.member(name), depth);
    if (const Json& items = member(source, "items"); items.is_object())
      schema.items_ = child(schema, items, path.item(0), depth);
    if (const Json& more = member(source, "additionalProperties"); more.is_object())
      schema.additional_ = child(schema, more, path.member("*"), depth);
  }

  std::shared_ptr<const Schema> compile(const Json& source, const FieldPath& path, int depth) {
    if (!source.is_object()) refuse(path, "a schema must be an object");
    if (depth > kMaxDepth) refuse(path, fmt::format("nested more than {} levels deep", kMaxDepth));
    if (!error.empty()) return nullptr;
    const std::shared_ptr<Schema> schema(new Schema);
    schema->type_ = type_of(source, path);
    read_children(*schema, source, path, depth + 1);
    read_strings(source, "required", schema->required_);
    read_strings(source, "enum", schema->enum_);
    read_strings(source, "x-kubernetes-list-map-keys", schema->list_map_keys_);
    read_limits(*schema, source);
    read_pattern(*schema, source, path);
    read_rules(*schema, source, path);
    schema->date_time_ = text(member(source, "format")) == "date-time";
    schema->address_ = member(source, "x-gateway-address") == true;
    schema->nullable_ = member(source, "nullable") == true;
    schema->preserve_unknown_ = member(source, "x-kubernetes-preserve-unknown-fields") == true;
    schema->default_ = member(source, "default");
    return schema;
  }
};

sim::Result<std::shared_ptr<const Schema>> Schema::compile(const Json& source) {
  Compiler compiler;
  auto schema = compiler.compile(source, FieldPath{}, 0);
  if (!compiler.error.empty()) return sim::fail("InvalidSchema", std::move(compiler.error));
  return schema;
}

const Schema* Schema::property(std::string_view name) const {
  const auto found = properties_.find(name);
  return found == properties_.end() ? nullptr : found->second.get();
}

const Schema* Schema::child(std::string_view name) const {
  const Schema* known = property(name);
  return known ? known : additional_.get();
}

}  // namespace nlbsim::fake_apiserver
