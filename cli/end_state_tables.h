// An end state as tables for people: what each Gateway listener comes to, what AWS holds, what every condition says.
#pragma once

#include <string>
#include <vector>

#include "scenarios/record/end_state.h"
#include "scenarios/record/verdict.h"

namespace nlbsim::cli {

// Columns as wide as their widest cell, two spaces apart; the first row is the heading.
std::string table(const std::vector<std::vector<std::string>>& rows);
std::string end_state_tables(const scenarios::EndState& state, const scenarios::Verdict& verdict);

}  // namespace nlbsim::cli
