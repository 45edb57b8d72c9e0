// Ports of the loopback device for programs that will listen on them later.
#pragma once

#include <cstdint>
#include <vector>

namespace nlbsim::http {

// So many that nobody listens on now, all different; 0 for one that could not be had.
std::vector<std::uint16_t> free_ports(std::size_t count);

}  // namespace nlbsim::http
