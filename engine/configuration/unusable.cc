#include "engine/configuration/unusable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/configuration/cidr.h"
#include "engine/configuration/wanted_tags.h"

namespace nlbsim::engine {
namespace {

using LoadBalancerSpec = kube::LoadBalancerConfigurationSpec;
using Texts = std::vector<std::string>;

constexpr std::string_view kForInternal = "internal";
constexpr std::string_view kForInternetFacing = "internet-facing";
constexpr std::string_view kForDualstack = "dualstack";
// Tags by which the controller knows what is its own.
constexpr std::array<std::string_view, 2> kOwnTagPrefixes{"elbv2.k8s.aws/", "gateway.k8s.aws.nlb/"};

// One option of loadBalancerSubnets: given for all entries or for none, and bound to a kind of load balancer.
struct SubnetOption {
  std::string_view field;
  std::optional<std::string> kube::SubnetConfiguration::* value;
  std::string_view scheme;           // that it needs; empty: any
  std::string_view ip_address_type;  // that it needs; empty: any
};
constexpr std::array kSubnetOptions{
    SubnetOption{"eipAllocation", &kube::SubnetConfiguration::eipAllocation, kForInternetFacing, {}},
    SubnetOption{"privateIPv4Allocation", &kube::SubnetConfiguration::privateIPv4Allocation, kForInternal, {}},
    SubnetOption{"ipv6Allocation", &kube::SubnetConfiguration::ipv6Allocation, {}, kForDualstack},
    SubnetOption{"sourceNatIPv6Prefix", &kube::SubnetConfiguration::sourceNatIPv6Prefix, {}, kForDualstack},
};

std::optional<std::string> refused_option(const LoadBalancerSpec& spec, const SubnetOption& option,
                                          std::string_view scheme) {
  const auto& subnets = *spec.loadBalancerSubnets;
  const auto given = [&](const kube::SubnetConfiguration& subnet) { return (subnet.*option.value).has_value(); };
  if (std::ranges::none_of(subnets, given)) return std::nullopt;
  if (!std::ranges::all_of(subnets, given))
    return fmt::format("loadBalancerSubnets: {} must be given for every subnet or for none", option.field);
  if (!option.scheme.empty() && option.scheme != scheme)
    return fmt::format("loadBalancerSubnets: {} needs scheme {}, and this load balancer is {}", option.field,
                       option.scheme, scheme);
  if (!option.ip_address_type.empty() && spec.ipAddressType != option.ip_address_type)
    return fmt::format("loadBalancerSubnets: {} needs ipAddressType {}", option.field, option.ip_address_type);
  return std::nullopt;
}

std::optional<std::string> refused_subnets(const LoadBalancerSpec& spec, std::string_view scheme) {
  if (!spec.loadBalancerSubnets) return std::nullopt;
  for (const SubnetOption& option : kSubnetOptions)
    if (auto refused = refused_option(spec, option, scheme)) return refused;
  const auto& subnets = *spec.loadBalancerSubnets;
  const auto named = [](const kube::SubnetConfiguration& subnet) { return !subnet.identifier.empty(); };
  if (std::ranges::any_of(subnets, named) && !std::ranges::all_of(subnets, named))
    return "loadBalancerSubnets: identifier must be given for every subnet or for none";
  return std::nullopt;
}

std::optional<std::string> refused_ranges(const LoadBalancerSpec& spec) {
  for (const std::string& range : spec.sourceRanges.value_or(Texts())) {
    if (!canonical_cidr(range)) return fmt::format("sourceRanges: {} is no CIDR block", range);
  }
  return std::nullopt;
}

void unusable_listener(const kube::ListenerConfiguration& listener, Texts& out) {
  const auto tell = [&](std::string_view field, std::string_view why) {
    out.push_back(fmt::format("listenerConfigurations {}: {}: {}", listener.protocolPort, field, why));
  };
  const std::string_view protocol = std::string_view(listener.protocolPort).substr(0, listener.protocolPort.find(':'));
  if (protocol == "HTTP" || protocol == "HTTPS") {
    tell("protocolPort", "an NLB has no listener of this protocol");
    return;
  }
  const bool may_be_tls = protocol.empty() || protocol == "TLS";
  constexpr std::string_view kTlsOnly = "only a TLS listener uses it";
  if (!may_be_tls && listener.defaultCertificate) tell("defaultCertificate", kTlsOnly);
  if (!may_be_tls && !listener.certificates.empty()) tell("certificates", kTlsOnly);
  if (!may_be_tls && listener.sslPolicy) tell("sslPolicy", kTlsOnly);
  if (!may_be_tls && listener.alpnPolicy.value_or("None") != "None") tell("alpnPolicy", kTlsOnly);
  if (!listener.listenerAttributes.empty() && !protocol.empty() && protocol != "TCP")
    tell("listenerAttributes", "only a TCP listener has any");
  if (listener.mutualAuthentication && listener.mutualAuthentication->mode != "off")
    tell("mutualAuthentication", "an NLB asks clients for no certificate");
  if (listener.quicEnabled.value_or(false)) tell("quicEnabled", "this controller makes no QUIC listeners");
  if (listener.targetGroupStickiness.value_or(false))
    tell("targetGroupStickiness", "a listener forwards to one target group");
}

void unusable_groups(const LoadBalancerSpec& spec, Texts& out) {
  const bool own = spec.securityGroups && !spec.securityGroups->empty();
  constexpr std::string_view kExplicit = "the security groups are given, and their rules are their owner's";
  if (own && spec.sourceRanges) out.push_back(fmt::format("sourceRanges: {}", kExplicit));
  if (own && spec.securityGroupPrefixes) out.push_back(fmt::format("securityGroupPrefixes: {}", kExplicit));
  if (own && spec.enableICMP.value_or(false)) out.push_back(fmt::format("enableICMP: {}", kExplicit));
  if (!own && spec.manageBackendSecurityGroupRules)
    out.emplace_back(
        "manageBackendSecurityGroupRules: without securityGroups the rules of the targets are always managed");
}

void unusable_tags(const std::map<std::string, std::string>& tags, const std::string& where, Texts& out) {
  for (const auto& [key, value] : tags) {
    const auto own = [&](std::string_view prefix) { return key.starts_with(prefix); };
    if (std::ranges::any_of(kOwnTagPrefixes, own))
      out.push_back(fmt::format("{}tags: {} is a tag of the controller's own", where, key));
    if (reserved_by_aws(key)) out.push_back(fmt::format("{}tags: {} is a key that AWS keeps for itself", where, key));
  }
}

void unusable_props(const kube::TargetGroupProps& props, const std::string& where, Texts& out) {
  const auto tell = [&](std::string_view field, std::string_view why) {
    out.push_back(fmt::format("{}{}: {}", where, field, why));
  };
  if (props.protocolVersion) tell("protocolVersion", "only target groups of HTTP have one");
  if (props.healthCheckConfig) {
    const kube::HealthCheckConfiguration& check = *props.healthCheckConfig;
    const std::string protocol = check.healthCheckProtocol.value_or("");
    const bool tcp = protocol == "TCP" || protocol == "tcp";
    if (check.matcher && check.matcher->grpcCode) tell("healthCheckConfig.matcher.grpcCode", "an NLB speaks no gRPC");
    if (tcp && check.healthCheckPath) tell("healthCheckConfig.healthCheckPath", "a TCP health check has none");
    if (tcp && check.matcher && check.matcher->httpCode)
      tell("healthCheckConfig.matcher.httpCode", "a TCP health check has none");
  }
  if (props.nodeSelector && props.targetType == "ip") tell("nodeSelector", "targets of type ip are pods, not nodes");
  unusable_tags(props.tags, where, out);
}

}  // namespace

std::optional<std::string> refused_wish(const LoadBalancerSpec& spec, std::string_view default_scheme) {
  const std::string_view scheme = spec.scheme ? std::string_view(*spec.scheme) : default_scheme;
  if (spec.customerOwnedIpv4Pool) return "customerOwnedIpv4Pool: an NLB takes no addresses of a customer-owned pool";
  if (spec.ipAddressType == "dualstack-without-public-ipv4") return "ipAddressType: an NLB is ipv4 or dualstack";
  if (spec.disableSecurityGroup.value_or(false))
    return "disableSecurityGroup: this controller makes no NLB without security groups";
  if (auto refused = refused_subnets(spec, scheme)) return refused;
  return refused_ranges(spec);
}

Texts unusable_fields(const LoadBalancerSpec& spec) {
  Texts out;
  if (spec.ipv4IPAMPoolId) out.emplace_back("ipv4IPAMPoolId: an NLB takes no addresses of an IPAM pool");
  for (const kube::ListenerConfiguration& listener : spec.listenerConfigurations) unusable_listener(listener, out);
  if (spec.shieldConfiguration && spec.shieldConfiguration->enabled)
    out.emplace_back("shieldConfiguration: Shield protects no NLB, only its elastic IPs");
  unusable_groups(spec, out);
  unusable_tags(spec.tags, "", out);
  if (spec.wafV2) out.emplace_back("wafV2: an NLB takes no web ACL");
  return out;
}

Texts unusable_fields(const kube::TargetGroupConfigurationSpec& spec) {
  Texts out;
  if (spec.targetReference.kind != "Service" || !spec.targetReference.group.empty())
    out.push_back(fmt::format("targetReference: {} is no Service", spec.targetReference.kind));
  if (spec.defaultConfiguration) unusable_props(*spec.defaultConfiguration, "defaultConfiguration.", out);
  for (const kube::RouteTargetGroupConfiguration& route : spec.routeConfigurations) {
    const kube::RouteIdentifier& id = route.routeIdentifier;
    const std::string where = fmt::format("routeConfigurations {} {}/{}: ", id.kind, id.namespace_, id.name);
    unusable_props(route.targetGroupProps, where, out);
  }
  return out;
}

}  // namespace nlbsim::engine
