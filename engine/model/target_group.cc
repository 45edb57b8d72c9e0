#include "engine/model/target_group.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kInstance = "instance";
constexpr std::string_view kTrafficPort = "traffic-port";

// As the Service writes it; the API server fills it in, and without it the Service's port counts.
std::string target_port_text(const kube::ServicePort& port) {
  if (port.targetPort.is_string()) return port.targetPort.get<std::string>();
  if (port.targetPort.is_number_integer()) return std::to_string(port.targetPort.get<std::int64_t>());
  return std::to_string(port.port);
}

bool named_target_port(const kube::ServicePort& port) { return port.targetPort.is_string(); }

std::int32_t numeric_target_port(const kube::ServicePort& port) {
  constexpr std::int32_t kAnyPort = 1;  // each target brings its own
  if (named_target_port(port)) return kAnyPort;
  return port.targetPort.is_number_integer() ? port.targetPort.get<std::int32_t>() : port.port;
}

HealthCheck health_check(const ModelInput& input, const kube::ServiceSpec& service) {
  // With externalTrafficPolicy Local a node without a pod must fail: kube-proxy tells on the health check node port.
  // A Service of type NodePort has no such port, and its traffic port fails just so.
  const bool told = service.externalTrafficPolicy == "Local" && service.healthCheckNodePort != 0;
  if (input.target_type == kInstance && told) {
    return {"HTTP", std::to_string(service.healthCheckNodePort), "/healthz", "200-399", 10, 6, 2, 2};
  }
  return {"TCP", std::string(kTrafficPort), "", "", 15, 5, 3, 3};
}

TargetGroupIdentity identity_of(const ModelInput& input, const LoadedPort& port) {
  TargetGroupIdentity identity;
  identity.gateway = input.gateway.key;
  identity.route = port.route->meta().key();
  identity.route_kind = port.route_resource.kind;
  identity.service = port.backend->service->meta().key();
  identity.target_port = target_port_text(port.backend->port);
  return identity;
}

std::vector<BindingIngress> ingress_of(const BoundTargetGroup& group, const std::string& traffic_port) {
  std::vector<BindingIngress> ingress;
  const bool udp = group.protocol == "UDP";
  ingress.push_back({udp ? "UDP" : "TCP", traffic_port});
  const std::string& check_port = group.health_check_port == kTrafficPort ? traffic_port : group.health_check_port;
  if (udp || check_port != traffic_port) ingress.push_back({"TCP", check_port});
  return ingress;
}

}  // namespace

sim::Result<DesiredTargetGroup> build_target_group(const ModelInput& input, const LoadedPort& port) {
  const kube::ServiceSpec& service = port.backend->service->view<kube::Service>().spec;
  const kube::ServicePort& service_port = port.backend->port;
  const bool instance = input.target_type == kInstance;
  TargetGroupTraits traits;
  traits.port = instance ? service_port.nodePort : numeric_target_port(service_port);
  traits.target_type = input.target_type;
  traits.protocol = port.target_protocol;
  const std::string service_text = port.backend->service->meta().key().text();
  if (traits.port == 0) {
    return sim::fail("InvalidBackend", fmt::format("port {} of Service {}, which has type {}, has no node port, which "
                                                   "instance targets need: make the Service NodePort or LoadBalancer",
                                                   service_port.port, service_text, service.type));
  }
  if (std::ranges::find(service.ipFamilies, "IPv6") != service.ipFamilies.end()) {
    return sim::fail("InvalidBackend", fmt::format("Service {} has IPv6 addresses, which an ipv4 load balancer cannot "
                                                   "reach: use an IPv4 Service",
                                                   service_text));
  }
  const TargetGroupIdentity identity = identity_of(input, port);
  DesiredTargetGroup group;
  group.id = target_group_id(identity);
  group.name = target_group_name(input.gateway.cluster, identity, traits);
  group.target_type = traits.target_type;
  group.protocol = traits.protocol;
  group.port = traits.port;
  group.ip_address_type = "ipv4";
  group.vpc_id = input.vpc_id;
  group.health_check = health_check(input, service);
  group.tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, group.id);
  return group;
}

DesiredTargetGroupBinding build_target_group_binding(const ModelInput& input, const LoadedPort& port,
                                                     const DesiredTargetGroup& group) {
  const BoundTargetGroup bound{
      group.id, group.name, group.target_type, group.protocol, group.ip_address_type, group.health_check.port};
  // The port has been checked when its target group was built.
  return *bind_service(build_binding_template(input), bound, port.backend->service->meta().key(), port.backend->port);
}

DesiredTargetGroupBinding build_binding_template(const ModelInput& input) {
  DesiredTargetGroupBinding common;
  common.vpc_id = input.vpc_id;
  common.source = {{}, input.backend_security_group_id};
  common.labels = {{std::string(kStackNamespaceLabel), input.gateway.key.namespace_},
                   {std::string(kStackNameLabel), stack_name_label(input.gateway.key.name)}};
  common.labels.insert(input.infrastructure_labels.begin(), input.infrastructure_labels.end());
  for (const auto& [key, value] : input.infrastructure_annotations) {
    if (!key.starts_with(kOwnAnnotations)) common.annotations[key] = value;
  }
  return common;
}

std::optional<DesiredTargetGroupBinding> bind_service(const DesiredTargetGroupBinding& common,
                                                      const BoundTargetGroup& group, const kube::ObjectKey& service,
                                                      const kube::ServicePort& port) {
  const bool instance = group.target_type == kInstance;
  if (instance && port.nodePort == 0) return std::nullopt;
  const std::string traffic_port = instance ? std::to_string(port.nodePort) : target_port_text(port);
  DesiredTargetGroupBinding binding = common;
  binding.id = group.id;
  binding.key = {service.namespace_, group.name};
  binding.target_group_id = group.id;
  binding.service_name = service.name;
  binding.service_port = port.port;
  binding.target_type = group.target_type;
  binding.target_group_protocol = group.protocol;
  binding.ip_address_type = group.ip_address_type;
  binding.ingress = ingress_of(group, traffic_port);
  return binding;
}

}  // namespace nlbsim::engine
