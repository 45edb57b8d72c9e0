// The end state of a world as tables for a terminal.
#pragma once

#include <string>
#include <vector>

#include "scenarios/record/end_state.h"

namespace nlbsim::cli {

// Columns as wide as their widest cell, two blanks between them, no blank at line ends.
std::string table(const std::vector<std::vector<std::string>>& rows);
std::string end_state_tables(const scenarios::EndState& state);

}  // namespace nlbsim::cli
