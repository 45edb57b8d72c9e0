// A profile by the name that a user wrote, in a scenario or on the command line.
#pragma once

#include <string>

#include "engine/profile.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

// Error code "UnknownProfile": there is none of that name, or it is a twin that is not complete yet; the message says
// what could be written instead.
sim::Result<const engine::Profile*> profile_named(const std::string& name);

}  // namespace nlbsim::scenarios
