#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

// A rule may leave out backendRefs in this version, but may not give an empty list.
constexpr std::string_view kSource = R"({
"type": "object", "required": ["spec"], "properties": {
  "spec": {"type": "object", "required": ["rules"], "properties": {
    "parentRefs": {"type": "array", "maxItems": 32, "x-rules": ["parents-consistent", "parents-unique"],
      "items": {"type": "object", "required": ["name"], "properties": {
        "group": "$gatewayGroup",
        "kind": {"type": "string", "default": "Gateway", "minLength": 1, "maxLength": 63,
          "pattern": "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},
        "name": {"type": "string", "minLength": 1, "maxLength": 253},
        "namespace": "$namespace",
        "sectionName": "$sectionName",
        "port": {"type": "integer", "minimum": 1, "maximum": 65535}}}},
    "rules": {"type": "array", "minItems": 1, "maxItems": 16, "x-rules": ["rule-names-unique"],
      "items": {"type": "object", "properties": {
        "name": "$sectionName",
        "backendRefs": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"type": "object", "required": ["name"],
          "x-rules": ["service-has-port"], "properties": {
            "group": {"type": "string", "default": "", "maxLength": 253,
              "pattern": "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},
            "kind": {"type": "string", "default": "Service", "minLength": 1, "maxLength": 63, "pattern": "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 253},
            "namespace": "$namespace",
            "port": {"type": "integer", "minimum": 1, "maximum": 65535},
            "weight": {"type": "integer", "default": 1, "minimum": 0, "maximum": 1000000}}}}}}}}},
  "status": {"type": "object", "required": ["parents"], "properties": {
    "parents": {"type": "array", "maxItems": 32, "items": {"type": "object", "required": ["parentRef", "controllerName"],
      "properties": {
        "controllerName": {"type": "string", "minLength": 1, "maxLength": 253,
          "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$"},
        "conditions": "$routeConditions",
        "parentRef": {"type": "object", "required": ["name"], "properties": {
          "group": "$gatewayGroup",
          "kind": {"type": "string", "default": "Gateway", "minLength": 1, "maxLength": 63,
            "pattern": "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},
          "name": {"type": "string", "minLength": 1, "maxLength": 253}, "namespace": "$namespace",
          "sectionName": "$sectionName", "port": {"type": "integer", "minimum": 1, "maximum": 65535}}}}}}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& tcp_route() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
