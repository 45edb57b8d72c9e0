// Which targets a TargetGroupBinding should have: its Service's node port on every eligible node. Pure functions of
// cached objects.
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

// One address that traffic should reach. For target type instance `target_id` is an instance id; the type leaves room
// for addresses of pods.
struct Endpoint {
  std::string target_id;
  std::int32_t port = 0;
  std::int64_t created_ms = 0;  // of the node, Unix time: a node made anew is another endpoint
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

struct ResolvedEndpoints {
  std::vector<Endpoint> endpoints;   // ascending by text(), no duplicates
  std::vector<SkippedNode> skipped;  // by node name
};

// Codes of resolve_instance_endpoints: the Service or its port is missing; it cannot serve instance targets; the
// binding asks for another target type; a node has
// no usable providerID (only where the profile lets one such node stop the binding).
inline constexpr std::string_view kBackendNotFound = "BackendNotFound";
inline constexpr std::string_view kInvalidBackend = "InvalidBackend";
inline constexpr std::string_view kUnsupportedTargetType = "UnsupportedTargetType";
inline constexpr std::string_view kInvalidProviderId = "InvalidProviderID";

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
