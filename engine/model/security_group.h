// The managed security group: it lets every client reach every port of the Gateway, whether a route is there or not.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

inline constexpr std::string_view kManagedSecurityGroupDescription = "[k8s] Managed SecurityGroup for LoadBalancer";
inline constexpr std::string_view kBackendSecurityGroupDescription =
    "[k8s] Shared Backend SecurityGroup for LoadBalancer";

// Every client may reach the port.
aws::ec2::IpPermission open_to_clients(std::string_view listener_protocol, std::int32_t port);

// A frozen port gets no rule here: what AWS has for it stays (engine/deploy/frozen_ports.h).
DesiredSecurityGroup build_managed_security_group(const ModelInput& input);

}  // namespace nlbsim::engine
