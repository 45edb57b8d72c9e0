// Objects of the example, for the tests of engine/targets: Service my-tcp-service:9000, nodes, a TargetGroupBinding.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "api/kube/endpoint_views.h"
#include "engine/targets/endpoints.h"
#include "sim/time.h"

namespace nlbsim::engine::testing_objects {

using kube::Json;

inline constexpr std::string_view kTargetGroup =
    "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/k8s-examplen-mytcpapp-901b36a775/180bae324033de55";

// Ready since the start of the world, with an instance's providerID, then `patch` merged in.
inline kube::ObjectRef node(std::string_view name, std::string_view instance, std::string_view patch = "{}") {
  Json document = {{"apiVersion", "v1"}, {"kind", "Node"}};
  document["metadata"] = {{"name", name}, {"uid", name}, {"creationTimestamp", sim::to_rfc3339(sim::kWorldStart)}};
  document["spec"] = {{"providerID", "aws:///us-west-2a/" + std::string(instance)}};
  document["status"]["conditions"] = Json::array({{{"type", "Ready"}, {"status", "True"}}});
  api::merge_patch(document, Json::parse(patch));
  return kube::Object::make(std::move(document));
}

inline kube::ObjectRef service(std::string_view type, int node_port) {
  Json port = {{"name", "app"}, {"port", 9000}, {"targetPort", 9000}};
  if (node_port != 0) port["nodePort"] = node_port;
  Json document = {{"apiVersion", "v1"}, {"kind", "Service"}};
  document["metadata"] = {{"name", "my-tcp-service"}, {"namespace", "example-ns"}};
  document["spec"] = {{"type", type}, {"ports", Json::array({std::move(port)})}};
  return kube::Object::make(std::move(document));
}

inline Json networking(int port, std::string_view source = "sg-backend") {
  Json rule = Json::object();
  rule["from"] = Json::array({{{"securityGroup", {{"groupID", source}}}}});
  rule["ports"] = Json::array({{{"protocol", "TCP"}, {"port", port}}});
  Json out = Json::object();
  out["ingress"] = Json::array({std::move(rule)});
  return out;
}

// As the Gateway controller makes it; generation 1.
inline Json binding(std::string_view name, std::string_view target_group, int port) {
  Json document = {{"apiVersion", "elbv2.k8s.aws/v1beta1"}, {"kind", "TargetGroupBinding"}};
  document["metadata"] = {{"name", name},
                          {"namespace", "example-ns"},
                          {"uid", std::string(name) + "-uid"},
                          {"generation", 1},
                          {"resourceVersion", "10"}};
  document["metadata"]["labels"] = {{"gateway.k8s.aws.nlb/stack-name", "my-tcp-gateway"},
                                    {"gateway.k8s.aws.nlb/stack-namespace", "example-ns"}};
  document["spec"] = {{"ipAddressType", "ipv4"},
                      {"networking", networking(port)},
                      {"serviceRef", {{"name", "my-tcp-service"}, {"port", 9000}}},
                      {"targetGroupARN", target_group},
                      {"targetGroupProtocol", "TCP"},
                      {"targetType", "instance"},
                      {"vpcID", "vpc-1"}};
  return document;
}

// A Pod on a node, its containers ready, with the readiness gates of these bindings; then `patch` merged in.
inline kube::ObjectRef pod(std::string_view name, std::string_view node, const std::vector<std::string>& gates = {},
                           std::string_view patch = "{}") {
  Json document = {{"apiVersion", "v1"}, {"kind", "Pod"}};
  document["metadata"] = {{"name", name},
                          {"namespace", "example-ns"},
                          {"uid", std::string(name) + "-uid"},
                          {"creationTimestamp", sim::to_rfc3339(sim::kWorldStart)}};
  document["spec"]["nodeName"] = node;
  for (const std::string& gate : gates) {
    Json entry = Json::object();
    entry["conditionType"] = "target-health.elbv2.k8s.aws/" + gate;
    if (!document["spec"].contains("readinessGates")) document["spec"]["readinessGates"] = Json::array();
    document["spec"]["readinessGates"].push_back(std::move(entry));
  }
  document["status"]["conditions"] = Json::array({{{"type", "ContainersReady"}, {"status", "True"}}});
  api::merge_patch(document, Json::parse(patch));
  return kube::Object::make(std::move(document));
}

// An EndpointSlice of my-tcp-service on port 9000; `endpoints` as the API has them.
inline kube::ObjectRef slice(std::string_view name, std::string_view endpoints, std::string_view patch = "{}") {
  Json document = {{"apiVersion", "discovery.k8s.io/v1"}, {"kind", "EndpointSlice"}, {"addressType", "IPv4"}};
  document["metadata"] = {{"name", name}, {"namespace", "example-ns"}, {"resourceVersion", "1"}};
  document["metadata"]["labels"] = {{"kubernetes.io/service-name", "my-tcp-service"}};
  document["ports"] = Json::array({{{"name", "app"}, {"port", 9000}}});
  document["endpoints"] = Json::parse(endpoints);
  api::merge_patch(document, Json::parse(patch));
  return kube::Object::make(std::move(document));
}
// One endpoint of a slice.
inline std::string endpoint(std::string_view address, std::string_view pod, std::string_view conditions = "{}") {
  return fmt::format(R"({{"addresses": ["{}"], "targetRef": {{"kind": "Pod", "name": "{}"}}, "conditions": {}}})",
                     address, pod, conditions);
}

// Endpoints of a binding whose spec is the example's with `patch` merged in.
inline sim::Result<ResolvedEndpoints> resolve(const Json& patch, const kube::ObjectRef& backend, const Lister& nodes,
                                              const Profile& profile = Profile()) {
  Json document = binding("b", kTargetGroup, 30900);
  document.update_at("spec", [&](Json& spec) { api::merge_patch(spec, patch); });
  const auto object = kube::Object::make(std::move(document));
  return resolve_instance_endpoints(object->view<kube::TargetGroupBinding>().spec, {"example-ns", "my-tcp-service"},
                                    backend, nodes.all(), profile);
}

}  // namespace nlbsim::engine::testing_objects
