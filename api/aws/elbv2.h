// Elastic Load Balancing v2 (API version 2015-12-01): the operations on Network Load Balancers, their listeners, target
// groups and tags. Request and response members are AWS's own. An empty string or list means "not given"; where AWS
// tells absent from zero, the member is optional. Error codes are those of the API as they appear on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/tags.h"
#include "api/operation.h"

namespace nlbsim::aws {

// ---- shapes ----
struct SubnetMapping {
  std::string SubnetId, AllocationId, PrivateIPv4Address, IPv6Address, SourceNatIpv6Prefix;
  bool operator==(const SubnetMapping&) const = default;
};
struct LoadBalancerState {
  std::string Code;  // provisioning, active, active_impaired, failed
  std::string Reason;
  bool operator==(const LoadBalancerState&) const = default;
};
struct AvailabilityZone {
  std::string ZoneName, SubnetId;
  bool operator==(const AvailabilityZone&) const = default;
};
struct LoadBalancer {
  std::string LoadBalancerArn, DNSName, CanonicalHostedZoneId;
  sim::Instant CreatedTime;
  std::string LoadBalancerName, Scheme, VpcId;
  LoadBalancerState State;
  std::string Type;
  std::vector<AvailabilityZone> AvailabilityZones;
  std::vector<std::string> SecurityGroups;
  std::string IpAddressType, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, EnablePrefixForIpv6SourceNat;
  bool operator==(const LoadBalancer&) const = default;
};
struct TargetGroupTuple {
  std::string TargetGroupArn;
  std::optional<std::int32_t> Weight;
  bool operator==(const TargetGroupTuple&) const = default;
};
struct TargetGroupStickinessConfig {
  bool Enabled = false;
  std::optional<std::int32_t> DurationSeconds;
  bool operator==(const TargetGroupStickinessConfig&) const = default;
};
struct ForwardConfig {
  std::vector<TargetGroupTuple> TargetGroups;
  std::optional<TargetGroupStickinessConfig> TargetGroupStickinessConfig_;
  bool operator==(const ForwardConfig&) const = default;
};
struct Action {
  std::string Type;  // "forward"
  std::string TargetGroupArn;
  std::optional<std::int32_t> Order;
  std::optional<aws::ForwardConfig> ForwardConfig;
  bool operator==(const Action&) const = default;
};
struct Certificate {
  std::string CertificateArn;
  std::optional<bool> IsDefault;
  bool operator==(const Certificate&) const = default;
};
struct Listener {
  std::string ListenerArn, LoadBalancerArn;
  std::int32_t Port = 0;
  std::string Protocol;
  std::vector<Certificate> Certificates;
  std::string SslPolicy;
  std::vector<Action> DefaultActions;
  std::vector<std::string> AlpnPolicy;
  bool operator==(const Listener&) const = default;
};
struct Rule {
  std::string RuleArn, Priority;
  std::vector<Action> Actions;
  bool IsDefault = false;
  bool operator==(const Rule&) const = default;
};
struct Matcher {
  std::string HttpCode;
  bool operator==(const Matcher&) const = default;
};
struct TargetGroup {
  std::string TargetGroupArn, TargetGroupName, Protocol;
  std::int32_t Port = 0;
  std::string VpcId, HealthCheckProtocol, HealthCheckPort;
  bool HealthCheckEnabled = true;
  std::int32_t HealthCheckIntervalSeconds = 0, HealthCheckTimeoutSeconds = 0;
  std::int32_t HealthyThresholdCount = 0, UnhealthyThresholdCount = 0;
  std::string HealthCheckPath;
  std::optional<aws::Matcher> Matcher;
  std::vector<std::string> LoadBalancerArns;  // none or one
  std::string TargetType, IpAddressType;
  bool operator==(const TargetGroup&) const = default;
};
struct TargetDescription {
  std::string Id;
  std::optional<std::int32_t> Port;
  std::string AvailabilityZone;
  auto operator<=>(const TargetDescription&) const = default;
};
struct TargetHealth {
  std::string State, Reason, Description;
  bool operator==(const TargetHealth&) const = default;
};
struct TargetHealthDescription {
  TargetDescription Target;
  std::string HealthCheckPort;
  aws::TargetHealth TargetHealth;
  bool operator==(const TargetHealthDescription&) const = default;
};
struct TagDescription {
  std::string ResourceArn;
  std::vector<Tag> Tags;
};
struct NoFields {};

// ---- load balancers ----
struct CreateLoadBalancer {
  struct Request {
    std::string Name;
    std::vector<std::string> Subnets;
    std::vector<SubnetMapping> SubnetMappings;
    std::vector<std::string> SecurityGroups;
    std::string Scheme;
    std::vector<Tag> Tags;
    std::string Type, IpAddressType, EnablePrefixForIpv6SourceNat;
  };
  struct Response {
    std::vector<LoadBalancer> LoadBalancers;
  };
  static const api::OperationInfo& info();
};
struct DescribeLoadBalancers {
  struct Request {
    std::vector<std::string> LoadBalancerArns, Names;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<LoadBalancer> LoadBalancers;
    std::string NextMarker;
  };
  static const api::OperationInfo& info();
};
struct DeleteLoadBalancer {
  struct Request {
    std::string LoadBalancerArn;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DescribeLoadBalancerAttributes {
  struct Request {
    std::string LoadBalancerArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct ModifyLoadBalancerAttributes {
  struct Request {
    std::string LoadBalancerArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct SetSecurityGroups {
  struct Request {
    std::string LoadBalancerArn;
    std::vector<std::string> SecurityGroups;
    std::string EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  };
  struct Response {
    std::vector<std::string> SecurityGroupIds;
    std::string EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  };
  static const api::OperationInfo& info();
};
struct SetSubnets {
  struct Request {
    std::string LoadBalancerArn;
    std::vector<std::string> Subnets;
    std::vector<SubnetMapping> SubnetMappings;
    std::string IpAddressType, EnablePrefixForIpv6SourceNat;
  };
  struct Response {
    std::vector<AvailabilityZone> AvailabilityZones;
    std::string IpAddressType, EnablePrefixForIpv6SourceNat;
  };
  static const api::OperationInfo& info();
};

// ---- listeners ----
struct CreateListener {
  struct Request {
    std::string LoadBalancerArn, Protocol;
    std::optional<std::int32_t> Port;
    std::string SslPolicy;
    std::vector<Certificate> Certificates;
    std::vector<Action> DefaultActions;
    std::vector<std::string> AlpnPolicy;
    std::vector<Tag> Tags;
  };
  struct Response {
    std::vector<Listener> Listeners;
  };
  static const api::OperationInfo& info();
};
struct ModifyListener {
  struct Request {
    std::string ListenerArn;
    std::optional<std::int32_t> Port;
    std::string Protocol, SslPolicy;
    std::vector<Certificate> Certificates;
    std::vector<Action> DefaultActions;
    std::vector<std::string> AlpnPolicy;
  };
  struct Response {
    std::vector<Listener> Listeners;
  };
  static const api::OperationInfo& info();
};
struct DescribeListeners {
  struct Request {
    std::string LoadBalancerArn;
    std::vector<std::string> ListenerArns;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<Listener> Listeners;
    std::string NextMarker;
  };
  static const api::OperationInfo& info();
};
struct DeleteListener {
  struct Request {
    std::string ListenerArn;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DescribeListenerAttributes {
  struct Request {
    std::string ListenerArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct ModifyListenerAttributes {
  struct Request {
    std::string ListenerArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct DescribeRules {
  struct Request {
    std::string ListenerArn;
    std::vector<std::string> RuleArns;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<Rule> Rules;
    std::string NextMarker;
  };
  static const api::OperationInfo& info();
};

// ---- target groups ----
struct CreateTargetGroup {
  struct Request {
    std::string Name, Protocol;
    std::optional<std::int32_t> Port;
    std::string VpcId, HealthCheckProtocol, HealthCheckPort;
    std::optional<bool> HealthCheckEnabled;
    std::string HealthCheckPath;
    std::optional<std::int32_t> HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds;
    std::optional<std::int32_t> HealthyThresholdCount, UnhealthyThresholdCount;
    std::optional<aws::Matcher> Matcher;
    std::string TargetType, IpAddressType;
    std::vector<Tag> Tags;
  };
  struct Response {
    std::vector<TargetGroup> TargetGroups;
  };
  static const api::OperationInfo& info();
};
struct DescribeTargetGroups {
  struct Request {
    std::string LoadBalancerArn;
    std::vector<std::string> TargetGroupArns, Names;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<TargetGroup> TargetGroups;
    std::string NextMarker;
  };
  static const api::OperationInfo& info();
};
struct ModifyTargetGroup {
  struct Request {
    std::string TargetGroupArn, HealthCheckProtocol, HealthCheckPort, HealthCheckPath;
    std::optional<bool> HealthCheckEnabled;
    std::optional<std::int32_t> HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds;
    std::optional<std::int32_t> HealthyThresholdCount, UnhealthyThresholdCount;
    std::optional<aws::Matcher> Matcher;
  };
  struct Response {
    std::vector<TargetGroup> TargetGroups;
  };
  static const api::OperationInfo& info();
};
struct DeleteTargetGroup {
  struct Request {
    std::string TargetGroupArn;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DescribeTargetGroupAttributes {
  struct Request {
    std::string TargetGroupArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct ModifyTargetGroupAttributes {
  struct Request {
    std::string TargetGroupArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
  static const api::OperationInfo& info();
};
struct RegisterTargets {
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DeregisterTargets {
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DescribeTargetHealth {
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  struct Response {
    std::vector<TargetHealthDescription> TargetHealthDescriptions;
  };
  static const api::OperationInfo& info();
};

// ---- tags ----
struct AddTags {
  struct Request {
    std::vector<std::string> ResourceArns;
    std::vector<Tag> Tags;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct RemoveTags {
  struct Request {
    std::vector<std::string> ResourceArns, TagKeys;
  };
  using Response = NoFields;
  static const api::OperationInfo& info();
};
struct DescribeTags {
  struct Request {
    std::vector<std::string> ResourceArns;  // at most 20
  };
  struct Response {
    std::vector<TagDescription> TagDescriptions;
  };
  static const api::OperationInfo& info();
};

}  // namespace nlbsim::aws
