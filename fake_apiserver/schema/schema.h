// Structural schemas (OpenAPI v3 as CRDs use it): prune, default and validate a document in one walk each.
//
// A Schema is compiled once from the JSON of a CRD and immutable after that, so worlds on several threads share it.
// Compiling refuses, by path, what is not structural or not understood: nothing is skipped. Patterns and CEL rules are
// compiled when they are first needed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/cel/type.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/schema/field_path.h"
#include "fake_apiserver/schema/formats.h"
#include "fake_apiserver/schema/pattern.h"

namespace nlbsim::fake_apiserver {

using api::Json;

class Rule;

// What is wrong with a document, in the order of the schema.
struct Findings {
  Causes causes;

  void add(std::string_view reason, const FieldPath& path, std::string message);
  // Whether one of them keeps rules from being checked.
  bool blocking() const;
};

class Schema {
 public:
  enum class Type : std::uint8_t { any, object, array, string, integer, number, boolean, int_or_string };
  enum class ListType : std::uint8_t { atomic, set, map };

  // The schema of a whole object. What is refused goes to `refusals`, each with its path, which begins with `path`; the
  // answer is then of no use. At most 32 levels.
  static std::shared_ptr<const Schema> compile(const Json& source, const std::string& path, Causes& refusals);
  // The schema of a document that has been checked before: of one of our own.
  static std::shared_ptr<const Schema> compile_known(const Json& source);
  // Appends what is wrong with the CEL rules here and below; compiles all of them.
  void check_rule_texts(const std::string& path, Causes& refusals) const;

  // The value without the fields that the schema does not name; nothing if there are none.
  std::optional<Json> pruned(const Json& value) const;
  // A pruned value with defaults, parents first, and without a null that its field does not allow; nothing if it is
  // complete.
  std::optional<Json> defaulted(const Json& value) const;

  // The checks of a value, in the order in which a server makes them. `old` is what the value was, null if that is not
  // known (on create, or in a list whose items have no keys): what has not changed passes even if it is wrong, for an
  // older schema may have let it in.
  void check_structure(const Json& value, const Json* old, const FieldPath& path, Findings& findings) const;
  // Items that repeat another one of a set, or its keys in a map.
  void check_lists(const Json& value, const FieldPath& path, Findings& findings) const;
  // Whole objects inside an object: they need an apiVersion and a kind.
  void check_embedded(const Json& value, const FieldPath& path, Findings& findings) const;
  // The CEL rules.
  void check_rules(const Json& value, const Json* old, const FieldPath& path, Findings& findings) const;

  bool has_rules() const { return has_rules_; }  // here or below
  // The schema of a property, or null.
  const Schema* property(std::string_view name) const;
  bool has_default() const { return !default_.is_null(); }
  // As CEL rules see a value; null: they cannot see it.
  const cel::TypeRef& cel_type() const;

  Schema();
  ~Schema();

 private:
  friend class SchemaCompiler;
  friend class StructureCheck;
  friend class RuleCheck;
  friend class RuleTexts;

  // What a node remembers of the schema that it has come through (Json::admit), so that a node which no write touches
  // is looked through once in its life. Alternatives leave no mark.
  enum class Mark : std::uint8_t {
    complete,  // nothing to prune or default here and below
    sound      // complete, and nothing that check_structure refuses, however old it is
  };
  bool bears(Mark mark, const Json& value) const {
    return value.admitted_by(mark_ + 1) || (mark == Mark::complete && value.admitted_by(mark_));
  }
  void set(Mark mark, const Json& value) const {
    if (!alternative_) value.admit(mark_ + static_cast<std::uint64_t>(mark));
  }

  void adopt(const Schema& child);  // what a schema knows of those below it
  const Schema* child(std::string_view name) const;
  std::optional<Json> items_defaulted(const Json& list) const;
  std::optional<Json> members_defaulted(const Json& object) const;
  // What an item of this list was: the old item with the same keys; null without keys or without such an item.
  const Json* old_item(const Json* old_list, const Json& item) const;
  // The same for a member.
  const Json* old_member(const Json* old_object, std::string_view name) const;
  bool keeps_unknown() const { return preserve_unknown_ || additional_any_; }
  cel::TypeRef make_cel_type() const;
  // The most values that a list or map of this schema can hold, by its limit or by the size of a request.
  std::uint64_t most_children() const;
  std::uint64_t least_size() const;

  const std::uint64_t mark_;  // this number and the next are no other schema's
  bool alternative_ = false;  // of allOf, anyOf, oneOf or not, or below one
  Type type_ = Type::any;
  bool nullable_ = false;
  bool preserve_unknown_ = false;
  bool embedded_ = false;
  bool root_ = false;
  bool additional_any_ = false;  // additionalProperties: true
  bool atomic_map_ = false;
  bool exclusive_minimum_ = false, exclusive_maximum_ = false;
  bool has_rules_ = false;  // here or below
  bool has_keyed_lists_ = false;
  bool has_embedded_ = false;
  bool compares_old_ = false;  // a rule here or below reads oldSelf
  ListType list_type_ = ListType::atomic;
  std::map<std::string, std::shared_ptr<const Schema>, std::less<>> properties_;
  std::shared_ptr<const Schema> items_;
  std::shared_ptr<const Schema> additional_;
  std::vector<std::string> required_;
  std::vector<Json> enum_;
  std::optional<double> minimum_, maximum_, multiple_of_;
  std::optional<std::uint64_t> min_items_, max_items_, min_length_, max_length_, min_properties_, max_properties_;
  std::shared_ptr<const Pattern> pattern_;
  const Format* format_ = nullptr;
  std::vector<std::string> list_keys_;
  Json default_;
  std::vector<std::shared_ptr<const Schema>> all_of_, any_of_, one_of_;
  std::shared_ptr<const Schema> not_;
  std::vector<std::unique_ptr<const Rule>> rules_;
  std::string name_;  // of its type in CEL: its path
  mutable std::once_flag cel_once_;
  mutable cel::TypeRef cel_type_;
};

}  // namespace nlbsim::fake_apiserver
