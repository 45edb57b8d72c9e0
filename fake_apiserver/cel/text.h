// Strings as CEL sees them: sequences of code points, in valid UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::fake_apiserver::cel {

bool is_utf8(std::string_view bytes);
std::size_t count_code_points(std::string_view text);
// Where in the text that code point begins; its size for the one past the last.
std::size_t byte_offset(std::string_view text, std::size_t code_point);
// How many bytes the code point at the front takes; at least 1 of a text that is not empty.
std::size_t code_point_size(std::string_view text);
// Nothing for a surrogate or a number past the last code point.
bool append_code_point(std::string& out, std::uint32_t code_point);

// In double quotes, with the escapes that a literal needs.
std::string in_quotes(std::string_view text);
std::string bytes_in_quotes(std::string_view bytes);

}  // namespace nlbsim::fake_apiserver::cel
