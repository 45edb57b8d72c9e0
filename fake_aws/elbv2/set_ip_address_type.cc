#include "api/aws/elbv2_more.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/load_balancer_settings.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/subnet_selection.h"

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
    for (const aws::AvailabilityZone& zone : d.AvailabilityZones)
      if (auto valid = check_dualstack(context.state.network.subnets.find(zone.SubnetId)->second); !valid)
        return sim::forward(valid.error());
  if (auto valid = check_ip_address_type(context, **found, wanted); !valid) return sim::forward(valid.error());
  if (wanted == "ipv4" && d.EnablePrefixForIpv6SourceNat == "on")
    return refuse(code::kInvalidConfigurationRequest,
                  "EnablePrefixForIpv6SourceNat is 'on', which needs a load balancer of type dualstack");
  if (d.IpAddressType != wanted) context.record("LoadBalancer", d.LoadBalancerArn, "modified");
  d.IpAddressType = wanted;
  return aws::SetIpAddressType::Response{wanted};
}

}  // namespace nlbsim::fake_aws
