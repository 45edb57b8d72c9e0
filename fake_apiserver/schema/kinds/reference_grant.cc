#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kSource = R"({
"type": "object", "properties": {
  "spec": {"type": "object", "required": ["from", "to"], "properties": {
    "from": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"type": "object",
      "required": ["group", "kind", "namespace"], "properties": {
        "group": "$group",
        "kind": "$kind",
        "namespace": "$namespace"}}},
    "to": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"type": "object", "required": ["group", "kind"],
      "properties": {
        "group": "$group",
        "kind": "$kind",
        "name": {"type": "string", "minLength": 1, "maxLength": 253}}}}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& reference_grant() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
