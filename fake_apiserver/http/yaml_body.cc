#include "fake_apiserver/http/yaml_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "api/json/builder.h"
#include "api/yaml/builder.h"
#include "sim/time.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

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

// How documents are made, and the words of a Go server for a text that holds none.
struct JsonRules {
  using Value = Json;
  struct Collection {
    bool map;
    std::vector<api::Member> parts;
  };

  static Json null(const yaml::Mark&) { return nullptr; }
  // "!" is a quoted text; a plain one has the tag "?".
  static Json scalar(const std::string& text, const std::string& tag, const yaml::Mark&, bool) {
    return tag == "!" || tag == "tag:yaml.org,2002:str" ? Json(text) : plain_scalar(text);
  }
  static Collection open(bool map, const std::string&, const yaml::Mark&) { return {map, {}}; }
  // What is no text stands for how it would be printed.
  static std::string key(const Json& value, const yaml::Mark& mark) {
    if (value.is_null() || value.is_structured()) throw yaml::refused(key_no_text(), mark);
    return value.is_string() ? std::string(api::text(value)) : api::dump_json(value);
  }
  static void add(Collection& list, Json item) { list.parts.push_back({{}, std::move(item)}); }
  static void add(Collection& map, const std::string& key, const yaml::Mark&, Json value) {
    map.parts.push_back({api::Key(key), std::move(value)});
  }
  static Json close(Collection collection) {
    return collection.map ? api::JsonBuilder::object(collection.parts) : api::JsonBuilder::array(collection.parts);
  }

  static std::string too_many() { return "document contains excessive aliasing"; }
  static std::string too_deep() { return "exceeded max depth"; }
  static std::string within_itself() { return "anchor value contains itself"; }
  static std::string key_no_text() { return "a key of a map must be a text"; }
  static std::string twice(std::string_view key, int) { return fmt::format("key \"{}\" already set in map", key); }
};

std::string complaint(const yaml::Unreadable& why) {
  constexpr std::string_view kNoContent = "did not find expected node content";
  switch (why.fault) {
    case yaml::Fault::encoding: return "yaml: invalid leading UTF-8 octet";
    case yaml::Fault::character: return "yaml: control characters are not allowed";
    case yaml::Fault::no_value: return fmt::format("yaml: line {}: {}", why.line, kNoContent);
    case yaml::Fault::syntax: {
      const bool ended = why.detail.find("end of") != std::string::npos;
      return fmt::format("yaml: line {}: {}", why.line, ended ? kNoContent : std::string_view(why.detail));
    }
    case yaml::Fault::refused: break;
  }
  return fmt::format("yaml: line {}: {}", why.line, why.detail);
}

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
  yaml::Builder<JsonRules> builder;
  if (const auto unreadable = yaml::read(text, builder)) return sim::fail("InvalidYaml", complaint(*unreadable));
  const std::vector<Json> documents = builder.take();
  return documents.empty() ? Json() : documents.front();
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
