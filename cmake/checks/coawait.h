// Finds what g++ 12.2 miscompiles: temporaries made by braces, by a lambda or by a conditional expression inside the
// full-expression of a co_await are destroyed twice. The rule is stricter than the bug (some braces are harmless), so
// that nobody has to tell the cases apart: name the value first, then co_await what takes it.
//
// It reads text, not a syntax tree, so that it takes milliseconds and checks code of every preset. Its limits: an
// aggregate made with parentheses (C++20) looks like any call and is not seen, nor is anything that a macro expands to;
// braces before the co_await, in the same expression and followed by *, &, ( or ++, are taken for a statement of their
// own.
#pragma once

#include <vector>

#include "cmake/checks/source_tree.h"

namespace nlbsim::checks {

std::vector<Finding> check_coawait(const SourceFile& file);

}  // namespace nlbsim::checks
