#include "engine/targets/endpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/routes/label_selector.h"

namespace nlbsim::engine {
namespace {

constexpr std::array<std::string_view, 3> kExcludingLabels{"node-role.kubernetes.io/master",
                                                           "node.kubernetes.io/exclude-from-external-load-balancers",
                                                           "alpha.service-controller.kubernetes.io/exclude-balancer"};

bool excludes(const kube::NodeTaint& taint) {
  return taint.key == "ToBeDeletedByClusterAutoscaler" ||
         (taint.key == "karpenter.sh/disrupted" && taint.effect == "NoSchedule");
}

std::string port_text(const kube::Json& port) {
  return port.is_string() ? port.get<std::string>() : api::dump_json(port);
}

const kube::ServicePort* find_port(const kube::ServiceSpec& service, const kube::Json& wanted) {
  const auto named = [&](const kube::ServicePort& port) {
    if (wanted.is_string()) return port.name == wanted.text();
    return wanted.is_number_integer() && port.port == wanted.get<std::int64_t>();
  };
  const auto found = std::ranges::find_if(service.ports, named);
  return found == service.ports.end() ? nullptr : &*found;
}

sim::Result<void> service_found(const kube::ObjectKey& service_key, const kube::ObjectRef& service) {
  if (service) return {};
  return sim::fail(std::string(kBackendNotFound),
                   fmt::format("backend not found: Service \"{}\" not found", service_key.name));
}

sim::Result<std::int32_t> node_port(const kube::TargetGroupBindingSpec& binding, const kube::ObjectKey& service_key,
                                    const kube::ObjectRef& service) {
  if (auto found = service_found(service_key, service); !found) return sim::forward(std::move(found.error()));
  const kube::ServiceSpec& spec = service->view<kube::Service>().spec;
  if (spec.type != "NodePort" && spec.type != "LoadBalancer")
    return sim::fail(std::string(kInvalidBackend),
                     fmt::format("service {} has type {}; instance targets need NodePort or LoadBalancer",
                                 service_key.text(), spec.type));
  auto bound = bound_port(binding, service_key, service);
  if (!bound) return sim::forward(std::move(bound.error()));
  const kube::ServicePort& port = **bound;
  if (port.nodePort == 0)
    return sim::fail(
        std::string(kInvalidBackend),
        fmt::format("port {} of service {} has no nodePort; instance targets need one", port.port, service_key.text()));
  return port.nodePort;
}

// The nodes that should serve: the Ready ones, or, failing open, those of unknown readiness.
std::vector<const kube::Object*> serving_nodes(const kube::TargetGroupBindingSpec& binding,
                                               const Lister::Objects& nodes) {
  std::vector<const kube::Object*> ready;
  std::vector<const kube::Object*> unknown;
  for (const auto& [key, object] : nodes) {
    const kube::Node& node = object->view<kube::Node>();
    if (!takes_traffic(object->meta(), node)) continue;
    if (binding.nodeSelector && !selector_matches(*binding.nodeSelector, object->meta().labels)) continue;
    const Readiness state = readiness(node);
    if (state == Readiness::ready) ready.push_back(object.get());
    if (state == Readiness::unknown) unknown.push_back(object.get());
  }
  return ready.empty() ? unknown : ready;
}

std::string why_unusable(std::string_view provider_id) {
  if (provider_id.empty()) return "has no providerID";
  return fmt::format("has providerID \"{}\", which does not end in an instance id", provider_id);
}

}  // namespace

std::string Endpoint::text() const { return fmt::format("{}:{}:{}", target_id, port, created_ms); }

Readiness readiness(const kube::Node& node) {
  const auto found = std::ranges::find(node.status.conditions, "Ready", &kube::NodeCondition::type);
  if (found == node.status.conditions.end()) return Readiness::not_ready;
  if (found->status == "True") return Readiness::ready;
  return found->status == "Unknown" ? Readiness::unknown : Readiness::not_ready;
}

bool takes_traffic(const kube::ObjectMeta& meta, const kube::Node& node) {
  for (const auto& [label, value] : meta.labels) {
    if (std::ranges::find(kExcludingLabels, label) != kExcludingLabels.end()) return false;
    if (label == "eks.amazonaws.com/compute-type" && value == "fargate") return false;
  }
  return std::ranges::none_of(node.spec.taints, excludes);
}

std::string_view instance_of(std::string_view provider_id) {
  const std::string_view last = provider_id.substr(provider_id.rfind('/') + 1);  // npos + 1 is 0
  return last.starts_with("i-") && last.size() > 2 ? last : std::string_view();
}

sim::Result<const kube::ServicePort*> bound_port(const kube::TargetGroupBindingSpec& binding,
                                                 const kube::ObjectKey& service_key, const kube::ObjectRef& service) {
  if (auto found = service_found(service_key, service); !found) return sim::forward(std::move(found.error()));
  const kube::ServicePort* port = find_port(service->view<kube::Service>().spec, binding.serviceRef.port);
  if (port) return port;
  return sim::fail(std::string(kBackendNotFound), fmt::format("backend not found: unable to find port {} on service {}",
                                                              port_text(binding.serviceRef.port), service_key.text()));
}

std::int32_t instance_port(const kube::TargetGroupBindingSpec& binding, const kube::ObjectRef& service) {
  const kube::ServicePort* port =
      service ? find_port(service->view<kube::Service>().spec, binding.serviceRef.port) : nullptr;
  return port ? port->nodePort : 0;
}

std::vector<std::string> serving_instances(const kube::TargetGroupBindingSpec& binding, const Lister::Objects& nodes) {
  std::vector<std::string> instances;
  for (const kube::Object* object : serving_nodes(binding, nodes)) {
    const std::string_view instance = instance_of(object->view<kube::Node>().spec.providerID);
    if (!instance.empty()) instances.emplace_back(instance);
  }
  std::ranges::sort(instances);
  return instances;
}

sim::Result<ResolvedEndpoints> resolve_instance_endpoints(const kube::TargetGroupBindingSpec& binding,
                                                          const kube::ObjectKey& service_key,
                                                          const kube::ObjectRef& service, const Lister::Objects& nodes,
                                                          const Profile& profile) {
  if (binding.targetType != "instance")
    return sim::fail(
        std::string(kUnsupportedTargetType),
        fmt::format("target type \"{}\" is not supported; use \"instance\" or \"ip\"", binding.targetType));
  const auto port = node_port(binding, service_key, service);
  if (!port) return sim::forward(port.error());
  ResolvedEndpoints resolved;
  for (const kube::Object* object : serving_nodes(binding, nodes)) {
    const std::string& provider_id = object->view<kube::Node>().spec.providerID;
    const std::string_view instance = instance_of(provider_id);
    if (instance.empty()) {
      SkippedNode skipped{object->meta().name, why_unusable(provider_id)};
      if (!profile.bad_node_is_skipped)
        return sim::fail(std::string(kInvalidProviderId), fmt::format("node {} {}", skipped.node, skipped.reason));
      resolved.skipped.push_back(std::move(skipped));
      continue;
    }
    const auto created = object->meta().creation_timestamp.since_epoch;
    resolved.endpoints.push_back(
        {std::string(instance), *port, std::chrono::duration_cast<std::chrono::milliseconds>(created).count()});
  }
  // One port and ids without ':', so the order of fields is the order of text().
  std::ranges::sort(resolved.endpoints);
  const auto again = std::ranges::unique(resolved.endpoints, {}, &Endpoint::target_id);
  resolved.endpoints.erase(again.begin(), again.end());
  return resolved;
}

}  // namespace nlbsim::engine
