// The extended string functions, of version 2: indices count code points.
#include <algorithm>
#include <array>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

std::string_view text(const Value& value) { return *value.as_string(); }

// Longer than any object can be: no rule means it, and memory is finite.
constexpr std::size_t kMaxText = 16'000'000;
Value too_long() { return Value::error("string is too long"); }

Value out_of_range(std::int64_t index) { return Value::error("index out of range: " + std::to_string(index)); }

// Nothing if there is no such place in the text, its end included.
std::optional<std::size_t> place(std::string_view text, std::int64_t index) {
  if (index < 0 || static_cast<std::uint64_t>(index) > count_code_points(text)) return std::nullopt;
  return byte_offset(text, static_cast<std::size_t>(index));
}

Value char_at(Arguments a) {
  const auto at = place(text(a[0]), *a[1].as_integer());
  if (!at) return out_of_range(*a[1].as_integer());
  const std::string_view rest = text(a[0]).substr(*at);
  return Value::string(std::string(rest.substr(0, rest.empty() ? 0 : code_point_size(rest))));
}

Value found_at(std::string_view text, std::size_t offset) {
  if (offset == std::string_view::npos) return Value::integer(-1);
  return Value::integer(static_cast<std::int64_t>(count_code_points(text.substr(0, offset))));
}

Value index_of(Arguments a) {
  const std::int64_t from = a.size() > 2 ? *a[2].as_integer() : 0;
  if (text(a[1]).empty()) return Value::integer(from);
  if (from < 0) return out_of_range(from);
  const auto at = place(text(a[0]), from);
  return found_at(text(a[0]), at ? text(a[0]).find(text(a[1]), *at) : std::string_view::npos);
}

Value last_index_of(Arguments a) {
  const auto length = static_cast<std::int64_t>(count_code_points(text(a[0])));
  const std::int64_t from = a.size() > 2 ? *a[2].as_integer() : length;
  if (text(a[1]).empty()) return Value::integer(from);
  if (from < 0) return out_of_range(from);
  const auto at = place(text(a[0]), std::min(from, length));
  return found_at(text(a[0]), text(a[0]).rfind(text(a[1]), at.value_or(0)));
}

template <char from, char to>
Value shifted(Arguments a) {
  std::string out(text(a[0]));
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= from && c < from + 26 ? static_cast<char>(c - from + to) : c; });
  return Value::string(std::move(out));
}

// An empty text to replace is found before every character and at the end.
Value replace(Arguments a) {
  std::int64_t left = a.size() > 3 ? *a[3].as_integer() : -1;
  std::string_view rest = text(a[0]);
  const std::string_view from = text(a[1]);
  std::string out;
  for (bool first = true; left != 0; --left, first = false) {
    const std::size_t skipped = !from.empty()  ? rest.find(from)
                                : first        ? 0
                                : rest.empty() ? std::string_view::npos
                                               : code_point_size(rest);
    if (skipped == std::string_view::npos) break;
    out += rest.substr(0, skipped);
    out += text(a[2]);
    if (out.size() > kMaxText) return too_long();
    rest.remove_prefix(skipped + from.size());
  }
  out += rest;
  return Value::string(std::move(out));
}

Value split(Arguments a) {
  std::int64_t left = a.size() > 2 ? *a[2].as_integer() : -1;
  std::string_view rest = text(a[0]);
  const std::string_view separator = text(a[1]);
  std::vector<Value> out;
  if (left == 0 || (rest.empty() && separator.empty())) return Value::list(std::move(out));
  while (left != 1) {
    const std::size_t end = separator.empty() ? code_point_size(rest) : rest.find(separator);
    if (end >= rest.size()) break;
    out.push_back(Value::string(std::string(rest.substr(0, end))));
    rest.remove_prefix(end + separator.size());
    --left;
  }
  out.push_back(Value::string(std::string(rest)));
  return Value::list(std::move(out));
}

Value substring(Arguments a) {
  const std::int64_t begin = *a[1].as_integer();
  const std::int64_t end = a.size() > 2 ? *a[2].as_integer() : static_cast<std::int64_t>(count_code_points(text(a[0])));
  if (a.size() > 2 && begin > end) {
    return Value::error("invalid substring range. start: " + std::to_string(begin) + ", end: " + std::to_string(end));
  }
  const auto from = place(text(a[0]), begin);
  if (!from) return out_of_range(begin);
  const auto to = place(text(a[0]), end);
  if (!to) return out_of_range(end);
  return Value::string(std::string(text(a[0]).substr(*from, *to - *from)));
}

// White space as Unicode has it.
bool is_space(std::string_view code_point) {
  constexpr std::string_view ascii = " \t\n\v\f\r";
  if (code_point.size() == 1) return ascii.find(code_point) != std::string_view::npos;
  constexpr std::array<std::string_view, 19> wide{"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                                                  "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
                                                  "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  return std::ranges::find(wide, code_point) != wide.end();
}

Value trim(Arguments a) {
  std::string_view rest = text(a[0]);
  while (!rest.empty() && is_space(rest.substr(0, code_point_size(rest)))) rest.remove_prefix(code_point_size(rest));
  std::size_t end = 0;
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t size = code_point_size(rest.substr(at));
    if (!is_space(rest.substr(at, size))) end = at + size;
    at += size;
  }
  return Value::string(std::string(rest.substr(0, end)));
}

Value join(Arguments a) {
  std::string out;
  bool first = true;
  for (const Value& item : a[0].items()) {
    if (item.is_error()) return item;
    if (!item.as_string()) return Value::error("no such overload");
    if (!first && a.size() > 1) out += text(a[1]);
    out += text(item);
    if (out.size() > kMaxText) return too_long();
    first = false;
  }
  return Value::string(std::move(out));
}

// What is not valid UTF-8 can't be in a string here, so quoting never replaces anything.
Value quote(Arguments a) { return Value::string(in_quotes(text(a[0]))); }

// A control character takes four.
std::uint64_t quoted_size(Sizes sizes) { return saturating_add(saturating_multiply(sizes[0], 4), 2); }
std::uint64_t one(Sizes) { return 1; }
// Each character replaced, and one more in front.
std::uint64_t replaced(Sizes sizes) {
  return saturating_add(saturating_multiply(saturating_add(sizes[0], 1), sizes[2]), sizes[0]);
}

}  // namespace

void add_string_functions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef& integer = Type::integer();
  const TypeRef strings = Type::list(string);
  f.member(
      "charAt",
      {.parameters = {string, integer}, .result = string, .apply = char_at, .cost = costs::scan, .result_size = one});
  for (const bool from : {false, true}) {
    const std::vector<TypeRef> parameters =
        from ? std::vector<TypeRef>{string, string, integer} : std::vector<TypeRef>{string, string};
    f.member("indexOf", {.parameters = parameters, .result = integer, .apply = index_of, .cost = costs::traverse});
    f.member("lastIndexOf",
             {.parameters = parameters, .result = integer, .apply = last_index_of, .cost = costs::traverse});
    f.member("split", {.parameters = parameters,
                       .result = strings,
                       .apply = split,
                       .cost = costs::traverse_twice,
                       .result_size = sizes::first});
  }
  f.member("lowerAscii", {.parameters = {string},
                          .result = string,
                          .apply = shifted<'A', 'a'>,
                          .cost = costs::traverse,
                          .result_size = sizes::first});
  f.member("upperAscii", {.parameters = {string},
                          .result = string,
                          .apply = shifted<'a', 'A'>,
                          .cost = costs::traverse,
                          .result_size = sizes::first});
  f.member("replace", {.parameters = {string, string, string},
                       .result = string,
                       .apply = replace,
                       .cost = costs::traverse_twice,
                       .result_size = replaced});
  f.member("replace", {.parameters = {string, string, string, integer},
                       .result = string,
                       .apply = replace,
                       .cost = costs::traverse_twice,
                       .result_size = replaced});
  f.member("substring", {.parameters = {string, integer},
                         .result = string,
                         .apply = substring,
                         .cost = costs::traverse,
                         .result_size = sizes::first});
  f.member("substring", {.parameters = {string, integer, integer},
                         .result = string,
                         .apply = substring,
                         .cost = costs::traverse,
                         .result_size = sizes::first});
  f.member(
      "trim",
      {.parameters = {string}, .result = string, .apply = trim, .cost = costs::traverse, .result_size = sizes::first});
  f.member("join", {.parameters = {strings}, .result = string, .apply = join, .cost = costs::each});
  f.member("join", {.parameters = {strings, string}, .result = string, .apply = join, .cost = costs::each});
  f.global(
      "strings.quote",
      {.parameters = {string}, .result = string, .apply = quote, .cost = costs::traverse, .result_size = quoted_size});
}

}  // namespace nlbsim::fake_apiserver::cel
