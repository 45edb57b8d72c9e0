#include "fake_apiserver/cel/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/unify.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::ExpressionRef;
using syntax::Identifier;
using syntax::ListLiteral;
using syntax::Literal;
using syntax::Macro;
using syntax::MacroKind;
using syntax::MapLiteral;
using syntax::MessageLiteral;
using syntax::Operation;
using syntax::Select;

// Names that are types where nothing else has them.
const TypeRef* type_named(std::string_view name) {
  static const std::map<std::string, TypeRef, std::less<>> types{{"bool", Type::boolean()},
                                                                 {"int", Type::integer()},
                                                                 {"uint", Type::unsigned_integer()},
                                                                 {"double", Type::number()},
                                                                 {"string", Type::string()},
                                                                 {"bytes", Type::bytes()},
                                                                 {"null_type", Type::null()},
                                                                 {"list", Type::list(Type::dyn())},
                                                                 {"map", Type::map(Type::dyn(), Type::dyn())},
                                                                 {"type", Type::type_of(Type::dyn())},
                                                                 {"optional_type", Type::optional(Type::dyn())},
                                                                 {"google.protobuf.Timestamp", Type::timestamp()},
                                                                 {"google.protobuf.Duration", Type::duration()},
                                                                 {"kubernetes.URL", Type::url()},
                                                                 {"kubernetes.Quantity", Type::quantity()},
                                                                 {"kubernetes.NamedFormat", Type::format()},
                                                                 {"net.IP", Type::ip()},
                                                                 {"net.CIDR", Type::cidr()}};
  const auto found = types.find(name);
  return found == types.end() ? nullptr : &found->second;
}

// "a.b.c" of identifiers and plain selections, else nothing.
std::optional<std::string> qualified_name(const Expression& expression) {
  if (const auto* name = std::get_if<Identifier>(&expression.form)) return name->name;
  const auto* select = std::get_if<Select>(&expression.form);
  if (!select || select->optional || select->test) return std::nullopt;
  const auto operand = qualified_name(*select->operand);
  return operand ? std::optional(*operand + "." + select->field) : std::nullopt;
}

const TypeRef& unwrapped(const TypeRef& type) { return type->is(Kind::optional) ? type->element() : type; }

class Checker {
 public:
  Checker(const Environment& environment, Problems& problems) : environment_(environment), problems_(problems) {}

  Checked run(Expression& root) {
    check(root);
    finish(root);
    return std::move(checked_);
  }

 private:
  struct Local {
    std::string name;
    TypeRef type;
    std::size_t slot;
  };

  // What is wrong is told once: the type of a wrong expression fits everywhere.
  TypeRef refuse(std::size_t offset, std::string message) {
    problems_.add(offset, std::move(message));
    return Type::dyn();
  }
  TypeRef undeclared(std::size_t offset, std::string_view name) {
    return refuse(offset, fmt::format("undeclared reference to '{}' (in container '')", name));
  }
  std::string shown(const TypeRef& type) const { return types_.settled(type)->shown(); }

  TypeRef check(Expression& e) {
    e.type = std::visit([&](auto& form) { return check(e, form); }, e.form);
    return e.type;
  }

  TypeRef check(Expression&, Literal& literal) {
    switch (literal.value.kind()) {
      case Kind::boolean: return Type::boolean();
      case Kind::integer: return Type::integer();
      case Kind::unsigned_integer: return Type::unsigned_integer();
      case Kind::number: return Type::number();
      case Kind::string: return Type::string()->bounded(size_of(literal.value));
      case Kind::bytes: return Type::bytes()->bounded(size_of(literal.value));
      case Kind::type: return Type::type_of(literal.value.as_type());
      default: return Type::null();
    }
  }

  const Local* local(const Identifier& name) const {
    if (name.from_root) return nullptr;
    const auto found =
        std::find_if(locals_.rbegin(), locals_.rend(), [&](const Local& each) { return each.name == name.name; });
    return found == locals_.rend() ? nullptr : &*found;
  }

  TypeRef check(Expression& e, Identifier& name) {
    if (const Local* found = local(name)) {
      name.slot = found->slot;
      return found->type;
    }
    if (const auto declared = environment_.variables.find(name.name); declared != environment_.variables.end()) {
      const auto [slot, added] = checked_.variables.emplace(name.name, checked_.slots);
      if (added) ++checked_.slots;
      name.slot = slot->second;
      return declared->second;
    }
    if (const TypeRef* type = type_named(name.name)) return become_type(e, *type);
    return undeclared(e.offset, name.name);
  }

  TypeRef become_type(Expression& e, const TypeRef& type) {
    e.form = Literal{Value::type(type)};
    return Type::type_of(type);
  }

  // Whether the first name of "a.b.c" is a variable, which goes before a function or type of that name.
  bool begins_with_variable(const Expression& e) const {
    if (const auto* select = std::get_if<Select>(&e.form)) return begins_with_variable(*select->operand);
    const auto* name = std::get_if<Identifier>(&e.form);
    return name && (local(*name) || environment_.variables.contains(name->name));
  }

  TypeRef check(Expression& e, Select& select) {
    const auto name = qualified_name(e);
    if (name && !begins_with_variable(e)) {
      if (const TypeRef* type = type_named(*name)) return become_type(e, *type);
    }
    const TypeRef operand = types_.resolve(check(*select.operand));
    select.property = unescape_property(select.field).value_or(select.field);
    const TypeRef field = field_type(e.offset, unwrapped(operand), select);
    if (select.test) return Type::boolean();
    if (!select.optional && !operand->is(Kind::optional)) return field;
    return Type::optional(unwrapped(field));
  }

  TypeRef field_type(std::size_t offset, const TypeRef& type, const Select& select) {
    switch (type->kind()) {
      case Kind::dyn:
      case Kind::parameter: return Type::dyn();
      case Kind::map: return type->value();
      case Kind::object: {
        const bool spellable = unescape_property(select.field).has_value();
        const Field* field = spellable ? type->field(select.property) : nullptr;
        return field ? field->type : refuse(offset, fmt::format("undefined field '{}'", select.field));
      }
      default: return refuse(offset, fmt::format("type '{}' does not support field selection", shown(type)));
    }
  }

  TypeRef check(Expression& e, Call& call) {
    if (call.operation == Operation::logical_and || call.operation == Operation::logical_or) return chain(e, call);
    bool member = false;
    if (call.target) {
      const auto name = qualified_name(*call.target);
      const std::string function = name.value_or("") + "." + call.function;
      if (name && !begins_with_variable(*call.target) && Functions::all().find(function)) {
        call.function = function;
        call.target = nullptr;
      } else {
        member = true;
        call.arguments.insert(call.arguments.begin(), std::move(call.target));
      }
    }
    std::vector<TypeRef> arguments;
    for (const ExpressionRef& argument : call.arguments) arguments.push_back(check(*argument));
    const std::string_view name = std::string_view(call.function).substr(call.function.starts_with('.') ? 1 : 0);
    const Overloads* overloads = Functions::all().find(name);
    if (!overloads) return undeclared(e.offset, call.function);
    const TypeRef result = resolve(call, *overloads, arguments, member);
    if (!result) return no_overload(e.offset, call.function, arguments, member);
    const bool optional = member && (call.function == "or" || call.function == "orValue");
    if (optional && call.operation == Operation::call) call.operation = Operation::alternative;
    return result;
  }

  TypeRef no_overload(std::size_t offset, std::string_view function, const std::vector<TypeRef>& arguments,
                      bool member) {
    std::string list;
    for (std::size_t i = member ? 1 : 0; i < arguments.size(); ++i) {
      if (!list.empty()) list += ", ";
      list += shown(arguments[i]);
    }
    const std::string target = member ? shown(arguments.front()) + "." : "";
    return refuse(offset,
                  fmt::format("found no matching overload for '{}' applied to '{}({})'", function, target, list));
  }

  // The common result of all overloads that fit, or null.
  TypeRef resolve(Call& call, const Overloads& overloads, const std::vector<TypeRef>& arguments, bool member) {
    TypeRef result;
    for (const Overload& overload : overloads) {
      if (overload.member != member || overload.parameters.size() != arguments.size()) continue;
      types_.begin_signature();
      const std::size_t before = types_.mark();
      bool fits = true;
      for (std::size_t i = 0; fits && i < arguments.size(); ++i) {
        fits = types_.assign(arguments[i], types_.instantiate(overload.parameters[i]));
      }
      if (!fits) {
        types_.roll_back(before);
        call.others.push_back(&overload);
        continue;
      }
      call.candidates.push_back(&overload);
      const TypeRef found = types_.resolve(types_.instantiate(overload.result));
      if (!result) result = found;
      else if (!result->is(Kind::dyn) && !same_type(*result, *found)) result = Type::dyn();
    }
    return result;
  }

  TypeRef chain(Expression& e, Call& call) {
    std::vector<TypeRef> operands;
    for (const ExpressionRef& operand : call.arguments) operands.push_back(check(*operand));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      if (types_.assign(operands[i], Type::boolean())) continue;
      // As the pair in which it stands.
      const std::vector<TypeRef> pair = i == 0 ? std::vector{operands[0], operands[1]}
                                               : std::vector{i == 1 ? operands[0] : Type::boolean(), operands[i]};
      return no_overload(e.offset, call.function, pair, false);
    }
    return Type::boolean();
  }

  // All elements of a list or map are of one type, dyn aside.
  TypeRef joined(const TypeRef& so_far, const TypeRef& next, std::size_t offset) {
    if (!so_far) return next;
    if (types_.assign(so_far, next)) return most_general(types_.resolve(so_far), types_.resolve(next));
    return refuse(offset, fmt::format("expected type '{}' but found '{}'", shown(so_far), shown(next)));
  }

  TypeRef element(Expression& e, bool optional) {
    const TypeRef type = check(e);
    if (!optional) return type;
    const TypeRef wanted = Type::optional(types_.fresh());
    if (types_.assign(type, wanted)) return types_.resolve(wanted->element());
    return refuse(e.offset,
                  fmt::format("expected type '{}' but found '{}'", Type::optional(type)->shown(), shown(type)));
  }

  TypeRef check(Expression&, ListLiteral& list) {
    TypeRef type;
    for (ListLiteral::Item& item : list.items) {
      const TypeRef next = element(*item.value, item.optional);
      type = joined(type, next, item.value->offset);
    }
    return Type::list(type ? type : types_.fresh())->bounded(list.items.size());
  }

  TypeRef check(Expression&, MapLiteral& map) {
    TypeRef key, value;
    for (MapLiteral::Entry& entry : map.entries) {
      const TypeRef next_key = check(*entry.key);
      key = joined(key, next_key, entry.key->offset);
      const TypeRef next_value = element(*entry.value, entry.optional);
      value = joined(value, next_value, entry.value->offset);
    }
    if (!key) key = types_.fresh();
    if (!value) value = types_.fresh();
    return Type::map(key, value)->bounded(map.entries.size());
  }

  TypeRef check(Expression& e, MessageLiteral& message) { return undeclared(e.offset, message.name); }

  TypeRef check(Expression& e, Macro& macro) {
    const TypeRef range = types_.resolve(check(*macro.range));
    const std::vector<TypeRef> variables = variable_types(e, macro, range);
    macro.slot = checked_.slots;
    checked_.slots += variables.size();
    for (std::size_t i = 0; i < variables.size(); ++i) {
      locals_.push_back({macro.variables[i], variables[i], macro.slot + i});
    }
    const TypeRef condition = macro.condition ? check(*macro.condition) : nullptr;
    const TypeRef transform = macro.transform ? check(*macro.transform) : nullptr;
    locals_.resize(locals_.size() - variables.size());
    const TypeRef result = result_type(e, macro, range, transform);
    if (!condition || types_.assign(condition, Type::boolean())) return result;
    return wrong_condition(e.offset, macro, condition, result);
  }

  // In the terms of the loop that the macro stands for.
  TypeRef wrong_condition(std::size_t offset, const Macro& macro, const TypeRef& condition, const TypeRef& result) {
    if (macro.kind == MacroKind::all) return no_overload(offset, "_&&_", {Type::boolean(), condition}, false);
    if (macro.kind == MacroKind::exists) return no_overload(offset, "_||_", {Type::boolean(), condition}, false);
    const TypeRef sum = macro.kind == MacroKind::exists_one ? Type::integer() : result;
    return no_overload(offset, "_?_:_", {condition, sum, sum}, false);
  }

  std::vector<TypeRef> variable_types(Expression& e, const Macro& macro, const TypeRef& range) {
    const bool two = macro.variables.size() == 2;
    if (macro.kind == MacroKind::opt_map || macro.kind == MacroKind::opt_flat_map) {
      const TypeRef optional = Type::optional(types_.fresh());
      if (!types_.assign(range, optional)) no_overload(e.offset, "hasValue", {range}, true);
      return {types_.resolve(optional->element())};
    }
    switch (range->kind()) {
      case Kind::list: return two ? std::vector{Type::integer(), range->element()} : std::vector{range->element()};
      case Kind::map: return two ? std::vector{range->key(), range->value()} : std::vector{range->key()};
      case Kind::dyn:
      case Kind::parameter: break;
      default:
        refuse(macro.range->offset,
               fmt::format("expression of type '{}' cannot be range of a comprehension (must be list, map, or dynamic)",
                           shown(range)));
    }
    return std::vector<TypeRef>(macro.variables.size(), Type::dyn());
  }

  TypeRef result_type(Expression& e, const Macro& macro, const TypeRef& range, const TypeRef& transform) {
    switch (macro.kind) {
      case MacroKind::all:
      case MacroKind::exists:
      case MacroKind::exists_one: return Type::boolean();
      case MacroKind::map:
      case MacroKind::transform_list: return Type::list(transform);
      case MacroKind::filter:
        if (range->is(Kind::list)) return Type::list(range->element());
        return Type::list(range->is(Kind::map) ? range->key() : Type::dyn());
      case MacroKind::transform_map:
        return Type::map(range->is(Kind::map)    ? range->key()
                         : range->is(Kind::list) ? Type::integer()
                                                 : Type::dyn(),
                         transform);
      case MacroKind::transform_map_entry: {
        const TypeRef wanted = Type::map(types_.fresh(), types_.fresh());
        if (types_.assign(transform, wanted)) return types_.resolve(wanted);
        return no_overload(e.offset, "cel.@mapInsert", {wanted, transform}, false);
      }
      case MacroKind::opt_map: return Type::optional(transform);
      case MacroKind::opt_flat_map: {
        const TypeRef wanted = Type::optional(types_.fresh());
        if (types_.assign(transform, wanted)) return types_.resolve(wanted);
        return no_overload(e.offset, "_?_:_", {Type::boolean(), transform, wanted}, false);
      }
    }
    return Type::dyn();
  }

  // Every node's type with what became known after it was looked at.
  void finish(Expression& e) {
    e.type = types_.settled(e.type ? e.type : Type::dyn());
    syntax::for_each_part(e, [&](Expression& part) { finish(part); });
  }

  const Environment& environment_;
  Problems& problems_;
  Checked checked_;
  Substitution types_;
  std::vector<Local> locals_;
};

}  // namespace

Checked check(syntax::Expression& root, const Environment& environment, Problems& problems) {
  return Checker(environment, problems).run(root);
}

}  // namespace nlbsim::fake_apiserver::cel
