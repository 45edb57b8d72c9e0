#include "scenarios/load/fleet.h"

#include <fmt/format.h>

#include <utility>

namespace nlbsim::scenarios {
namespace {

constexpr std::string_view kClass = "aws-nlb-gateway-class";
constexpr int kFirstNodePort = 30000;
constexpr int kListenerPort = 8080;
constexpr int kServicePort = 9000;

std::string namespace_of(int index) { return fmt::format("team-{:03}", index / kGatewaysPerNamespace); }

Manifest manifest(api::Json document) {
  return {std::make_shared<const api::Json>(std::move(document)), false, {"fleet", 0}};
}

api::Json object(std::string_view api_version, std::string_view kind, const kube::ObjectKey& key) {
  api::Json metadata{{"name", key.name}};
  if (!key.namespace_.empty()) metadata["namespace"] = key.namespace_;
  return {{"apiVersion", api_version}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

Manifest gateway_class() {
  api::Json document = object("gateway.networking.k8s.io/v1", "GatewayClass", {"", std::string(kClass)});
  document["spec"] = {{"controllerName", "gateway.k8s.aws/nlb"}};
  return manifest(std::move(document));
}

Manifest service(int first_gateway) {
  api::Json document = object("v1", "Service", {namespace_of(first_gateway), "backend"});
  const api::Json port{{"name", "tcp"},
                       {"protocol", "TCP"},
                       {"port", kServicePort},
                       {"targetPort", kServicePort},
                       {"nodePort", kFirstNodePort + first_gateway / kGatewaysPerNamespace}};
  document["spec"] = {{"type", "NodePort"}, {"selector", {{"app", "backend"}}}, {"ports", api::Json::array({port})}};
  return manifest(std::move(document));
}

Manifest gateway(int index) {
  api::Json document = object("gateway.networking.k8s.io/v1", "Gateway", fleet_gateway(index));
  const api::Json listener{{"name", "tcp"}, {"protocol", "TCP"}, {"port", kListenerPort}};
  document["spec"] = {{"gatewayClassName", kClass}, {"listeners", api::Json::array({listener})}};
  return manifest(std::move(document));
}

Manifest route(int index) {
  api::Json document = object("gateway.networking.k8s.io/v1alpha2", "TCPRoute", fleet_route(index));
  const api::Json parent{{"name", fleet_gateway(index).name}, {"sectionName", "tcp"}};
  const api::Json backend{{"name", "backend"}, {"port", kServicePort}};
  const api::Json rule{{"backendRefs", api::Json::array({backend})}};
  document["spec"] = {{"parentRefs", api::Json::array({parent})}, {"rules", api::Json::array({rule})}};
  return manifest(std::move(document));
}

}  // namespace

kube::ObjectKey fleet_gateway(int index) { return {namespace_of(index), fmt::format("gateway-{:05}", index)}; }
kube::ObjectKey fleet_route(int index) { return {namespace_of(index), fmt::format("route-{:05}", index)}; }

std::vector<Manifest> fleet_ground(int gateways) {
  std::vector<Manifest> out{gateway_class()};
  for (int first = 0; first < gateways; first += kGatewaysPerNamespace) {
    out.push_back(manifest(object("v1", "Namespace", {"", namespace_of(first)})));
    out.push_back(service(first));
  }
  return out;
}

std::vector<Manifest> fleet_member(int index) { return {gateway(index), route(index)}; }

std::vector<Manifest> fleet(int gateways) {
  std::vector<Manifest> out = fleet_ground(gateways);
  for (int i = 0; i < gateways; ++i)
    for (Manifest& each : fleet_member(i)) out.push_back(std::move(each));
  return out;
}

WorldSettings fleet_world() {
  WorldSettings settings;
  settings.clusters.front().vpc_cidr = "10.0.0.0/8";  // a load balancer takes an address of every subnet
  settings.aws.quotas = false;
  return settings;
}

}  // namespace nlbsim::scenarios
