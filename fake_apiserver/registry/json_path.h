// The JSONPath of printer columns and of the scale subresource: `.spec.replicas`, `.metadata.labels['a.b']`,
// `.status.addresses[*].value`, `.items[-1:]`, `.status.conditions[?(@.type=="Ready")].status`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

class JsonPath {
 public:
  // Error code "InvalidPath".
  static sim::Result<JsonPath> parse(std::string_view text);

  // What the path leads to, in the order of the document; it lies in the document.
  std::vector<const api::Json*> find(const api::Json& document) const;
  // The first of these, or null.
  const api::Json& first(const api::Json& document) const;
  // The names of a path of plain members; nothing if it has other steps.
  std::optional<std::vector<std::string>> members() const;

 private:
  struct Step {
    enum class Kind : std::uint8_t { member, slice, all, filter } kind = Kind::member;
    std::string name;                      // of a member
    std::optional<std::int64_t> from, to;  // of a slice; an index is a slice of one
    bool single = false;
    std::vector<std::string> tested;  // of a filter: the members that lead to what is compared
    std::string comparison;           // "==", "!=", "<", ...; empty: it has to be there
    api::Json literal;
  };
  class Parser;
  static void walk(const api::Json& value, const std::vector<Step>& steps, std::size_t at,
                   std::vector<const api::Json*>& out);
  static bool passes(const api::Json& value, const Step& step);

  std::vector<Step> steps_;
};

}  // namespace nlbsim::fake_apiserver
