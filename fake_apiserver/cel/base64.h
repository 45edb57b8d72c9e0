// Base64 as a JSON document has bytes: the standard alphabet, with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nlbsim::fake_apiserver::cel {

std::optional<std::string> decode_base64(std::string_view text);
std::string encode_base64(std::string_view bytes);

}  // namespace nlbsim::fake_apiserver::cel
