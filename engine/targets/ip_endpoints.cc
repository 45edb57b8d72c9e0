#include "engine/targets/ip_endpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/targets/endpoint_references.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kPodInterfaces =
    "vpc.amazonaws.com/pod-eni";  // annotation of Pods with an interface of their own
constexpr std::string_view kZoneLabel = "topology.kubernetes.io/zone";

struct Candidate {
  Endpoint endpoint;
  EndpointPod pod;
};

std::string_view family_of(const kube::TargetGroupBindingSpec& binding) {
  return binding.ipAddressType == "ipv6" ? "IPv6" : "IPv4";
}

std::optional<std::int32_t> slice_port(const kube::EndpointSlice& slice, const kube::ServicePort& wanted) {
  for (const kube::EndpointPort& port : slice.ports)
    if (port.port && (wanted.name.empty() || port.name == wanted.name)) return port.port;
  return std::nullopt;
}

bool containers_ready(const kube::Pod& pod) { return is_true(pod.status.conditions, "ContainersReady"); }

// What is missing for a target, if anything.
enum class EndpointStanding : std::uint8_t { ready, on_unknown_node, not_ready };

EndpointStanding standing_of(const kube::SliceEndpoint& endpoint, const kube::Pod& pod, const kube::ObjectRef& node) {
  if (endpoint.conditions.ready.value_or(true)) return EndpointStanding::ready;
  if (!containers_ready(pod) || endpoint.conditions.terminating.value_or(false) || !node)
    return EndpointStanding::not_ready;
  switch (readiness(node->view<kube::Node>())) {
    case Readiness::ready: return EndpointStanding::ready;
    case Readiness::unknown: return EndpointStanding::on_unknown_node;
    case Readiness::not_ready: break;
  }
  return EndpointStanding::not_ready;
}

// "[{"eniId": "eni-...", ...}]"; the first one is the Pod's.
std::string own_interface(const kube::ObjectMeta& pod) {
  const auto found = pod.annotations.find(std::string(kPodInterfaces));
  if (found == pod.annotations.end()) return {};
  const auto interfaces = api::parse_json(found->second);
  if (!interfaces || !interfaces->is_array() || interfaces->empty()) return {};
  return std::string(api::text(api::member(*interfaces->begin(), "eniId")));
}

EndpointPod described(const kube::ObjectRef& pod, const kube::ObjectRef& node) {
  EndpointPod out;
  out.pod = pod->meta().key();
  out.interface = own_interface(pod->meta());
  if (!node) return out;
  out.instance = instance_of(node->view<kube::Node>().spec.providerID);
  const auto zone = node->meta().labels.find(std::string(kZoneLabel));
  if (zone != node->meta().labels.end()) out.zone = zone->second;
  return out;
}

Candidate candidate_at(const std::string& address, std::int32_t port, const kube::ObjectRef& pod,
                       const kube::ObjectRef& node) {
  const auto created = pod->meta().creation_timestamp.since_epoch;
  return {{address, port, std::chrono::duration_cast<std::chrono::milliseconds>(created).count()},
          described(pod, node)};
}

// Calls f(slice, endpoint, pod) for each endpoint of the Service with an address and a known Pod.
template <class F>
void for_each_endpoint(const kube::ObjectKey& service, const EndpointListers& listers, F f) {
  for (const kube::ObjectKey& key : listers.slices.indexed(kSlicesByService, service)) {
    const kube::ObjectRef slice = listers.slices.get(key);
    const auto& view = slice->view<kube::EndpointSlice>();
    for (const kube::SliceEndpoint& endpoint : view.endpoints) {
      const auto pod_key = pod_of(endpoint, key.namespace_);
      const kube::ObjectRef pod = pod_key ? listers.pods.get(*pod_key) : nullptr;
      if (pod && !endpoint.addresses.empty()) f(view, endpoint, pod);
    }
  }
}

ResolvedEndpoints resolved_from(std::vector<Candidate> candidates) {
  std::ranges::sort(candidates, {}, [](const Candidate& each) { return each.endpoint.text(); });
  const auto again = std::ranges::unique(candidates, [](const Candidate& a, const Candidate& b) {
    return a.endpoint.target_id == b.endpoint.target_id && a.endpoint.port == b.endpoint.port;
  });
  candidates.erase(again.begin(), again.end());
  ResolvedEndpoints resolved;
  for (Candidate& each : candidates) {
    resolved.endpoints.push_back(std::move(each.endpoint));
    resolved.pods.push_back(std::move(each.pod));
  }
  return resolved;
}

}  // namespace

std::string readiness_gate_of(const std::string& binding) { return "target-health.elbv2.k8s.aws/" + binding; }

sim::Result<ResolvedEndpoints> resolve_ip_endpoints(const kube::TargetGroupBindingSpec& binding,
                                                    const kube::ObjectKey& service_key, const kube::ObjectRef& service,
                                                    const EndpointListers& listers) {
  const auto bound = bound_port(binding, service_key, service);
  if (!bound) return sim::forward(bound.error());
  if (service->view<kube::Service>().spec.type == "ExternalName")
    return sim::fail(std::string(kInvalidBackend),
                     fmt::format("service {} has type ExternalName, behind which there are no Pods to be targets",
                                 service_key.text()));
  std::vector<Candidate> ready;
  std::vector<Candidate> on_unknown_nodes;
  const auto take = [&](const kube::EndpointSlice& slice, const kube::SliceEndpoint& endpoint,
                        const kube::ObjectRef& pod) {
    const auto port = slice_port(slice, **bound);
    if (slice.addressType != family_of(binding) || !port) return;
    const auto& view = pod->view<kube::Pod>();
    const kube::ObjectRef node = listers.nodes.get({{}, view.spec.nodeName});
    const EndpointStanding standing = standing_of(endpoint, view, node);
    if (standing == EndpointStanding::not_ready) return;
    auto& into = standing == EndpointStanding::ready ? ready : on_unknown_nodes;
    into.push_back(candidate_at(endpoint.addresses.front(), *port, pod, node));
  };
  for_each_endpoint(service_key, listers, take);
  return resolved_from(ready.empty() ? std::move(on_unknown_nodes) : std::move(ready));
}

bool pod_stands_at(const std::string& address, std::int32_t port, const kube::ObjectKey& service_key,
                   const EndpointListers& listers) {
  bool stands = false;
  const auto look = [&](const kube::EndpointSlice& slice, const kube::SliceEndpoint& endpoint,
                        const kube::ObjectRef& pod) {
    const bool stays = !pod->meta().deleting() && !endpoint.conditions.terminating.value_or(false);
    const auto here = [&](const kube::EndpointPort& each) { return each.port == port; };
    if (stays && endpoint.addresses.front() == address && std::ranges::any_of(slice.ports, here)) stands = true;
  };
  for_each_endpoint(service_key, listers, look);
  return stands;
}

}  // namespace nlbsim::engine
