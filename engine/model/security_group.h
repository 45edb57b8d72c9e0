// The managed security group: it lets clients reach every port of the Gateway, whether a route is there or not. Every
// client, unless a configuration says which.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

inline constexpr std::string_view kManagedSecurityGroupDescription = "[k8s] Managed SecurityGroup for LoadBalancer";
inline constexpr std::string_view kBackendSecurityGroupDescription =
    "[k8s] Shared Backend SecurityGroup for LoadBalancer";

// The port of a listener, and what it speaks.
struct OpenPort {
  std::string_view protocol;
  std::int32_t port = 0;
};
// Adds the rules by which the clients reach the port, each with one source. Without `clients` everybody may.
void open_to_clients(const OpenPort& open, const std::optional<Clients>& clients,
                     std::vector<aws::ec2::IpPermission>& rules);
// Whom the configuration lets in; none: it does not say.
std::optional<Clients> build_clients(const ModelInput& input);

// A frozen port gets no rule here: what AWS has for it stays (engine/deploy/frozen_ports.h).
DesiredSecurityGroup build_managed_security_group(const ModelInput& input, const std::optional<Clients>& clients);

}  // namespace nlbsim::engine
