#include "engine/model/security_group.h"

#include "engine/model/tags.h"

namespace nlbsim::engine {

aws::ec2::IpPermission open_to_clients(std::string_view listener_protocol, std::int32_t port) {
  aws::ec2::IpPermission rule;
  rule.IpProtocol = listener_protocol == "UDP" ? "udp" : "tcp";
  rule.FromPort = port;
  rule.ToPort = port;
  rule.IpRanges.push_back({"0.0.0.0/0", ""});  // the description is sent, and empty
  return rule;
}

DesiredSecurityGroup build_managed_security_group(const ModelInput& input) {
  DesiredSecurityGroup group;
  group.id = kManagedSecurityGroupId;
  group.name = managed_security_group_name(input.gateway);
  group.description = kManagedSecurityGroupDescription;
  group.vpc_id = input.vpc_id;
  group.tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, kManagedSecurityGroupId);
  for (const LoadedPort& port : input.ports) {
    if (port.state != PortState::frozen) group.ingress.push_back(open_to_clients(port.protocol, port.port));
  }
  return group;
}

}  // namespace nlbsim::engine
