// A 64-bit fingerprint over typed fields. Fields are length-prefixed, so ("ab","c") and ("a","bc") differ.
//
// The value depends only on the fields and their order: equal on every machine, compiler and thread count. It is not a
// cryptographic hash; names that AWS sees are made by SHA-256 in engine/model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nlbsim::sim {

class Hasher {
 public:
  Hasher& add(std::uint64_t value);
  Hasher& add(std::string_view text);  // the length, then the bytes
  std::uint64_t digest() const { return state_; }

 private:
  std::uint64_t state_ = 0x6e6c6273696d0001;  // any constant will do; changing it changes every recorded hash
};

// One-shot over a single string.
std::uint64_t fingerprint(std::string_view text);

}  // namespace nlbsim::sim
