// Kubernetes' list library: isSorted, sum, min, max, indexOf and lastIndexOf.
#include <array>
#include <optional>

#include "fake_apiserver/cel/compare.h"
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value no_overload() { return Value::error("no such overload"); }

// The first error or the first pair that has no order stops a walk over a list.
template <class Visit>
Value walk(const std::vector<Value>& items, Value answer, Visit visit) {
  for (const Value& item : items) {
    if (item.is_error()) return item;
    if (auto stop = visit(answer, item)) return *stop;
  }
  return answer;
}

Value is_sorted(Arguments a) {
  const std::vector<Value> items = a[0].items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].is_error()) return items[i];
    if (i == 0) continue;
    const auto order = compare(items[i - 1], items[i]);
    if (order == std::partial_ordering::unordered && items[i].kind() != Kind::number) return no_overload();
    if (order > 0) return Value::boolean(false);
  }
  return Value::boolean(true);
}

Value plus(const Value& a, const Value& b) {
  const std::array<Value, 2> pair{a, b};
  for (const Overload& overload : *Functions::all().find("_+_")) {
    if (accepts(*overload.parameters[0], a) && accepts(*overload.parameters[1], b)) return overload.apply(pair);
  }
  return no_overload();
}

template <class Zero>
Value sum_from(Arguments a, Zero zero) {
  const std::vector<Value> items = a[0].items();
  if (items.empty()) return zero;
  Value sum = items.front();
  for (std::size_t i = 1; i < items.size() && !sum.is_error(); ++i) {
    sum = items[i].is_error() ? items[i] : plus(sum, items[i]);
  }
  return sum;
}

template <bool greatest>
Value extreme(Arguments a) {
  const std::vector<Value> items = a[0].items();
  if (items.empty()) return Value::error(greatest ? "max called on empty list" : "min called on empty list");
  return walk(items, items.front(), [](Value& best, const Value& item) -> std::optional<Value> {
    const auto order = compare(item, best);
    if (order == std::partial_ordering::unordered && item.kind() != Kind::number) return no_overload();
    if (greatest ? order > 0 : order < 0) best = item;
    return std::nullopt;
  });
}

template <bool last>
Value index_in(Arguments a) {
  const std::vector<Value> items = a[0].items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t at = last ? items.size() - 1 - i : i;
    if (items[at].is_error()) return items[at];
    if (are_equal(items[at], a[1])) return Value::integer(static_cast<std::int64_t>(at));
  }
  return Value::integer(-1);
}

}  // namespace

void add_list_functions(Functions& f) {
  const TypeRef any = Type::parameter("T");
  for (const TypeRef& item : {Type::integer(), Type::unsigned_integer(), Type::number(), Type::boolean(),
                              Type::duration(), Type::timestamp(), Type::string(), Type::bytes()}) {
    const TypeRef list = Type::list(item);
    f.member("isSorted",
             {.parameters = {list}, .result = Type::boolean(), .apply = is_sorted, .cost = costs::each, .deep = true});
    f.member("min", {.parameters = {list}, .result = item, .apply = extreme<false>, .cost = costs::each, .deep = true});
    f.member("max", {.parameters = {list}, .result = item, .apply = extreme<true>, .cost = costs::each, .deep = true});
  }
  const auto sum = [&](const TypeRef& item, Apply apply) {
    f.member("sum", {.parameters = {Type::list(item)}, .result = item, .apply = apply, .cost = costs::each});
  };
  sum(Type::integer(), [](Arguments a) { return sum_from(a, Value::integer(0)); });
  sum(Type::unsigned_integer(), [](Arguments a) { return sum_from(a, Value::unsigned_integer(0)); });
  sum(Type::number(), [](Arguments a) { return sum_from(a, Value::number(0)); });
  sum(Type::duration(), [](Arguments a) { return sum_from(a, Value::duration({})); });
  f.member("indexOf", {.parameters = {Type::list(any), any},
                       .result = Type::integer(),
                       .apply = index_in<false>,
                       .cost = costs::each,
                       .deep = true});
  f.member("lastIndexOf", {.parameters = {Type::list(any), any},
                           .result = Type::integer(),
                           .apply = index_in<true>,
                           .cost = costs::each,
                           .deep = true});
}

}  // namespace nlbsim::fake_apiserver::cel
