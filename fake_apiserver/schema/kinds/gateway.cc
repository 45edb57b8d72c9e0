#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kSource = R"({
"type": "object", "required": ["spec"], "properties": {
  "spec": {"type": "object", "required": ["gatewayClassName", "listeners"], "properties": {
    "gatewayClassName": {"type": "string", "minLength": 1, "maxLength": 253},
    "addresses": {"type": "array", "maxItems": 16, "x-rules": ["ip-addresses-unique", "hostnames-unique"],
      "items": {"type": "object", "x-gateway-address": true, "x-rules": ["hostname-valid"], "properties": {
        "type": {"type": "string", "default": "IPAddress", "minLength": 1, "maxLength": 253, "pattern": "$addressType"},
        "value": {"type": "string", "maxLength": 253}}}},
    "allowedListeners": {"type": "object", "properties": {
      "namespaces": {"type": "object", "default": {"from": "None"}, "properties": {
        "from": {"type": "string", "default": "None", "enum": ["All", "Selector", "Same", "None"]},
        "selector": "$labelSelector"}}}},
    "backendTLS": {"type": "object", "properties": {
      "clientCertificateRef": "$secretReference"}},
    "infrastructure": {"type": "object", "properties": {
      "labels": {"type": "object", "maxProperties": 8, "x-rules": ["label-keys-qualified", "label-prefixes-short"],
        "additionalProperties": {"type": "string", "maxLength": 63,
        "pattern": "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"}},
      "annotations": {"type": "object", "maxProperties": 8,
        "x-rules": ["annotation-keys-qualified", "annotation-prefixes-short"], "additionalProperties": {"type": "string", "maxLength": 4096}},
      "parametersRef": {"type": "object", "required": ["group", "kind", "name"], "properties": {
        "group": "$group", "kind": "$kind",
        "name": {"type": "string", "minLength": 1, "maxLength": 253}}}}},
    "listeners": {"type": "array", "minItems": 1, "maxItems": 64,
      "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
      "x-rules": ["tls-only-where-allowed", "https-terminates", "no-hostname-on-l4", "listener-names-unique",
        "listeners-distinct"],
      "items": {"type": "object", "required": ["name", "port", "protocol"], "properties": {
        "name": "$sectionName",
        "hostname": {"type": "string", "minLength": 1, "maxLength": 253,
          "pattern": "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "protocol": {"type": "string", "minLength": 1, "maxLength": 255,
          "pattern": "^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$"},
        "tls": {"type": "object", "x-rules": ["terminate-has-certificate"], "properties": {
          "mode": {"type": "string", "default": "Terminate", "enum": ["Terminate", "Passthrough"]},
          "certificateRefs": {"type": "array", "maxItems": 64, "items": "$secretReference"},
          "frontendValidation": {"type": "object", "properties": {
            "caCertificateRefs": {"type": "array", "minItems": 1, "maxItems": 8, "items": {"type": "object",
              "required": ["group", "kind", "name"], "properties": {
                "group": "$group", "kind": "$kind",
                "name": {"type": "string", "minLength": 1, "maxLength": 253},
                "namespace": "$namespace"}}}}},
          "options": {"type": "object", "maxProperties": 16, "additionalProperties": {"type": "string", "maxLength": 4096}}}},
        "allowedRoutes": {"type": "object", "default": {"namespaces": {"from": "Same"}}, "properties": {
          "namespaces": {"type": "object", "default": {"from": "Same"}, "properties": {
            "from": {"type": "string", "default": "Same", "enum": ["All", "Selector", "Same"]},
            "selector": "$labelSelector"}},
          "kinds": {"type": "array", "maxItems": 8, "items": {"type": "object", "required": ["kind"], "properties": {
            "group": "$gatewayGroup", "kind": "$kind"}}}}}}}}}},
  "status": {"type": "object",
    "default": {"conditions": [
      {"type": "Accepted", "status": "Unknown", "reason": "Pending", "message": "Waiting for controller",
        "lastTransitionTime": "1970-01-01T00:00:00Z"},
      {"type": "Programmed", "status": "Unknown", "reason": "Pending", "message": "Waiting for controller",
        "lastTransitionTime": "1970-01-01T00:00:00Z"}]},
    "properties": {
      "conditions": "$conditions",
      "addresses": {"type": "array", "maxItems": 16, "items": {"type": "object", "required": ["value"],
        "x-gateway-address": true, "x-rules": ["hostname-valid"], "properties": {
        "type": {"type": "string", "default": "IPAddress", "minLength": 1, "maxLength": 253, "pattern": "$addressType"},
        "value": {"type": "string", "minLength": 1, "maxLength": 253}}}},
      "listeners": {"type": "array", "maxItems": 64, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
        "items": {"type": "object", "required": ["attachedRoutes", "conditions", "name", "supportedKinds"], "properties": {
          "name": "$sectionName",
          "attachedRoutes": {"type": "integer"},
          "conditions": "$conditions",
          "supportedKinds": {"type": "array", "maxItems": 8, "items": {"type": "object", "required": ["kind"], "properties": {
            "group": "$gatewayGroup", "kind": "$kind"}}}}}}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& gateway() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
