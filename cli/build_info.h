// Which commit the program was built from. Written by cmake/commit.cmake at every build.
#pragma once

#include <string>
#include <string_view>

namespace nlbsim::cli {

// "1a2b3c4d5e6f", with "+changes" where files had changed since; empty outside a repository.
std::string_view built_commit();
// "nlbsim 0.1.0 (1a2b3c4d5e6f)".
std::string version_line();

}  // namespace nlbsim::cli
