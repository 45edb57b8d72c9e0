// Structural schemas (OpenAPI v3 as CRDs use it): prune, default and validate a document in one walk each.
//
// A Schema is compiled once from JSON and immutable after that, so worlds on several threads share it. Rules that a CRD
// writes in CEL are native functions here, named in the schema by "x-rules" and found in rules.h.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/json/json.h"
#include "sim/result.h"

namespace re2 {
class RE2;
}

namespace nlbsim::fake_apiserver {

using api::Json;
using Causes = std::vector<sim::ErrorCause>;

// A native rule: looks at a value (and its old version on update, else null) and says what is wrong, or nothing.
struct Rule {
  std::string_view name;
  std::string_view message;
  bool (*holds)(const Json& value, const Json& old_value);
};

class Schema {
 public:
  enum class Type : std::uint8_t { any, object, array, string, integer, boolean, int_or_string };

  // Compiles; asserts on a schema that is not structural, for those are our own (user CRDs get a check of their own).
  static std::shared_ptr<const Schema> compile(const Json& source);

  // Drops fields that the schema does not name.
  void prune(Json& value) const;
  // Fills defaults, parents first.
  void fill_defaults(Json& value) const;
  // Appends what is wrong with the value, in the order of the schema; old_value is null on create.
  void validate(const Json& value, const Json& old_value, const std::string& path, Causes& causes) const;
  // The schema of a property, or null.
  const Schema* property(std::string_view name) const;

  ~Schema();

 private:
  Schema() = default;
  void validate_kind(const Json& value, const std::string& path, Causes& causes) const;
  void validate_children(const Json& value, const Json& old_value, const std::string& path, Causes& causes) const;
  void validate_list(const Json& value, const Json& old_value, const std::string& path, Causes& causes) const;
  bool type_matches(const Json& value) const;

  Type type_ = Type::any;
  std::map<std::string, std::shared_ptr<const Schema>, std::less<>> properties_;
  std::shared_ptr<const Schema> items_;
  std::shared_ptr<const Schema> additional_;
  std::vector<std::string> required_;
  std::vector<std::string> enum_;
  std::optional<std::int64_t> minimum_, maximum_;
  std::optional<std::size_t> min_items_, max_items_, min_length_, max_length_, max_properties_;
  std::shared_ptr<const re2::RE2> pattern_;
  std::string pattern_text_;
  std::vector<std::string> list_map_keys_;
  Json default_;
  bool preserve_unknown_ = false;
  std::vector<const Rule*> rules_;
};

}  // namespace nlbsim::fake_apiserver
