// SHA-256, which names and checkpoints are made of.
#pragma once

#include <array>
#include <string_view>

namespace nlbsim::engine {

using Sha256Digest = std::array<unsigned char, 32>;

Sha256Digest sha256(std::string_view text);

}  // namespace nlbsim::engine
