// Lists as sets: sets.contains, sets.equivalent, sets.intersects.
#include <algorithm>

#include "fake_apiserver/cel/compare.h"
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

bool has(const std::vector<Value>& items, const Value& wanted) {
  return std::ranges::any_of(items, [&](const Value& item) { return are_equal(item, wanted); });
}

bool has_all(const std::vector<Value>& items, const std::vector<Value>& wanted) {
  return std::ranges::all_of(wanted, [&](const Value& item) { return has(items, item); });
}

Value contains(Arguments a) { return Value::boolean(has_all(a[0].items(), a[1].items())); }

Value equivalent(Arguments a) {
  const std::vector<Value> left = a[0].items();
  const std::vector<Value> right = a[1].items();
  return Value::boolean(has_all(left, right) && has_all(right, left));
}

Value intersects(Arguments a) {
  const std::vector<Value> left = a[0].items();
  return Value::boolean(std::ranges::any_of(a[1].items(), [&](const Value& item) { return has(left, item); }));
}

}  // namespace

void add_set_functions(Functions& f) {
  const TypeRef list = Type::list(Type::parameter("T"));
  const auto add = [&](std::string_view name, Apply apply) {
    f.global(
        name,
        {.parameters = {list, list}, .result = Type::boolean(), .apply = apply, .cost = costs::pairs, .deep = true});
  };
  add("sets.contains", contains);
  add("sets.equivalent", equivalent);
  add("sets.intersects", intersects);
}

}  // namespace nlbsim::fake_apiserver::cel
