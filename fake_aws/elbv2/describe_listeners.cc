#include <map>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/paging.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

template <>
Answer<aws::DescribeListeners> act<aws::DescribeListeners>(const ActionContext& context,
                                                           const aws::DescribeListeners::Request& request) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  if (request.LoadBalancerArn.empty() == request.ListenerArns.empty())
    return refuse(code::kValidationError, "You must specify either listener ARNs or a load balancer ARN");
  const auto page = check_page(context, ArnKind::listener, request.Marker, request.PageSize);
  if (!page) return sim::forward(page.error());
  aws::DescribeListeners::Response response;
  for (const std::string& arn : request.ListenerArns) {
    const auto found = find_listener(context, arn);
    if (!found) return sim::forward(found.error());
    response.Listeners.push_back((*found)->description);
  }
  if (!request.ListenerArns.empty()) return response;
  const auto load_balancer = find_load_balancer(context, request.LoadBalancerArn);
  if (!load_balancer) return sim::forward(load_balancer.error());
  std::map<std::string_view, const ListenerEntry*, std::less<>> listeners;
  for (const auto& [port, arn] : (*load_balancer)->listeners)
    listeners.emplace(arn, &load_balancing.listeners.find(arn)->second);
  const auto add = [&](const ListenerEntry* entry) { response.Listeners.push_back(entry->description); };
  response.NextMarker = fill_page(listeners, request.Marker, *page, add);
  return response;
}

}  // namespace nlbsim::fake_aws
