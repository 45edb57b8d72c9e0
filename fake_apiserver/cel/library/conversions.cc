// int(), uint(), double(), string(), bytes(), bool(), timestamp() and duration().
#include <array>
#include <cmath>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/numbers.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

Value no_conversion(std::string_view to) {
  return Value::error("type conversion error from 'string' to '" + std::string(to) + "'");
}

Value same(Arguments a) { return a[0]; }

Value unsigned_to_int(Arguments a) {
  const std::uint64_t value = *a[0].as_unsigned();
  if (value > INT64_MAX) return Value::error("integer overflow");
  return Value::integer(static_cast<std::int64_t>(value));
}
Value number_to_int(Arguments a) {
  const double value = *a[0].as_number();
  // The limits themselves are refused: one of them has no exact double.
  if (!(value > -0x1p63 && value < 0x1p63)) return Value::error("integer overflow");
  return Value::integer(static_cast<std::int64_t>(value));
}
Value string_to_int(Arguments a) {
  const auto value = parse_integer(*a[0].as_string());
  return value ? Value::integer(*value) : no_conversion("int");
}
Value int_to_unsigned(Arguments a) {
  const std::int64_t value = *a[0].as_integer();
  if (value < 0) return Value::error("unsigned integer overflow");
  return Value::unsigned_integer(static_cast<std::uint64_t>(value));
}
Value number_to_unsigned(Arguments a) {
  const double value = *a[0].as_number();
  if (!(value >= 0 && value < 0x1p64)) return Value::error("unsigned integer overflow");
  return Value::unsigned_integer(static_cast<std::uint64_t>(value));
}
Value string_to_unsigned(Arguments a) {
  const auto value = parse_unsigned(*a[0].as_string());
  return value ? Value::unsigned_integer(*value) : no_conversion("uint");
}
Value string_to_number(Arguments a) {
  const auto value = parse_number(*a[0].as_string());
  return value ? Value::number(*value) : no_conversion("double");
}
Value bytes_to_string(Arguments a) {
  const std::string_view bytes = *a[0].as_bytes();
  if (!is_utf8(bytes)) return Value::error("invalid UTF-8 in bytes, cannot convert to string");
  return Value::string(std::string(bytes));
}
Value string_to_bool(Arguments a) {
  constexpr std::array<std::string_view, 6> yes{"1", "t", "T", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 6> no{"0", "f", "F", "false", "FALSE", "False"};
  const std::string_view text = *a[0].as_string();
  for (std::size_t i = 0; i < yes.size(); ++i) {
    if (text == yes[i]) return Value::boolean(true);
    if (text == no[i]) return Value::boolean(false);
  }
  return no_conversion("bool");
}
Value string_to_timestamp(Arguments a) {
  const auto time = parse_timestamp(*a[0].as_string());
  return time ? Value::timestamp(*time) : no_conversion("google.protobuf.Timestamp");
}
Value int_to_timestamp(Arguments a) {
  const Timestamp time{*a[0].as_integer(), 0};
  return in_range(time) ? Value::timestamp(time) : Value::error("timestamp overflow");
}
Value string_to_duration(Arguments a) {
  const auto duration = parse_duration(*a[0].as_string());
  return duration ? Value::duration(*duration) : no_conversion("google.protobuf.Duration");
}

void add_to_numbers(Functions& f) {
  const TypeRef& integer = Type::integer();
  const TypeRef& natural = Type::unsigned_integer();
  const TypeRef& number = Type::number();
  const TypeRef& string = Type::string();
  f.global("int", {.parameters = {integer}, .result = integer, .apply = same});
  f.global("int", {.parameters = {natural}, .result = integer, .apply = unsigned_to_int});
  f.global("int", {.parameters = {number}, .result = integer, .apply = number_to_int});
  f.global("int", {.parameters = {string}, .result = integer, .apply = string_to_int, .cost = costs::traverse});
  f.global("int", {.parameters = {Type::timestamp()}, .result = integer, .apply = [](Arguments a) {
                     return Value::integer(a[0].as_timestamp()->seconds);
                   }});
  f.global("int", {.parameters = {Type::duration()}, .result = integer, .apply = [](Arguments a) {
                     return Value::integer(a[0].as_duration()->nanoseconds);
                   }});
  f.global("uint", {.parameters = {natural}, .result = natural, .apply = same});
  f.global("uint", {.parameters = {integer}, .result = natural, .apply = int_to_unsigned});
  f.global("uint", {.parameters = {number}, .result = natural, .apply = number_to_unsigned});
  f.global("uint", {.parameters = {string}, .result = natural, .apply = string_to_unsigned, .cost = costs::traverse});
  f.global("double", {.parameters = {number}, .result = number, .apply = same});
  f.global("double", {.parameters = {integer}, .result = number, .apply = [](Arguments a) {
                        return Value::number(static_cast<double>(*a[0].as_integer()));
                      }});
  f.global("double", {.parameters = {natural}, .result = number, .apply = [](Arguments a) {
                        return Value::number(static_cast<double>(*a[0].as_unsigned()));
                      }});
  f.global("double", {.parameters = {string}, .result = number, .apply = string_to_number, .cost = costs::traverse});
}

// No number, time or truth value is longer than this in text.
std::uint64_t longest_scalar(Sizes) { return 32; }

void add_to_strings(Functions& f) {
  const TypeRef& string = Type::string();
  const auto scalar = [&](const TypeRef& from, Apply apply) {
    f.global("string", {.parameters = {from}, .result = string, .apply = apply, .result_size = longest_scalar});
  };
  f.global("string", {.parameters = {string}, .result = string, .apply = same, .result_size = sizes::first});
  f.global("string", {.parameters = {Type::bytes()},
                      .result = string,
                      .apply = bytes_to_string,
                      .cost = costs::traverse,
                      .result_size = sizes::first});
  scalar(Type::integer(), [](Arguments a) { return Value::string(std::to_string(*a[0].as_integer())); });
  scalar(Type::unsigned_integer(), [](Arguments a) { return Value::string(std::to_string(*a[0].as_unsigned())); });
  scalar(Type::number(), [](Arguments a) { return Value::string(show_number(*a[0].as_number())); });
  scalar(Type::boolean(), [](Arguments a) { return Value::string(*a[0].as_bool() ? "true" : "false"); });
  scalar(Type::timestamp(), [](Arguments a) { return Value::string(show_timestamp(*a[0].as_timestamp())); });
  scalar(Type::duration(), [](Arguments a) { return Value::string(show_duration(*a[0].as_duration())); });
  f.global("bytes",
           {.parameters = {Type::bytes()}, .result = Type::bytes(), .apply = same, .result_size = sizes::first});
  f.global("bytes", {.parameters = {string},
                     .result = Type::bytes(),
                     .apply = [](Arguments a) { return Value::bytes(std::string(*a[0].as_string())); },
                     .cost = costs::traverse,
                     .result_size = [](Sizes sizes) { return saturating_multiply(sizes[0], 4); }});
}

}  // namespace

void add_conversions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef& time = Type::timestamp();
  const TypeRef& duration = Type::duration();
  add_to_numbers(f);
  add_to_strings(f);
  f.global("bool", {.parameters = {Type::boolean()}, .result = Type::boolean(), .apply = same});
  f.global("bool",
           {.parameters = {string}, .result = Type::boolean(), .apply = string_to_bool, .cost = costs::traverse});
  f.global("timestamp", {.parameters = {time}, .result = time, .apply = same});
  f.global("timestamp",
           {.parameters = {string}, .result = time, .apply = string_to_timestamp, .cost = costs::traverse});
  f.global("timestamp", {.parameters = {Type::integer()}, .result = time, .apply = int_to_timestamp});
  f.global("duration", {.parameters = {duration}, .result = duration, .apply = same});
  f.global("duration",
           {.parameters = {string}, .result = duration, .apply = string_to_duration, .cost = costs::traverse});
  f.global("duration", {.parameters = {Type::integer()}, .result = duration, .apply = [](Arguments a) {
                          return Value::duration({*a[0].as_integer()});
                        }});
}

}  // namespace nlbsim::fake_apiserver::cel
