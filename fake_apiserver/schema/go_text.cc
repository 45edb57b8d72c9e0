#include "fake_apiserver/schema/go_text.h"

#include <fmt/format.h>

#include <cmath>

namespace nlbsim::fake_apiserver {

using api::Json;

std::string go_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out.append(1, '\\').append(1, c);
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\r') out += "\\r";
    else if (byte < 0x20 || byte == 0x7f) out += fmt::format("\\x{:02x}", byte);
    else out += c;
  }
  return out + '"';
}

std::string go_number(double value) {
  if (value == std::trunc(value) && std::abs(value) < 1e15) return fmt::format("{}", static_cast<std::int64_t>(value));
  return fmt::format("{}", value);
}

namespace {

std::string scalar(const Json& value) {
  if (value.is_string()) return go_quoted(api::text(value));
  if (value.is_number_integer()) return api::dump_json(value);
  if (value.is_number()) return go_number(value.get<double>());
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return "interface {}(nil)";
}

std::string nested(const Json& value) {
  if (value.is_object()) {
    std::string out;
    for (const auto& [name, entry] : value.items())
      out += fmt::format("{}{}:{}", out.empty() ? "" : ", ", go_quoted(name), nested(entry));
    return "map[string]interface {}{" + out + "}";
  }
  if (value.is_array()) {
    std::string out;
    for (const Json& entry : value) out.append(out.empty() ? "" : ", ").append(nested(entry));
    return "[]interface {}{" + out + "}";
  }
  return scalar(value);
}

}  // namespace

std::string go_value(const Json& value) { return value.is_null() ? "\"null\"" : nested(value); }

}  // namespace nlbsim::fake_apiserver
