#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/subnet_selection.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::DeleteLoadBalancer> act<aws::DeleteLoadBalancer>(const ActionContext& context,
                                                             const aws::DeleteLoadBalancer::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const std::string& arn = request.LoadBalancerArn;
  const auto found = find_load_balancer(context, arn);
  if (!found) {
    // Deleting what is not there succeeds.
    if (found.error().code == aws::code::kLoadBalancerNotFound) return aws::NoFields{};
    return sim::forward(found.error());
  }
  LoadBalancerEntry& entry = **found;
  if (deletion_protection(entry))
    return refuse(aws::code::kOperationNotPermitted,
                  "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");

  while (!entry.listeners.empty()) remove_listener(context, std::string(entry.listeners.begin()->second));
  context.state.timetable.cancel(entry.activation);
  load_balancing.load_balancer_arns.erase(entry.description.LoadBalancerName);
  context.record("LoadBalancer", arn, "deleted", entry.description.State.Code);
  load_balancing.load_balancers.erase(arn);
  const Duration release = context.draw(context.settings.timing.interface_release, "LoadBalancer", "release");
  if (release == Duration::zero()) release_all(context, arn);
  else context.state.timetable.schedule(context.now() + release, {Due::Kind::interfaces_released, arn});
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
