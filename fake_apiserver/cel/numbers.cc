#include "fake_apiserver/cel/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace nlbsim::fake_apiserver::cel {
namespace {

// Where %g changes over to the form with an exponent, when it may choose its digits itself.
constexpr int kExponentBelow = -4, kExponentFrom = 6;

template <class T>
std::optional<T> parse_whole(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view without_plus(std::string_view text) {
  return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

std::optional<std::string> special(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  return std::nullopt;
}

std::string written(double value, std::chars_format format) {
  std::array<char, 400> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  return {buffer.data(), result.ptr};
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  return parse_whole<std::int64_t>(without_plus(text));
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) { return parse_whole<std::uint64_t>(text); }

std::optional<double> parse_number(std::string_view text) {
  if (text == "NaN" || text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Inf" || text == "+Inf" || text == "Infinity" || text == "+Infinity") return HUGE_VAL;
  if (text == "-Inf" || text == "-Infinity") return -HUGE_VAL;
  text = without_plus(text);
  // from_chars knows "inf" and "nan" in every spelling; Go's spellings are above.
  if (text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  return parse_whole<double>(text);
}

std::string show_number(double value) {
  if (auto text = special(value)) return *text;
  const std::string scientific = written(value, std::chars_format::scientific);
  const int exponent = static_cast<int>(*parse_integer(std::string_view(scientific).substr(scientific.find('e') + 1)));
  return exponent < kExponentBelow || exponent >= kExponentFrom ? scientific : written(value, std::chars_format::fixed);
}

std::string show_plain_number(double value) {
  if (auto text = special(value)) return *text;
  return written(value, std::chars_format::fixed);
}

}  // namespace nlbsim::fake_apiserver::cel
