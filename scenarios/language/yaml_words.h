// What is wrong with a YAML text, in our words: the parser's own name its inside ("end of map not found"), not what
// somebody would have to change.
#pragma once

#include <string>
#include <string_view>

namespace nlbsim::scenarios {

// `line` is the one that the parser stopped at.
std::string yaml_complaint(std::string_view parser_message, std::string_view line);

}  // namespace nlbsim::scenarios
