// Kubernetes' regular expression library: find and findAll. (matches is the language's own.)
#include <re2/re2.h>

#include <optional>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/pattern.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;

// The next match at or after `from`.
std::optional<std::string_view> match(const re2::RE2& pattern, std::string_view text, std::size_t from) {
  re2::StringPiece found;
  const re2::StringPiece subject(text.data(), text.size());
  if (!pattern.Match(subject, from, text.size(), re2::RE2::UNANCHORED, &found, 1)) return std::nullopt;
  return std::string_view(found.data(), found.size());
}

Value find(Arguments a) {
  const auto pattern = pattern_of(a[1]);
  if (!pattern) return Value::error("Illegal regex: " + pattern.error().message);
  const auto found = match(**pattern, *a[0].as_string(), 0);
  return Value::string(std::string(found.value_or("")));
}

// An empty match right behind the one before it does not count, as in Go.
Value find_all(Arguments a) {
  const auto pattern = pattern_of(a[1]);
  if (!pattern) return Value::error("Illegal regex: " + pattern.error().message);
  const std::string_view text = *a[0].as_string();
  std::int64_t left = a.size() > 2 ? *a[2].as_integer() : -1;
  std::vector<Value> out;
  std::size_t from = 0, previous_end = std::string_view::npos;
  while (left != 0 && from <= text.size()) {
    const auto found = match(**pattern, text, from);
    if (!found) break;
    const auto begin = static_cast<std::size_t>(found->data() - text.data());
    const std::size_t end = begin + found->size();
    if (!found->empty() || begin != previous_end) {
      out.push_back(Value::string(std::string(*found)));
      --left;
    }
    previous_end = end;
    from = found->empty() ? end + (end < text.size() ? code_point_size(text.substr(end)) : 1) : end;
  }
  return Value::list(std::move(out));
}

}  // namespace

void add_regex_functions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef strings = Type::list(string);
  f.member("find", {.parameters = {string, string},
                    .result = string,
                    .apply = find,
                    .cost = costs::pattern,
                    .result_size = sizes::first});
  f.member("findAll", {.parameters = {string, string},
                       .result = strings,
                       .apply = find_all,
                       .cost = costs::pattern,
                       .result_size = sizes::first});
  f.member("findAll", {.parameters = {string, string, Type::integer()},
                       .result = strings,
                       .apply = find_all,
                       .cost = costs::pattern,
                       .result_size = sizes::first});
}

}  // namespace nlbsim::fake_apiserver::cel
