// Shield and WAF: the account has no subscription, no protection and no web ACL.
#include "api/aws/protection.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace shield = aws::shield;
namespace waf = aws::waf;

template <>
Answer<shield::GetSubscriptionState> act<shield::GetSubscriptionState>(const ActionContext&,
                                                                       const shield::GetSubscriptionState::Request&) {
  return shield::GetSubscriptionState::Response{"INACTIVE"};
}

template <>
Answer<shield::DescribeProtection> act<shield::DescribeProtection>(const ActionContext&,
                                                                   const shield::DescribeProtection::Request&) {
  return refuse(aws::code::kResourceNotFoundException, "The referenced protection does not exist.");
}

template <>
Answer<waf::GetWebACLForResource> act<waf::GetWebACLForResource>(const ActionContext&,
                                                                 const waf::GetWebACLForResource::Request&) {
  return waf::GetWebACLForResource::Response{};
}

template <>
Answer<waf::GetRegionalWebACLForResource> act<waf::GetRegionalWebACLForResource>(
    const ActionContext&, const waf::GetRegionalWebACLForResource::Request&) {
  return waf::GetRegionalWebACLForResource::Response{};
}

}  // namespace nlbsim::fake_aws
