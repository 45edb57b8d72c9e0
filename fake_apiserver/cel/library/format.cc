// "%s ...".format([...]), of version 1 of the extended strings.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/numbers.h"
#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/text.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kMaxText = 16'000'000;
constexpr int kMaxPrecision = 100;

// One `%` of the text: its letter and how many digits it asks for.
struct Clause {
  char letter = 0;
  int precision = 6;
};

// A part of the answer, or why there is none.
using Part = sim::Result<std::string>;

tl::unexpected<sim::Error> refused(std::string message) {
  return sim::fail(std::string(kEvaluationError), std::move(message));
}

std::string type_name(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return "null_type";
    case Kind::list: return "list";
    case Kind::map: return "map";
    case Kind::boolean: return "bool";
    case Kind::integer: return "int";
    case Kind::unsigned_integer: return "uint";
    case Kind::number: return "double";
    case Kind::string: return "string";
    case Kind::bytes: return "bytes";
    case Kind::timestamp: return "google.protobuf.Timestamp";
    case Kind::duration: return "google.protobuf.Duration";
    case Kind::type: return "type";
    default: return "object";
  }
}

tl::unexpected<sim::Error> wrong_kind(std::string_view wanted, const Value& value) {
  return refused(fmt::format("error during formatting: {}, was given {}", wanted, type_name(value)));
}

std::string joined(std::vector<std::string> parts, char opening, char closing) {
  std::string out(1, opening);
  for (const std::string& part : parts) out += (out.size() > 1 ? ", " : "") + part;
  return out + closing;
}

Part as_text(const Value& value, bool inside);

Part list_as_text(const Value& value) {
  std::vector<std::string> parts;
  for (const Value& item : value.items()) {
    Part part = as_text(item, true);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  return joined(std::move(parts), '[', ']');
}

Part map_as_text(const Value& value) {
  std::vector<std::string> parts;
  for (const Value& key : value.keys()) {
    Part name = as_text(key, true);
    if (!name) return name;
    Part content = as_text(value.find(key).value_or(Value()), true);
    if (!content) return content;
    parts.push_back(*name + ":" + *content);
  }
  std::ranges::sort(parts);
  return joined(std::move(parts), '{', '}');
}

// Inside a list or map a text is in quotes, and a time says what it is.
Part as_text(const Value& value, bool inside) {
  switch (value.kind()) {
    case Kind::null: return "null";
    case Kind::boolean: return *value.as_bool() ? "true" : "false";
    case Kind::integer: return std::to_string(*value.as_integer());
    case Kind::unsigned_integer: return std::to_string(*value.as_unsigned());
    case Kind::number:
      if (std::isinf(*value.as_number())) return *value.as_number() < 0 ? "-Infinity" : "Infinity";
      return show_plain_number(*value.as_number());
    case Kind::string: {
      const std::string text(value.as_string().value_or(""));
      return inside ? in_quotes(text) : text;
    }
    case Kind::bytes: return inside ? "b" + bytes_in_quotes(*value.as_bytes()) : std::string(*value.as_bytes());
    case Kind::timestamp:
      return inside ? fmt::format("timestamp(\"{}\")", show_timestamp(*value.as_timestamp()))
                    : show_timestamp(*value.as_timestamp());
    case Kind::duration:
      return inside ? fmt::format("duration(\"{}\")", show_duration(*value.as_duration()))
                    : show_duration(*value.as_duration());
    case Kind::type: {
      const std::string shown = value.as_type()->shown();
      return shown.substr(0, shown.find('('));
    }
    case Kind::list: return list_as_text(value);
    case Kind::map: return map_as_text(value);
    default:
      return wrong_kind(
          "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
          "durations, and timestamps",
          value);
  }
}

Part as_decimal(const Value& value) {
  if (const auto number = value.as_integer()) return std::to_string(*number);
  if (const auto number = value.as_unsigned()) return std::to_string(*number);
  return wrong_kind("decimal clause can only be used on integers", value);
}

std::optional<std::string> special(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  return std::nullopt;
}

Part as_fixed(const Value& value, int precision) {
  const auto number = value.as_number();
  if (!number) return wrong_kind("fixed-point clause can only be used on doubles", value);
  if (auto text = special(*number)) return *text;
  return fmt::format("{:.{}f}", *number, precision);
}

// 1.5e3 is written as a product: its exponent in raised digits, at least two of them.
Part as_scientific(const Value& value, int precision) {
  constexpr std::array<std::string_view, 10> raised{"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                                    "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  const auto number = value.as_number();
  if (!number) return wrong_kind("scientific clause can only be used on doubles", value);
  if (auto text = special(*number)) return *text;
  const std::string plain = fmt::format("{:.{}e}", *number, precision);
  const std::size_t e = plain.find('e');
  std::string out = plain.substr(0, e) + "\u202f\u00d7\u202f10";
  for (const char c : plain.substr(e + 1)) {
    if (c == '-') out += "\u207b";
    else if (c != '+') out += raised[static_cast<std::size_t>(c - '0')];
  }
  return out;
}

// A sign, then digits of that base.
std::string in_base(const Value& value, unsigned base, bool upper) {
  const auto number = value.as_integer();
  const bool negative = number && *number < 0;
  std::uint64_t rest = number ? static_cast<std::uint64_t>(*number) : *value.as_unsigned();
  if (negative) rest = 0 - rest;
  std::string out;
  do {
    out += (upper ? "0123456789ABCDEF" : "0123456789abcdef")[rest % base];
    rest /= base;
  } while (rest > 0);
  if (negative) out += '-';
  return {out.rbegin(), out.rend()};
}

bool is_whole(const Value& value) { return value.is(Kind::integer) || value.is(Kind::unsigned_integer); }

Part as_binary(const Value& value) {
  if (const auto truth = value.as_bool()) return *truth ? "1" : "0";
  if (is_whole(value)) return in_base(value, 2, false);
  return wrong_kind("only integers and bools can be formatted as binary", value);
}

Part as_hex(const Value& value, bool upper) {
  if (is_whole(value)) return in_base(value, 16, upper);
  const auto text = value.as_string() ? value.as_string() : value.as_bytes();
  if (!text) return wrong_kind("only integers, byte buffers, and strings can be formatted as hex", value);
  std::string out;
  for (const char c : *text) {
    const auto byte = static_cast<unsigned char>(c);
    out += upper ? fmt::format("{:02X}", byte) : fmt::format("{:02x}", byte);
  }
  return out;
}

Part as_octal(const Value& value) {
  if (is_whole(value)) return in_base(value, 8, false);
  return wrong_kind("octal clause can only be used on integers", value);
}

Part formatted(const Clause& clause, const Value& value) {
  switch (clause.letter) {
    case 's': return as_text(value, false);
    case 'd': return as_decimal(value);
    case 'f': return as_fixed(value, clause.precision);
    case 'e': return as_scientific(value, clause.precision);
    case 'b': return as_binary(value);
    case 'x':
    case 'X': return as_hex(value, clause.letter == 'X');
    case 'o': return as_octal(value);
    default:
      return refused(fmt::format("could not parse formatting clause: unrecognized formatting clause \"{}\"",
                                 std::string(1, clause.letter)));
  }
}

// Takes what follows a `%`.
sim::Result<Clause> take_clause(std::string_view& text) {
  Clause clause;
  if (text.starts_with('.')) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    const auto precision = parse_integer(text.substr(1, end - 1));
    if (!precision) return refused("could not parse formatting clause: error while parsing precision");
    if (*precision > kMaxPrecision) return refused("could not parse formatting clause: precision is too large");
    clause.precision = static_cast<int>(*precision);
    text.remove_prefix(end);
  }
  if (text.empty()) return refused("could not parse formatting clause: unexpected end of string");
  clause.letter = text.front();
  text.remove_prefix(1);
  return clause;
}

Value format(Arguments a) {
  std::string_view rest = *a[0].as_string();
  const std::vector<Value> values = a[1].items();
  std::size_t next = 0;
  std::string out;
  while (true) {
    const std::size_t percent = rest.find('%');
    out += rest.substr(0, percent);
    if (percent == std::string_view::npos) break;
    rest.remove_prefix(percent + 1);
    if (rest.starts_with('%')) {
      out += '%';
      rest.remove_prefix(1);
      continue;
    }
    const auto clause = take_clause(rest);
    if (!clause) return Value::error(clause.error().message);
    if (next >= values.size()) return Value::error(fmt::format("index {} out of range", next));
    const Value& value = values[next++];
    if (value.is_error()) return value;
    const Part part = formatted(*clause, value);
    if (!part) return Value::error(part.error().message);
    out += *part;
    if (out.size() > kMaxText) return Value::error("string is too long");
  }
  return Value::string(std::move(out));
}

}  // namespace

void add_format_function(Functions& f) {
  f.member("format", {.parameters = {Type::string(), Type::list(Type::dyn())},
                      .result = Type::string(),
                      .apply = format,
                      .cost = costs::both,
                      .deep = true});
}

}  // namespace nlbsim::fake_apiserver::cel
