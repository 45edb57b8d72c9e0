// Elastic Load Balancing v2 (API version 2015-12-01): the operations on Network Load Balancers, their listeners, target
// groups and tags. Request and response members are AWS's own. An empty string or list means "not given"; where AWS
// tells absent from zero, the member is optional. Error codes are those of the API as they appear on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/operation.h"
#include "api/aws/tags.h"

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
struct LoadBalancerAddress {
  std::string IpAddress, AllocationId, PrivateIPv4Address, IPv6Address;
  bool operator==(const LoadBalancerAddress&) const = default;
};
struct AvailabilityZone {
  static constexpr api::MemberNote notes[] = {{.member = "LoadBalancerAddresses", .always = true}};
  std::string ZoneName, SubnetId;
  std::vector<LoadBalancerAddress> LoadBalancerAddresses = {};  // the static ones alone
  std::vector<std::string> SourceNatIpv6Prefixes = {};
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
struct RuleCondition {
  std::string Field;
  std::vector<std::string> Values;
  bool operator==(const RuleCondition&) const = default;
};
struct Rule {
  static constexpr api::MemberNote notes[] = {{.member = "Conditions", .always = true}};
  std::string RuleArn, Priority;
  std::vector<Action> Actions;
  bool IsDefault = false;
  std::vector<RuleCondition> Conditions = {};  // the default rule has none
  bool operator==(const Rule&) const = default;
};
struct Matcher {
  std::string HttpCode;
  bool operator==(const Matcher&) const = default;
};
struct TargetGroup {
  static constexpr api::MemberNote notes[] = {{.member = "LoadBalancerArns", .always = true}};
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
  static constexpr api::MemberNote notes[] = {{.member = "Tags", .always = true}};
  std::string ResourceArn;
  std::vector<Tag> Tags;
};
struct NoFields {};

// ---- load balancers ----
struct CreateLoadBalancer : Operation<CreateLoadBalancer, kElbv2> {
  static constexpr std::string_view kName = "CreateLoadBalancer";
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
};
struct DescribeLoadBalancers : Operation<DescribeLoadBalancers, kElbv2> {
  static constexpr std::string_view kName = "DescribeLoadBalancers";
  struct Request {
    std::vector<std::string> LoadBalancerArns, Names;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<LoadBalancer> LoadBalancers;
    std::string NextMarker;
  };
};
struct DeleteLoadBalancer : Operation<DeleteLoadBalancer, kElbv2> {
  static constexpr std::string_view kName = "DeleteLoadBalancer";
  struct Request {
    std::string LoadBalancerArn;
  };
  using Response = NoFields;
};
struct DescribeLoadBalancerAttributes : Operation<DescribeLoadBalancerAttributes, kElbv2> {
  static constexpr std::string_view kName = "DescribeLoadBalancerAttributes";
  struct Request {
    std::string LoadBalancerArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct ModifyLoadBalancerAttributes : Operation<ModifyLoadBalancerAttributes, kElbv2> {
  static constexpr std::string_view kName = "ModifyLoadBalancerAttributes";
  struct Request {
    std::string LoadBalancerArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct SetSecurityGroups : Operation<SetSecurityGroups, kElbv2> {
  static constexpr std::string_view kName = "SetSecurityGroups";
  struct Request {
    std::string LoadBalancerArn;
    std::vector<std::string> SecurityGroups;
    std::string EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  };
  struct Response {
    std::vector<std::string> SecurityGroupIds;
    std::string EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  };
};
struct SetSubnets : Operation<SetSubnets, kElbv2> {
  static constexpr std::string_view kName = "SetSubnets";
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
};

// ---- listeners ----
struct CreateListener : Operation<CreateListener, kElbv2> {
  static constexpr std::string_view kName = "CreateListener";
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
};
struct ModifyListener : Operation<ModifyListener, kElbv2> {
  static constexpr std::string_view kName = "ModifyListener";
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
};
struct DescribeListeners : Operation<DescribeListeners, kElbv2> {
  static constexpr std::string_view kName = "DescribeListeners";
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
};
struct DeleteListener : Operation<DeleteListener, kElbv2> {
  static constexpr std::string_view kName = "DeleteListener";
  struct Request {
    std::string ListenerArn;
  };
  using Response = NoFields;
};
struct DescribeListenerAttributes : Operation<DescribeListenerAttributes, kElbv2> {
  static constexpr std::string_view kName = "DescribeListenerAttributes";
  struct Request {
    std::string ListenerArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct ModifyListenerAttributes : Operation<ModifyListenerAttributes, kElbv2> {
  static constexpr std::string_view kName = "ModifyListenerAttributes";
  struct Request {
    std::string ListenerArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct DescribeRules : Operation<DescribeRules, kElbv2> {
  static constexpr std::string_view kName = "DescribeRules";
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
};

// ---- target groups ----
struct CreateTargetGroup : Operation<CreateTargetGroup, kElbv2> {
  static constexpr std::string_view kName = "CreateTargetGroup";
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
};
struct DescribeTargetGroups : Operation<DescribeTargetGroups, kElbv2> {
  static constexpr std::string_view kName = "DescribeTargetGroups";
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
};
struct ModifyTargetGroup : Operation<ModifyTargetGroup, kElbv2> {
  static constexpr std::string_view kName = "ModifyTargetGroup";
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
};
struct DeleteTargetGroup : Operation<DeleteTargetGroup, kElbv2> {
  static constexpr std::string_view kName = "DeleteTargetGroup";
  struct Request {
    std::string TargetGroupArn;
  };
  using Response = NoFields;
};
struct DescribeTargetGroupAttributes : Operation<DescribeTargetGroupAttributes, kElbv2> {
  static constexpr std::string_view kName = "DescribeTargetGroupAttributes";
  struct Request {
    std::string TargetGroupArn;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct ModifyTargetGroupAttributes : Operation<ModifyTargetGroupAttributes, kElbv2> {
  static constexpr std::string_view kName = "ModifyTargetGroupAttributes";
  struct Request {
    std::string TargetGroupArn;
    std::vector<Attribute> Attributes;
  };
  struct Response {
    std::vector<Attribute> Attributes;
  };
};
struct RegisterTargets : Operation<RegisterTargets, kElbv2> {
  static constexpr std::string_view kName = "RegisterTargets";
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  using Response = NoFields;
};
struct DeregisterTargets : Operation<DeregisterTargets, kElbv2> {
  static constexpr std::string_view kName = "DeregisterTargets";
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  using Response = NoFields;
};
struct DescribeTargetHealth : Operation<DescribeTargetHealth, kElbv2> {
  static constexpr std::string_view kName = "DescribeTargetHealth";
  struct Request {
    std::string TargetGroupArn;
    std::vector<TargetDescription> Targets;
  };
  struct Response {
    std::vector<TargetHealthDescription> TargetHealthDescriptions;
  };
};

// ---- tags ----
struct AddTags : Operation<AddTags, kElbv2> {
  static constexpr std::string_view kName = "AddTags";
  struct Request {
    std::vector<std::string> ResourceArns;
    std::vector<Tag> Tags;
  };
  using Response = NoFields;
};
struct RemoveTags : Operation<RemoveTags, kElbv2> {
  static constexpr std::string_view kName = "RemoveTags";
  struct Request {
    std::vector<std::string> ResourceArns, TagKeys;
  };
  using Response = NoFields;
};
struct DescribeTags : Operation<DescribeTags, kElbv2> {
  static constexpr std::string_view kName = "DescribeTags";
  struct Request {
    std::vector<std::string> ResourceArns;  // at most 20
  };
  struct Response {
    std::vector<TagDescription> TagDescriptions;
  };
};

}  // namespace nlbsim::aws
