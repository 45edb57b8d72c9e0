#include "fake_apiserver/cel/problems.h"

#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

// A character outside ASCII is wide in a terminal, so its mark is a wide dot.
std::string marks_under(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = code_point_size(text);
    out += size > 1 ? "\uff0e" : ".";
    text.remove_prefix(size);
  }
  return out;
}

std::string shown_at(std::string_view source, std::size_t offset, std::string_view message) {
  offset = std::min(offset, source.size());
  const auto line = static_cast<std::size_t>(std::ranges::count(source.substr(0, offset), '\n')) + 1;
  const std::size_t newline = source.substr(0, offset).rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::string_view text = source.substr(begin, source.find('\n', begin) - begin);
  const std::string_view before = source.substr(begin, offset - begin);
  const bool wide = offset < source.size() && code_point_size(source.substr(offset)) > 1;
  return fmt::format("ERROR: <input>:{}:{}: {}\n | {}\n | {}{}", line, count_code_points(before) + 1, message, text,
                     marks_under(before), wide ? "\uff3e" : "^");
}

}  // namespace

std::string Problems::shown(std::string_view source) const {
  std::string out;
  for (const auto& [offset, message] : found_) {
    if (!out.empty()) out += '\n';
    out += shown_at(source, offset, message);
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver::cel
