#include <map>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/paging.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Request = aws::DescribeTargetGroups::Request;
using Response = aws::DescribeTargetGroups::Response;

tl::unexpected<sim::Error> not_found() {
  return refuse(code::kTargetGroupNotFound, "One or more target groups not found");
}

Result<Response> of_load_balancer(const ActionContext& context, const Request& request, std::size_t size) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  const auto load_balancer = find_load_balancer(context, request.LoadBalancerArn);
  if (!load_balancer) return sim::forward(load_balancer.error());
  std::map<std::string_view, const TargetGroupEntry*, std::less<>> groups;
  const std::set<std::string> arns = target_groups_of(load_balancing, **load_balancer);
  for (const std::string& arn : arns) groups.emplace(arn, &load_balancing.target_groups.find(arn)->second);
  // AWS answers so for a load balancer without target groups.
  if (groups.empty()) return not_found();
  Response response;
  const auto add = [&](const TargetGroupEntry* entry) { response.TargetGroups.push_back(entry->description); };
  response.NextMarker = fill_page(groups, request.Marker, size, add);
  return response;
}

Result<Response> named(const ActionContext& context, const Request& request) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  Response response;
  for (const std::string& arn : request.TargetGroupArns) {
    if (auto valid = check_arn(context, ArnKind::target_group, arn); !valid) return sim::forward(valid.error());
    const auto found = load_balancing.target_groups.find(arn);
    if (found == load_balancing.target_groups.end()) return not_found();
    response.TargetGroups.push_back(found->second.description);
  }
  for (const std::string& name : request.Names) {
    const auto found = load_balancing.target_group_arns.find(name);
    if (found == load_balancing.target_group_arns.end()) return not_found();
    response.TargetGroups.push_back(load_balancing.target_groups.find(found->second)->second.description);
  }
  return response;
}

}  // namespace

template <>
Answer<aws::DescribeTargetGroups> act<aws::DescribeTargetGroups>(const ActionContext& context,
                                                                 const aws::DescribeTargetGroups::Request& request) {
  const auto page = check_page(context, ArnKind::target_group, request.Marker, request.PageSize);
  if (!page) return sim::forward(page.error());
  const int ways = (request.LoadBalancerArn.empty() ? 0 : 1) + (request.TargetGroupArns.empty() ? 0 : 1) +
                   (request.Names.empty() ? 0 : 1);
  if (ways > 1)
    return refuse(
        code::kValidationError,
        "Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time");
  if (!request.LoadBalancerArn.empty()) return of_load_balancer(context, request, *page);
  if (ways == 1) return named(context, request);
  Response response;
  const auto add = [&](const TargetGroupEntry& entry) { response.TargetGroups.push_back(entry.description); };
  response.NextMarker = fill_page(context.state.load_balancing.target_groups, request.Marker, *page, add);
  return response;
}

}  // namespace nlbsim::fake_aws
