#include "scenarios/language/node.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nlbsim::scenarios {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// YAML 1.1 reads these as truth values, YAML 1.2 as text; `010` is eight to one and ten to the other.
std::string_view ambiguity(std::string_view plain) {
  static constexpr std::array<std::string_view, 4> kTruth{"yes", "no", "on", "off"};
  const std::string word = lower(plain);
  if (std::ranges::find(kTruth, word) != kTruth.end())
    return "is a truth value to some YAML readers and text to others: write true, false, or quote it";
  const std::string_view digits = plain.starts_with('-') || plain.starts_with('+') ? plain.substr(1) : plain;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.size() > 1 && digits[0] == '0' && std::ranges::all_of(digits, is_digit))
    return "is octal to some YAML readers and decimal to others: drop the leading zero, or quote it";
  if (word == ".inf" || word == "-.inf" || word == "+.inf" || word == ".nan")
    return "is no number that an API takes: quote it if it is text";
  return {};
}

bool parse_integer(std::string_view text, Json& out) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return false;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  out = value;
  return true;
}

bool parse_fraction(std::string_view text, Json& out) {
  const bool starts_like_one =
      !text.empty() && (text[0] == '-' || text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
  if (!starts_like_one || text.find_first_of(".eE") == text.npos) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  out = value;
  return true;
}

Json plain_value(const std::string& text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  Json number;
  if (parse_integer(text, number) || parse_fraction(text, number)) return number;
  return text;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name.text == key) return &value;
  return nullptr;
}

std::string_view describe_kind(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    case Node::Kind::scalar: break;
  }
  if (node.quoted) return "text";
  const Json value = plain_value(node.scalar);
  return value.is_number() ? "a number" : value.is_boolean() ? "a truth value" : "text";
}

Result<Json> to_json(const Node& node, std::string_view file) {
  switch (node.kind) {
    case Node::Kind::null: return Json();
    case Node::Kind::scalar: {
      if (node.quoted) return Json(node.scalar);
      if (const std::string_view problem = ambiguity(node.scalar); !problem.empty())
        return sim::fail("InvalidYaml", node.scalar + " " + std::string(problem),
                         std::string(file) + ":" + std::to_string(node.mark.line));
      return plain_value(node.scalar);
    }
    case Node::Kind::list: {
      Json out = Json::array();
      for (const Node& item : node.items) {
        auto value = to_json(item, file);
        if (!value) return value;
        out.push_back(*std::move(value));
      }
      return out;
    }
    case Node::Kind::map: break;
  }
  Json out = Json::object();
  for (const auto& [key, entry] : node.entries) {
    auto value = to_json(entry, file);
    if (!value) return value;
    out.set(api::Key(key.text), *std::move(value));
  }
  return out;
}

}  // namespace nlbsim::scenarios
