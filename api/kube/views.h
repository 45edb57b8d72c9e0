// Typed views of the kinds that the controller reads. Fields carry the JSON's own names; what a kind has and no reader
// needs is left out. Defaults are the API's. `object->view<Gateway>()` decodes once per version (api/kube/object.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/object.h"

namespace nlbsim::kube {

struct Condition {
  std::string type;
  std::string status;  // "True", "False", "Unknown"
  std::string reason;
  std::string message;
  std::string lastTransitionTime;
  std::int64_t observedGeneration = 0;
  bool operator==(const Condition&) const = default;
};
// The condition of that type, or null.
const Condition* find_condition(const std::vector<Condition>& conditions, std::string_view type);
// There is one of that type, and its status is "True".
bool is_true(const std::vector<Condition>& conditions, std::string_view type);

// ---- GatewayClass ----
struct ParametersReference {
  std::string group, kind, name;
  std::optional<std::string> namespace_;
};
struct GatewayClassSpec {
  std::string controllerName;
  std::optional<ParametersReference> parametersRef;
};
struct GatewayClassStatus {
  std::vector<Condition> conditions;
};
struct GatewayClass {
  GatewayClassSpec spec;
  GatewayClassStatus status;
};

// ---- Gateway ----
struct RouteGroupKind {
  std::string group{kGatewayGroup};
  std::string kind;
  auto operator<=>(const RouteGroupKind&) const = default;
};
struct LabelSelectorRequirement {
  std::string key;
  std::string operator_;  // In, NotIn, Exists, DoesNotExist
  std::vector<std::string> values;
};
struct LabelSelector {
  std::map<std::string, std::string> matchLabels;
  std::vector<LabelSelectorRequirement> matchExpressions;
};
struct AllowedNamespaces {
  std::string from;  // None, Same, All, Selector
  std::optional<LabelSelector> selector;
};
struct AllowedRoutes {
  AllowedNamespaces namespaces{"Same", {}};
  std::vector<RouteGroupKind> kinds;
};
struct SecretObjectReference {
  std::string group;
  std::string kind = "Secret";
  std::string name;
  std::optional<std::string> namespace_;
};
struct ListenerTls {
  std::string mode = "Terminate";
  std::vector<SecretObjectReference> certificateRefs;
};
struct Listener {
  std::string name;
  std::string protocol;  // TCP, UDP, TLS, ...
  std::int32_t port = 0;
  std::optional<std::string> hostname;
  std::optional<ListenerTls> tls;
  AllowedRoutes allowedRoutes;
};
struct GatewayInfrastructure {
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::optional<ParametersReference> parametersRef;
};
struct GatewaySpecAddress {
  std::string type = "IPAddress";
  std::string value;  // empty: any of the type
};
struct AllowedListeners {
  AllowedNamespaces namespaces{"None", {}};
};
struct GatewaySpec {
  std::string gatewayClassName;
  std::vector<Listener> listeners;
  AllowedListeners allowedListeners;
  std::vector<GatewaySpecAddress> addresses;
  std::optional<GatewayInfrastructure> infrastructure;
};
struct GatewayStatusAddress {
  std::string type;
  std::string value;
  bool operator==(const GatewayStatusAddress&) const = default;
};
struct ListenerStatus {
  std::string name;
  std::vector<RouteGroupKind> supportedKinds;
  std::int32_t attachedRoutes = 0;
  std::vector<Condition> conditions;
  bool operator==(const ListenerStatus&) const = default;
};
struct GatewayStatus {
  std::vector<GatewayStatusAddress> addresses;
  std::vector<Condition> conditions;
  std::vector<ListenerStatus> listeners;
  std::int32_t attachedListenerSets = 0;
};
struct Gateway {
  GatewaySpec spec;
  GatewayStatus status;
};

// ---- ListenerSet ----
struct ListenerSetParent {
  std::string group{kGatewayGroup};
  std::string kind = "Gateway";
  std::optional<std::string> namespace_;  // absent: the set's own
  std::string name;
};
struct ListenerSetSpec {
  ListenerSetParent parentRef;
  std::vector<Listener> listeners;
};
struct ListenerSetStatus {
  std::vector<Condition> conditions;
  std::vector<ListenerStatus> listeners;
};
struct ListenerSet {
  ListenerSetSpec spec;
  ListenerSetStatus status;
};

// ---- TCPRoute, UDPRoute and TLSRoute: one shape, of which hostnames are TLSRoute's alone ----
struct ParentReference {
  std::string group{kGatewayGroup};
  std::string kind = "Gateway";
  std::optional<std::string> namespace_;  // absent: the route's own
  std::string name;
  std::optional<std::string> sectionName;
  std::optional<std::int32_t> port;
  auto operator<=>(const ParentReference&) const = default;
};
struct BackendRef {
  std::string group;
  std::string kind = "Service";
  std::string name;
  std::optional<std::string> namespace_;
  std::optional<std::int32_t> port;
  std::int32_t weight = 1;
};
struct RouteRule {
  std::vector<BackendRef> backendRefs;
};
struct RouteSpec {
  std::vector<ParentReference> parentRefs;
  std::vector<std::string> hostnames;
  std::vector<RouteRule> rules;
};
struct RouteParentStatus {
  ParentReference parentRef;
  std::string controllerName;
  std::vector<Condition> conditions;
  bool operator==(const RouteParentStatus&) const = default;
};
struct RouteStatus {
  std::vector<RouteParentStatus> parents;
};
struct Route {
  RouteSpec spec;
  RouteStatus status;
};

// ---- ReferenceGrant ----
struct ReferenceGrantFrom {
  std::string group, kind, namespace_;
};
struct ReferenceGrantTo {
  std::string group, kind;
  std::optional<std::string> name;
};
struct ReferenceGrantSpec {
  std::vector<ReferenceGrantFrom> from;
  std::vector<ReferenceGrantTo> to;
};
struct ReferenceGrant {
  ReferenceGrantSpec spec;
};

// ---- core ----
struct ServicePort {
  std::string name;
  std::string protocol = "TCP";
  std::int32_t port = 0;
  Json targetPort;  // a number or a name
  std::int32_t nodePort = 0;
};
struct ServiceSpec {
  std::string type = "ClusterIP";
  std::vector<ServicePort> ports;
  std::string externalTrafficPolicy;
  std::int32_t healthCheckNodePort = 0;
  std::vector<std::string> ipFamilies;
  std::map<std::string, std::string> selector;
};
struct Service {
  ServiceSpec spec;
};
struct NodeTaint {
  std::string key, value, effect;
};
struct NodeSpec {
  std::string providerID;
  std::vector<NodeTaint> taints;
  bool unschedulable = false;
};
struct NodeCondition {
  std::string type, status;
};
struct NodeStatus {
  std::vector<NodeCondition> conditions;
};
struct Node {
  NodeSpec spec;
  NodeStatus status;
};
struct EventObjectReference {
  std::string apiVersion, kind, namespace_, name, uid;
};
struct EventView {
  EventObjectReference involvedObject;
  std::string type, reason, message;
  std::int32_t count = 0;
};
struct LeaseSpec {
  std::string holderIdentity, acquireTime, renewTime;
  std::int32_t leaseDurationSeconds = 0;
  std::int32_t leaseTransitions = 0;
};
struct Lease {
  LeaseSpec spec;
};

// ---- TargetGroupBinding ----
struct TargetGroupBindingServiceRef {
  std::string name;
  Json port;
};
struct TargetGroupBindingSpec {
  std::string targetGroupARN, targetType, targetGroupProtocol, ipAddressType, vpcID;
  TargetGroupBindingServiceRef serviceRef;
  Json networking;  // as written: its order of keys enters the checkpoint through a fixed encoder
  std::optional<LabelSelector> nodeSelector;
};
struct TargetGroupBindingStatus {
  std::int64_t observedGeneration = 0;
};
struct TargetGroupBinding {
  TargetGroupBindingSpec spec;
  TargetGroupBindingStatus status;
};

// ---- LoadBalancerConfiguration: what is absent was not asked for ----
struct ConfiguredAttribute {
  std::string key, value;
  bool operator==(const ConfiguredAttribute&) const = default;
};
struct SubnetConfiguration {
  std::string identifier;  // id or Name tag
  std::optional<std::string> eipAllocation, privateIPv4Allocation, ipv6Allocation, sourceNatIPv6Prefix;
  bool operator==(const SubnetConfiguration&) const = default;
};
struct MutualAuthentication {
  std::string mode;
  bool operator==(const MutualAuthentication&) const = default;
};
struct ListenerConfiguration {
  std::string protocolPort;  // "TLS:443"
  std::optional<std::string> defaultCertificate, sslPolicy, alpnPolicy;
  std::vector<std::string> certificates;
  std::vector<ConfiguredAttribute> listenerAttributes;
  std::optional<MutualAuthentication> mutualAuthentication;
  std::optional<bool> quicEnabled, targetGroupStickiness;
  bool operator==(const ListenerConfiguration&) const = default;
};
struct MinimumLoadBalancerCapacity {
  std::int32_t capacityUnits = 0;
  bool operator==(const MinimumLoadBalancerCapacity&) const = default;
};
struct WafConfiguration {
  std::string webACL;
  bool operator==(const WafConfiguration&) const = default;
};
struct ShieldConfiguration {
  bool enabled = false;
  bool operator==(const ShieldConfiguration&) const = default;
};
struct LoadBalancerConfigurationSpec {
  std::optional<std::string> mergingMode, loadBalancerName, scheme, ipAddressType,
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic, customerOwnedIpv4Pool, ipv4IPAMPoolId;
  std::optional<std::vector<SubnetConfiguration>> loadBalancerSubnets;
  std::optional<std::map<std::string, std::vector<std::string>>> loadBalancerSubnetsSelector;
  std::vector<ListenerConfiguration> listenerConfigurations;
  std::optional<std::vector<std::string>> securityGroups, securityGroupPrefixes, sourceRanges;
  std::vector<ConfiguredAttribute> loadBalancerAttributes;
  std::map<std::string, std::string> tags;
  std::optional<bool> enableICMP, manageBackendSecurityGroupRules, disableSecurityGroup;
  std::optional<MinimumLoadBalancerCapacity> minimumLoadBalancerCapacity;
  std::optional<WafConfiguration> wafV2;
  std::optional<ShieldConfiguration> shieldConfiguration;
  bool operator==(const LoadBalancerConfigurationSpec&) const = default;
};
struct ConfigurationStatus {
  std::int64_t observedGatewayConfigurationGeneration = 0;
  std::int64_t observedGatewayClassConfigurationGeneration = 0;
};
struct LoadBalancerConfiguration {
  LoadBalancerConfigurationSpec spec;
  ConfigurationStatus status;
};

// ---- TargetGroupConfiguration ----
struct TargetGroupReference {
  std::string group;
  std::string kind = "Service";
  std::string name;
};
struct HealthCheckMatcher {
  std::optional<std::string> httpCode, grpcCode;
  bool operator==(const HealthCheckMatcher&) const = default;
};
struct HealthCheckConfiguration {
  std::optional<std::int32_t> healthyThresholdCount, healthCheckInterval, healthCheckTimeout, unhealthyThresholdCount;
  std::optional<std::string> healthCheckPath, healthCheckPort, healthCheckProtocol;
  std::optional<HealthCheckMatcher> matcher;
  bool operator==(const HealthCheckConfiguration&) const = default;
};
struct TargetGroupProps {
  std::optional<std::string> targetGroupName, ipAddressType, targetType, protocol, protocolVersion;
  std::optional<HealthCheckConfiguration> healthCheckConfig;
  std::optional<LabelSelector> nodeSelector;
  std::vector<ConfiguredAttribute> targetGroupAttributes;
  std::optional<bool> enableMultiCluster;
  std::map<std::string, std::string> tags;
};
struct RouteIdentifier {
  std::string kind, namespace_, name;  // an empty one matches any
};
struct RouteTargetGroupConfiguration {
  RouteIdentifier routeIdentifier;
  TargetGroupProps targetGroupProps;
};
struct TargetGroupConfigurationSpec {
  TargetGroupReference targetReference;
  std::optional<TargetGroupProps> defaultConfiguration;
  std::vector<RouteTargetGroupConfiguration> routeConfigurations;
};
struct TargetGroupConfiguration {
  TargetGroupConfigurationSpec spec;
  ConfigurationStatus status;
};

void read_view(const Json& document, GatewayClass& into);
void read_view(const Json& document, Gateway& into);
void read_view(const Json& document, ListenerSet& into);
void read_view(const Json& document, Route& into);
void read_view(const Json& document, ReferenceGrant& into);
void read_view(const Json& document, Service& into);
void read_view(const Json& document, Node& into);
void read_view(const Json& document, EventView& into);
void read_view(const Json& document, Lease& into);
void read_view(const Json& document, TargetGroupBinding& into);
void read_view(const Json& document, LoadBalancerConfiguration& into);
void read_view(const Json& document, TargetGroupConfiguration& into);

// Back to JSON, in the API's spelling, for status writes. Absent optionals are left out.
Json to_json(const Condition& condition);
Json to_json(const ParentReference& reference);
Json to_json(const ListenerStatus& status);
Json to_json(const RouteParentStatus& status);

}  // namespace nlbsim::kube
