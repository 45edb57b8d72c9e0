// Which service a request is for, and what it says: a pure function of the HTTP message.
#pragma once

#include <string>

#include "api/http/message.h"
#include "fake_aws/query/form_tree.h"
#include "sim/result.h"

namespace nlbsim::fake_aws {

enum class WireService : std::uint8_t { elbv2, ec2, sts, json };

// AKID/20260101/us-west-2/elasticloadbalancing/aws4_request
struct CredentialScope {
  std::string region;
  std::string service;
};

struct RoutedRequest {
  WireService service = WireService::elbv2;
  CredentialScope scope;
  std::string
      action;  // "DescribeLoadBalancers"; for JSON services the whole target, "AWSShield_20160616.DescribeProtection"
  FormTree form;  // of query services
};

// Error codes: "MissingAuthenticationToken" (403), "IncompleteSignature", "MissingAction", "MalformedInput",
// "InvalidAction" for a Version that no service here has.
sim::Result<RoutedRequest> route(const http::Request& request);

}  // namespace nlbsim::fake_aws
