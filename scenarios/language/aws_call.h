// An AWS call as somebody writes it in a scenario: the operation's name, and its request as a document with AWS's own
// member names, the way the AWS CLI takes it with --cli-input-json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "api/operation.h"

namespace nlbsim::scenarios {

// Every operation that the account knows, sorted. A name that two services have (DescribeTags) means that of the first,
// ELBv2; "ec2.DescribeTags" is the other.
std::vector<std::string> aws_operations();

// A call ready to be sent. Numbers and booleans may stand as text. Error code "InvalidScenario": no such operation, a
// value of the wrong type, or a member that the request does not have, with the nearest that it has.
sim::Result<api::CallRef> make_aws_call(std::string_view operation, const api::Json& request);

}  // namespace nlbsim::scenarios
