#include "fake_apiserver/cel/cost.h"

#include <algorithm>
#include <optional>
#include <vector>

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

constexpr std::uint64_t kMaxRequest = 3 * 1024 * 1024;

std::uint64_t least_bytes(const Type& type) {
  switch (type.kind()) {
    case Kind::boolean: return 4;
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::number: return 1;
    case Kind::object: {
      std::uint64_t sum = 2;
      for (const auto& [name, field] : type.fields()) {
        if (field.required) sum += name.size() + 4 + least_bytes(*field.type);
      }
      return sum;
    }
    default: return 2;
  }
}

// What is known of a part: its cost with all below, its size, the sizes of what it holds.
struct Extent {
  std::uint64_t cost = 0;
  std::uint64_t size = 1;
  std::optional<std::uint64_t> part_size = std::nullopt;
};

std::uint64_t part_size(const Extent& extent, const Type& type) {
  if (extent.part_size) return *extent.part_size;
  return type.is(Kind::list) || type.is(Kind::map) ? max_size_of(*type.parts().back()) : kUnbounded;
}

class Estimator {
 public:
  explicit Estimator(std::size_t slots) : sizes_(slots) {}

  Extent of(const Expression& e) {
    return std::visit([&](const auto& form) { return of(e, form); }, e.form);
  }

 private:
  Extent of(const Expression& e, const Literal& literal) {
    return {0, e.type->is(Kind::type) ? 1 : size_of(literal.value)};
  }
  Extent of(const Expression& e, const Identifier& name) {
    return {kNameCost, sizes_[name.slot].value_or(max_size_of(*e.type))};
  }
  Extent of(const Expression& e, const Select& select) {
    const Extent operand = of(*select.operand);
    if (select.test) return {operand.cost, 1};
    return {saturating_add(operand.cost, kNameCost), max_size_of(*e.type)};
  }

  Extent of(const Expression& e, const Call& call) {
    if (call.operation == Operation::conditional) return conditional(call);
    std::vector<Extent> arguments;
    std::uint64_t cost = 0;
    for (const auto& argument : call.arguments) {
      arguments.push_back(of(*argument));
      cost = saturating_add(cost, arguments.back().cost);
    }
    if (call.operation == Operation::logical_and || call.operation == Operation::logical_or) return {cost, 1};
    if (call.operation == Operation::index || call.operation == Operation::optional_index) {
      return {saturating_add(cost, kNameCost), part_size(arguments[0], *call.arguments[0]->type)};
    }
    return called(e, call, arguments, cost);
  }

  // Only the dearer branch is evaluated.
  Extent conditional(const Call& call) {
    const Extent condition = of(*call.arguments[0]);
    const Extent then = of(*call.arguments[1]);
    const Extent otherwise = of(*call.arguments[2]);
    Extent out{saturating_add(condition.cost, std::max(then.cost, otherwise.cost)),
               std::max(then.size, otherwise.size)};
    if (then.part_size && otherwise.part_size) out.part_size = std::max(*then.part_size, *otherwise.part_size);
    return out;
  }

  Extent called(const Expression& e, const Call& call, const std::vector<Extent>& arguments, std::uint64_t cost) {
    std::vector<std::uint64_t> sizes;
    for (const Extent& argument : arguments) sizes.push_back(argument.size);
    std::uint64_t dearest = 0, largest = 0;
    for (const Overload* overload : call.candidates) {
      dearest = std::max(dearest, overload->cost ? overload->cost(sizes) : 1);
      largest = std::max(largest, overload->result_size ? overload->result_size(sizes) : max_size_of(*e.type));
    }
    Extent out{saturating_add(cost, dearest), largest};
    // What is cut out of a text is no longer than it; a sum of lists holds what they held.
    if (e.type->is(Kind::list) && !arguments.empty()) {
      out.part_size = call.arguments[0]->type->is(Kind::string) ? arguments[0].size
                                                                : part_size(arguments[0], *call.arguments[0]->type);
      if (call.function == "_+_") {
        out.part_size = std::max(*out.part_size, part_size(arguments[1], *call.arguments[1]->type));
      }
    }
    return out;
  }

  Extent of(const Expression&, const ListLiteral& list) {
    Extent out{kListCost, list.items.size(), 0};
    for (const ListLiteral::Item& item : list.items) add_part(out, of(*item.value));
    return out;
  }
  Extent of(const Expression&, const MapLiteral& map) {
    Extent out{kMapCost, map.entries.size(), 0};
    for (const MapLiteral::Entry& entry : map.entries) {
      out.cost = saturating_add(out.cost, of(*entry.key).cost);
      add_part(out, of(*entry.value));
    }
    return out;
  }
  static void add_part(Extent& out, const Extent& part) {
    out.cost = saturating_add(out.cost, part.cost);
    out.part_size = std::max(*out.part_size, part.size);
  }
  Extent of(const Expression&, const MessageLiteral&) { return {}; }  // never checked

  Extent of(const Expression&, const Macro& macro) {
    const Extent range = of(*macro.range);
    const Type& type = *macro.range->type;
    const bool optional = macro.kind == MacroKind::opt_map || macro.kind == MacroKind::opt_flat_map;
    const std::uint64_t turns = optional ? 1 : range.size;
    const std::uint64_t value_size = optional ? max_size_of(*type.parts().back()) : part_size(range, type);
    const std::uint64_t key_size = type.is(Kind::map) ? max_size_of(*type.key()) : 1;
    const bool over_map = type.is(Kind::map);
    if (macro.variables.size() == 2) {
      sizes_[macro.slot] = key_size;
      sizes_[macro.slot + 1] = value_size;
    } else {
      sizes_[macro.slot] = over_map ? key_size : value_size;
    }
    const LoopCost loop = loop_cost(macro.kind);
    std::uint64_t turn = std::max(loop.met, loop.unmet);
    if (macro.condition) turn = saturating_add(turn, of(*macro.condition).cost);
    Extent out{0, 1};
    if (macro.transform) {
      const Extent transform = of(*macro.transform);
      turn = saturating_add(turn, transform.cost);
      out.part_size = transform.size;
    } else if (macro.kind == MacroKind::filter) {
      out.part_size = over_map ? key_size : value_size;
    }
    if (macro.transform || macro.kind == MacroKind::filter) out.size = turns;
    out.cost = saturating_add(saturating_add(range.cost, loop.once), saturating_multiply(turns, turn));
    return out;
  }

  std::vector<std::optional<std::uint64_t>> sizes_;  // of the variables of macros
};

}  // namespace

std::uint64_t max_size_of(const Type& type) {
  if (type.max_size()) return *type.max_size();
  switch (type.kind()) {
    case Kind::string:
    case Kind::bytes: return kMaxRequest - 2;
    case Kind::list: return (kMaxRequest - 2) / (least_bytes(*type.element()) + 1);
    case Kind::map: return (kMaxRequest - 2) / (least_bytes(*type.value()) + 6);
    case Kind::ip:
    case Kind::cidr: return 16;
    case Kind::dyn: return kUnbounded;
    default: return 1;
  }
}

LoopCost loop_cost(MacroKind kind) {
  switch (kind) {
    case MacroKind::all: return {1, 3, 3};
    case MacroKind::exists: return {1, 4, 4};
    case MacroKind::exists_one: return {2, 2, 1};
    case MacroKind::map:
    case MacroKind::transform_list: return {1 + kListCost, 2 + kListCost, 1};
    case MacroKind::filter: return {1 + kListCost, 3 + kListCost, 1};
    case MacroKind::transform_map:
    case MacroKind::transform_map_entry: return {1 + kMapCost, 3, 1};
    case MacroKind::opt_map:
    case MacroKind::opt_flat_map: return {2, 2, 0};
  }
  return {0, 0, 0};
}

std::uint64_t estimate_cost(Expression& root, std::size_t slots) { return Estimator(slots).of(root).cost; }

}  // namespace nlbsim::fake_apiserver::cel
