// The version of nlbsim. Reproducers carry it: a run has the same hash in the same version only.
#pragma once

#include <string_view>

namespace nlbsim::scenarios {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace nlbsim::scenarios
