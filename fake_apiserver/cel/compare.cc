#include "fake_apiserver/cel/compare.h"

#include <algorithm>
#include <cmath>

namespace nlbsim::fake_apiserver::cel {
namespace {

std::partial_ordering reversed(std::partial_ordering order) { return 0 <=> order; }

template <class Integer>
std::partial_ordering compare_exactly(Integer a, double b) {
  constexpr bool is_signed = std::is_signed_v<Integer>;
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= (is_signed ? 0x1p63 : 0x1p64)) return std::partial_ordering::less;
  if (b < (is_signed ? -0x1p63 : 0.0)) return std::partial_ordering::greater;
  const double whole = std::trunc(b);
  const auto floor = static_cast<Integer>(whole);
  if (a != floor) return a <=> floor;
  return 0.0 <=> b - whole;
}

bool lists_equal(const Value& a, const Value& b) {
  if (a.count() != b.count()) return false;
  const std::vector<Value> left = a.items();
  const std::vector<Value> right = b.items();
  const Type* type = a.declared_type();
  if (!type || !type->is(Kind::list) || type->semantics() == ListSemantics::atomic) {
    return std::ranges::equal(left, right, are_equal);
  }
  // Items of a set or map are unique, so one direction is enough.
  return std::ranges::all_of(left, [&](const Value& item) {
    return std::ranges::any_of(right, [&](const Value& other) { return are_equal(item, other); });
  });
}

bool maps_equal(const Value& a, const Value& b) {
  if (a.count() != b.count()) return false;
  return std::ranges::all_of(a.keys(), [&](const Value& key) {
    const auto left = a.find(key);
    const auto right = b.find(key);
    return left && right && are_equal(*left, *right);
  });
}

bool optionals_equal(const Value* a, const Value* b) {
  if (!a || !b) return !a && !b;
  return are_equal(*a, *b);
}

// Types with parts are one type at run time: type([1]) == type(["a"]).
bool types_equal(const Type& a, const Type& b) { return a.kind() == b.kind() && a.name() == b.name(); }

int key_rank(const Value& value) {
  if (value.as_bool()) return 0;
  return is_numeric(value) ? 1 : 2;
}

bool is_associative(Kind kind) { return kind == Kind::map || kind == Kind::object; }

}  // namespace

bool is_numeric(const Value& value) {
  return value.is(Kind::integer) || value.is(Kind::unsigned_integer) || value.is(Kind::number);
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (const auto x = a.as_number()) {
    const auto y = b.as_number();
    return y ? *x <=> *y : reversed(compare_numbers(b, a));
  }
  if (const auto x = a.as_integer()) {
    if (const auto y = b.as_integer()) return *x <=> *y;
    if (const auto y = b.as_number()) return compare_exactly(*x, *y);
    if (*x < 0) return std::partial_ordering::less;
    return static_cast<std::uint64_t>(*x) <=> *b.as_unsigned();
  }
  if (const auto y = b.as_unsigned()) return *a.as_unsigned() <=> *y;
  if (const auto y = b.as_number()) return compare_exactly(*a.as_unsigned(), *y);
  return reversed(compare_numbers(b, a));
}

bool are_equal(const Value& a, const Value& b) {
  if (a.is_error() || b.is_error()) return false;
  if (is_numeric(a) && is_numeric(b)) return compare_numbers(a, b) == 0;
  if (is_associative(a.kind()) && is_associative(b.kind())) return maps_equal(a, b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::null: return true;
    case Kind::list: return lists_equal(a, b);
    case Kind::optional: return optionals_equal(a.as_optional(), b.as_optional());
    case Kind::type: return types_equal(*a.as_type(), *b.as_type());
    default: break;
  }
  if (const auto opaque = a.as_opaque()) return opaque->equals(*b.as_opaque());
  return compare(a, b) == 0;
}

std::partial_ordering compare(const Value& a, const Value& b) {
  if (is_numeric(a) && is_numeric(b)) return compare_numbers(a, b);
  if (a.is_error() || b.is_error() || a.kind() != b.kind()) return std::partial_ordering::unordered;
  switch (a.kind()) {
    case Kind::boolean: return *a.as_bool() <=> *b.as_bool();
    case Kind::string: return *a.as_string() <=> *b.as_string();
    case Kind::bytes: return *a.as_bytes() <=> *b.as_bytes();
    case Kind::timestamp: return *a.as_timestamp() <=> *b.as_timestamp();
    case Kind::duration: return *a.as_duration() <=> *b.as_duration();
    default: return std::partial_ordering::unordered;
  }
}

bool is_key(const Value& value) { return value.as_bool() || is_numeric(value) || value.as_string(); }

bool key_before(const Value& a, const Value& b) {
  const int left = key_rank(a);
  const int right = key_rank(b);
  if (left != right) return left < right;
  return compare(a, b) < 0;
}

}  // namespace nlbsim::fake_apiserver::cel
