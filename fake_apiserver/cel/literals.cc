#include "fake_apiserver/cel/literals.h"

#include <charconv>
#include <cmath>

#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

sim::Result<Value> refused(std::string message) { return sim::fail(std::string(kCompileError), std::move(message)); }

std::optional<std::uint64_t> magnitude(std::string_view digits) {
  const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (hex) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

sim::Result<Value> integer_value(std::string_view digits, bool negative) {
  constexpr std::uint64_t least = std::uint64_t{1} << 63U;
  const auto value = magnitude(digits);
  if (!value || *value > (negative ? least : least - 1)) return refused("invalid int literal");
  return Value::integer(static_cast<std::int64_t>(negative ? 0 - *value : *value));
}

sim::Result<Value> number_value(std::string_view digits, bool negative) {
  // Go takes ".5", from_chars as well; what is too large is no literal.
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range && digits.find("e-") == std::string_view::npos &&
      digits.find("E-") == std::string_view::npos) {
    return refused("invalid double literal");
  }
  return Value::number(negative ? -value : value);
}

std::optional<char> simple_escape(char letter) {
  switch (letter) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '"':
    case '\'':
    case '\\':
    case '?':
    case '`': return letter;
    default: return std::nullopt;
  }
}

// Takes the escape at the front of the text, behind its backslash.
bool unescape_one(std::string_view& text, bool bytes, std::string& out) {
  const char letter = text.front();
  if (const auto plain = simple_escape(letter)) {
    out += *plain;
    text.remove_prefix(1);
    return true;
  }
  const bool octal = letter >= '0' && letter <= '3';
  const bool code_point = letter == 'u' || letter == 'U';
  if (bytes && code_point) return false;
  const std::size_t digits = octal ? 3 : letter == 'u' ? 4 : letter == 'U' ? 8 : 2;
  if (!octal) text.remove_prefix(1);
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + digits, value, octal ? 8 : 16);
  text.remove_prefix(digits);
  if (!bytes) return append_code_point(out, value);
  out += static_cast<char>(value);
  return true;
}

sim::Result<Value> text_value(std::string_view text, bool bytes) {
  const auto bad = [&] {
    return refused(bytes ? "Invalid bytes literal: unable to unescape string"
                         : "Syntax error: unable to unescape string: invalid unicode code point");
  };
  if (bytes) text.remove_prefix(1);
  const bool raw = text.front() == 'r' || text.front() == 'R';
  if (raw) text.remove_prefix(1);
  const std::size_t quotes = text.size() >= 6 && text[1] == text[0] && text[2] == text[0] ? 3 : 1;
  text = text.substr(quotes, text.size() - 2 * quotes);
  std::string out;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '\r') {  // a line ends with \n, however the file has it
      if (!text.starts_with('\n')) out += '\n';
    } else if (raw || c != '\\') {
      out += c;
    } else if (!unescape_one(text, bytes, out)) {
      return bad();
    }
  }
  if (bytes) return Value::bytes(std::move(out));
  if (!is_utf8(out)) return bad();
  return Value::string(std::move(out));
}

}  // namespace

sim::Result<Value> literal_value(const Token& token, bool negative) {
  switch (token.kind) {
    case TokenKind::integer: return integer_value(token.text, negative);
    case TokenKind::unsigned_integer: {
      const auto value = magnitude(token.text.substr(0, token.text.size() - 1));
      if (!value || negative) return refused("invalid uint literal");
      return Value::unsigned_integer(*value);
    }
    case TokenKind::number: return number_value(token.text, negative);
    case TokenKind::bytes: return text_value(token.text, true);
    default: return text_value(token.text, false);
  }
}

}  // namespace nlbsim::fake_apiserver::cel
