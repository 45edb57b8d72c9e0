// The floors of the house and what each room may use, as a table, and the check that reads every file against it.
//
// CMake's link visibility does not stop a wrong #include under one include root; this does. The rules:
//   floors    a file includes only its own folder and those below it (engine and the two fakes never meet)
//   rooms     inside engine/ a room includes only the rooms that the table allows it: no two need each other
//   homes     a costly or dangerous library is included only where it lives: sockets in api/http and sim/wall, the YAML
//             library in api/yaml, the command line in cli, ...
//   bans      clocks, threads, random sources, distributions, std::regex and unordered containers stay out, because
//             the same run must give the same bytes on every machine
//   size      no file has more than 600 lines
// The places that a rule excuses stand beside it, each for a reason.
#pragma once

#include <vector>

#include "cmake/checks/source_tree.h"

namespace nlbsim::checks {

std::vector<Finding> check_architecture(const SourceFile& file);

}  // namespace nlbsim::checks
