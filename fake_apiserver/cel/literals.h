// Values of the literals of the source text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fake_apiserver/cel/lexer.h"
#include "fake_apiserver/cel/value.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver::cel {

// Of a number, string or bytes token; a number may have a minus before it. The error's message is for Problems.
sim::Result<Value> literal_value(const Token& token, bool negative);

}  // namespace nlbsim::fake_apiserver::cel
