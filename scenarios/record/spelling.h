// Which word was meant, for messages about one that nobody knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace nlbsim::scenarios {

// The word of `known` with the fewest edits to `word`, if it is close enough to be meant; else empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);
// "; did you mean \"x\"?", or "; known are a, b, c".
std::string suggest(std::string_view word, std::span<const std::string_view> known);

}  // namespace nlbsim::scenarios
