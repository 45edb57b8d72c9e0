#include "fake_aws/elbv2/listener_settings.h"

#include <algorithm>
#include <array>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/ssl_policies.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kMaxPort = 65535;
constexpr std::int32_t kMaxWeight = 999;
constexpr std::size_t kMaxTargetGroups = 5;  // of one weighted forward action

constexpr std::array<std::string_view, 6> kProtocols = {"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"};
constexpr std::array<std::string_view, 5> kAlpnPolicies = {"HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred",
                                                           "None"};

bool is_quic(std::string_view protocol) { return protocol == "QUIC" || protocol == "TCP_QUIC"; }
bool is_udp(std::string_view protocol) { return protocol == "UDP" || protocol == "TCP_UDP"; }

Result<void> check_group(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                         const std::string& protocol, const std::string& arn) {
  if (auto valid = check_arn(context, ArnKind::target_group, arn); !valid) return valid;
  const auto& groups = context.state.load_balancing.target_groups;
  const auto found = groups.find(arn);
  if (found == groups.end()) return target_group_not_found(arn);
  const aws::TargetGroup& group = found->second.description;
  if (!compatible(protocol, group))
    return refuse(code::kIncompatibleProtocols, "The listener and its associated target group '" + arn +
                                                    "' have incompatible protocols: '" + protocol + "' and '" +
                                                    group.Protocol + "'");
  if (!group.LoadBalancerArns.empty() && group.LoadBalancerArns.front() != load_balancer.description.LoadBalancerArn)
    return refuse(code::kTargetGroupAssociationLimit,
                  "The following target groups cannot be associated with more than one load balancer: " + arn);
  const bool dualstack = load_balancer.description.IpAddressType == "dualstack";
  const bool ipv6 = group.IpAddressType == "ipv6";
  if (ipv6 && !dualstack)
    return refuse(code::kInvalidConfigurationRequest,
                  "The target group '" + arn + "' of IP address type 'ipv6' needs a dualstack load balancer");
  if (!ipv6 && dualstack && is_udp(protocol))
    return refuse(code::kInvalidConfigurationRequest,
                  "A UDP listener of a dualstack load balancer needs target groups of IP address type 'ipv6': '" + arn +
                      "' is of type 'ipv4'");
  if (group.VpcId != load_balancer.description.VpcId)
    return refuse(code::kInvalidConfigurationRequest,
                  "The target group '" + arn + "' is not in the VPC of the load balancer");
  return {};
}

// The shape of one forward action; which groups it names is checked elsewhere.
Result<void> check_forward(const aws::Action& action) {
  if (action.Type != "forward")
    return refuse(code::kInvalidLoadBalancerAction,
                  "The action type '" + action.Type + "' is not valid with network load balancers: use 'forward'");
  if (!action.ForwardConfig) {
    if (action.TargetGroupArn.empty())
      return refuse(code::kValidationError, "A forward action needs a target group ARN or a ForwardConfig");
    return {};
  }
  const auto& tuples = action.ForwardConfig->TargetGroups;
  if (tuples.empty() || tuples.size() > kMaxTargetGroups)
    return refuse(code::kValidationError, "A ForwardConfig has 1 to 5 target groups");
  std::set<std::string_view> names;
  for (const aws::TargetGroupTuple& tuple : tuples) {
    if (!names.insert(tuple.TargetGroupArn).second)
      return refuse(code::kValidationError, "Target group '" + tuple.TargetGroupArn + "' is named twice in an action");
    if (tuple.Weight && (*tuple.Weight < 0 || *tuple.Weight > kMaxWeight))
      return refuse(code::kValidationError, "A target group's weight is from 0 to 999");
  }
  if (!action.TargetGroupArn.empty() && (tuples.size() != 1 || tuples.front().TargetGroupArn != action.TargetGroupArn))
    return refuse(code::kValidationError, "TargetGroupArn and ForwardConfig name different target groups");
  const auto& stickiness = action.ForwardConfig->TargetGroupStickinessConfig_;
  if (stickiness && stickiness->DurationSeconds)
    return refuse(code::kInvalidConfigurationRequest,
                  "The duration of target group stickiness is not supported by network load balancers");
  return {};
}

Result<void> check_actions(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                           const ListenerSettings& settings) {
  if (settings.actions.empty()) return missing("defaultActions");
  if (settings.actions.size() > 1)
    return refuse(code::kValidationError, "A listener of a network load balancer has exactly one default action");
  std::set<std::string_view> families;
  for (const std::string& arn : target_groups_of(settings.actions)) {
    if (auto valid = check_group(context, load_balancer, settings.protocol, arn); !valid) return valid;
    families.insert(context.state.load_balancing.target_groups.find(arn)->second.description.IpAddressType);
  }
  if (families.size() > 1)
    return refuse(code::kInvalidConfigurationRequest,
                  "The target groups of one action must be of the same IP address type");
  return check_forward(settings.actions.front());
}

Result<void> check_tls(const ActionContext& context, const ListenerSettings& settings) {
  if (settings.protocol != "TLS") {
    const bool plain = settings.certificates.empty() && settings.ssl_policy.empty() && settings.alpn_policy.empty();
    if (plain) return {};
    return refuse(code::kValidationError,
                  "Certificates, an SSL policy or an ALPN policy cannot be set on a listener "
                  "with protocol '" +
                      settings.protocol + "'");
  }
  if (settings.certificates.size() != 1)
    return refuse(code::kValidationError, "A TLS listener needs exactly one default certificate");
  const std::string& certificate = settings.certificates.front().CertificateArn;
  if (auto valid = check_certificate(context, certificate); !valid) return valid;
  if (!settings.ssl_policy.empty() && !is_security_policy(settings.ssl_policy))
    return refuse(code::kSslPolicyNotFound, "SSL policy '" + settings.ssl_policy + "' not found");
  if (settings.alpn_policy.size() > 1) return refuse(code::kValidationError, "A listener has at most one ALPN policy");
  for (const std::string& alpn : settings.alpn_policy)
    if (std::ranges::find(kAlpnPolicies, alpn) == kAlpnPolicies.end())
      return refuse(code::kAlpnPolicyNotFound, "ALPN policy '" + alpn + "' not found");
  return {};
}

// What AWS allows beside UDP and QUIC on one load balancer.
Result<void> check_neighbours(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                              const ListenerEntry* existing, const ListenerSettings& settings) {
  const aws::LoadBalancer& owner = load_balancer.description;
  const bool quic = is_quic(settings.protocol);
  if (is_udp(settings.protocol) && owner.IpAddressType == "dualstack" && owner.EnablePrefixForIpv6SourceNat != "on")
    return refuse(code::kInvalidConfigurationRequest,
                  "A dualstack load balancer takes UDP listeners only with EnablePrefixForIpv6SourceNat on");
  if (quic && (owner.IpAddressType == "dualstack" || !owner.SecurityGroups.empty()))
    return refuse(code::kInvalidConfigurationRequest,
                  "QUIC listeners need an ipv4 load balancer without security groups");
  for (const auto& [port, arn] : load_balancer.listeners) {
    if (existing && arn == existing->description.ListenerArn) continue;
    const std::string& other = context.state.load_balancing.listeners.find(arn)->second.description.Protocol;
    if ((quic && (is_quic(other) || is_udp(other))) || (is_udp(settings.protocol) && is_quic(other)))
      return refuse(code::kInvalidConfigurationRequest,
                    "A load balancer has at most one QUIC listener, and none beside UDP listeners");
  }
  return {};
}

Result<void> check_limits(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                          const ListenerEntry* existing, const ListenerSettings& settings) {
  const std::size_t limit = context.settings.quotas.listeners_per_load_balancer;
  if (!existing && load_balancer.listeners.size() >= limit)
    return refuse(code::kTooManyListeners,
                  "The maximum number of listeners per load balancer is " + std::to_string(limit));
  std::set<std::string> groups = target_groups_of(context.state.load_balancing, load_balancer);
  groups.merge(target_groups_of(settings.actions));
  return check_target_limits(context, load_balancer, groups, {}, cross_zone(load_balancer));
}

}  // namespace

Result<void> check_certificate(const ActionContext& context, const std::string& arn) {
  const auto& all = context.state.certificates.by_arn;
  const auto found = all.find(arn);
  if (found == all.end()) return refuse(code::kCertificateNotFound, "Certificate '" + arn + "' not found");
  if (found->second.description.Status == "ISSUED") return {};
  return refuse(code::kUnsupportedCertificate,
                "The certificate '" + arn +
                    "' must have a fully-qualified domain name, a supported signature, and a supported key size.");
}

Result<void> check_port_and_protocol(std::int32_t port, std::string_view protocol) {
  if (port < 1 || port > kMaxPort)
    return refuse(code::kValidationError, "Listener port '" + std::to_string(port) + "' must be from 1 to 65535");
  if (std::ranges::find(kProtocols, protocol) == kProtocols.end())
    return refuse(code::kValidationError,
                  "Listener protocol '" + std::string(protocol) + "' must be one of 'TLS, TCP, TCP_UDP, UDP'");
  return {};
}

Result<void> check_listener(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                            const ListenerEntry* existing, const ListenerSettings& settings) {
  if (auto valid = check_actions(context, load_balancer, settings); !valid) return valid;
  if (auto valid = check_tls(context, settings); !valid) return valid;
  if (auto valid = check_neighbours(context, load_balancer, existing, settings); !valid) return valid;
  return check_limits(context, load_balancer, existing, settings);
}

bool same_settings(const aws::Listener& listener, const ListenerSettings& settings) {
  aws::Listener wanted = listener;
  apply_settings(wanted, settings);
  const bool same = same_actions(listener.DefaultActions, wanted.DefaultActions);
  wanted.DefaultActions = listener.DefaultActions;
  return same && wanted == listener;
}

void apply_settings(aws::Listener& listener, const ListenerSettings& settings) {
  const bool tls = settings.protocol == "TLS";
  listener.Port = settings.port;
  listener.Protocol = settings.protocol;
  listener.DefaultActions = echoed(settings.actions);
  listener.Certificates.clear();
  for (const aws::Certificate& certificate : settings.certificates)
    listener.Certificates.push_back({certificate.CertificateArn, std::nullopt});
  listener.SslPolicy = tls && settings.ssl_policy.empty() ? std::string(kDefaultSslPolicy) : settings.ssl_policy;
  listener.AlpnPolicy = settings.alpn_policy;
}

}  // namespace nlbsim::fake_aws
