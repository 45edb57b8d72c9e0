// Whether some hostname of a route can be asked for at a listener. No hostname on a side means any. Precise names must
// be equal; a wildcard ("*.example.com") covers one or more labels, never the bare suffix; two wildcards meet when one
// contains the other. Names compare without regard to case.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace nlbsim::engine::rules {

bool hostnames_intersect(const std::optional<std::string>& listener, std::span<const std::string> route);

}  // namespace nlbsim::engine::rules
