// Numbers in text, as Go reads and writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nlbsim::fake_apiserver::cel {

std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<double> parse_number(std::string_view text);
// Shortest digits that give the number back; with an exponent below 1e-4 and from 1e6, as %g has it.
std::string show_number(double value);
// The same digits, never with an exponent.
std::string show_plain_number(double value);

}  // namespace nlbsim::fake_apiserver::cel
