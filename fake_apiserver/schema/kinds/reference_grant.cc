#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kSource = R"({
"type": "object", "properties": {
  "spec": {"type": "object", "required": ["from", "to"], "properties": {
    "from": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"type": "object",
      "required": ["group", "kind", "namespace"], "properties": {
        "group": {"type": "string", "maxLength": 253},
        "kind": {"type": "string", "minLength": 1, "maxLength": 63},
        "namespace": {"type": "string", "minLength": 1, "maxLength": 63, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"}}}},
    "to": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"type": "object", "required": ["group", "kind"],
      "properties": {
        "group": {"type": "string", "maxLength": 253},
        "kind": {"type": "string", "minLength": 1, "maxLength": 63},
        "name": {"type": "string", "minLength": 1, "maxLength": 253}}}}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& reference_grant() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
