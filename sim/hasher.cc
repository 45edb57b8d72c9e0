#include "sim/hasher.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace nlbsim::sim {
namespace {

// The finaliser of a 64-bit mixer: every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  x ^= x >> 32;
  return x;
}

}  // namespace

Hasher& Hasher::add(std::uint64_t value) {
  state_ = mix(state_ ^ value) + 0x9e3779b97f4a7c15;
  return *this;
}

Hasher& Hasher::add(std::string_view text) {
  add(text.size());
  state_ = XXH3_64bits_withSeed(text.data(), text.size(), state_);
  return *this;
}

std::uint64_t fingerprint(std::string_view text) { return Hasher().add(text).digest(); }

}  // namespace nlbsim::sim
