// Which targets a TargetGroupBinding should have, if they are instances: its Service's node port on every eligible
// node. Pure functions of cached objects. (Targets that are addresses: engine/targets/ip_endpoints.h.)
//
// A node is eligible when it matches the binding's nodeSelector, carries none of the labels and taints by which
// Kubernetes and autoscalers take a node out of load balancing, and is Ready. If no eligible node is Ready, those whose
// readiness is unknown serve (fail open, as the AWS Load Balancer Controller does by default). A cordon or the
// control-plane role excludes nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/views.h"
#include "engine/profile.h"
#include "engine/runtime/cache/lister.h"
#include "sim/result.h"

namespace nlbsim::engine {

// One address that traffic should reach. `target_id` is an instance id or, for target type ip, a Pod's address.
struct Endpoint {
  std::string target_id;
  std::int32_t port = 0;
  std::int64_t created_ms = 0;  // of the node or Pod, Unix time: one made anew is another endpoint
  auto operator<=>(const Endpoint&) const = default;
  // "i-0a1b2c3d4e5f60001:30900:1795408705000"
  std::string text() const;
};

// A node that cannot be registered, and why; `reason` completes the sentence "node X ...".
struct SkippedNode {
  std::string node;
  std::string reason;
  bool operator==(const SkippedNode&) const = default;
};

// The Pod behind an endpoint.
struct EndpointPod {
  kube::ObjectKey pod;
  std::string interface;  // the network interface of its own, where it has one: "eni-..."
  std::string instance;   // of its node; empty where that is not known
  std::string zone;       // of its node
};

struct ResolvedEndpoints {
  std::vector<Endpoint> endpoints;   // ascending by text(), no duplicates
  std::vector<EndpointPod> pods;     // of target type ip: behind each endpoint
  std::vector<SkippedNode> skipped;  // by node name
};

// Codes of endpoint resolution: the Service or its port is missing; it cannot serve such targets; the binding asks for
// a target type that is none; a node has no usable providerID (only where the profile lets one such node stop the
// binding).
inline constexpr std::string_view kBackendNotFound = "BackendNotFound";
inline constexpr std::string_view kInvalidBackend = "InvalidBackend";
inline constexpr std::string_view kUnsupportedTargetType = "UnsupportedTargetType";
inline constexpr std::string_view kInvalidProviderId = "InvalidProviderID";

// The port of the Service that the binding names, of either target type. Error code kBackendNotFound, in the real
// controller's words; `service` is null when there is none.
sim::Result<const kube::ServicePort*> bound_port(const kube::TargetGroupBindingSpec& binding,
                                                 const kube::ObjectKey& service_key, const kube::ObjectRef& service);

// `service` is null when there is none. Errors as above; texts of a missing backend as the real controller words them.
sim::Result<ResolvedEndpoints> resolve_instance_endpoints(const kube::TargetGroupBindingSpec& binding,
                                                          const kube::ObjectKey& service_key,
                                                          const kube::ObjectRef& service, const Lister::Objects& nodes,
                                                          const Profile& profile);

// The port of the Service's nodes that the binding asks for; 0 when there is none.
std::int32_t instance_port(const kube::TargetGroupBindingSpec& binding, const kube::ObjectRef& service);

// The instances of the nodes that the binding would use, whatever its Service says; sorted.
std::vector<std::string> serving_instances(const kube::TargetGroupBindingSpec& binding, const Lister::Objects& nodes);

enum class Readiness : std::uint8_t { ready, unknown, not_ready };
// By the node's Ready condition; a node without one is not ready.
Readiness readiness(const kube::Node& node);
// Labels and taints alone: whether load balancers may use the node at all.
bool takes_traffic(const kube::ObjectMeta& meta, const kube::Node& node);
// "aws:///us-west-2a/i-0a1b..." -> "i-0a1b..."; empty when it names no instance.
std::string_view instance_of(std::string_view provider_id);

}  // namespace nlbsim::engine
