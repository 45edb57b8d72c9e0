// Shield, WAFv2 and WAF Regional, as far as a load balancer controller asks them whether a load balancer is protected.
// Described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "api/aws/operation.h"

namespace nlbsim::aws {

namespace shield {

struct GetSubscriptionState : Operation<GetSubscriptionState, kShield> {
  static constexpr std::string_view kName = "GetSubscriptionState";
  struct Request {};
  struct Response {
    std::string SubscriptionState;  // ACTIVE, INACTIVE
  };
};
struct Protection {
  std::string Id, Name, ResourceArn;
};
BOOST_DESCRIBE_STRUCT(Protection, (), (Id, Name, ResourceArn))
struct DescribeProtection : Operation<DescribeProtection, kShield> {
  static constexpr std::string_view kName = "DescribeProtection";
  struct Request {
    std::string ProtectionId, ResourceArn;
  };
  struct Response {
    shield::Protection Protection;
  };
};
BOOST_DESCRIBE_STRUCT(GetSubscriptionState::Request, (), ())
BOOST_DESCRIBE_STRUCT(GetSubscriptionState::Response, (), (SubscriptionState))
BOOST_DESCRIBE_STRUCT(DescribeProtection::Request, (), (ProtectionId, ResourceArn))
BOOST_DESCRIBE_STRUCT(DescribeProtection::Response, (), (Protection))

}  // namespace shield

namespace waf {

struct GetWebACLForResource : Operation<GetWebACLForResource, kWafv2> {
  static constexpr std::string_view kName = "GetWebACLForResource";
  struct Request {
    std::string ResourceArn;
  };
  struct Response {};  // no web ACL is associated
};
struct GetRegionalWebACLForResource : Operation<GetRegionalWebACLForResource, kWafRegional> {
  static constexpr std::string_view kName = "GetWebACLForResource";
  struct Request {
    std::string ResourceArn;
  };
  struct Response {};
};
BOOST_DESCRIBE_STRUCT(GetWebACLForResource::Request, (), (ResourceArn))
BOOST_DESCRIBE_STRUCT(GetWebACLForResource::Response, (), ())
BOOST_DESCRIBE_STRUCT(GetRegionalWebACLForResource::Request, (), (ResourceArn))
BOOST_DESCRIBE_STRUCT(GetRegionalWebACLForResource::Response, (), ())

}  // namespace waf

}  // namespace nlbsim::aws
