// Values as the messages of a server written in Go show them.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

// A value inside "Invalid value: ...": a string in quotes, an object as `map[string]interface {}{"name":"a"}`.
std::string go_value(const api::Json& value);
// What %q makes of a string.
std::string go_quoted(std::string_view text);
// A number as %v has it: an integral one without fraction.
std::string go_number(double value);

}  // namespace nlbsim::fake_apiserver
