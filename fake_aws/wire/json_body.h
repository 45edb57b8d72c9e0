// Requests as JSON: of JSON 1.1 services on the wire, and of any service where a person writes one down (`call:` in a
// scenario, the AWS CLI's --cli-input-json); and the answers of JSON 1.1 services.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/aws/services.h"
#include "api/json/json.h"
#include "api/shape.h"

namespace nlbsim::fake_aws {

struct JsonProblem {
  std::string path;                // "Filters[0].Valuse"
  std::string message;             // empty: there is no such member
  std::string member;              // that there is not, and
  std::vector<std::string> known;  // those that there are
};

enum class UnknownMembers : std::uint8_t { ignored, refused };

// `into` is an object of that shape. A null is "not given". Where unknown members are refused, a person is writing: a
// member may also have the name that EC2 has for it in requests, and numbers and booleans may stand as text.
std::optional<JsonProblem> read_json_body(const api::Json& body, aws::Protocol protocol, const api::Shape& shape,
                                          void* into, UnknownMembers unknown);

// Times as seconds since 1970; unset scalars left out; lists always there.
api::Json json_body(const api::Shape& shape, const void* object);

}  // namespace nlbsim::fake_aws
