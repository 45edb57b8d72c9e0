// Types of an expression: what fits, what a name means, which overloads a call may come to.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "fake_apiserver/cel/problems.h"
#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

struct Checked {
  std::map<std::string, std::size_t, std::less<>> variables;  // of the environment that are read, and their slots
  std::size_t slots = 0;                                      // with those of macros
};

// Writes types, slots and overloads into the tree. What is wrong goes to `problems`; the tree then is of no use.
Checked check(syntax::Expression& root, const Environment& environment, Problems& problems);

}  // namespace nlbsim::fake_apiserver::cel
