#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kSource = R"({
"type": "object", "required": ["spec"], "properties": {
  "spec": {"type": "object", "required": ["controllerName"], "properties": {
    "controllerName": {"type": "string", "minLength": 1, "maxLength": 253, "x-rules": ["immutable"],
      "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$"},
    "description": {"type": "string", "maxLength": 64},
    "parametersRef": {"type": "object", "required": ["group", "kind", "name"], "properties": {
      "group": "$group",
      "kind": "$kind",
      "name": {"type": "string", "minLength": 1, "maxLength": 253},
      "namespace": "$namespace"}}}},
  "status": {"type": "object",
    "default": {"conditions": [{"type": "Accepted", "status": "Unknown", "reason": "Pending",
      "message": "Waiting for controller", "lastTransitionTime": "1970-01-01T00:00:00Z"}]},
    "properties": {
      "conditions": "$conditions",
      "supportedFeatures": {"type": "array", "maxItems": 64, "x-kubernetes-list-map-keys": ["name"], "items": {"type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}}}}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& gateway_class() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
