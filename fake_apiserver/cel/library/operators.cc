// Arithmetic, comparison, membership and indexing. The logical operators are the evaluator's own.
#include <cmath>

#include "fake_apiserver/cel/compare.h"
#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value integer_overflow() { return Value::error("integer overflow"); }
Value unsigned_overflow() { return Value::error("unsigned integer overflow"); }
Value duration_overflow() { return Value::error("duration overflow"); }
Value timestamp_overflow() { return Value::error("timestamp overflow"); }

template <bool (*operation)(std::int64_t, std::int64_t, std::int64_t*)>
Value integers(Arguments a) {
  std::int64_t out = 0;
  return operation(*a[0].as_integer(), *a[1].as_integer(), &out) ? integer_overflow() : Value::integer(out);
}
template <bool (*operation)(std::uint64_t, std::uint64_t, std::uint64_t*)>
Value unsigned_integers(Arguments a) {
  std::uint64_t out = 0;
  return operation(*a[0].as_unsigned(), *a[1].as_unsigned(), &out) ? unsigned_overflow() : Value::unsigned_integer(out);
}
template <class T>
bool add_overflows(T a, T b, T* out) {
  return __builtin_add_overflow(a, b, out);
}
template <class T>
bool subtract_overflows(T a, T b, T* out) {
  return __builtin_sub_overflow(a, b, out);
}
template <class T>
bool multiply_overflows(T a, T b, T* out) {
  return __builtin_mul_overflow(a, b, out);
}

Value divide_integers(Arguments a) {
  const std::int64_t divisor = *a[1].as_integer();
  if (divisor == 0) return Value::error("division by zero");
  if (divisor == -1) return *a[0].as_integer() == INT64_MIN ? integer_overflow() : Value::integer(-*a[0].as_integer());
  return Value::integer(*a[0].as_integer() / divisor);
}
Value divide_unsigned(Arguments a) {
  if (*a[1].as_unsigned() == 0) return Value::error("division by zero");
  return Value::unsigned_integer(*a[0].as_unsigned() / *a[1].as_unsigned());
}
Value remainder_integers(Arguments a) {
  const std::int64_t divisor = *a[1].as_integer();
  if (divisor == 0) return Value::error("modulus by zero");
  if (divisor == -1) return *a[0].as_integer() == INT64_MIN ? integer_overflow() : Value::integer(0);
  return Value::integer(*a[0].as_integer() % divisor);
}
Value remainder_unsigned(Arguments a) {
  if (*a[1].as_unsigned() == 0) return Value::error("modulus by zero");
  return Value::unsigned_integer(*a[0].as_unsigned() % *a[1].as_unsigned());
}
Value negate_integer(Arguments a) {
  const std::int64_t value = *a[0].as_integer();
  return value == INT64_MIN ? integer_overflow() : Value::integer(-value);
}

Value join_strings(Arguments a) {
  return Value::string(std::string(*a[0].as_string()) + std::string(*a[1].as_string()));
}
Value join_bytes(Arguments a) { return Value::bytes(std::string(*a[0].as_bytes()) + std::string(*a[1].as_bytes())); }

bool same_keys(const Value& a, const Value& b, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    const auto left = a.field(key);
    const auto right = b.field(key);
    if (left.has_value() != right.has_value() || (left && !are_equal(*left, *right))) return false;
  }
  return true;
}

// Of a list type set: what is new goes to the end. Of a map: what has the same keys is replaced where it stands.
Value merge_lists(const Value& a, const Value& b, const Type& type) {
  std::vector<Value> out = a.items();
  for (Value& item : b.items()) {
    bool placed = false;
    for (Value& present : out) {
      const bool set = type.semantics() == ListSemantics::set;
      if (!(set ? are_equal(present, item) : same_keys(present, item, type.list_keys()))) continue;
      if (!set) present = item;
      placed = true;
      break;
    }
    if (!placed) out.push_back(std::move(item));
  }
  return Value::list(std::move(out), type);
}

Value join_lists(Arguments a) {
  const Type* type = a[0].declared_type();
  if (type && type->is(Kind::list) && type->semantics() != ListSemantics::atomic) {
    return merge_lists(a[0], a[1], *type);
  }
  std::vector<Value> out = a[0].items();
  for (Value& item : a[1].items()) out.push_back(std::move(item));
  return Value::list(std::move(out));
}

Value add_durations(Arguments a) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a[0].as_duration()->nanoseconds, a[1].as_duration()->nanoseconds, &sum)) {
    return duration_overflow();
  }
  return Value::duration({sum});
}
Value subtract_durations(Arguments a) {
  std::int64_t rest = 0;
  if (__builtin_sub_overflow(a[0].as_duration()->nanoseconds, a[1].as_duration()->nanoseconds, &rest)) {
    return duration_overflow();
  }
  return Value::duration({rest});
}
Value moved(Timestamp time, Duration by) {
  const auto sum = add(time, by);
  return sum ? Value::timestamp(*sum) : timestamp_overflow();
}
Value add_to_timestamp(Arguments a) { return moved(*a[0].as_timestamp(), *a[1].as_duration()); }
Value add_timestamp(Arguments a) { return moved(*a[1].as_timestamp(), *a[0].as_duration()); }
Value subtract_from_timestamp(Arguments a) {
  const std::int64_t by = a[1].as_duration()->nanoseconds;
  if (by == INT64_MIN) return duration_overflow();
  return moved(*a[0].as_timestamp(), {-by});
}
Value subtract_timestamps(Arguments a) {
  const auto rest = difference(*a[0].as_timestamp(), *a[1].as_timestamp());
  return rest ? Value::duration(*rest) : duration_overflow();
}
Value negate_duration(Arguments a) {
  const std::int64_t value = a[0].as_duration()->nanoseconds;
  return value == INT64_MIN ? duration_overflow() : Value::duration({-value});
}

Value is_equal(Arguments a) { return Value::boolean(are_equal(a[0], a[1])); }
Value is_unequal(Arguments a) { return Value::boolean(!are_equal(a[0], a[1])); }
Value is_less(Arguments a) { return Value::boolean(compare(a[0], a[1]) < 0); }
Value is_less_or_equal(Arguments a) { return Value::boolean(compare(a[0], a[1]) <= 0); }
Value is_greater(Arguments a) { return Value::boolean(compare(a[0], a[1]) > 0); }
Value is_greater_or_equal(Arguments a) { return Value::boolean(compare(a[0], a[1]) >= 0); }

Value is_in_list(Arguments a) {
  for (const Value& item : a[1].items()) {
    if (item.is_error()) return item;
    if (are_equal(a[0], item)) return Value::boolean(true);
  }
  return Value::boolean(false);
}
Value is_in_map(Arguments a) { return Value::boolean(a[1].find(a[0]).has_value()); }

void add_arithmetic(Functions& f) {
  const TypeRef& integer = Type::integer();
  const TypeRef& natural = Type::unsigned_integer();
  const TypeRef& number = Type::number();
  f.global("_+_", {.parameters = {integer, integer}, .result = integer, .apply = integers<add_overflows>});
  f.global("_-_", {.parameters = {integer, integer}, .result = integer, .apply = integers<subtract_overflows>});
  f.global("_*_", {.parameters = {integer, integer}, .result = integer, .apply = integers<multiply_overflows>});
  f.global("_/_", {.parameters = {integer, integer}, .result = integer, .apply = divide_integers});
  f.global("_%_", {.parameters = {integer, integer}, .result = integer, .apply = remainder_integers});
  f.global("-_", {.parameters = {integer}, .result = integer, .apply = negate_integer});
  f.global("_+_", {.parameters = {natural, natural}, .result = natural, .apply = unsigned_integers<add_overflows>});
  f.global("_-_",
           {.parameters = {natural, natural}, .result = natural, .apply = unsigned_integers<subtract_overflows>});
  f.global("_*_",
           {.parameters = {natural, natural}, .result = natural, .apply = unsigned_integers<multiply_overflows>});
  f.global("_/_", {.parameters = {natural, natural}, .result = natural, .apply = divide_unsigned});
  f.global("_%_", {.parameters = {natural, natural}, .result = natural, .apply = remainder_unsigned});
  f.global("_+_", {.parameters = {number, number}, .result = number, .apply = [](Arguments a) {
                     return Value::number(*a[0].as_number() + *a[1].as_number());
                   }});
  f.global("_-_", {.parameters = {number, number}, .result = number, .apply = [](Arguments a) {
                     return Value::number(*a[0].as_number() - *a[1].as_number());
                   }});
  f.global("_*_", {.parameters = {number, number}, .result = number, .apply = [](Arguments a) {
                     return Value::number(*a[0].as_number() * *a[1].as_number());
                   }});
  f.global("_/_", {.parameters = {number, number}, .result = number, .apply = [](Arguments a) {
                     return Value::number(*a[0].as_number() / *a[1].as_number());
                   }});
  f.global("-_", {.parameters = {number}, .result = number, .apply = [](Arguments a) {
                    return Value::number(-*a[0].as_number());
                  }});
}

void add_time_arithmetic(Functions& f) {
  const TypeRef& time = Type::timestamp();
  const TypeRef& duration = Type::duration();
  f.global("_+_", {.parameters = {duration, duration}, .result = duration, .apply = add_durations});
  f.global("_-_", {.parameters = {duration, duration}, .result = duration, .apply = subtract_durations});
  f.global("-_", {.parameters = {duration}, .result = duration, .apply = negate_duration});
  f.global("_+_", {.parameters = {time, duration}, .result = time, .apply = add_to_timestamp});
  f.global("_+_", {.parameters = {duration, time}, .result = time, .apply = add_timestamp});
  f.global("_-_", {.parameters = {time, duration}, .result = time, .apply = subtract_from_timestamp});
  f.global("_-_", {.parameters = {time, time}, .result = duration, .apply = subtract_timestamps});
}

void add_order(Functions& f, std::string_view name, Apply apply) {
  const auto pair = [&](const TypeRef& a, const TypeRef& b) {
    f.global(name, {.parameters = {a, b}, .result = Type::boolean(), .apply = apply, .cost = costs::smaller});
  };
  for (const TypeRef& a : {Type::integer(), Type::unsigned_integer(), Type::number()}) {
    for (const TypeRef& b : {Type::integer(), Type::unsigned_integer(), Type::number()}) pair(a, b);
  }
  for (const TypeRef& a : {Type::boolean(), Type::string(), Type::bytes(), Type::timestamp(), Type::duration()}) {
    pair(a, a);
  }
}

}  // namespace

void add_operators(Functions& f) {
  const TypeRef any = Type::parameter("A");
  const TypeRef other = Type::parameter("B");
  const TypeRef& string = Type::string();
  const TypeRef& bytes = Type::bytes();
  const TypeRef& boolean = Type::boolean();
  add_arithmetic(f);
  add_time_arithmetic(f);
  f.global("_+_", {.parameters = {string, string},
                   .result = string,
                   .apply = join_strings,
                   .cost = costs::both,
                   .result_size = sizes::sum});
  f.global("_+_", {.parameters = {bytes, bytes},
                   .result = bytes,
                   .apply = join_bytes,
                   .cost = costs::both,
                   .result_size = sizes::sum});
  f.global("_+_", {.parameters = {Type::list(any), Type::list(any)},
                   .result = Type::list(any),
                   .apply = join_lists,
                   .result_size = sizes::sum});
  f.global("_==_",
           {.parameters = {any, any}, .result = boolean, .apply = is_equal, .cost = costs::smaller, .deep = true});
  f.global("_!=_",
           {.parameters = {any, any}, .result = boolean, .apply = is_unequal, .cost = costs::smaller, .deep = true});
  add_order(f, "_<_", is_less);
  add_order(f, "_<=_", is_less_or_equal);
  add_order(f, "_>_", is_greater);
  add_order(f, "_>=_", is_greater_or_equal);
  f.global("@in", {.parameters = {any, Type::list(any)},
                   .result = boolean,
                   .apply = is_in_list,
                   .cost = costs::each_of_second,
                   .deep = true});
  f.global("@in", {.parameters = {any, Type::map(any, other)}, .result = boolean, .apply = is_in_map});
  f.global("!_", {.parameters = {boolean}, .result = boolean, .apply = [](Arguments a) {
                    return Value::boolean(!*a[0].as_bool());
                  }});
  // Signatures for the checker; the evaluator has its own way with these, which decides what is evaluated at all.
  f.global("_&&_", {.parameters = {boolean, boolean}, .result = boolean});
  f.global("_||_", {.parameters = {boolean, boolean}, .result = boolean});
  f.global("_?_:_", {.parameters = {boolean, any, any}, .result = any});
  f.global("_[_]", {.parameters = {Type::list(any), Type::integer()}, .result = any});
  f.global("_[_]", {.parameters = {Type::map(any, other), any}, .result = other});
  f.global("_[_]", {.parameters = {Type::optional(Type::list(any)), Type::integer()}, .result = Type::optional(any)});
  f.global("_[_]", {.parameters = {Type::optional(Type::map(any, other)), any}, .result = Type::optional(other)});
  f.global("_[?_]", {.parameters = {Type::list(any), Type::integer()}, .result = Type::optional(any)});
  f.global("_[?_]", {.parameters = {Type::map(any, other), any}, .result = Type::optional(other)});
  f.global("_[?_]", {.parameters = {Type::optional(Type::list(any)), Type::integer()}, .result = Type::optional(any)});
  f.global("_[?_]", {.parameters = {Type::optional(Type::map(any, other)), any}, .result = Type::optional(other)});
}

}  // namespace nlbsim::fake_apiserver::cel
