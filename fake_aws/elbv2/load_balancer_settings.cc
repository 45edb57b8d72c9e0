#include "fake_aws/elbv2/load_balancer_settings.h"

#include <set>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/forwarding.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

Result<void> check_security_groups(const ActionContext& context, const std::vector<std::string>& groups,
                                   std::string_view vpc_id) {
  std::set<std::string_view> seen;
  for (const std::string& id : groups) {
    const auto found = context.state.network.security_groups.find(id);
    if (found == context.state.network.security_groups.end())
      return refuse(code::kInvalidSecurityGroup, "The security group '" + id + "' does not exist");
    if (found->second.description.VpcId != vpc_id)
      return refuse(code::kInvalidSecurityGroup,
                    "The security group '" + id + "' is not in VPC '" + std::string(vpc_id) + "'");
    if (!seen.insert(id).second)
      return refuse(code::kInvalidSecurityGroup, "The security group '" + id + "' is given twice");
  }
  const std::size_t limit = context.settings.quotas.security_groups_per_interface;
  if (groups.size() > limit)
    return refuse(code::kInvalidConfigurationRequest,
                  "A load balancer can have at most " + std::to_string(limit) + " security groups");
  return {};
}

Result<void> check_ip_address_type(const ActionContext& context, const LoadBalancerEntry& load_balancer,
                                   std::string_view wanted) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  const aws::LoadBalancer& d = load_balancer.description;
  if (wanted == "dualstack" && d.IpAddressType != wanted && d.EnablePrefixForIpv6SourceNat != "on")
    for (const auto& [port, arn] : load_balancer.listeners)
      if (const std::string& protocol = load_balancing.listeners.find(arn)->second.description.Protocol;
          protocol == "UDP" || protocol == "TCP_UDP")
        return refuse(
            code::kInvalidConfigurationRequest,
            "The load balancer has UDP listeners, which on a dualstack one need EnablePrefixForIpv6SourceNat");
  if (wanted != "ipv4") return {};
  for (const std::string& arn : target_groups_of(load_balancing, load_balancer))
    if (load_balancing.target_groups.find(arn)->second.description.IpAddressType == "ipv6")
      return refuse(code::kInvalidConfigurationRequest,
                    "The load balancer forwards to target group '" + arn +
                        "' of IP address type 'ipv6', which needs a dualstack load balancer");
  return {};
}

void end_provisioning(const ActionContext& context, std::string_view arn) {
  LoadBalancerEntry& entry = context.state.load_balancing.load_balancers.find(arn)->second;
  const Activation& activation = context.settings.timing.activation;
  entry.activation.reset();
  aws::LoadBalancerState& state = entry.description.State;
  const std::string before = state.Code;
  if (!entry.fails_because.empty()) state = {"failed", entry.fails_because};
  else state = {activation.ends_in, activation.ends_in == "active" ? std::string() : activation.reason};
  context.record("LoadBalancer", std::string(arn), state.Code, before);
}

}  // namespace nlbsim::fake_aws
