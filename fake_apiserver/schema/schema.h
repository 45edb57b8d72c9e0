// Structural schemas (OpenAPI v3 as CRDs use it): prune, default and validate a document in one walk each.
//
// A Schema is compiled once from JSON and immutable after that, so worlds on several threads share it. Rules that a CRD
// writes in CEL are native functions here, named in the schema by "x-rules" and found in rules.h. Compiling refuses
// what it does not understand, for a schema may come from outside.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/schema/field_path.h"
#include "sim/result.h"

namespace re2 {
class RE2;
}

namespace nlbsim::fake_apiserver {

using api::Json;

// What a rule says of a value. A key that the rule needs and that is absent is an evaluation error, as in CEL.
struct Verdict {
  bool holds = true;
  std::string_view missing_key;  // not empty: the rule could not be evaluated
};

// A native rule. `old_value` is null on create; a rule that compares with it is a transition rule.
struct Rule {
  std::string_view name;
  std::string_view message;
  Verdict (*judge)(const Json& value, const Json& old_value);
};

// What is wrong with a document, in the order of the schema.
struct Findings {
  Causes causes;
  bool blocking = false;  // one of them keeps the rules from being checked

  void add(std::string_view reason, const FieldPath& path, std::string message, bool blocks);
};

class Schema {
 public:
  enum class Type : std::uint8_t { any, object, array, string, integer, number, boolean, int_or_string };

  // Error code "InvalidSchema", naming the path of what is not understood. At most 32 levels.
  static sim::Result<std::shared_ptr<const Schema>> compile(const Json& source);

  // Drops fields that the schema does not name.
  void prune(Json& value) const;
  // Fills defaults, parents first; a null that the field does not allow is replaced by the default or dropped.
  void fill_defaults(Json& value) const;
  // Structure first, then the rules, unless the structure is so wrong that they would only repeat it. What has not
  // changed since `old_value` (null on create) passes even if it is wrong: older schemas may have let it in.
  void validate(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const;
  // Only the rules: for when other checks of the document have to come in between.
  void check_structure(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const;
  void check_rules(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const;
  bool has_rules() const { return has_rules_; }  // here or below
  // The schema of a property, or null.
  const Schema* property(std::string_view name) const;
  bool has_default() const { return !default_.is_null(); }

  ~Schema();

 private:
  struct Compiler;
  Schema() = default;
  void check_number(const Json& value, const FieldPath& path, Findings& findings) const;
  void check_string(const Json& value, const FieldPath& path, Findings& findings) const;
  void check_object(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const;
  void check_list(const Json& value, const Json& old_value, const FieldPath& path, Findings& findings) const;
  void check_address(const Json& value, const FieldPath& path, Findings& findings) const;
  bool type_matches(const Json& value) const;
  const Schema* child(std::string_view name) const;
  // By the keys of a list-map: the order of two items, the items that repeat an earlier one, and how a message shows
  // one.
  std::strong_ordering compare_keys(const Json& a, const Json& b) const;
  std::vector<std::size_t> repeated_keys(const Json& list) const;
  std::string shown_key(const Json& item) const;
  const Json& old_item(const Json& old_list, const Json& item, std::size_t index) const;

  Type type_ = Type::any;
  std::map<std::string, std::shared_ptr<const Schema>, std::less<>> properties_;
  std::shared_ptr<const Schema> items_;
  std::shared_ptr<const Schema> additional_;
  std::vector<std::string> required_;
  std::vector<std::string> enum_;
  std::optional<std::int64_t> minimum_, maximum_;
  std::optional<std::size_t> min_items_, max_items_, min_length_, max_length_, max_properties_;
  std::shared_ptr<const re2::RE2> pattern_;
  std::vector<std::string> list_map_keys_;
  Json default_;
  bool date_time_ = false;
  bool address_ = false;  // the oneOf of a Gateway's address: type IPAddress needs an IP address
  bool nullable_ = false;
  bool preserve_unknown_ = false;
  bool has_rules_ = false;
  std::vector<const Rule*> rules_;
};

}  // namespace nlbsim::fake_apiserver
