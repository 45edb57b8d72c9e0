// YAML text to nodes.
//
// Refused, each with file, line and what would be right: text that is not UTF-8, files above 8 MiB, nesting deeper than
// 64, duplicate keys, keys that are not plain text, merge keys ("<<"), tags other than !!str, and aliases that multiply
// a document beyond 200,000 nodes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/node.h"

namespace nlbsim::scenarios {

// The documents of a text; empty ones (between two "---") are left out. `file` names the text in errors. Error code
// "InvalidYaml", origin "file:line".
Result<std::vector<Node>> parse_yaml(std::string_view text, const std::string& file);

}  // namespace nlbsim::scenarios
