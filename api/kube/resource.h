// Names of Kubernetes things: which resource (group, version, plural), which object of it.
//
// A Resource is a handful of views: of the constants below, or of strings owned by a server's registry, which outlives
// every call. Comparing two compares group and plural; the served version is how one looks at it, not what it is.
#pragma once

#include <array>
#include <compare>
#include <string>
#include <string_view>

namespace nlbsim::kube {

struct Resource {
  std::string_view group;  // "" is the core group
  std::string_view version;
  std::string_view plural;  // "gateways"
  std::string_view kind;    // "Gateway"
  bool namespaced = true;

  std::string api_version() const {
    return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
  }
  // "gateways.gateway.networking.k8s.io", "services": as error messages name it.
  std::string qualified_plural() const {
    return group.empty() ? std::string(plural) : std::string(plural) + "." + std::string(group);
  }
  friend bool operator==(const Resource& a, const Resource& b) { return a.plural == b.plural && a.group == b.group; }
  friend std::strong_ordering operator<=>(const Resource& a, const Resource& b) {
    if (const auto by_group = a.group <=> b.group; by_group != 0) return by_group;
    return a.plural <=> b.plural;
  }
};

struct ObjectKey {
  std::string namespace_;  // empty for cluster-scoped objects
  std::string name;
  auto operator<=>(const ObjectKey&) const = default;
  // "example-ns/my-tcp-gateway", or just the name.
  std::string text() const { return namespace_.empty() ? name : namespace_ + "/" + name; }
};

inline constexpr std::string_view kGatewayGroup = "gateway.networking.k8s.io";

inline constexpr Resource kNamespaces{"", "v1", "namespaces", "Namespace", false};
inline constexpr Resource kServices{"", "v1", "services", "Service"};
inline constexpr Resource kNodes{"", "v1", "nodes", "Node", false};
inline constexpr Resource kEvents{"", "v1", "events", "Event"};
inline constexpr Resource kLeases{"coordination.k8s.io", "v1", "leases", "Lease"};
inline constexpr Resource kGatewayClasses{kGatewayGroup, "v1", "gatewayclasses", "GatewayClass", false};
inline constexpr Resource kGateways{kGatewayGroup, "v1", "gateways", "Gateway"};
inline constexpr Resource kListenerSets{kGatewayGroup, "v1", "listenersets", "ListenerSet"};
inline constexpr Resource kTcpRoutes{kGatewayGroup, "v1alpha2", "tcproutes", "TCPRoute"};
inline constexpr Resource kUdpRoutes{kGatewayGroup, "v1alpha2", "udproutes", "UDPRoute"};
inline constexpr Resource kTlsRoutes{kGatewayGroup, "v1alpha2", "tlsroutes", "TLSRoute"};
inline constexpr Resource kReferenceGrants{kGatewayGroup, "v1beta1", "referencegrants", "ReferenceGrant"};
inline constexpr Resource kTargetGroupBindings{"elbv2.k8s.aws", "v1beta1", "targetgroupbindings", "TargetGroupBinding"};
inline constexpr Resource kLoadBalancerConfigurations{"gateway.k8s.aws", "v1beta1", "loadbalancerconfigurations",
                                                      "LoadBalancerConfiguration"};
inline constexpr Resource kTargetGroupConfigurations{"gateway.k8s.aws", "v1beta1", "targetgroupconfigurations",
                                                     "TargetGroupConfiguration"};

// Every resource with a typed view, in the order in which worlds and tables show them.
inline constexpr std::array kKnownResources{kNamespaces,
                                            kNodes,
                                            kServices,
                                            kGatewayClasses,
                                            kGateways,
                                            kListenerSets,
                                            kTcpRoutes,
                                            kUdpRoutes,
                                            kTlsRoutes,
                                            kReferenceGrants,
                                            kLoadBalancerConfigurations,
                                            kTargetGroupConfigurations,
                                            kTargetGroupBindings,
                                            kEvents,
                                            kLeases};

}  // namespace nlbsim::kube
