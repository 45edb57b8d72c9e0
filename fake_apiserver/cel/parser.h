// Source text to syntax tree.
#pragma once

#include <string_view>

#include "fake_apiserver/cel/problems.h"
#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

// What a server takes: characters of the text, and how deep its parts may nest.
constexpr std::size_t kMaxCodePoints = 100'000;
constexpr std::uint32_t kMaxNesting = 250;
// How high a tree may become without nesting: of a + b + c ..., or a.b.c ...
constexpr std::uint32_t kMaxHeight = 1'000;

// Null if the text is no expression; `problems` then says why. It may also say so of a tree that could be built.
syntax::ExpressionRef parse(std::string_view source, Problems& problems);

}  // namespace nlbsim::fake_apiserver::cel
