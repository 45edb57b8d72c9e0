// Text made small enough to stand in a page: deflated, and written in base64. A browser unpacks it with what it has
// (load.js).
#pragma once

#include <string>
#include <string_view>

namespace nlbsim::reports {

std::string packed(std::string_view text);
// What was packed; empty if it was not.
std::string unpacked(std::string_view text);

}  // namespace nlbsim::reports
