#include <algorithm>
#include <array>

#include "fake_apiserver/cel/syntax.h"

namespace nlbsim::fake_apiserver::cel::syntax {
namespace {

constexpr int kConditional = 0, kOr = 1, kAnd = 2, kUnary = 6, kMember = 7;

constexpr std::array<Operator, 12> kOperators{{{"_==_", "==", 3},
                                               {"_!=_", "!=", 3},
                                               {"_<_", "<", 3},
                                               {"_<=_", "<=", 3},
                                               {"_>_", ">", 3},
                                               {"_>=_", ">=", 3},
                                               {"@in", "in", 3},
                                               {"_+_", "+", 4},
                                               {"_-_", "-", 4},
                                               {"_*_", "*", 5},
                                               {"_/_", "/", 5},
                                               {"_%_", "%", 5}}};

int precedence_of(const Expression& expression) {
  const auto* call = std::get_if<Call>(&expression.form);
  if (!call || call->target) return kMember;
  if (call->operation == Operation::conditional) return kConditional;
  if (call->operation == Operation::logical_or) return kOr;
  if (call->operation == Operation::logical_and) return kAnd;
  if (call->function == "!_" || call->function == "-_") return kUnary;
  const Operator* binary = binary_operator(call->function);
  return binary ? binary->precedence : kMember;
}

std::string at_least(int precedence, const Expression& expression) {
  std::string out = print(expression);
  return precedence_of(expression) < precedence ? "(" + out + ")" : out;
}

template <class Range, class Show>
std::string joined(const Range& range, std::string_view separator, Show show) {
  std::string out;
  for (const auto& item : range) {
    if (&item != &*range.begin()) out += separator;
    out += show(item);
  }
  return out;
}

std::string arguments(const std::vector<ExpressionRef>& list) {
  return joined(list, ", ", [](const ExpressionRef& argument) { return print(*argument); });
}

// A sign before a number would become part of it, and two signs would cancel each other.
std::string signed_operand(char sign, const Expression& operand) {
  std::string out = at_least(kMember, operand);
  const bool joins = out.front() == sign || (sign == '-' && out.front() >= '0' && out.front() <= '9');
  return sign + (joins ? "(" + out + ")" : out);
}

std::string_view question(bool optional) { return optional ? "?" : ""; }

struct Printer {
  std::string operator()(const Literal& literal) const { return literal.value.shown(); }
  std::string operator()(const Identifier& name) const { return (name.from_root ? "." : "") + name.name; }
  std::string operator()(const Select& select) const {
    const std::string path =
        at_least(kMember, *select.operand) + "." + std::string(question(select.optional)) + select.field;
    return select.test ? "has(" + path + ")" : path;
  }
  std::string operator()(const Call& call) const {
    const auto& parts = call.arguments;
    switch (call.operation) {
      case Operation::conditional:
        return at_least(kOr, *parts[0]) + " ? " + at_least(kOr, *parts[1]) + " : " + print(*parts[2]);
      case Operation::logical_or:
      case Operation::logical_and: {
        const bool any = call.operation == Operation::logical_or;
        return joined(parts, any ? " || " : " && ",
                      [&](const ExpressionRef& part) { return at_least((any ? kOr : kAnd) + 1, *part); });
      }
      case Operation::index: return at_least(kMember, *parts[0]) + "[" + print(*parts[1]) + "]";
      case Operation::optional_index: return at_least(kMember, *parts[0]) + "[?" + print(*parts[1]) + "]";
      case Operation::call:
      case Operation::alternative: break;
    }
    if (call.target) return at_least(kMember, *call.target) + "." + call.function + "(" + arguments(parts) + ")";
    if (call.function == "!_" || call.function == "-_") return signed_operand(call.function.front(), *parts[0]);
    if (const Operator* binary = binary_operator(call.function)) {
      return at_least(binary->precedence, *parts[0]) + " " + std::string(binary->symbol) + " " +
             at_least(binary->precedence + 1, *parts[1]);
    }
    return call.function + "(" + arguments(parts) + ")";
  }
  std::string operator()(const ListLiteral& list) const {
    return "[" +
           joined(list.items, ", ",
                  [](const ListLiteral::Item& item) {
                    return std::string(question(item.optional)) + print(*item.value);
                  }) +
           "]";
  }
  std::string operator()(const MapLiteral& map) const {
    return "{" +
           joined(map.entries, ", ",
                  [](const MapLiteral::Entry& entry) {
                    return std::string(question(entry.optional)) + print(*entry.key) + ": " + print(*entry.value);
                  }) +
           "}";
  }
  std::string operator()(const MessageLiteral& message) const {
    return message.name + "{" +
           joined(message.members, ", ",
                  [](const MessageLiteral::Member& member) {
                    return std::string(question(member.optional)) + member.field + ": " + print(*member.value);
                  }) +
           "}";
  }
  std::string operator()(const Macro& macro) const {
    std::string out = at_least(kMember, *macro.range) + "." + macro.spelled + "(";
    out += joined(macro.variables, ", ", [](const std::string& name) { return name; });
    if (macro.condition) out += ", " + print(*macro.condition);
    if (macro.transform) out += ", " + print(*macro.transform);
    return out + ")";
  }
};

bool same(const ExpressionRef& a, const ExpressionRef& b) { return a && b ? same_tree(*a, *b) : !a && !b; }

struct Same {
  bool operator()(const Literal& a, const Literal& b) const {
    return a.value.kind() == b.value.kind() && a.value.shown() == b.value.shown();
  }
  bool operator()(const Identifier& a, const Identifier& b) const {
    return a.name == b.name && a.from_root == b.from_root;
  }
  bool operator()(const Select& a, const Select& b) const {
    return a.field == b.field && a.optional == b.optional && a.test == b.test && same(a.operand, b.operand);
  }
  bool operator()(const Call& a, const Call& b) const {
    return a.function == b.function && a.operation == b.operation && same(a.target, b.target) &&
           std::ranges::equal(a.arguments, b.arguments, same);
  }
  bool operator()(const ListLiteral& a, const ListLiteral& b) const {
    return std::ranges::equal(a.items, b.items, [](const auto& x, const auto& y) {
      return x.optional == y.optional && same(x.value, y.value);
    });
  }
  bool operator()(const MapLiteral& a, const MapLiteral& b) const {
    return std::ranges::equal(a.entries, b.entries, [](const auto& x, const auto& y) {
      return x.optional == y.optional && same(x.key, y.key) && same(x.value, y.value);
    });
  }
  bool operator()(const MessageLiteral& a, const MessageLiteral& b) const {
    return a.name == b.name && std::ranges::equal(a.members, b.members, [](const auto& x, const auto& y) {
             return x.optional == y.optional && x.field == y.field && same(x.value, y.value);
           });
  }
  bool operator()(const Macro& a, const Macro& b) const {
    return a.spelled == b.spelled && a.variables == b.variables && same(a.range, b.range) &&
           same(a.condition, b.condition) && same(a.transform, b.transform);
  }
  template <class A, class B>
  bool operator()(const A&, const B&) const {
    return false;
  }
};

}  // namespace

std::string print(const Expression& expression) { return std::visit(Printer{}, expression.form); }

bool same_tree(const Expression& a, const Expression& b) { return std::visit(Same{}, a.form, b.form); }

const Operator* binary_operator(std::string_view function) {
  const auto* found = std::ranges::find(kOperators, function, &Operator::function);
  return found == kOperators.end() ? nullptr : found;
}

const Operator* operator_for_symbol(std::string_view symbol) {
  const auto* found = std::ranges::find(kOperators, symbol, &Operator::symbol);
  return found == kOperators.end() ? nullptr : found;
}

}  // namespace nlbsim::fake_apiserver::cel::syntax
