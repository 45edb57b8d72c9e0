#include "fake_apiserver/schema/kinds/kinds.h"

#include <cassert>

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kConditions = R"({
  "type": "array", "maxItems": 8, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"],
  "items": {"type": "object", "required": ["lastTransitionTime", "message", "reason", "status", "type"], "properties": {
    "type": {"type": "string", "maxLength": 316},
    "status": {"type": "string", "enum": ["True", "False", "Unknown"]},
    "reason": {"type": "string", "minLength": 1, "maxLength": 1024, "pattern": "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"},
    "message": {"type": "string", "maxLength": 32768},
    "lastTransitionTime": {"type": "string"},
    "observedGeneration": {"type": "integer", "minimum": 0}}}})";

}  // namespace

std::string with_conditions(std::string_view source) {
  std::string out(source);
  constexpr std::string_view kMark = "\"$conditions\"";
  for (auto at = out.find(kMark); at != out.npos; at = out.find(kMark, at + kConditions.size()))
    out.replace(at, kMark.size(), kConditions);
  return out;
}

std::shared_ptr<const Schema> compile_source(std::string_view source) {
  const auto parsed = api::parse_json(with_conditions(source));
  assert(parsed);
  return Schema::compile(*parsed);
}

}  // namespace nlbsim::fake_apiserver::kinds
