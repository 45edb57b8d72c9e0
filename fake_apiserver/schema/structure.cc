#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "fake_apiserver/schema/go_text.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

using api::text;
using Type = Schema::Type;

namespace {

// maxLength and minLength count characters, although the message speaks of bytes.
std::size_t characters(std::string_view value) {
  return static_cast<std::size_t>(std::ranges::count_if(value, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string_view type_name(Type type) {
  switch (type) {
    case Type::object: return "object";
    case Type::array: return "array";
    case Type::string: return "string";
    case Type::integer: return "integer";
    case Type::number: return "number";
    case Type::boolean: return "boolean";
    case Type::int_or_string: return "integer,string";
    case Type::any: break;
  }
  return "any";
}

bool is_integral(const Json& value) {
  if (value.is_number_integer()) return true;
  if (!value.is_number()) return false;
  const auto number = value.get<double>();
  return number == std::trunc(number) && std::abs(number) < 9.2e18;
}

std::string_view json_type_name(const Json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_null()) return "null";
  return is_integral(value) ? "integer" : "number";
}

bool has_type(const Json& value, Type type) {
  switch (type) {
    case Type::object: return value.is_object();
    case Type::array: return value.is_array();
    case Type::string: return value.is_string();
    case Type::integer: return is_integral(value);
    case Type::number: return value.is_number();
    case Type::boolean: return value.is_boolean();
    case Type::int_or_string: return is_integral(value) || value.is_string();
    case Type::any: break;
  }
  return true;
}

std::string in_body(std::string_view value, const FieldPath& path, const std::string& why) {
  return fmt::format("Invalid value: {}: {} in body {}", value, path.shown(), why);
}

}  // namespace

// One walk over a value. Each function answers how many checks it made: of alternatives that all fail, the one that
// came farthest is told.
class StructureCheck {
 public:
  explicit StructureCheck(Findings& findings) : findings_(findings) {}

  std::size_t check(const Schema& schema, const Json& value, const Json* old, const FieldPath& path) {
    if (schema.bears(Schema::Mark::sound, value)) return 0;
    if (old && *old == value) {
      sound_ = false;  // it may be wrong, and passes because it is not new
      return 0;
    }
    const bool sound = std::exchange(sound_, true);
    const std::size_t made = check_afresh(schema, value, old, path);
    if (sound_ && schema.bears(Schema::Mark::complete, value)) schema.set(Schema::Mark::sound, value);
    sound_ = sound_ && sound;
    return made;
  }

 private:
  std::size_t check_afresh(const Schema& schema, const Json& value, const Json* old, const FieldPath& path) {
    check_type(schema, value, path);
    check_enum(schema, value, path);
    if (value.is_null()) return 2;
    std::size_t made = 3 + check_alternatives(schema, value, path);
    if (value.is_string()) made += 1 + check_string(schema, value, path);
    if (value.is_number()) made += 1 + check_number(schema, value, path);
    if (value.is_array()) made += 1 + check_list(schema, value, old, path);
    if (value.is_object()) made += 1 + check_object(schema, value, old, path);
    return made;
  }

  void invalid(const FieldPath& path, std::string_view value, const std::string& why) {
    add("FieldValueInvalid", path, in_body(value, path, why));
  }
  void add(std::string_view reason, const FieldPath& path, std::string message) {
    sound_ = false;
    findings_.add(reason, path, std::move(message));
  }
  // What no field can be blamed for.
  void add_at_root(const FieldPath& path, const std::string& why) {
    sound_ = false;
    std::string root = path.root();
    sim::ErrorCause cause{"FieldValueInvalid", fmt::format("Invalid value: \"\": \"{}\" {}", path.shown(), why),
                          root.empty() ? "<nil>" : std::move(root)};
    if (std::ranges::find(findings_.causes, cause) == findings_.causes.end())
      findings_.causes.push_back(std::move(cause));
  }

  void not_of_type(std::string_view shown, const FieldPath& path, std::string_view wanted) {
    add("FieldValueTypeInvalid", path,
        fmt::format("Invalid value: {}: {} in body must be of type {}: {}", go_quoted(shown), path.shown(), wanted,
                    go_quoted(shown)));
  }

  void check_type(const Schema& schema, const Json& value, const FieldPath& path) {
    if (schema.type_ == Type::any || (value.is_null() && schema.nullable_) || has_type(value, schema.type_)) return;
    not_of_type(json_type_name(value), path, type_name(schema.type_));
  }

  void check_enum(const Schema& schema, const Json& value, const FieldPath& path) {
    if (schema.enum_.empty() || (value.is_null() && schema.nullable_)) return;
    if (std::ranges::find(schema.enum_, value) != schema.enum_.end()) return;
    std::string allowed;
    for (const Json& entry : schema.enum_)
      allowed.append(allowed.empty() ? "" : ", ")
          .append(go_quoted(entry.is_string() ? std::string(text(entry)) : api::dump_json(entry)));
    add("FieldValueNotSupported", path,
        fmt::format("Unsupported value: {}: supported values: {}", go_value(value), allowed));
  }

  std::size_t check_string(const Schema& schema, const Json& value, const FieldPath& path) {
    const std::string_view string = text(value);
    if (schema.format_ && !schema.format_->fits(string)) not_of_type(string, path, schema.format_->name);
    const std::size_t made = schema.format_ ? 1 : 0;
    if (schema.max_length_ && string.size() > *schema.max_length_ && characters(string) > *schema.max_length_)
      add("FieldValueTooLong", path, fmt::format("Too long: may not be more than {} bytes", *schema.max_length_));
    else if (schema.min_length_ && characters(string) < *schema.min_length_)
      invalid(path, go_value(value), fmt::format("should be at least {} chars long", *schema.min_length_));
    else if (schema.pattern_ && !schema.pattern_->found_in(string))
      invalid(path, go_value(value), fmt::format("should match '{}'", schema.pattern_->text()));
    return made;
  }

  std::size_t check_number(const Schema& schema, const Json& value, const FieldPath& path) {
    const auto number = value.get<double>();
    const auto wrong = [&](std::string_view relation, double bound) {
      invalid(path, go_value(value), fmt::format("should be {} {}", relation, go_number(bound)));
    };
    if (schema.multiple_of_ && std::remainder(number, *schema.multiple_of_) != 0)
      wrong("a multiple of", *schema.multiple_of_);
    if (schema.maximum_ && (number > *schema.maximum_ || (schema.exclusive_maximum_ && number == *schema.maximum_)))
      wrong(schema.exclusive_maximum_ ? "less than" : "less than or equal to", *schema.maximum_);
    if (schema.minimum_ && (number < *schema.minimum_ || (schema.exclusive_minimum_ && number == *schema.minimum_)))
      wrong(schema.exclusive_minimum_ ? "greater than" : "greater than or equal to", *schema.minimum_);
    return 0;
  }

  std::size_t check_list(const Schema& schema, const Json& value, const Json* old, const FieldPath& path) {
    std::size_t made = 0;
    if (schema.items_) {
      std::size_t index = 0;
      for (const Json& entry : value)
        made += check(*schema.items_, entry, schema.old_item(old, entry), path.item(index++));
    }
    if (schema.min_items_ && value.size() < *schema.min_items_)
      invalid(path, std::to_string(value.size()), fmt::format("should have at least {} items", *schema.min_items_));
    if (schema.max_items_ && value.size() > *schema.max_items_) too_many(value.size(), *schema.max_items_, path);
    return made;
  }

  void too_many(std::size_t count, std::uint64_t limit, const FieldPath& path) {
    add("FieldValueTooMany", path, fmt::format("Too many: {}: must have at most {} items", count, limit));
  }

  std::size_t check_object(const Schema& schema, const Json& value, const Json* old, const FieldPath& path) {
    if (schema.min_properties_ && value.size() < *schema.min_properties_) {
      invalid(path, std::to_string(value.size()),
              fmt::format("should have at least {} properties", *schema.min_properties_));
      return 0;
    }
    if (schema.max_properties_ && value.size() > *schema.max_properties_) {
      too_many(value.size(), *schema.max_properties_, path);
      return 0;
    }
    for (const std::string& name : schema.required_)
      if (!value.contains(name)) add("FieldValueRequired", path.member(name), "Required value");
    std::size_t made = 0;
    for (const auto& [name, entry] : value.items())
      if (const Schema* known = schema.child(name))
        made += check(*known, entry, schema.old_member(old, name), path.member(name));
    return made;
  }

  // The findings of one alternative by itself.
  struct Tried {
    Causes causes;
    std::size_t made = 0;
  };
  static Tried attempt(const Schema& schema, const Json& value, const FieldPath& path) {
    Findings findings;
    const std::size_t made = StructureCheck(findings).check(schema, value, nullptr, path);
    return {std::move(findings.causes), made};
  }
  void take(Causes&& causes) {
    sound_ = sound_ && causes.empty();
    for (sim::ErrorCause& cause : causes)
      if (std::ranges::find(findings_.causes, cause) == findings_.causes.end())
        findings_.causes.push_back(std::move(cause));
  }

  // How many of the alternatives hold; if none, the causes of the best one.
  std::size_t holding(const std::vector<std::shared_ptr<const Schema>>& alternatives, const Json& value,
                      const FieldPath& path, Tried& best) {
    std::size_t valid = 0;
    bool first = true;
    for (const auto& alternative : alternatives) {
      Tried tried = attempt(*alternative, value, path);
      if (tried.causes.empty()) ++valid;
      else if (first || tried.made > best.made) best = std::move(tried), first = false;
    }
    return valid;
  }

  std::size_t check_alternatives(const Schema& schema, const Json& value, const FieldPath& path) {
    std::size_t made = 0;
    if (!schema.any_of_.empty()) {
      Tried best;
      if (holding(schema.any_of_, value, path, best) == 0) {
        add_at_root(path, "must validate at least one schema (anyOf)");
        take(std::move(best.causes));
      }
      made += 1 + best.made;
    }
    if (!schema.one_of_.empty()) {
      Tried best;
      const std::size_t valid = holding(schema.one_of_, value, path, best);
      if (valid != 1)
        add_at_root(path, valid == 0 ? "must validate one and only one schema (oneOf). Found none valid"
                                     : fmt::format("must validate one and only one schema (oneOf). Found {} valid "
                                                   "alternatives",
                                                   valid));
      if (valid == 0) take(std::move(best.causes));
      made += 1 + best.made;
    }
    if (!schema.all_of_.empty()) check_all(schema, value, path);
    if (schema.not_ && attempt(*schema.not_, value, path).causes.empty())
      add_at_root(path, "must not validate the schema (not)");
    return made;
  }

  void check_all(const Schema& schema, const Json& value, const FieldPath& path) {
    std::size_t valid = 0;
    for (const auto& part : schema.all_of_) {
      Tried tried = attempt(*part, value, path);
      if (tried.causes.empty()) ++valid;
      take(std::move(tried.causes));
    }
    if (valid == schema.all_of_.size()) return;
    add_at_root(path, valid == 0 ? "must validate all the schemas (allOf). None validated"
                                 : "must validate all the schemas (allOf)");
  }

  Findings& findings_;
  bool sound_ = true;  // so is what has been looked at of the value in hand
};

void Schema::check_structure(const Json& value, const Json* old, const FieldPath& path, Findings& findings) const {
  StructureCheck(findings).check(*this, value, old, path);
}

}  // namespace nlbsim::fake_apiserver
