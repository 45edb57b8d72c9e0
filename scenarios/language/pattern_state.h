// The inside of a Pattern, for the compiler (pattern_compile.cc) and the matcher (pattern.cc) alone.
#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <optional>
#include <variant>

#include "scenarios/language/pattern.h"

namespace nlbsim::scenarios {

// A bound of an ordered comparison. Durations are nanoseconds.
struct Bound {
  std::int64_t value = 0;
  bool duration = false;
};

struct AbsentOperator {
  bool absent = true;
};
struct ExactOperator {
  Json value;
};
struct LengthOperator {
  Pattern length;
};
enum class Quantifier : std::uint8_t { all, any, none };
struct QuantifierOperator {
  Quantifier quantifier;
  std::vector<Pattern> patterns;
};
struct RegexOperator {
  std::shared_ptr<const re2::RE2> regex;
};
struct RangeOperator {
  std::optional<Bound> low, high;
  bool low_included = true;
  bool high_included = true;
};
struct RefOperator {
  std::string name;
};
using Operator = std::variant<AbsentOperator, ExactOperator, LengthOperator, QuantifierOperator, RegexOperator,
                              RangeOperator, RefOperator>;

struct AnythingShape {};
struct LiteralShape {
  Json value;
};
struct TemplateShape {
  Template text;
};
struct MapShape {
  std::vector<std::pair<std::string, Pattern>> members;
};
struct ListShape {
  std::vector<Pattern> items;
};
struct OperatorShape {
  std::vector<std::pair<std::string, Operator>> operators;  // as written: "$len: 3"
};

struct Pattern::State {
  std::variant<AnythingShape, LiteralShape, TemplateShape, MapShape, ListShape, OperatorShape> shape;
  std::string text;
};

}  // namespace nlbsim::scenarios
