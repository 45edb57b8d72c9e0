#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/paging.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// A listener of a network load balancer has its default rule and no other.
aws::Rule default_rule(const ListenerEntry& listener) {
  return {listener.rule_arn, "default", listener.description.DefaultActions, true};
}

}  // namespace

template <>
Answer<aws::DescribeRules> act<aws::DescribeRules>(const ActionContext& context,
                                                   const aws::DescribeRules::Request& request) {
  const LoadBalancing& load_balancing = context.state.load_balancing;
  if (request.ListenerArn.empty() == request.RuleArns.empty())
    return refuse(code::kValidationError, "You must specify either listener rule ARNs or a listener ARN");
  const auto page = check_page(context, ArnKind::rule, request.Marker, request.PageSize);
  if (!page) return sim::forward(page.error());
  aws::DescribeRules::Response response;
  if (!request.ListenerArn.empty()) {
    const auto listener = find_listener(context, request.ListenerArn);
    if (!listener) return sim::forward(listener.error());
    if (request.Marker < (*listener)->rule_arn) response.Rules.push_back(default_rule(**listener));
    return response;
  }
  for (const std::string& arn : request.RuleArns) {
    if (auto valid = check_arn(context, ArnKind::rule, arn); !valid) return sim::forward(valid.error());
    const auto found = load_balancing.rule_listeners.find(arn);
    if (found == load_balancing.rule_listeners.end()) return refuse(code::kRuleNotFound, "One or more rules not found");
    response.Rules.push_back(default_rule(load_balancing.listeners.find(found->second)->second));
  }
  return response;
}

}  // namespace nlbsim::fake_aws
