// Typed views of what stands behind a Service: its EndpointSlices and their Pods. Conventions as in api/kube/views.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/views.h"

namespace nlbsim::kube {

inline constexpr Resource kPods{"", "v1", "pods", "Pod"};
inline constexpr Resource kEndpointSlices{"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"};
// On an EndpointSlice: whose it is.
inline constexpr std::string_view kServiceNameLabel = "kubernetes.io/service-name";

// ---- Pod ----
struct PodReadinessGate {
  std::string conditionType;
};
struct ContainerPort {
  std::string name;
  std::int32_t containerPort = 0;
};
struct Container {
  std::vector<ContainerPort> ports;
};
struct PodSpec {
  std::string nodeName;
  std::vector<PodReadinessGate> readinessGates;
  std::vector<Container> containers;
};
struct PodStatus {
  std::string podIP;
  std::vector<Condition> conditions;
};
struct Pod {
  PodSpec spec;
  PodStatus status;
};

// ---- EndpointSlice ----
struct EndpointConditions {
  std::optional<bool> ready, serving, terminating;
};
struct EndpointTargetReference {
  std::string kind, name;
  std::optional<std::string> namespace_;
};
struct SliceEndpoint {
  std::vector<std::string> addresses;
  EndpointConditions conditions;
  std::optional<EndpointTargetReference> targetRef;
};
struct EndpointPort {
  std::string name;
  std::optional<std::int32_t> port;
};
struct EndpointSlice {
  std::string addressType;  // IPv4, IPv6, FQDN
  std::vector<SliceEndpoint> endpoints;
  std::vector<EndpointPort> ports;
};

void read_view(const Json& document, Pod& into);
void read_view(const Json& document, EndpointSlice& into);

}  // namespace nlbsim::kube
