// Which service a request is for, and what it says: a pure function of the HTTP message.
#pragma once

#include <string>

#include "api/aws/services.h"
#include "api/http/message.h"
#include "api/json/json.h"
#include "fake_aws/wire/form_tree.h"
#include "sim/result.h"

namespace nlbsim::fake_aws {

// AKID/20260101/us-west-2/elasticloadbalancing/aws4_request
struct CredentialScope {
  std::string key;
  std::string region;
  std::string service;
};

struct RoutedRequest {
  const aws::ServiceInfo* service = nullptr;
  CredentialScope scope;
  std::string action;  // "DescribeLoadBalancers"
  FormTree form;       // of the query protocols
  api::Json body;      // of JSON 1.1
};

// Error codes: "MissingAuthenticationToken" (403), "IncompleteSignature", "MissingAction", "MalformedInput",
// "SerializationException", "InvalidAction" for a Version or target that no service here has.
sim::Result<RoutedRequest> route(const http::Request& request);

// The service that a request was meant for that could not be routed, as far as it can be told: decides the form of the
// error.
const aws::ServiceInfo& guess_service(const http::Request& request);

}  // namespace nlbsim::fake_aws
