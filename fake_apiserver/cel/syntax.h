// The syntax tree of an expression. The parser builds it, the checker writes types, slots and overloads into it, and
// after that nobody changes it.
//
// Macros stay what they are instead of being expanded into loops: printing gives back what was written, and evaluating
// them needs no accumulator. Chains of && and || are one node with all their operands, so that a long one is not deep.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fake_apiserver/cel/type.h"
#include "fake_apiserver/cel/value.h"

namespace nlbsim::fake_apiserver::cel {
struct Overload;
}

namespace nlbsim::fake_apiserver::cel::syntax {

struct Expression;
using ExpressionRef = std::unique_ptr<Expression>;

struct Literal {
  Value value;  // a scalar; after checking also a type
};

struct Identifier {
  std::string name;
  bool from_root = false;  // `.name`
  std::size_t slot = 0;    // where evaluation finds it
};

struct Select {
  ExpressionRef operand;
  std::string field;
  bool optional = false;      // `a.?b`
  bool test = false;          // has(a.b)
  std::string property = {};  // after checking: the field of an object that this spelling means
};

// What is not simply "evaluate the arguments, then call".
enum class Operation : std::uint8_t {
  call,
  logical_and,
  logical_or,
  conditional,
  index,
  optional_index,
  alternative  // or and orValue of an optional; known after checking
};

// Operators are calls under the names that messages give them: "_+_", "!_", "@in".
struct Call {
  std::string function;
  ExpressionRef target;  // of a member call, until it is checked; then it is the first argument
  std::vector<ExpressionRef> arguments;
  Operation operation = Operation::call;
  std::vector<const Overload*> candidates;   // what the static types leave possible
  std::vector<const Overload*> others = {};  // what else is called so, in the same way, for values typed dyn
};

struct ListLiteral {
  struct Item {
    ExpressionRef value;
    bool optional = false;  // `[?a]`
  };
  std::vector<Item> items;
};

struct MapLiteral {
  struct Entry {
    ExpressionRef key;
    ExpressionRef value;
    bool optional = false;  // `{?k: v}`
  };
  std::vector<Entry> entries;
};

// `Name{field: value}`: parsed, and refused by the checker, for Kubernetes declares no type that could be made so.
struct MessageLiteral {
  struct Member {
    std::string field;
    ExpressionRef value;
    bool optional = false;
  };
  std::string name;
  std::vector<Member> members;
};

enum class MacroKind : std::uint8_t {
  all,
  exists,
  exists_one,
  map,
  filter,
  transform_list,
  transform_map,
  transform_map_entry,
  opt_map,
  opt_flat_map
};

struct Macro {
  MacroKind kind = MacroKind::all;
  std::string spelled;  // existsOne and exists_one are one macro
  ExpressionRef range;
  std::vector<std::string> variables;  // one or two
  ExpressionRef condition;             // of all, exists and filter; of the others where there is one
  ExpressionRef transform;             // of map and the transforms
  std::size_t slot = 0;                // of the first variable; the second follows it
};

struct Expression {
  std::variant<Literal, Identifier, Select, Call, ListLiteral, MapLiteral, MessageLiteral, Macro> form;
  std::size_t offset = 0;    // in the source, for messages
  std::uint32_t height = 1;  // of the tree below, which is bounded
  TypeRef type;              // by the checker
};

// Calls visit(Expression&) for what stands directly below.
template <class Visit>
void for_each_part(Expression& expression, Visit visit) {
  const auto one = [&](const ExpressionRef& part) {
    if (part) visit(*part);
  };
  if (auto* select = std::get_if<Select>(&expression.form)) {
    one(select->operand);
  } else if (auto* call = std::get_if<Call>(&expression.form)) {
    one(call->target);
    for (const ExpressionRef& argument : call->arguments) one(argument);
  } else if (auto* list = std::get_if<ListLiteral>(&expression.form)) {
    for (const ListLiteral::Item& item : list->items) one(item.value);
  } else if (auto* map = std::get_if<MapLiteral>(&expression.form)) {
    for (const MapLiteral::Entry& entry : map->entries) {
      one(entry.key);
      one(entry.value);
    }
  } else if (auto* message = std::get_if<MessageLiteral>(&expression.form)) {
    for (const MessageLiteral::Member& member : message->members) one(member.value);
  } else if (auto* macro = std::get_if<Macro>(&expression.form)) {
    one(macro->range);
    one(macro->condition);
    one(macro->transform);
  }
}

// As source text: parsing it gives the same tree.
std::string print(const Expression& expression);
// Whether two trees are the same before checking, offsets aside.
bool same_tree(const Expression& a, const Expression& b);

// The operator of a call: `+` of "_+_"; empty if it is a function. Higher precedence binds tighter.
struct Operator {
  std::string_view function;
  std::string_view symbol;
  int precedence;
};
const Operator* binary_operator(std::string_view function);
const Operator* operator_for_symbol(std::string_view symbol);

}  // namespace nlbsim::fake_apiserver::cel::syntax
