// JSON values as YAML text, for people: block style, keys in order, text quoted only where a reader would otherwise
// take it for something else.
#pragma once

#include <string>

#include "api/json/json.h"

namespace nlbsim::scenarios {

// Ends with a line end. parse_yaml of it gives the same value.
std::string to_yaml(const api::Json& value);
// The same, with each collection that fits on a line of that width written on one: {a: 1, b: [2, 3]}.
std::string to_compact_yaml(const api::Json& value, std::size_t width);

}  // namespace nlbsim::scenarios
