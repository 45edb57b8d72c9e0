// Blocks and addresses of both families as configurations write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nlbsim::engine {

// The block as AWS stores it: "10.0.0.5/24" is 10.0.0.0/24. None: it is no block.
std::optional<std::string> canonical_cidr(const std::string& text);
inline bool is_ipv6(std::string_view address_or_cidr) { return address_or_cidr.find(':') != std::string_view::npos; }
// Whether the block holds the address; false where either cannot be read.
bool cidr_contains(const std::string& cidr, const std::string& address);

}  // namespace nlbsim::engine
