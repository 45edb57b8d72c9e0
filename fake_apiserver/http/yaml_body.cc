#include "fake_apiserver/http/yaml_body.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "sim/time.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

constexpr std::size_t kMaxNodes = 200'000;
constexpr int kMaxDepth = 64;

bool one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}
constexpr std::array<std::string_view, 9> kTrue{"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> kFalse{"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};

template <class T>
std::optional<T> number(std::string_view text, int base = 10) {
  T value{};
  std::from_chars_result parsed{};
  if constexpr (std::is_integral_v<T>) parsed = std::from_chars(text.data(), text.data() + text.size(), value, base);
  else parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool looks_like_number(std::string_view text) {
  const std::string_view rest = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  return !rest.empty() && ((rest[0] >= '0' && rest[0] <= '9') || rest[0] == '.');
}

Json plain_scalar(const std::string& text) {
  if (one_of(text, kNull)) return nullptr;
  if (one_of(text, kTrue)) return true;
  if (one_of(text, kFalse)) return false;
  if (!looks_like_number(text)) return text;
  const std::string_view digits = text.starts_with('+') ? std::string_view(text).substr(1) : text;
  if (digits.starts_with("0x")) {
    if (const auto value = number<std::int64_t>(digits.substr(2), 16)) return *value;
  } else if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of("01234567") == digits.npos) {
    if (const auto value = number<std::int64_t>(digits, 8)) return *value;
  }
  if (const auto value = number<std::int64_t>(digits)) return *value;
  if (const auto value = number<double>(digits); value && std::isfinite(*value)) return *value;
  return text;
}

struct Converter {
  std::size_t nodes = 0;
  std::string error;

  void fail(const YAML::Node& node, std::string_view why) {
    if (error.empty()) error = fmt::format("yaml: line {}: {}", node.Mark().line + 1, why);
  }

  Json convert(const YAML::Node& node, int depth) {
    if (++nodes > kMaxNodes) fail(node, "document contains excessive aliasing");
    if (depth > kMaxDepth) fail(node, "exceeded max depth");
    if (!error.empty() || !node.IsDefined() || node.IsNull()) return nullptr;
    if (node.IsScalar()) {
      // "!" is a quoted text; a plain one has the tag "?".
      const bool quoted = node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str";
      return quoted ? Json(node.Scalar()) : plain_scalar(node.Scalar());
    }
    if (node.IsSequence()) {
      Json out = Json::array();
      for (const YAML::Node& item : node) out.push_back(convert(item, depth + 1));
      return out;
    }
    Json out = Json::object();
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        fail(entry.first, "a key of a map must be a text");
        break;
      }
      const std::string key = entry.first.Scalar();
      if (out.contains(key)) fail(entry.first, fmt::format("key \"{}\" already set in map", key));
      out[key] = convert(entry.second, depth + 1);
    }
    return out;
  }
};

bool needs_quotes(std::string_view text) {
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return true;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
    const bool word =
        (text.front() == '-' || text.front() == '?' || text.front() == ':') && text.size() > 1 && text[1] != ' ';
    if (!word) return true;
  }
  return text.find(": ") != text.npos || text.find(" #") != text.npos;
}

std::string scalar_text(const Json& value) {
  if (!value.is_string()) return api::dump_json(value);
  const std::string text(api::text(value));
  const bool control = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (text.empty() || control || !plain_scalar(text).is_string()) return api::dump_json(value);
  if (sim::parse_rfc3339(text)) return "\"" + text + "\"";
  if (!needs_quotes(text)) return text;
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? "'" : "").push_back(c);
  return out + "'";
}

void emit(const Json& value, std::size_t indent, std::string& out);

void emit_member(const Json& value, std::size_t indent, std::string& out) {
  if (!value.is_structured()) {
    out.append(" ").append(scalar_text(value)).append("\n");
  } else if (value.empty()) {
    out.append(value.is_object() ? " {}\n" : " []\n");
  } else {
    out.append("\n");
    emit(value, value.is_array() ? indent : indent + 2, out);
  }
}

void emit(const Json& value, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  if (value.is_object()) {
    for (const auto& [name, entry] : value.items()) {
      out.append(margin).append(scalar_text(Json(name))).append(":");
      emit_member(entry, indent, out);
    }
    return;
  }
  for (const Json& item : value) {
    out.append(margin).append("-");
    if (!item.is_structured() || item.empty()) {
      emit_member(item, indent, out);
      continue;
    }
    // The first line of an item stands behind its dash.
    std::string below;
    emit(item, indent + 2, below);
    out.append(" ").append(below, indent + 2);
  }
}

}  // namespace

sim::Result<Json> parse_yaml_body(std::string_view text) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.empty()) return Json();
    Converter converter;
    Json out = converter.convert(documents.front(), 0);
    if (!converter.error.empty()) return sim::fail("InvalidYaml", std::move(converter.error));
    return out;
  } catch (const YAML::ParserException& error) {
    const bool ended = error.msg.find("end of") != std::string::npos;
    return sim::fail("InvalidYaml", fmt::format("yaml: line {}: {}", error.mark.line + 1,
                                                ended ? "did not find expected node content" : error.msg));
  } catch (const YAML::Exception& error) {
    return sim::fail("InvalidYaml", fmt::format("yaml: {}", error.msg));
  }
}

std::string to_yaml(const Json& value) {
  std::string out;
  if (!value.is_structured() || value.empty()) {
    emit_member(value, 0, out);
    out.erase(0, 1);
    return out;
  }
  emit(value, 0, out);
  return out;
}

}  // namespace nlbsim::fake_apiserver
