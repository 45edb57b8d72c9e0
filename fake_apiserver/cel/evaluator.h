// Evaluates a checked tree.
#pragma once

#include <cstdint>
#include <vector>

#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

struct Outcome {
  Value value;
  std::uint64_t cost = 0;
  bool over_limit = false;  // evaluation stopped there; the value means nothing
};

// `slots` holds the variables of the environment, and has room for those of macros.
Outcome evaluate(const syntax::Expression& root, std::vector<Value> slots, std::uint64_t cost_limit);

}  // namespace nlbsim::fake_apiserver::cel
