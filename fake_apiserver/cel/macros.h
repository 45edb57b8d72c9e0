// Which calls are macros, and what they make of their arguments.
#pragma once

#include <string_view>

#include "fake_apiserver/cel/problems.h"
#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

// Turns a call that is a macro into what it means; leaves every other as it is.
void expand_macro(syntax::Expression& expression, Problems& problems);

}  // namespace nlbsim::fake_apiserver::cel
