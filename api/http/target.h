// The target of a request taken apart: decoded path segments and query parameters, and form bodies, which have the same
// syntax. Decoding is by Boost.URL; what it refuses is an error, never a guess.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/result.h"

namespace nlbsim::http {

using Parameters = std::vector<std::pair<std::string, std::string>>;  // in the order in which they were sent

struct Target {
  std::string path;                   // decoded, "/api/v1/namespaces/x"
  std::vector<std::string> segments;  // of the path, each decoded; a trailing slash gives no segment
  Parameters query;
  // The first parameter of that name; empty if there is none.
  std::string_view parameter(std::string_view name) const;
  bool has_parameter(std::string_view name) const;
};

// Error code "InvalidTarget".
sim::Result<Target> parse_target(std::string_view target);
// application/x-www-form-urlencoded: "+" is a space. Error code "InvalidForm".
sim::Result<Parameters> parse_form(std::string_view body);

}  // namespace nlbsim::http
