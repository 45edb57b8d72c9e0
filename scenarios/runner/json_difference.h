// What has changed between two lists of AWS resources, in lines for people.
#pragma once

#include <string>

#include "api/json/json.h"

namespace nlbsim::scenarios {

// Resources are told apart by their ARN or id. A line for each that was created, deleted or changed, and one below for
// each member that changed.
std::string describe_difference(const api::Json& before, const api::Json& after);

}  // namespace nlbsim::scenarios
