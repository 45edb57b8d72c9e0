#include "fake_apiserver/cel/functions.h"

#include <algorithm>

#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

Functions everything() {
  Functions out;
  add_operators(out);
  add_standard_functions(out);
  add_conversions(out);
  add_time_functions(out);
  add_optional_functions(out);
  add_string_functions(out);
  add_format_function(out);
  add_list_functions(out);
  add_set_functions(out);
  add_regex_functions(out);
  add_url_functions(out);
  add_ip_functions(out);
  add_cidr_functions(out);
  add_quantity_functions(out);
  add_named_formats(out);
  return out;
}

std::uint64_t at(Sizes sizes, std::size_t index) { return index < sizes.size() ? sizes[index] : 0; }

}  // namespace

const Functions& Functions::all() {
  static const Functions functions = everything();
  return functions;
}

const Overloads* Functions::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

void Functions::member(std::string_view name, Overload overload) {
  overload.member = true;
  by_name_[std::string(name)].push_back(std::move(overload));
}

void Functions::global(std::string_view name, Overload overload) {
  overload.member = false;
  by_name_[std::string(name)].push_back(std::move(overload));
}

void Functions::both(std::string_view name, const Overload& overload) {
  member(name, overload);
  global(name, overload);
}

bool accepts(const Type& parameter, const Value& value) {
  if (parameter.is(Kind::dyn) || parameter.is(Kind::parameter)) return true;
  const Kind kind = value.kind();
  return kind == parameter.kind() || (parameter.is(Kind::map) && kind == Kind::object);
}

std::uint64_t tenth(std::uint64_t size) { return size / 10 + (size % 10 == 0 ? 0 : 1); }

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) { return a > kUnbounded - b ? kUnbounded : a + b; }

std::uint64_t saturating_multiply(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kUnbounded / b ? kUnbounded : a * b;
}

std::uint64_t size_of(const Value& value) {
  if (const auto text = value.as_string()) return count_code_points(*text);
  if (const auto bytes = value.as_bytes()) return bytes->size();
  if (const auto opaque = value.as_opaque()) return opaque->size();
  const Kind kind = value.kind();
  return kind == Kind::list || kind == Kind::map ? value.count() : 1;
}

namespace costs {
std::uint64_t traverse(Sizes sizes) { return tenth(at(sizes, 0)); }
std::uint64_t traverse_twice(Sizes sizes) { return tenth(saturating_multiply(at(sizes, 0), 2)); }
std::uint64_t traverse_second(Sizes sizes) { return tenth(at(sizes, 1)); }
std::uint64_t scan(Sizes sizes) { return 1 + at(sizes, 0) / 1'000; }
std::uint64_t each(Sizes sizes) { return at(sizes, 0); }
std::uint64_t each_of_second(Sizes sizes) { return at(sizes, 1); }
std::uint64_t smaller(Sizes sizes) { return tenth(std::min(at(sizes, 0), at(sizes, 1))); }
std::uint64_t both(Sizes sizes) { return tenth(saturating_add(at(sizes, 0), at(sizes, 1))); }
std::uint64_t product(Sizes sizes) { return saturating_multiply(tenth(at(sizes, 0)), tenth(at(sizes, 1))); }
std::uint64_t pairs(Sizes sizes) { return saturating_add(1, saturating_multiply(at(sizes, 0), at(sizes, 1))); }
std::uint64_t pattern(Sizes sizes) {
  // About four characters make one expression of a pattern.
  const std::uint64_t expressions = at(sizes, 1) / 4 + (at(sizes, 1) % 4 == 0 ? 0 : 1);
  return saturating_multiply(tenth(saturating_add(at(sizes, 0), 1)), expressions);
}
}  // namespace costs

namespace sizes {
std::uint64_t first(Sizes sizes) { return at(sizes, 0); }
std::uint64_t sum(Sizes sizes) {
  std::uint64_t out = 0;
  for (const std::uint64_t size : sizes) out = saturating_add(out, size);
  return out;
}
}  // namespace sizes

}  // namespace nlbsim::fake_apiserver::cel
