#include "fake_apiserver/cel/macros.h"

#include <algorithm>
#include <array>

namespace nlbsim::fake_apiserver::cel {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::Identifier;
using syntax::Macro;
using syntax::MacroKind;
using syntax::Select;

struct Shape {
  std::string_view name;
  MacroKind kind;
  std::size_t variables;
  bool condition;
  bool transform;

  std::size_t arguments() const { return variables + (condition ? 1 : 0) + (transform ? 1 : 0); }
};

constexpr std::array<Shape, 19> kShapes{{{"all", MacroKind::all, 1, true, false},
                                         {"all", MacroKind::all, 2, true, false},
                                         {"exists", MacroKind::exists, 1, true, false},
                                         {"exists", MacroKind::exists, 2, true, false},
                                         {"exists_one", MacroKind::exists_one, 1, true, false},
                                         {"exists_one", MacroKind::exists_one, 2, true, false},
                                         {"existsOne", MacroKind::exists_one, 1, true, false},
                                         {"existsOne", MacroKind::exists_one, 2, true, false},
                                         {"map", MacroKind::map, 1, false, true},
                                         {"map", MacroKind::map, 1, true, true},
                                         {"filter", MacroKind::filter, 1, true, false},
                                         {"transformList", MacroKind::transform_list, 2, false, true},
                                         {"transformList", MacroKind::transform_list, 2, true, true},
                                         {"transformMap", MacroKind::transform_map, 2, false, true},
                                         {"transformMap", MacroKind::transform_map, 2, true, true},
                                         {"transformMapEntry", MacroKind::transform_map_entry, 2, false, true},
                                         {"transformMapEntry", MacroKind::transform_map_entry, 2, true, true},
                                         {"optMap", MacroKind::opt_map, 1, false, true},
                                         {"optFlatMap", MacroKind::opt_flat_map, 1, false, true}}};

const Shape* shape_of(const Call& call) {
  const auto* found = std::ranges::find_if(kShapes, [&](const Shape& shape) {
    return shape.name == call.function && shape.arguments() == call.arguments.size();
  });
  return found == kShapes.end() ? nullptr : found;
}

void expand_has(Expression& expression, Call& call, Problems& problems) {
  auto* select = std::get_if<Select>(&call.arguments.front()->form);
  if (!select || select->optional || select->test) {
    return problems.add(call.arguments.front()->offset, "invalid argument to has() macro");
  }
  Select test = std::move(*select);
  test.test = true;
  expression.form = std::move(test);
}

}  // namespace

void expand_macro(Expression& expression, Problems& problems) {
  auto& call = std::get<Call>(expression.form);
  if (!call.target && call.function == "has" && call.arguments.size() == 1) {
    return expand_has(expression, call, problems);
  }
  const Shape* shape = call.target ? shape_of(call) : nullptr;
  if (!shape) return;
  Macro macro;
  macro.kind = shape->kind;
  macro.spelled = call.function;
  for (std::size_t i = 0; i < shape->variables; ++i) {
    const auto* name = std::get_if<Identifier>(&call.arguments[i]->form);
    if (!name || name->from_root) return problems.add(call.arguments[i]->offset, "argument must be a simple name");
    if (std::ranges::find(macro.variables, name->name) != macro.variables.end()) {
      return problems.add(call.arguments[i]->offset, "duplicate variable name: " + name->name);
    }
    macro.variables.push_back(name->name);
  }
  macro.range = std::move(call.target);
  if (shape->condition) macro.condition = std::move(call.arguments[shape->variables]);
  if (shape->transform) macro.transform = std::move(call.arguments.back());
  expression.form = std::move(macro);
}

}  // namespace nlbsim::fake_apiserver::cel
