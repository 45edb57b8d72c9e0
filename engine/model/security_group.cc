#include "engine/model/security_group.h"

#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

aws::ec2::IpPermission open_to_all(const LoadedPort& port) {
  aws::ec2::IpPermission rule;
  rule.IpProtocol = port.protocol == "UDP" ? "udp" : "tcp";
  rule.FromPort = port.port;
  rule.ToPort = port.port;
  rule.IpRanges.push_back({"0.0.0.0/0", ""});  // the description is sent, and empty
  return rule;
}

}  // namespace

DesiredSecurityGroup build_managed_security_group(const ModelInput& input) {
  DesiredSecurityGroup group;
  group.id = kManagedSecurityGroupId;
  group.name = managed_security_group_name(input.gateway);
  group.description = kManagedSecurityGroupDescription;
  group.vpc_id = input.vpc_id;
  group.tags = tracking_tags({input.gateway.cluster, input.gateway.key.text()}, kManagedSecurityGroupId);
  for (const LoadedPort& port : input.ports) {
    if (port.state != PortState::frozen) group.ingress.push_back(open_to_all(port));
  }
  return group;
}

}  // namespace nlbsim::engine
