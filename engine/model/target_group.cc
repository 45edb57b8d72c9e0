#include "engine/model/target_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/configuration/wanted_tags.h"
#include "engine/model/load_balancer.h"
#include "engine/model/tags.h"
#include "engine/routes/load_settings.h"

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

// With externalTrafficPolicy Local a node without a pod must fail: kube-proxy tells on the health check node port. A
// Service of type NodePort has no such port, and its traffic port fails just so.
HealthCheck default_health_check(std::string_view target_type, const kube::ServiceSpec& service) {
  const bool told = service.externalTrafficPolicy == "Local" && service.healthCheckNodePort != 0;
  if (target_type == kInstance && told)
    return {"HTTP", std::to_string(service.healthCheckNodePort), "/healthz", "200-399", 10, 6, 2, 2};
  return {"TCP", std::string(kTrafficPort), "", "", 15, 5, 3, 3};
}

std::string upper_case(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "traffic-port", a number, or the name of a port of the Service, which stands for what its targets listen on.
sim::Result<std::string> health_check_port(const std::string& written, std::string_view target_type,
                                           const kube::ServiceSpec& service) {
  if (written == kTrafficPort || is_number(written)) return written;
  const auto named = std::ranges::find(service.ports, written, &kube::ServicePort::name);
  if (named == service.ports.end())
    return sim::fail("InvalidBackend",
                     fmt::format("healthCheckPort {} is no number and no port of the Service", written));
  const bool instance = target_type == kInstance;
  const bool reachable = instance ? named->nodePort != 0 : !named_target_port(*named);
  if (!reachable)
    return sim::fail("InvalidBackend", fmt::format("healthCheckPort {} is a port without a number to check", written));
  return std::to_string(instance ? named->nodePort : numeric_target_port(*named));
}

// What the configuration says, and defaults where it is silent.
sim::Result<HealthCheck> health_check(const LoadedPort& port, std::string_view target_type,
                                      const kube::ServiceSpec& service) {
  HealthCheck check = default_health_check(target_type, service);
  if (!port.props || !port.props->healthCheckConfig) return check;
  const kube::HealthCheckConfiguration& wish = *port.props->healthCheckConfig;
  if (wish.healthCheckProtocol) check.protocol = upper_case(*wish.healthCheckProtocol);
  if (wish.healthCheckPort) {
    auto number = health_check_port(*wish.healthCheckPort, target_type, service);
    if (!number) return sim::forward(std::move(number.error()));
    check.port = std::move(*number);
  }
  if (check.protocol == "TCP") {
    check.path.clear();
    check.matcher.clear();
  } else {
    check.path = wish.healthCheckPath.value_or(check.path.empty() ? "/" : check.path);
    const bool codes = wish.matcher && wish.matcher->httpCode;
    check.matcher = codes ? *wish.matcher->httpCode : "200-399";
  }
  check.interval_seconds = wish.healthCheckInterval.value_or(check.interval_seconds);
  check.timeout_seconds = wish.healthCheckTimeout.value_or(check.timeout_seconds);
  check.healthy_threshold = wish.healthyThresholdCount.value_or(check.healthy_threshold);
  check.unhealthy_threshold = wish.unhealthyThresholdCount.value_or(check.unhealthy_threshold);
  return check;
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
  const bool udp = group.protocol == "UDP" || group.protocol == "TCP_UDP";
  ingress.push_back({udp ? "UDP" : "TCP", traffic_port});
  const std::string& check_port = group.health_check_port == kTrafficPort ? traffic_port : group.health_check_port;
  if (udp || check_port != traffic_port) ingress.push_back({"TCP", check_port});
  return ingress;
}

}  // namespace

namespace {

// The family of its targets' addresses: as asked for, else the Service's first that the load balancer reaches.
sim::Result<std::string> address_family(const ModelInput& input, const LoadedPort& port,
                                        const kube::ServiceSpec& service) {
  const bool dualstack = is_dualstack(input);
  const auto service_text = [&] { return port.backend->service->meta().key().text(); };
  const auto has = [&](std::string_view family) {
    return std::ranges::find(service.ipFamilies, family) != service.ipFamilies.end();
  };
  if (port.props && port.props->ipAddressType) {
    const std::string& asked = *port.props->ipAddressType;
    if (asked == "ipv6" && !dualstack)
      return sim::fail("InvalidBackend", fmt::format("ipAddressType ipv6 of the target group for Service {} needs a "
                                                     "load balancer of ipAddressType dualstack",
                                                     service_text()));
    return asked;
  }
  if (!has("IPv6") || (!dualstack && has("IPv4"))) return "ipv4";
  if (dualstack) return service.ipFamilies.front() == "IPv6" ? "ipv6" : "ipv4";
  return sim::fail("InvalidBackend", fmt::format("Service {} has IPv6 addresses, which an ipv4 load balancer cannot "
                                                 "reach: use an IPv4 Service",
                                                 service_text()));
}

// What AWS lets a listener of that protocol forward to.
constexpr std::array<std::array<std::string_view, 3>, 3> kForwards{
    {{"TCP", "TCP", "TCP_UDP"}, {"TLS", "TLS", "TCP"}, {"UDP", "UDP", "TCP_UDP"}}};

sim::Result<std::string> checked_protocol(const LoadedPort& port) {
  if (!port.props || !port.props->protocol) return port.target_protocol;
  const std::string& asked = *port.props->protocol;
  const auto row = std::ranges::find(kForwards, port.protocol, [](const auto& forwards) { return forwards[0]; });
  if (row != kForwards.end() && std::find(row->begin() + 1, row->end(), asked) != row->end()) return asked;
  return sim::fail("InvalidBackend",
                   fmt::format("protocol {} of the target group for Service {}: a {} listener of an NLB forwards to {}",
                               asked, port.backend->service->meta().key().text(), port.protocol,
                               row == kForwards.end() ? "none" : fmt::format("{} or {}", (*row)[1], (*row)[2])));
}

// As the API writes it.
api::Json selector_json(const kube::LabelSelector& selector) {
  api::Json out = api::Json::object();
  for (const auto& [key, value] : selector.matchLabels) out["matchLabels"][key] = value;
  for (const kube::LabelSelectorRequirement& one : selector.matchExpressions) {
    api::Json expression = api::Json::object();
    expression["key"] = one.key;
    expression["operator"] = one.operator_;
    if (!one.values.empty()) {
      expression["values"] = api::Json::array();
      for (const std::string& value : one.values) expression["values"].push_back(value);
    }
    if (!out.contains("matchExpressions")) out["matchExpressions"] = api::Json::array();
    out["matchExpressions"].push_back(std::move(expression));
  }
  return out;
}

void configure(DesiredTargetGroup& group, const kube::TargetGroupProps& props) {
  if (props.targetGroupName) group.name = *props.targetGroupName;
  group.attributes = to_attributes(props.targetGroupAttributes);
  add_wanted_tags(group.tags, props.tags);
}

}  // namespace

sim::Result<DesiredTargetGroup> build_target_group(const ModelInput& input, const LoadedPort& port) {
  const kube::ServiceSpec& service = port.backend->service->view<kube::Service>().spec;
  const kube::ServicePort& service_port = port.backend->port;
  TargetGroupTraits traits;
  traits.target_type = target_type(port.props, input.target_type);
  const bool instance = traits.target_type == kInstance;
  traits.port = instance ? service_port.nodePort : numeric_target_port(service_port);
  auto protocol = checked_protocol(port);
  if (!protocol) return sim::forward(std::move(protocol.error()));
  traits.protocol = std::move(*protocol);
  if (traits.port == 0) {
    return sim::fail("InvalidBackend",
                     fmt::format("port {} of Service {}, which has type {}, has no node port, which "
                                 "instance targets need: make the Service NodePort or LoadBalancer",
                                 service_port.port, port.backend->service->meta().key().text(), service.type));
  }
  auto family = address_family(input, port, service);
  if (!family) return sim::forward(std::move(family.error()));
  traits.ip_address_type = *family;
  auto check = health_check(port, traits.target_type, service);
  if (!check) return sim::forward(std::move(check.error()));
  const TargetGroupIdentity identity = identity_of(input, port);
  DesiredTargetGroup group;
  group.id = target_group_id(identity);
  group.name = target_group_name(input.gateway.cluster, identity, traits);
  group.target_type = traits.target_type;
  group.protocol = traits.protocol;
  group.port = traits.port;
  group.ip_address_type = std::move(*family);
  group.vpc_id = input.vpc_id;
  group.health_check = std::move(*check);
  group.tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, group.id);
  if (!input.default_tags_low_priority) group.tags.insert(input.default_tags.begin(), input.default_tags.end());
  if (port.props) configure(group, *port.props);
  group.tags.insert(input.default_tags.begin(), input.default_tags.end());
  return group;
}

DesiredTargetGroupBinding build_target_group_binding(const ModelInput& input, const LoadedPort& port,
                                                     const DesiredTargetGroup& group) {
  const BoundTargetGroup bound{
      group.id, group.name, group.target_type, group.protocol, group.ip_address_type, group.health_check.port};
  // The port has been checked when its target group was built.
  auto binding =
      *bind_service(build_binding_template(input), bound, port.backend->service->meta().key(), port.backend->port);
  if (!port.props) return binding;
  if (port.props->nodeSelector && group.target_type == kInstance)
    binding.node_selector = selector_json(*port.props->nodeSelector);
  binding.multi_cluster = port.props->enableMultiCluster.value_or(false);
  return binding;
}

DesiredTargetGroupBinding build_binding_template(const ModelInput& input) {
  DesiredTargetGroupBinding common;
  common.vpc_id = input.vpc_id;
  common.source = {{}, input.backend_security_group_id};  // empty: given security groups, whose owner makes the rules
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
  if (!binding.source.empty()) binding.ingress = ingress_of(group, traffic_port);
  return binding;
}

}  // namespace nlbsim::engine
