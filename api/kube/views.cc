#include "api/kube/views.h"

#include <algorithm>

#include "api/kube/condition_described.h"
#include "api/kube/endpoint_views.h"

namespace nlbsim::kube {

BOOST_DESCRIBE_STRUCT(ParametersReference, (), (group, kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(GatewayClassSpec, (), (controllerName, parametersRef))
BOOST_DESCRIBE_STRUCT(GatewayClassStatus, (), (conditions))
BOOST_DESCRIBE_STRUCT(GatewayClass, (), (spec, status))
BOOST_DESCRIBE_STRUCT(RouteGroupKind, (), (group, kind))
BOOST_DESCRIBE_STRUCT(LabelSelectorRequirement, (), (key, operator_, values))
BOOST_DESCRIBE_STRUCT(LabelSelector, (), (matchLabels, matchExpressions))
BOOST_DESCRIBE_STRUCT(AllowedNamespaces, (), (from, selector))
BOOST_DESCRIBE_STRUCT(AllowedRoutes, (), (namespaces, kinds))
BOOST_DESCRIBE_STRUCT(SecretObjectReference, (), (group, kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(ListenerTls, (), (mode, certificateRefs))
BOOST_DESCRIBE_STRUCT(Listener, (), (name, protocol, port, hostname, tls, allowedRoutes))
BOOST_DESCRIBE_STRUCT(GatewayInfrastructure, (), (labels, annotations, parametersRef))
BOOST_DESCRIBE_STRUCT(GatewaySpecAddress, (), (type, value))
BOOST_DESCRIBE_STRUCT(AllowedListeners, (), (namespaces))
BOOST_DESCRIBE_STRUCT(GatewaySpec, (), (gatewayClassName, listeners, allowedListeners, addresses, infrastructure))
BOOST_DESCRIBE_STRUCT(GatewayStatusAddress, (), (type, value))
BOOST_DESCRIBE_STRUCT(ListenerStatus, (), (name, supportedKinds, attachedRoutes, conditions))
BOOST_DESCRIBE_STRUCT(GatewayStatus, (), (addresses, conditions, listeners, attachedListenerSets))
BOOST_DESCRIBE_STRUCT(Gateway, (), (spec, status))
BOOST_DESCRIBE_STRUCT(ListenerSetParent, (), (group, kind, namespace_, name))
BOOST_DESCRIBE_STRUCT(ListenerSetSpec, (), (parentRef, listeners))
BOOST_DESCRIBE_STRUCT(ListenerSetStatus, (), (conditions, listeners))
BOOST_DESCRIBE_STRUCT(ListenerSet, (), (spec, status))
BOOST_DESCRIBE_STRUCT(ParentReference, (), (group, kind, namespace_, name, sectionName, port))
BOOST_DESCRIBE_STRUCT(BackendRef, (), (group, kind, name, namespace_, port, weight))
BOOST_DESCRIBE_STRUCT(RouteRule, (), (backendRefs))
BOOST_DESCRIBE_STRUCT(RouteSpec, (), (parentRefs, hostnames, rules))
BOOST_DESCRIBE_STRUCT(RouteParentStatus, (), (parentRef, controllerName, conditions))
BOOST_DESCRIBE_STRUCT(RouteStatus, (), (parents))
BOOST_DESCRIBE_STRUCT(Route, (), (spec, status))
BOOST_DESCRIBE_STRUCT(ReferenceGrantFrom, (), (group, kind, namespace_))
BOOST_DESCRIBE_STRUCT(ReferenceGrantTo, (), (group, kind, name))
BOOST_DESCRIBE_STRUCT(ReferenceGrantSpec, (), (from, to))
BOOST_DESCRIBE_STRUCT(ReferenceGrant, (), (spec))
BOOST_DESCRIBE_STRUCT(ServicePort, (), (name, protocol, port, targetPort, nodePort))
BOOST_DESCRIBE_STRUCT(ServiceSpec, (), (type, ports, externalTrafficPolicy, healthCheckNodePort, ipFamilies, selector))
BOOST_DESCRIBE_STRUCT(Service, (), (spec))
BOOST_DESCRIBE_STRUCT(NodeTaint, (), (key, value, effect))
BOOST_DESCRIBE_STRUCT(NodeSpec, (), (providerID, taints, unschedulable))
BOOST_DESCRIBE_STRUCT(NodeCondition, (), (type, status))
BOOST_DESCRIBE_STRUCT(NodeStatus, (), (conditions))
BOOST_DESCRIBE_STRUCT(Node, (), (spec, status))
BOOST_DESCRIBE_STRUCT(EventObjectReference, (), (apiVersion, kind, namespace_, name, uid))
BOOST_DESCRIBE_STRUCT(EventView, (), (involvedObject, type, reason, message, count))
BOOST_DESCRIBE_STRUCT(LeaseSpec, (), (holderIdentity, acquireTime, renewTime, leaseDurationSeconds, leaseTransitions))
BOOST_DESCRIBE_STRUCT(Lease, (), (spec))
BOOST_DESCRIBE_STRUCT(TargetGroupBindingServiceRef, (), (name, port))
BOOST_DESCRIBE_STRUCT(TargetGroupBindingSpec, (),
                      (targetGroupARN, targetType, targetGroupProtocol, ipAddressType, vpcID, serviceRef, networking,
                       nodeSelector))
BOOST_DESCRIBE_STRUCT(TargetGroupBindingStatus, (), (observedGeneration))
BOOST_DESCRIBE_STRUCT(TargetGroupBinding, (), (spec, status))
BOOST_DESCRIBE_STRUCT(ConfiguredAttribute, (), (key, value))
BOOST_DESCRIBE_STRUCT(SubnetConfiguration, (),
                      (identifier, eipAllocation, privateIPv4Allocation, ipv6Allocation, sourceNatIPv6Prefix))
BOOST_DESCRIBE_STRUCT(MutualAuthentication, (), (mode))
BOOST_DESCRIBE_STRUCT(ListenerConfiguration, (),
                      (protocolPort, defaultCertificate, sslPolicy, alpnPolicy, certificates, listenerAttributes,
                       mutualAuthentication, quicEnabled, targetGroupStickiness))
BOOST_DESCRIBE_STRUCT(MinimumLoadBalancerCapacity, (), (capacityUnits))
BOOST_DESCRIBE_STRUCT(WafConfiguration, (), (webACL))
BOOST_DESCRIBE_STRUCT(ShieldConfiguration, (), (enabled))
BOOST_DESCRIBE_STRUCT(LoadBalancerConfigurationSpec, (),
                      (mergingMode, loadBalancerName, scheme, ipAddressType,
                       enforceSecurityGroupInboundRulesOnPrivateLinkTraffic, customerOwnedIpv4Pool, ipv4IPAMPoolId,
                       loadBalancerSubnets, loadBalancerSubnetsSelector, listenerConfigurations, securityGroups,
                       securityGroupPrefixes, sourceRanges, loadBalancerAttributes, tags, enableICMP,
                       manageBackendSecurityGroupRules, disableSecurityGroup, minimumLoadBalancerCapacity, wafV2,
                       shieldConfiguration))
BOOST_DESCRIBE_STRUCT(ConfigurationStatus, (),
                      (observedGatewayConfigurationGeneration, observedGatewayClassConfigurationGeneration))
BOOST_DESCRIBE_STRUCT(LoadBalancerConfiguration, (), (spec, status))
BOOST_DESCRIBE_STRUCT(TargetGroupReference, (), (group, kind, name))
BOOST_DESCRIBE_STRUCT(HealthCheckMatcher, (), (httpCode, grpcCode))
BOOST_DESCRIBE_STRUCT(HealthCheckConfiguration, (),
                      (healthyThresholdCount, healthCheckInterval, healthCheckTimeout, unhealthyThresholdCount,
                       healthCheckPath, healthCheckPort, healthCheckProtocol, matcher))
BOOST_DESCRIBE_STRUCT(TargetGroupProps, (),
                      (targetGroupName, ipAddressType, targetType, protocol, protocolVersion, healthCheckConfig,
                       nodeSelector, targetGroupAttributes, enableMultiCluster, tags))
BOOST_DESCRIBE_STRUCT(RouteIdentifier, (), (kind, namespace_, name))
BOOST_DESCRIBE_STRUCT(RouteTargetGroupConfiguration, (), (routeIdentifier, targetGroupProps))
BOOST_DESCRIBE_STRUCT(TargetGroupConfigurationSpec, (), (targetReference, defaultConfiguration, routeConfigurations))
BOOST_DESCRIBE_STRUCT(TargetGroupConfiguration, (), (spec, status))
BOOST_DESCRIBE_STRUCT(PodReadinessGate, (), (conditionType))
BOOST_DESCRIBE_STRUCT(ContainerPort, (), (name, containerPort))
BOOST_DESCRIBE_STRUCT(Container, (), (ports))
BOOST_DESCRIBE_STRUCT(PodSpec, (), (nodeName, readinessGates, containers))
BOOST_DESCRIBE_STRUCT(PodStatus, (), (podIP, conditions))
BOOST_DESCRIBE_STRUCT(Pod, (), (spec, status))
BOOST_DESCRIBE_STRUCT(EndpointConditions, (), (ready, serving, terminating))
BOOST_DESCRIBE_STRUCT(EndpointTargetReference, (), (kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(SliceEndpoint, (), (addresses, conditions, targetRef))
BOOST_DESCRIBE_STRUCT(EndpointPort, (), (name, port))
BOOST_DESCRIBE_STRUCT(EndpointSlice, (), (addressType, endpoints, ports))

void read_view(const Json& document, GatewayClass& into) { api::read_json(document, into); }
void read_view(const Json& document, Gateway& into) { api::read_json(document, into); }
void read_view(const Json& document, ListenerSet& into) { api::read_json(document, into); }
void read_view(const Json& document, Route& into) { api::read_json(document, into); }
void read_view(const Json& document, ReferenceGrant& into) { api::read_json(document, into); }
void read_view(const Json& document, Service& into) { api::read_json(document, into); }
void read_view(const Json& document, Node& into) { api::read_json(document, into); }
void read_view(const Json& document, EventView& into) { api::read_json(document, into); }
void read_view(const Json& document, Lease& into) { api::read_json(document, into); }
void read_view(const Json& document, TargetGroupBinding& into) { api::read_json(document, into); }
void read_view(const Json& document, LoadBalancerConfiguration& into) { api::read_json(document, into); }
void read_view(const Json& document, TargetGroupConfiguration& into) { api::read_json(document, into); }
void read_view(const Json& document, Pod& into) { api::read_json(document, into); }
void read_view(const Json& document, EndpointSlice& into) { api::read_json(document, into); }

const Condition* find_condition(const std::vector<Condition>& conditions, std::string_view type) {
  const auto found = std::ranges::find(conditions, type, &Condition::type);
  return found == conditions.end() ? nullptr : &*found;
}

bool is_true(const std::vector<Condition>& conditions, std::string_view type) {
  const Condition* found = find_condition(conditions, type);
  return found && found->status == "True";
}

// A condition's message is required by the API, so an empty one is written out.
Json to_json(const Condition& condition) {
  Json out = api::to_json_value(condition);
  out["message"] = condition.message;
  return out;
}

Json to_json(const ParentReference& reference) { return api::to_json_value(reference); }

namespace {

Json conditions_json(const std::vector<Condition>& conditions) {
  Json out = Json::array();
  for (const Condition& condition : conditions) out.push_back(to_json(condition));
  return out;
}

}  // namespace

Json to_json(const ListenerStatus& status) {
  Json out = Json::object();
  out["attachedRoutes"] = status.attachedRoutes;
  out["conditions"] = conditions_json(status.conditions);
  out["name"] = status.name;
  out["supportedKinds"] = api::to_json_value(status.supportedKinds);
  return out;
}

Json to_json(const RouteParentStatus& status) {
  return {{"parentRef", to_json(status.parentRef)},
          {"controllerName", status.controllerName},
          {"conditions", conditions_json(status.conditions)}};
}

}  // namespace nlbsim::kube
