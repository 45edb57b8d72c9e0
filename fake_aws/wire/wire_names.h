// What a member is called on the wire. The query protocol and JSON use AWS's member names; EC2 has names of its own:
// singular ones for lists in requests, lower camel case in answers. Most follow from the member's name, by rule or by
// the table here; what is special to one structure stands in its notes (api/shape.h).
#pragma once

#include <string>
#include <string_view>

#include "api/aws/services.h"
#include "api/shape.h"

namespace nlbsim::fake_aws {

std::string request_name(aws::Protocol protocol, const api::Shape& owner, std::string_view member);
std::string response_name(aws::Protocol protocol, const api::Shape& owner, std::string_view member);

}  // namespace nlbsim::fake_aws
