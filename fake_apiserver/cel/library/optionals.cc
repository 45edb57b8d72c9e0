// Optional values. `a.?b`, `a[?b]`, optMap and optFlatMap are the evaluator's.
#include "fake_apiserver/cel/functions.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

// What a field would have if it were not set.
bool is_zero(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return !*value.as_bool();
    case Kind::integer: return *value.as_integer() == 0;
    case Kind::unsigned_integer: return *value.as_unsigned() == 0;
    case Kind::number: return *value.as_number() == 0;
    case Kind::string: return size_of(value) == 0;
    case Kind::bytes: return value.as_bytes()->empty();
    case Kind::duration: return value.as_duration()->nanoseconds == 0;
    case Kind::list:
    case Kind::map:
    case Kind::object: return value.count() == 0;
    case Kind::optional: return !value.as_optional();
    default: return false;
  }
}

Value value_of(Arguments a) {
  return a[0].as_optional() ? *a[0].as_optional() : Value::error("optional.none() dereference");
}

}  // namespace

void add_optional_functions(Functions& f) {
  const TypeRef any = Type::parameter("T");
  const TypeRef optional = Type::optional(any);
  f.global("optional.of",
           {.parameters = {any}, .result = optional, .apply = [](Arguments a) { return Value::some(a[0]); }});
  f.global("optional.ofNonZeroValue", {.parameters = {any}, .result = optional, .apply = [](Arguments a) {
                                         return is_zero(a[0]) ? Value::none() : Value::some(a[0]);
                                       }});
  f.global("optional.none", {.result = optional, .apply = [](Arguments) { return Value::none(); }});
  f.member("hasValue", {.parameters = {optional}, .result = Type::boolean(), .apply = [](Arguments a) {
                          return Value::boolean(a[0].as_optional() != nullptr);
                        }});
  f.member("value", {.parameters = {optional}, .result = any, .apply = value_of});
  f.member("or", {.parameters = {optional, optional}, .result = optional, .apply = [](Arguments a) {
                    return a[0].as_optional() ? a[0] : a[1];
                  }});
  f.member("orValue", {.parameters = {optional, any}, .result = any, .apply = [](Arguments a) {
                         return a[0].as_optional() ? *a[0].as_optional() : a[1];
                       }});
}

}  // namespace nlbsim::fake_apiserver::cel
