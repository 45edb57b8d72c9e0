#include "engine/routes/rules/hostname_intersection.h"

#include <algorithm>
#include <string_view>

namespace nlbsim::engine::rules {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

bool is_wildcard(std::string_view name) { return name.starts_with("*."); }

// `suffix` is ".example.com"; something has to stand before it.
bool ends_below(std::string_view name, std::string_view suffix) {
  return name.size() > suffix.size() && equal(name.substr(name.size() - suffix.size()), suffix);
}

bool intersect(std::string_view a, std::string_view b) {
  if (equal(a, b)) return true;
  const bool a_covers = is_wildcard(a) && ends_below(b, a.substr(1));
  const bool b_covers = is_wildcard(b) && ends_below(a, b.substr(1));
  return a_covers || b_covers;
}

}  // namespace

bool hostnames_intersect(const std::optional<std::string>& listener, std::span<const std::string> route) {
  if (!listener || listener->empty() || route.empty()) return true;
  return std::ranges::any_of(route, [&](const std::string& name) { return intersect(*listener, name); });
}

}  // namespace nlbsim::engine::rules
