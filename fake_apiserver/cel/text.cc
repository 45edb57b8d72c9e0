#include "fake_apiserver/cel/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::fake_apiserver::cel {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The size that the first byte promises, 0 if it can't begin a code point.
std::size_t promised_size(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80U) return 1;
  if (byte >= 0xC2U && byte < 0xE0U) return 2;
  if (byte >= 0xE0U && byte < 0xF0U) return 3;
  return byte >= 0xF0U && byte < 0xF5U ? 4 : 0;
}

// Too long a form, a surrogate, or past the last code point: told by the second byte.
bool second_byte_fits(unsigned char first, unsigned char second) {
  if (first == 0xE0U) return second >= 0xA0U;
  if (first == 0xEDU) return second < 0xA0U;
  if (first == 0xF0U) return second >= 0x90U;
  return first != 0xF4U || second < 0x90U;
}

std::string_view escape_of(char c) {
  switch (c) {
    case '\a': return "\\a";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\v': return "\\v";
    case '\\': return "\\\\";
    case '"': return "\\\"";
    default: return "";
  }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = promised_size(bytes.front());
    if (size == 0 || bytes.size() < size) return false;
    if (!std::ranges::all_of(bytes.substr(1, size - 1), continues)) return false;
    if (size > 1 && !second_byte_fits(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]))) {
      return false;
    }
    bytes.remove_prefix(size);
  }
  return true;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::size_t byte_offset(std::string_view text, std::size_t code_point) {
  std::size_t at = 0;
  for (; code_point > 0 && at < text.size(); --code_point) at += code_point_size(text.substr(at));
  return at;
}

std::size_t code_point_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && continues(text[size])) ++size;
  return size;
}

bool append_code_point(std::string& out, std::uint32_t c) {
  if (c > 0x10FFFFU || (c >= 0xD800U && c < 0xE000U)) return false;
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80U) {
    out += static_cast<char>(c);
  } else if (c < 0x800U) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000U) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
  return true;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const std::string_view escape = escape_of(c);
    if (!escape.empty()) out += escape;
    else if (static_cast<unsigned char>(c) < 0x20U) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else out += c;
  }
  return out + '"';
}

std::string bytes_in_quotes(std::string_view bytes) {
  std::string out = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string_view escape = escape_of(c);
    if (!escape.empty()) out += escape;
    else if (byte < 0x20U || byte >= 0x7FU) out += fmt::format("\\{:03o}", byte);
    else out += c;
  }
  return out + '"';
}

}  // namespace nlbsim::fake_apiserver::cel
