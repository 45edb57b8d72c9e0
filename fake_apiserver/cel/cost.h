// What an expression may cost at most, from the sizes that the types of its variables promise.
//
// The model is that of cel-go with Kubernetes' figures: one for each name and each step of a path, ten for a list,
// thirty for a map, a tenth for each character looked at; loops cost their body times the size of what they go over.
// Loops are counted as the expansions of the macros that they are in cel-go.
#pragma once

#include <cstdint>

#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel {

// Of a tree that is checked, with `slots` variables. Saturates.
std::uint64_t estimate_cost(syntax::Expression& root, std::size_t slots);

// The least bytes that a value takes in a document, and the most characters, items or entries one can have, where the
// type does not say: a request has at most 3 MiB.
std::uint64_t max_size_of(const Type& type);

constexpr std::uint64_t kNameCost = 1;
constexpr std::uint64_t kListCost = 10;
constexpr std::uint64_t kMapCost = 30;

// A macro's own part of the cost: before the loop, and for each turn where the condition was met, and where not.
struct LoopCost {
  std::uint64_t once;
  std::uint64_t met;
  std::uint64_t unmet;
};
LoopCost loop_cost(syntax::MacroKind kind);

}  // namespace nlbsim::fake_apiserver::cel
