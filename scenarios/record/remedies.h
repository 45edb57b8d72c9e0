// What somebody can change when a condition stands in the way, by its reason, or when a connection is stopped, by the
// obstacle.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"

namespace nlbsim::scenarios {

// Empty: the reason and its message say all there is to say. `object` is the route or Gateway that carries it.
std::string remedy_of(std::string_view reason, const api::Json& object);

}  // namespace nlbsim::scenarios
