#include "fake_apiserver/cel/evaluator.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "fake_apiserver/cel/cost.h"
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::Identifier;
using syntax::ListLiteral;
using syntax::Literal;
using syntax::Macro;
using syntax::MacroKind;
using syntax::MapLiteral;
using syntax::MessageLiteral;
using syntax::Operation;
using syntax::Select;

constexpr std::size_t kMostArguments = 4;
// cel-go counts the items of a list, not what they hold. What holds more than this is charged in full.
constexpr std::uint64_t kFeltWeight = 1'000;

Value no_overload() { return Value::error("no such overload"); }

// Keys in messages stand without quotes.
std::string plain(const Value& key) {
  if (const auto text = key.as_string()) return std::string(*text);
  return key.shown();
}

std::optional<std::int64_t> whole(const Value& value) {
  if (const auto integer = value.as_integer()) return integer;
  if (const auto natural = value.as_unsigned()) {
    return *natural <= INT64_MAX ? std::optional(static_cast<std::int64_t>(*natural)) : std::nullopt;
  }
  const auto number = value.as_number();
  if (!number || std::trunc(*number) != *number || std::abs(*number) >= 0x1p63) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

class Evaluator {
 public:
  Evaluator(std::vector<Value> slots, std::uint64_t limit) : slots_(std::move(slots)), limit_(limit) {}

  Outcome run(const Expression& root) {
    Value value = of(root);
    return {std::move(value), cost_, over_};
  }

 private:
  void charge(std::uint64_t cost) {
    cost_ = saturating_add(cost_, cost);
    over_ = over_ || cost_ > limit_;
  }
  static Value stopped() { return Value::error("operation cancelled: actual cost limit exceeded"); }

  Value of(const Expression& e) {
    if (over_) return stopped();
    return std::visit([&](const auto& form) { return of(form); }, e.form);
  }

  Value of(const Literal& literal) { return literal.value; }

  Value of(const Identifier& name) {
    charge(kNameCost);
    return slots_[name.slot];
  }

  Value of(const Select& select) {
    const Value operand = of(*select.operand);
    if (operand.is_error()) return operand;
    if (!select.test) charge(kNameCost);
    if (operand.is(Kind::optional)) return select_from_optional(select, operand.as_optional());
    return selected(select, operand);
  }

  static std::optional<Value> member(const Select& select, const Value& operand) {
    return operand.field(operand.is(Kind::object) ? select.property : select.field);
  }
  static bool has_members(const Value& value) { return value.is(Kind::object) || value.is(Kind::map); }

  static Value selected(const Select& select, const Value& operand) {
    if (!has_members(operand)) return no_overload();
    std::optional<Value> found = member(select, operand);
    if (select.test) return Value::boolean(found.has_value());
    if (select.optional) return found ? Value::some(*found) : Value::none();
    return found ? *found : Value::error("no such key: " + select.field);
  }

  // A path goes on through an optional, and what is missing on it is none.
  static Value select_from_optional(const Select& select, const Value* inner) {
    if (!inner) return select.test ? Value::boolean(false) : Value::none();
    if (!has_members(*inner)) return no_overload();
    std::optional<Value> found = member(select, *inner);
    if (select.test) return Value::boolean(found.has_value());
    if (!found) return Value::none();
    return found->is(Kind::optional) ? *found : Value::some(*found);
  }

  Value of(const Call& call) {
    switch (call.operation) {
      case Operation::logical_and: return chain(call, false);
      case Operation::logical_or: return chain(call, true);
      case Operation::conditional: return conditional(call);
      case Operation::index: return index(call, false);
      case Operation::optional_index: return index(call, true);
      case Operation::alternative: return alternative(call);
      case Operation::call: break;
    }
    return apply(call);
  }

  // One operand that decides is enough, whatever became of the others.
  Value chain(const Call& call, bool deciding) {
    Value answer = Value::boolean(!deciding);
    for (const auto& operand : call.arguments) {
      Value value = of(*operand);
      if (over_) return stopped();
      const auto truth = value.as_bool();
      if (truth == deciding) return value;
      if (!truth && !answer.is_error()) answer = value.is_error() ? std::move(value) : no_overload();
    }
    return answer;
  }

  Value conditional(const Call& call) {
    Value condition = of(*call.arguments[0]);
    if (condition.is_error()) return condition;
    const auto truth = condition.as_bool();
    if (!truth) return no_overload();
    return of(*call.arguments[*truth ? 1 : 2]);
  }

  Value alternative(const Call& call) {
    Value first = of(*call.arguments[0]);
    if (first.is_error()) return first;
    if (!first.is(Kind::optional)) return no_overload();
    charge(1);
    if (first.as_optional()) return call.function == "or" ? std::move(first) : *first.as_optional();
    Value second = of(*call.arguments[1]);
    if (call.function == "or" && !second.is_error() && !second.is(Kind::optional)) return no_overload();
    return second;
  }

  Value index(const Call& call, bool optional) {
    const Value container = of(*call.arguments[0]);
    if (container.is_error()) return container;
    const Value key = of(*call.arguments[1]);
    if (key.is_error()) return key;
    charge(kNameCost);
    if (!container.is(Kind::optional)) return indexed(container, key, optional);
    if (!container.as_optional()) return Value::none();
    return indexed(*container.as_optional(), key, true);
  }

  static Value indexed(const Value& container, const Value& key, bool optional) {
    const auto found = [&](Value value) { return optional ? Value::some(std::move(value)) : value; };
    if (container.is(Kind::list)) {
      const auto at = whole(key);
      if (!at) return no_overload();
      if (*at >= 0 && static_cast<std::uint64_t>(*at) < container.count()) {
        return found(container.item(static_cast<std::size_t>(*at)));
      }
      return optional ? Value::none() : Value::error(fmt::format("index out of bounds: {}", *at));
    }
    if (!container.is(Kind::map)) return no_overload();
    if (auto value = container.find(key)) return found(std::move(*value));
    return optional ? Value::none() : Value::error("no such key: " + plain(key));
  }

  Value apply(const Call& call) {
    std::array<Value, kMostArguments> values;
    const std::size_t count = call.arguments.size();
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = of(*call.arguments[i]);
      if (over_ || values[i].is_error()) return over_ ? stopped() : std::move(values[i]);
    }
    const std::span<const Value> arguments(values.data(), count);
    const Overload* overload = fitting(call, arguments);
    if (!overload) return no_overload();
    charge(cost_of(*overload, arguments));
    return over_ ? stopped() : overload->apply(arguments);
  }

  static const Overload* fitting(const Call& call, std::span<const Value> arguments) {
    for (const auto* overloads : {&call.candidates, &call.others}) {
      for (const Overload* overload : *overloads) {
        bool fits = true;
        for (std::size_t i = 0; fits && i < arguments.size(); ++i) {
          fits = accepts(*overload->parameters[i], arguments[i]);
        }
        if (fits) return overload;
      }
    }
    return nullptr;
  }

  static std::uint64_t cost_of(const Overload& overload, std::span<const Value> arguments) {
    if (!overload.cost) return 1;
    std::array<std::uint64_t, kMostArguments> sizes{};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::uint64_t weight = overload.deep ? arguments[i].weight() : 0;
      sizes[i] = weight > kFeltWeight ? weight : size_of(arguments[i]);
    }
    return overload.cost(Sizes(sizes.data(), arguments.size()));
  }

  Value of(const ListLiteral& list) {
    charge(kListCost);
    std::vector<Value> items;
    items.reserve(list.items.size());
    for (const ListLiteral::Item& item : list.items) {
      Value value = of(*item.value);
      if (value.is_error()) return value;
      if (!item.optional) items.push_back(std::move(value));
      else if (!value.is(Kind::optional)) return no_overload();
      else if (value.as_optional()) items.push_back(*value.as_optional());
    }
    return Value::list(std::move(items));
  }

  Value of(const MapLiteral& map) {
    charge(kMapCost);
    std::vector<std::pair<Value, Value>> entries;
    entries.reserve(map.entries.size());
    for (const MapLiteral::Entry& entry : map.entries) {
      Value key = of(*entry.key);
      if (key.is_error()) return key;
      Value value = of(*entry.value);
      if (value.is_error()) return value;
      if (!entry.optional) entries.emplace_back(std::move(key), std::move(value));
      else if (!value.is(Kind::optional)) return no_overload();
      else if (value.as_optional()) entries.emplace_back(std::move(key), *value.as_optional());
    }
    return Value::map(std::move(entries));
  }

  Value of(const MessageLiteral&) { return no_overload(); }  // the checker lets none through

  // ---- macros ----

  Value of(const Macro& macro) {
    const Value range = of(*macro.range);
    if (range.is_error()) return range;
    const LoopCost cost = loop_cost(macro.kind);
    charge(cost.once);
    switch (macro.kind) {
      case MacroKind::all: return quantified(macro, range, cost, false);
      case MacroKind::exists: return quantified(macro, range, cost, true);
      case MacroKind::exists_one: return exactly_one(macro, range, cost);
      case MacroKind::map:
      case MacroKind::filter:
      case MacroKind::transform_list: return collected(macro, range, cost);
      case MacroKind::transform_map:
      case MacroKind::transform_map_entry: return mapped(macro, range, cost);
      case MacroKind::opt_map:
      case MacroKind::opt_flat_map: return on_optional(macro, range, cost);
    }
    return no_overload();
  }

  // Calls turn() for each item or key, its variables set, until it gives an answer.
  template <class Turn>
  std::optional<Value> each(const Macro& macro, const Value& range, Turn turn) {
    const bool two = macro.variables.size() == 2;
    if (range.is(Kind::list)) {
      const std::size_t count = range.count();
      for (std::size_t i = 0; i < count; ++i) {
        if (two) slots_[macro.slot] = Value::integer(static_cast<std::int64_t>(i));
        slots_[macro.slot + (two ? 1 : 0)] = range.item(i);
        if (auto answer = turn()) return answer;
        if (over_) return stopped();
      }
      return std::nullopt;
    }
    if (!range.is(Kind::map)) return no_overload();
    for (Value& key : range.keys()) {
      if (two) slots_[macro.slot + 1] = range.find(key).value_or(Value());
      slots_[macro.slot] = std::move(key);
      if (auto answer = turn()) return answer;
      if (over_) return stopped();
    }
    return std::nullopt;
  }

  Value quantified(const Macro& macro, const Value& range, const LoopCost& cost, bool deciding) {
    Value answer = Value::boolean(!deciding);
    const auto decided = each(macro, range, [&]() -> std::optional<Value> {
      charge(cost.met);
      Value value = of(*macro.condition);
      const auto truth = value.as_bool();
      if (truth == deciding) return value;
      if (!truth && !answer.is_error()) answer = value.is_error() ? std::move(value) : no_overload();
      return std::nullopt;
    });
    return decided ? *decided : answer;
  }

  // Whether the turn counts; an error value where that can't be said.
  Value met(const Macro& macro, const LoopCost& cost) {
    Value value = macro.condition ? of(*macro.condition) : Value::boolean(true);
    if (value.is_error()) return value;
    const auto truth = value.as_bool();
    if (!truth) return no_overload();
    charge(*truth ? cost.met : cost.unmet);
    return value;
  }

  Value exactly_one(const Macro& macro, const Value& range, const LoopCost& cost) {
    std::size_t count = 0;
    const auto failed = each(macro, range, [&]() -> std::optional<Value> {
      Value value = met(macro, cost);
      if (value.is_error()) return value;
      count += *value.as_bool() ? 1 : 0;
      return std::nullopt;
    });
    return failed ? *failed : Value::boolean(count == 1);
  }

  Value collected(const Macro& macro, const Value& range, const LoopCost& cost) {
    std::vector<Value> items;
    const auto failed = each(macro, range, [&]() -> std::optional<Value> {
      Value value = met(macro, cost);
      if (value.is_error()) return value;
      if (!*value.as_bool()) return std::nullopt;
      Value item = macro.transform ? of(*macro.transform) : slots_[macro.slot];
      if (item.is_error()) return item;
      items.push_back(std::move(item));
      return std::nullopt;
    });
    return failed ? *failed : Value::list(std::move(items));
  }

  Value mapped(const Macro& macro, const Value& range, const LoopCost& cost) {
    std::vector<std::pair<Value, Value>> entries;
    const auto failed = each(macro, range, [&]() -> std::optional<Value> {
      Value value = met(macro, cost);
      if (value.is_error()) return value;
      if (!*value.as_bool()) return std::nullopt;
      const Value made = of(*macro.transform);
      if (made.is_error()) return made;
      if (macro.kind == MacroKind::transform_map) {
        entries.emplace_back(slots_[macro.slot], made);
        return std::nullopt;
      }
      if (!made.is(Kind::map)) return no_overload();
      for (const Value& key : made.keys()) entries.emplace_back(key, made.find(key).value_or(Value()));
      return std::nullopt;
    });
    return failed ? *failed : Value::map_of_new(std::move(entries));
  }

  Value on_optional(const Macro& macro, const Value& range, const LoopCost& cost) {
    if (!range.is(Kind::optional)) return no_overload();
    if (!range.as_optional()) return range;
    charge(cost.met);
    slots_[macro.slot] = *range.as_optional();
    Value made = of(*macro.transform);
    if (made.is_error() || macro.kind == MacroKind::opt_map) return Value::some(std::move(made));
    return made.is(Kind::optional) ? made : no_overload();
  }

  std::vector<Value> slots_;
  std::uint64_t limit_;
  std::uint64_t cost_ = 0;
  bool over_ = false;
};

}  // namespace

Outcome evaluate(const Expression& root, std::vector<Value> slots, std::uint64_t cost_limit) {
  return Evaluator(std::move(slots), cost_limit).run(root);
}

}  // namespace nlbsim::fake_apiserver::cel
