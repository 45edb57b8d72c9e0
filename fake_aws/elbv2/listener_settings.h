// What a listener may be, asked by CreateListener and ModifyListener alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

struct ListenerSettings {
  std::string protocol;
  std::int32_t port = 0;
  std::string ssl_policy;
  std::vector<aws::Certificate> certificates;
  std::vector<aws::Action> actions;
  std::vector<std::string> alpn_policy;
};

// A TLS listener that names no policy gets this one.
inline constexpr std::string_view kDefaultSslPolicy = "ELBSecurityPolicy-2016-08";

// An issued certificate of the account: CertificateNotFound, UnsupportedCertificate.
Result<void> check_certificate(const ActionContext& context, const std::string& arn);
// Port and protocol alone: ValidationError.
Result<void> check_port_and_protocol(std::int32_t port, std::string_view protocol);
// Everything that is left: target groups exist, fit and are free, then TLS settings, then limits. `existing` is the
// listener being modified, null for a new one. TargetGroupNotFound, IncompatibleProtocols, TargetGroupAssociationLimit,
// InvalidLoadBalancerAction, ValidationError, CertificateNotFound, SSLPolicyNotFound, ALPNPolicyNotFound,
// InvalidConfigurationRequest, TooManyListeners, TooManyTargets.
Result<void> check_listener(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                            const ListenerEntry* existing, const ListenerSettings& settings);
// Whether a listener has these settings already.
bool same_settings(const aws::Listener& listener, const ListenerSettings& settings);
// Writes the settings into the description, as answers show them.
void apply_settings(aws::Listener& listener, const ListenerSettings& settings);

}  // namespace nlbsim::fake_aws
