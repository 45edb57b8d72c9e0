// DescribeAccountLimits and DescribeSSLPolicies; what there is none of: trust stores, resource policies, address pools.
#include <algorithm>
#include <utility>

#include "api/aws/elbv2_more.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/ssl_policies.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kMaxPage = 400;

// A page of a list that stays as it is: the marker is the name of the last entry of the page before.
template <class T, class Name>
Result<std::string> page_of(const std::vector<T>& all, const std::string& marker,
                            const std::optional<std::int32_t>& page_size, Name name, std::vector<T>& into) {
  if (page_size && (*page_size < 1 || *page_size > kMaxPage))
    return refuse(code::kValidationError, "PageSize must be from 1 to 400");
  auto at = all.begin();
  if (!marker.empty()) {
    at = std::ranges::find(all, marker, name);
    if (at == all.end()) return refuse(code::kValidationError, "'" + marker + "' is not a marker of an earlier answer");
    ++at;
  }
  for (std::int32_t room = page_size.value_or(kMaxPage); at != all.end() && room > 0; ++at, --room) into.push_back(*at);
  return at == all.end() ? std::string() : std::invoke(name, into.back());
}

}  // namespace

template <>
Answer<aws::DescribeAccountLimits> act<aws::DescribeAccountLimits>(const ActionContext& context,
                                                                   const aws::DescribeAccountLimits::Request& request) {
  const Quotas& q = context.settings.quotas;
  const auto n = [](std::size_t value) { return std::to_string(value); };
  const std::vector<aws::Limit> all = {
      {"target-groups", n(q.target_groups)},
      {"targets-per-application-load-balancer", "1000"},
      {"listeners-per-application-load-balancer", "50"},
      {"rules-per-application-load-balancer", "100"},
      {"network-load-balancers", n(q.load_balancers)},
      {"targets-per-network-load-balancer", n(q.targets_per_load_balancer)},
      {"targets-per-availability-zone-per-network-load-balancer", n(q.targets_per_zone)},
      {"listeners-per-network-load-balancer", n(q.listeners_per_load_balancer)},
      {"condition-values-per-alb-rule", "5"},
      {"condition-wildcards-per-alb-rule", "6"},
      {"target-groups-per-action-on-application-load-balancer", "5"},
      {"target-groups-per-action-on-network-load-balancer", "1"},
      {"certificates-per-application-load-balancer", "25"},
      {"certificates-per-network-load-balancer", n(q.certificates_per_listener)},
      {"targets-per-target-group", n(q.targets_per_target_group)},
      {"application-load-balancers", "50"}};
  aws::DescribeAccountLimits::Response response;
  auto next = page_of(all, request.Marker, request.PageSize, &aws::Limit::Name, response.Limits);
  if (!next) return sim::forward(next.error());
  response.NextMarker = std::move(*next);
  return response;
}

template <>
Answer<aws::DescribeSSLPolicies> act<aws::DescribeSSLPolicies>(const ActionContext&,
                                                               const aws::DescribeSSLPolicies::Request& request) {
  for (const std::string& name : request.Names)
    if (!is_security_policy(name)) return refuse(code::kSslPolicyNotFound, "One or more SSL policies not found");
  std::vector<aws::SslPolicy> all;
  for (const SecurityPolicy& policy : security_policies()) {
    const bool asked = request.Names.empty() || std::ranges::find(request.Names, policy.name) != request.Names.end();
    if (!asked) continue;
    aws::SslPolicy& out = all.emplace_back();
    out.Name = policy.name;
    for (const std::string_view protocol : protocols_of(policy)) out.SslProtocols.emplace_back(protocol);
    std::int32_t priority = 0;
    for (const std::string_view cipher : ciphers_of(policy)) out.Ciphers.push_back({std::string(cipher), ++priority});
    out.SupportedLoadBalancerTypes = {"application", "network"};
  }
  aws::DescribeSSLPolicies::Response response;
  auto next = page_of(all, request.Marker, request.PageSize, &aws::SslPolicy::Name, response.SslPolicies);
  if (!next) return sim::forward(next.error());
  response.NextMarker = std::move(*next);
  return response;
}

template <>
Answer<aws::DescribeTrustStores> act<aws::DescribeTrustStores>(const ActionContext&,
                                                               const aws::DescribeTrustStores::Request& request) {
  if (!request.TrustStoreArns.empty() || !request.Names.empty())
    return refuse("TrustStoreNotFound", "One or more trust stores not found");
  return aws::DescribeTrustStores::Response{};
}

template <>
Answer<aws::DescribeTrustStoreAssociations> act<aws::DescribeTrustStoreAssociations>(
    const ActionContext&, const aws::DescribeTrustStoreAssociations::Request& request) {
  if (request.TrustStoreArn.empty()) return missing("trustStoreArn");
  return refuse("TrustStoreNotFound", "Trust store '" + request.TrustStoreArn + "' not found");
}

// Load balancers and target groups carry no policy.
template <>
Answer<aws::GetResourcePolicy> act<aws::GetResourcePolicy>(const ActionContext& context,
                                                           const aws::GetResourcePolicy::Request& request) {
  if (request.ResourceArn.empty()) return missing("resourceArn");
  if (const auto tags = find_tags(context, request.ResourceArn); !tags)
    return refuse(code::kResourceNotFound, "The resource '" + request.ResourceArn + "' was not found");
  return aws::GetResourcePolicy::Response{};
}

template <>
Answer<aws::ModifyIpPools> act<aws::ModifyIpPools>(const ActionContext& context,
                                                   const aws::ModifyIpPools::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  // IPAM pools serve Application Load Balancers alone.
  return refuse(code::kOperationNotPermitted, "IPAM pools are not supported for load balancers with type 'network'");
}

}  // namespace nlbsim::fake_aws
