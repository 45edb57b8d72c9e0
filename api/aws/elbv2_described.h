// Descriptions of the ELBv2 types: their members in the order in which the wire, hashes and reports see them.
// For the translation units that instantiate walkers (api/describe.h) only.
#pragma once

#include <boost/describe.hpp>

#include "api/aws/elbv2.h"
#include "api/aws/tags_described.h"

namespace nlbsim::aws {

BOOST_DESCRIBE_STRUCT(SubnetMapping, (), (SubnetId, AllocationId, PrivateIPv4Address, IPv6Address, SourceNatIpv6Prefix))
BOOST_DESCRIBE_STRUCT(LoadBalancerState, (), (Code, Reason))
BOOST_DESCRIBE_STRUCT(LoadBalancerAddress, (), (IpAddress, AllocationId, PrivateIPv4Address, IPv6Address))
BOOST_DESCRIBE_STRUCT(AvailabilityZone, (), (ZoneName, SubnetId, LoadBalancerAddresses, SourceNatIpv6Prefixes))
BOOST_DESCRIBE_STRUCT(LoadBalancer, (),
                      (LoadBalancerArn, DNSName, CanonicalHostedZoneId, CreatedTime, LoadBalancerName, Scheme, VpcId,
                       State, Type, AvailabilityZones, SecurityGroups, IpAddressType,
                       EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, EnablePrefixForIpv6SourceNat))
BOOST_DESCRIBE_STRUCT(TargetGroupTuple, (), (TargetGroupArn, Weight))
BOOST_DESCRIBE_STRUCT(TargetGroupStickinessConfig, (), (Enabled, DurationSeconds))
BOOST_DESCRIBE_STRUCT(ForwardConfig, (), (TargetGroups, TargetGroupStickinessConfig_))
BOOST_DESCRIBE_STRUCT(Action, (), (Type, TargetGroupArn, Order, ForwardConfig))
BOOST_DESCRIBE_STRUCT(Certificate, (), (CertificateArn, IsDefault))
BOOST_DESCRIBE_STRUCT(Listener, (),
                      (ListenerArn, LoadBalancerArn, Port, Protocol, Certificates, SslPolicy, DefaultActions,
                       AlpnPolicy))
BOOST_DESCRIBE_STRUCT(RuleCondition, (), (Field, Values))
BOOST_DESCRIBE_STRUCT(Rule, (), (RuleArn, Priority, Conditions, Actions, IsDefault))
BOOST_DESCRIBE_STRUCT(Matcher, (), (HttpCode))
BOOST_DESCRIBE_STRUCT(TargetGroup, (),
                      (TargetGroupArn, TargetGroupName, Protocol, Port, VpcId, HealthCheckProtocol, HealthCheckPort,
                       HealthCheckEnabled, HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds, HealthyThresholdCount,
                       UnhealthyThresholdCount, HealthCheckPath, Matcher, LoadBalancerArns, TargetType, IpAddressType))
BOOST_DESCRIBE_STRUCT(TargetDescription, (), (Id, Port, AvailabilityZone))
BOOST_DESCRIBE_STRUCT(TargetHealth, (), (State, Reason, Description))
BOOST_DESCRIBE_STRUCT(TargetHealthDescription, (), (Target, HealthCheckPort, TargetHealth))
BOOST_DESCRIBE_STRUCT(TagDescription, (), (ResourceArn, Tags))
BOOST_DESCRIBE_STRUCT(NoFields, (), ())
BOOST_DESCRIBE_STRUCT(CreateLoadBalancer::Request, (),
                      (Name, Subnets, SubnetMappings, SecurityGroups, Scheme, Tags, Type, IpAddressType,
                       EnablePrefixForIpv6SourceNat))
BOOST_DESCRIBE_STRUCT(CreateLoadBalancer::Response, (), (LoadBalancers))
BOOST_DESCRIBE_STRUCT(DescribeLoadBalancers::Request, (), (LoadBalancerArns, Names, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeLoadBalancers::Response, (), (LoadBalancers, NextMarker))
BOOST_DESCRIBE_STRUCT(DeleteLoadBalancer::Request, (), (LoadBalancerArn))
BOOST_DESCRIBE_STRUCT(DescribeLoadBalancerAttributes::Request, (), (LoadBalancerArn))
BOOST_DESCRIBE_STRUCT(DescribeLoadBalancerAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(ModifyLoadBalancerAttributes::Request, (), (LoadBalancerArn, Attributes))
BOOST_DESCRIBE_STRUCT(ModifyLoadBalancerAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(SetSecurityGroups::Request, (),
                      (LoadBalancerArn, SecurityGroups, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic))
BOOST_DESCRIBE_STRUCT(SetSecurityGroups::Response, (),
                      (SecurityGroupIds, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic))
BOOST_DESCRIBE_STRUCT(SetSubnets::Request, (),
                      (LoadBalancerArn, Subnets, SubnetMappings, IpAddressType, EnablePrefixForIpv6SourceNat))
BOOST_DESCRIBE_STRUCT(SetSubnets::Response, (), (AvailabilityZones, IpAddressType, EnablePrefixForIpv6SourceNat))
BOOST_DESCRIBE_STRUCT(CreateListener::Request, (),
                      (LoadBalancerArn, Protocol, Port, SslPolicy, Certificates, DefaultActions, AlpnPolicy, Tags))
BOOST_DESCRIBE_STRUCT(CreateListener::Response, (), (Listeners))
BOOST_DESCRIBE_STRUCT(ModifyListener::Request, (),
                      (ListenerArn, Port, Protocol, SslPolicy, Certificates, DefaultActions, AlpnPolicy))
BOOST_DESCRIBE_STRUCT(ModifyListener::Response, (), (Listeners))
BOOST_DESCRIBE_STRUCT(DescribeListeners::Request, (), (LoadBalancerArn, ListenerArns, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeListeners::Response, (), (Listeners, NextMarker))
BOOST_DESCRIBE_STRUCT(DeleteListener::Request, (), (ListenerArn))
BOOST_DESCRIBE_STRUCT(DescribeListenerAttributes::Request, (), (ListenerArn))
BOOST_DESCRIBE_STRUCT(DescribeListenerAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(ModifyListenerAttributes::Request, (), (ListenerArn, Attributes))
BOOST_DESCRIBE_STRUCT(ModifyListenerAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(DescribeRules::Request, (), (ListenerArn, RuleArns, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeRules::Response, (), (Rules, NextMarker))
BOOST_DESCRIBE_STRUCT(CreateTargetGroup::Request, (),
                      (Name, Protocol, Port, VpcId, HealthCheckProtocol, HealthCheckPort, HealthCheckEnabled,
                       HealthCheckPath, HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds, HealthyThresholdCount,
                       UnhealthyThresholdCount, Matcher, TargetType, IpAddressType, Tags))
BOOST_DESCRIBE_STRUCT(CreateTargetGroup::Response, (), (TargetGroups))
BOOST_DESCRIBE_STRUCT(DescribeTargetGroups::Request, (), (LoadBalancerArn, TargetGroupArns, Names, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeTargetGroups::Response, (), (TargetGroups, NextMarker))
BOOST_DESCRIBE_STRUCT(ModifyTargetGroup::Request, (),
                      (TargetGroupArn, HealthCheckProtocol, HealthCheckPort, HealthCheckPath, HealthCheckEnabled,
                       HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds, HealthyThresholdCount,
                       UnhealthyThresholdCount, Matcher))
BOOST_DESCRIBE_STRUCT(ModifyTargetGroup::Response, (), (TargetGroups))
BOOST_DESCRIBE_STRUCT(DeleteTargetGroup::Request, (), (TargetGroupArn))
BOOST_DESCRIBE_STRUCT(DescribeTargetGroupAttributes::Request, (), (TargetGroupArn))
BOOST_DESCRIBE_STRUCT(DescribeTargetGroupAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(ModifyTargetGroupAttributes::Request, (), (TargetGroupArn, Attributes))
BOOST_DESCRIBE_STRUCT(ModifyTargetGroupAttributes::Response, (), (Attributes))
BOOST_DESCRIBE_STRUCT(RegisterTargets::Request, (), (TargetGroupArn, Targets))
BOOST_DESCRIBE_STRUCT(DeregisterTargets::Request, (), (TargetGroupArn, Targets))
BOOST_DESCRIBE_STRUCT(DescribeTargetHealth::Request, (), (TargetGroupArn, Targets))
BOOST_DESCRIBE_STRUCT(DescribeTargetHealth::Response, (), (TargetHealthDescriptions))
BOOST_DESCRIBE_STRUCT(AddTags::Request, (), (ResourceArns, Tags))
BOOST_DESCRIBE_STRUCT(RemoveTags::Request, (), (ResourceArns, TagKeys))
BOOST_DESCRIBE_STRUCT(DescribeTags::Request, (), (ResourceArns))
BOOST_DESCRIBE_STRUCT(DescribeTags::Response, (), (TagDescriptions))

}  // namespace nlbsim::aws
