#include <algorithm>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/paging.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::size_t kMaxNames = 20;

tl::unexpected<sim::Error> not_found() {
  return refuse(code::kLoadBalancerNotFound, "One or more load balancers not found");
}

}  // namespace

template <>
Answer<aws::DescribeLoadBalancers> act<aws::DescribeLoadBalancers>(const ActionContext& context,
                                                                   const aws::DescribeLoadBalancers::Request& request) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  const auto page = check_page(context, ArnKind::load_balancer, request.Marker, request.PageSize);
  if (!page) return sim::forward(page.error());
  if (!request.LoadBalancerArns.empty() && !request.Names.empty())
    return refuse(code::kValidationError,
                  "Load balancer names and load balancer ARNs cannot be given at the same time");
  if (request.LoadBalancerArns.size() > kMaxNames || request.Names.size() > kMaxNames)
    return refuse(code::kValidationError, "At most 20 load balancers can be named in one call");
  aws::DescribeLoadBalancers::Response response;
  for (const std::string& arn : request.LoadBalancerArns) {
    if (auto valid = check_arn(context, ArnKind::load_balancer, arn); !valid) return sim::forward(valid.error());
    const auto found = load_balancing.load_balancers.find(arn);
    if (found == load_balancing.load_balancers.end()) return not_found();
    response.LoadBalancers.push_back(found->second.description);
  }
  for (const std::string& name : request.Names) {
    const auto found = load_balancing.load_balancer_arns.find(name);
    if (found == load_balancing.load_balancer_arns.end()) return not_found();
    response.LoadBalancers.push_back(load_balancing.load_balancers.find(found->second)->second.description);
  }
  if (!request.LoadBalancerArns.empty() || !request.Names.empty()) return response;
  response.LoadBalancers.reserve(std::min(*page, load_balancing.load_balancers.size()));
  const auto add = [&](const LoadBalancerEntry& entry) { response.LoadBalancers.push_back(entry.description); };
  response.NextMarker = fill_page(load_balancing.load_balancers, request.Marker, *page, add);
  return response;
}

}  // namespace nlbsim::fake_aws
