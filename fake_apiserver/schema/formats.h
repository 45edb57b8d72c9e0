// The formats of strings that a CRD's schema may ask for. A format that is not among them is not checked, as on a real
// server (the int32 and int64 of numbers too).
#pragma once

#include <string_view>

namespace nlbsim::fake_apiserver {

struct Format {
  std::string_view name;
  bool (*fits)(std::string_view value);
};

// The format of that name, or null.
const Format* find_format(std::string_view name);

}  // namespace nlbsim::fake_apiserver
