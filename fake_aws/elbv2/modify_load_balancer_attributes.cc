#include <algorithm>

#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::ModifyLoadBalancerAttributes> act<aws::ModifyLoadBalancerAttributes>(
    const ActionContext& context, const aws::ModifyLoadBalancerAttributes::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  LoadBalancerEntry& entry = **found;
  if (auto valid = check_attributes(entry, request.Attributes); !valid) return sim::forward(valid.error());
  const aws::Attribute enable{"load_balancing.cross_zone.enabled", "true"};
  if (std::ranges::find(request.Attributes, enable) != request.Attributes.end() && !cross_zone(entry)) {
    const auto groups = target_groups_of(context.state.load_balancing, entry);
    if (auto valid = check_target_limits(context, entry, groups, {}, true); !valid) return sim::forward(valid.error());
  }
  if (store_attributes(entry.attributes, request.Attributes))
    context.record("LoadBalancer", request.LoadBalancerArn, "modified");
  return aws::ModifyLoadBalancerAttributes::Response{attributes_of(entry)};
}

}  // namespace nlbsim::fake_aws
