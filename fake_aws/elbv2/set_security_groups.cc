#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/load_balancer_settings.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

template <>
Answer<aws::SetSecurityGroups> act<aws::SetSecurityGroups>(const ActionContext& context,
                                                           const aws::SetSecurityGroups::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  aws::LoadBalancer& d = (*found)->description;
  const std::string& enforce = request.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  if (!enforce.empty() && enforce != "on" && enforce != "off")
    return not_in_enum("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", enforce, "on, off");
  // A network load balancer that was created without security groups never gets any, and one with keeps some.
  if (d.SecurityGroups.empty())
    return refuse(code::kValidationError, "Security groups cannot be added to network load balancer '" +
                                              d.LoadBalancerArn + "', which was created without any");
  if (request.SecurityGroups.empty())
    return refuse(code::kValidationError,
                  "Network load balancer '" + d.LoadBalancerArn + "' must keep at least one security group");
  if (auto valid = check_security_groups(context, request.SecurityGroups, d.VpcId); !valid)
    return sim::forward(valid.error());

  std::string& enforced = d.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  const bool changed = d.SecurityGroups != request.SecurityGroups || (!enforce.empty() && enforce != enforced);
  d.SecurityGroups = request.SecurityGroups;
  if (!enforce.empty()) enforced = enforce;
  Network& network = context.state.network;
  if (const auto interfaces = network.interfaces_of.find(d.LoadBalancerArn); interfaces != network.interfaces_of.end())
    for (const std::string& id : interfaces->second) network.set_groups(id, d.SecurityGroups);
  if (changed) context.record("LoadBalancer", d.LoadBalancerArn, "modified");
  return aws::SetSecurityGroups::Response{d.SecurityGroups, enforced};
}

}  // namespace nlbsim::fake_aws
