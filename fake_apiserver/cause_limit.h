// How much of what is wrong with one object is told. Ten bytes of a body can be wrong in two ways of several hundred
// bytes each: without a limit one request would fill the memory.
#pragma once

#include <cstddef>

namespace nlbsim::fake_apiserver {

inline constexpr std::size_t kMaxCauses = 1'000;

}  // namespace nlbsim::fake_apiserver
