// size, type, dyn, and the string tests of the language itself.
#include <re2/re2.h>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/pattern.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value size(Arguments a) { return Value::integer(static_cast<std::int64_t>(size_of(a[0]))); }

TypeRef type_at_run_time(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return Type::null();
    case Kind::boolean: return Type::boolean();
    case Kind::integer: return Type::integer();
    case Kind::unsigned_integer: return Type::unsigned_integer();
    case Kind::number: return Type::number();
    case Kind::string: return Type::string();
    case Kind::bytes: return Type::bytes();
    case Kind::timestamp: return Type::timestamp();
    case Kind::duration: return Type::duration();
    case Kind::list: return Type::list(Type::dyn());
    case Kind::map: return Type::map(Type::dyn(), Type::dyn());
    case Kind::object: return Type::object(value.declared_type()->name(), {});
    case Kind::optional: return Type::optional(Type::dyn());
    case Kind::type: return Type::type_of(Type::dyn());
    case Kind::url: return Type::url();
    case Kind::ip: return Type::ip();
    case Kind::cidr: return Type::cidr();
    case Kind::quantity: return Type::quantity();
    case Kind::format: return Type::format();
    case Kind::dyn:
    case Kind::parameter: break;
  }
  return Type::dyn();
}

Value matches(Arguments a) {
  const auto pattern = pattern_of(a[1]);
  if (!pattern) return Value::error(pattern.error().message);
  const std::string_view text = *a[0].as_string();
  return Value::boolean(re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), **pattern));
}

}  // namespace

void add_standard_functions(Functions& f) {
  const TypeRef any = Type::parameter("A");
  const TypeRef other = Type::parameter("B");
  const TypeRef& string = Type::string();
  const TypeRef& boolean = Type::boolean();
  for (const TypeRef& sized : {string, Type::bytes(), Type::list(any), Type::map(any, other)}) {
    f.both("size", {.parameters = {sized}, .result = Type::integer(), .apply = size, .cost = costs::scan});
  }
  f.global("type", {.parameters = {any}, .result = Type::type_of(any), .apply = [](Arguments a) {
                      return Value::type(type_at_run_time(a[0]));
                    }});
  f.global("dyn", {.parameters = {any},
                   .result = Type::dyn(),
                   .apply = [](Arguments a) { return a[0]; },
                   .result_size = sizes::first});
  f.member("contains",
           {.parameters = {string, string},
            .result = boolean,
            .apply =
                [](Arguments a) {
                  return Value::boolean(a[0].as_string()->find(*a[1].as_string()) != std::string_view::npos);
                },
            .cost = costs::product});
  f.member("startsWith",
           {.parameters = {string, string},
            .result = boolean,
            .apply = [](Arguments a) { return Value::boolean(a[0].as_string()->starts_with(*a[1].as_string())); },
            .cost = costs::traverse_second});
  f.member("endsWith",
           {.parameters = {string, string},
            .result = boolean,
            .apply = [](Arguments a) { return Value::boolean(a[0].as_string()->ends_with(*a[1].as_string())); },
            .cost = costs::traverse_second});
  f.both("matches", {.parameters = {string, string}, .result = boolean, .apply = matches, .cost = costs::pattern});
}

}  // namespace nlbsim::fake_apiserver::cel
