// What can be said of literal arguments before evaluation: durations, timestamps and patterns that can't be read.
#pragma once

#include "fake_apiserver/cel/problems.h"
#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

// Of a tree that is checked. Patterns that can be read are compiled into it.
void check_literals(syntax::Expression& root, Problems& problems);

}  // namespace nlbsim::fake_apiserver::cel
