#include <algorithm>

#include "api/aws/elbv2_more.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

template <>
Answer<aws::SetIpAddressType> act<aws::SetIpAddressType>(const ActionContext& context,
                                                         const aws::SetIpAddressType::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  aws::LoadBalancer& d = (*found)->description;
  const std::string& wanted = request.IpAddressType;
  if (wanted.empty()) return missing("ipAddressType");
  if (wanted != "ipv4" && wanted != "dualstack" && wanted != "dualstack-without-public-ipv4")
    return not_in_enum("ipAddressType", wanted, "ipv4, dualstack, dualstack-without-public-ipv4");
  if (wanted == "dualstack-without-public-ipv4")
    return refuse(code::kValidationError,
                  "The IP address type 'dualstack-without-public-ipv4' is not valid for network load balancers");
  if (wanted == "dualstack")
    for (const aws::AvailabilityZone& zone : d.AvailabilityZones) {
      const SubnetEntry& subnet = context.state.network.subnets.find(zone.SubnetId)->second;
      if (subnet.description.Ipv6CidrBlockAssociationSet.empty())
        return refuse(code::kInvalidSubnet,
                      "Subnet '" + zone.SubnetId + "' has no IPv6 CIDR block, which dualstack needs on every subnet");
    }
  if (d.IpAddressType != wanted) context.record("LoadBalancer", d.LoadBalancerArn, "modified");
  d.IpAddressType = wanted;
  return aws::SetIpAddressType::Response{wanted};
}

}  // namespace nlbsim::fake_aws
