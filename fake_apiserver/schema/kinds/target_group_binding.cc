#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver::kinds {
namespace {

constexpr std::string_view kSource = R"({
"type": "object", "properties": {
  "spec": {"type": "object", "required": ["serviceRef"], "properties": {
    "targetGroupARN": {"type": "string"}, "targetGroupName": {"type": "string"},
    "targetType": {"type": "string", "enum": ["instance", "ip"]},
    "targetGroupProtocol": {"type": "string", "enum": ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"]},
    "ipAddressType": {"type": "string", "enum": ["ipv4", "ipv6"]},
    "vpcID": {"type": "string"}, "multiClusterTargetGroup": {"type": "boolean"},
    "iamRoleArnToAssume": {"type": "string"}, "assumeRoleExternalId": {"type": "string"},
    "serviceRef": {"type": "object", "required": ["name", "port"], "properties": {
      "name": {"type": "string"}, "port": {"x-kubernetes-int-or-string": true}}},
    "nodeSelector": "$labelSelector",
    "networking": {"type": "object", "properties": {
      "ingress": {"type": "array", "items": {"type": "object", "required": ["from", "ports"], "properties": {
        "from": {"type": "array", "items": {"type": "object", "properties": {
          "ipBlock": {"type": "object", "required": ["cidr"], "properties": {"cidr": {"type": "string"}}},
          "securityGroup": {"type": "object", "required": ["groupID"], "properties": {"groupID": {"type": "string"}}}}}},
        "ports": {"type": "array", "items": {"type": "object", "properties": {
          "protocol": {"type": "string", "enum": ["TCP", "UDP"]},
          "port": {"x-kubernetes-int-or-string": true}}}}}}}}}}},
  "status": {"type": "object", "properties": {"observedGeneration": {"type": "integer"}}}}})";

}  // namespace

const std::shared_ptr<const Schema>& target_group_binding() {
  static const auto schema = compile_source(kSource);
  return schema;
}

}  // namespace nlbsim::fake_apiserver::kinds
