#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "fake_apiserver/cel/parser.h"
#include "fake_apiserver/cel/tests/widget.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

std::string pick(const std::vector<std::string>& from) { return *rc::gen::elementOf(from); }
int below(int limit) { return *rc::gen::inRange(0, limit); }

// A text that is an expression, mostly of the wrong types: every form of the grammar, needless parentheses included.
std::string expression(int depth);

std::string atom() {
  static const std::vector<std::string> atoms{"0",          "-1",       "7u",        "1.5",
                                              "1e30",       "0x1F",     "'a'",       "\"\\n\\\"\"",
                                              "r'\\d'",     "b'\\xff'", "true",      "null",
                                              "self",       "any",      "oldSelf",   "x",
                                              "y",          "[]",       "{}",        "int",
                                              "any.spec",   ".any",     "self.tags", "any.spec.size",
                                              "self.ports", "dyn(1)",   "dyn('a')",  "-9223372036854775808"};
  return pick(atoms);
}

std::string list_of(int depth) {
  std::string out = "[";
  for (int i = below(4); i > 0; --i) out += (below(8) == 0 ? "?" : "") + expression(depth) + (i > 1 ? ", " : "");
  return out + "]";
}

std::string map_of(int depth) {
  std::string out = "{";
  for (int i = below(3); i > 0; --i) {
    out += (below(8) == 0 ? "?" : "") + expression(depth) + ": " + expression(depth) + (i > 1 ? ", " : "");
  }
  return out + "}";
}

std::string macro_of(int depth) {
  static const std::vector<std::string> one{"all", "exists", "exists_one", "map", "filter", "optMap", "optFlatMap"};
  static const std::vector<std::string> two{"all",           "exists",       "existsOne",
                                            "transformList", "transformMap", "transformMapEntry"};
  const std::string range = "(" + expression(depth) + ").";
  if (below(3) == 0) return range + pick(two) + "(x, y, " + expression(depth) + ")";
  if (below(6) == 0) return range + "map(x, " + expression(depth) + ", " + expression(depth) + ")";
  return range + pick(one) + "(x, " + expression(depth) + ")";
}

std::string call_of(int depth) {
  static const std::vector<std::string> global{
      "size",     "int", "uint", "double", "string",   "bytes", "bool",        "type",          "dyn", "timestamp",
      "duration", "url", "ip",   "cidr",   "quantity", "isIP",  "optional.of", "strings.quote", "frob"};
  static const std::vector<std::string> member{"size",     "sum",   "min",        "max",      "isSorted",
                                               "hasValue", "value", "trim",       "getHours", "family",
                                               "masked",   "sign",  "lowerAscii", "join"};
  static const std::vector<std::string> pair{"contains", "matches", "split",      "indexOf", "substring",
                                             "charAt",   "find",    "findAll",    "format",  "or",
                                             "orValue",  "replace", "containsIP", "add"};
  switch (below(3)) {
    case 0: return pick(global) + "(" + expression(depth) + ")";
    case 1: return "(" + expression(depth) + ")." + pick(member) + "()";
    default: return "(" + expression(depth) + ")." + pick(pair) + "(" + expression(depth) + ")";
  }
}

std::string expression(int depth) {
  static const std::vector<std::string> binary{
      "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"};
  if (depth == 0) return atom();
  const int inner = depth - 1;
  switch (below(12)) {
    case 0: return expression(inner) + " " + pick(binary) + " " + expression(inner);
    case 1: return "(" + expression(inner) + ") " + pick(binary) + " (" + expression(inner) + ")";
    case 2: return (below(2) == 0 ? "!(" : "-(") + expression(inner) + ")";
    case 3: return "(" + expression(inner) + ") ? (" + expression(inner) + ") : " + expression(inner);
    case 4: return "(" + expression(inner) + ")[" + (below(4) == 0 ? "?" : "") + expression(inner) + "]";
    case 5: return "(" + expression(inner) + ")" + (below(4) == 0 ? ".?" : ".") + pick({"a", "spec", "size", "__in__"});
    case 6: return "has((" + expression(inner) + ").spec)";
    case 7: return list_of(inner);
    case 8: return map_of(inner);
    case 9: return macro_of(inner);
    case 10: return call_of(inner);
    default: return "dyn(" + expression(inner) + ")";
  }
}

RC_GTEST_PROP(CelProperties, ParsingWhatWasPrintedGivesTheSameTree, ()) {
  const std::string source = expression(*rc::gen::inRange(0, 5));
  Problems problems;
  const auto tree = parse(source, problems);
  if (!tree || !problems.empty()) RC_DISCARD("not an expression");
  const std::string printed = syntax::print(*tree);
  const auto again = parse(printed, problems);
  RC_ASSERT(again && problems.empty());
  RC_ASSERT(syntax::same_tree(*tree, *again));
  RC_ASSERT(syntax::print(*again) == printed);
}

RC_GTEST_PROP(CelProperties, EvaluationEndsWithAValueOrAnErrorAndWithinItsBudget, ()) {
  const std::string source = expression(*rc::gen::inRange(0, 5));
  const auto program = Program::compile(source, widget_environment());
  if (!program) {
    RC_ASSERT(program.error().message.starts_with("compilation failed: ERROR: <input>:"));
    return;
  }
  const auto limit = static_cast<std::uint64_t>(*rc::gen::inRange(0, 500));
  Budget budget{.per_call = limit, .remaining = 1'000'000'000};
  const auto value = (*program)->evaluate(widget_bindings(), budget);
  const std::uint64_t spent = 1'000'000'000 - budget.remaining;
  RC_ASSERT(spent <= limit || (!value && value.error().code == kCallCostExceeded));
  if (value) {
    RC_ASSERT(!value->shown().empty());
    RC_ASSERT(spent <= (*program)->estimated_cost());
  } else {
    RC_ASSERT(!value.error().message.empty());
  }
}

RC_GTEST_PROP(CelProperties, AnyTextIsTakenOrRefusedWithAPlace, ()) {
  static const std::vector<std::string> pieces{
      "(",  ")",  "[", "]",  "{",      "}",  ".",  ",", "?",  ":", "-",  "!", "+",    "&&",  "in",       "a", "1",
      "1u", "0x", "'", "\"", "\"\"\"", "\\", "r'", "b", "\n", " ", "//", "é", "\xff", "has", ".all(x, ", "@", "="};
  std::string source;
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) source += pick(pieces);
  Problems problems;
  const auto tree = parse(source, problems);
  RC_ASSERT(tree || !problems.empty());
  if (!problems.empty()) RC_ASSERT(problems.shown(source).starts_with("ERROR: <input>:"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::cel
