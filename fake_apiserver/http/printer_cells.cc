#include "fake_apiserver/http/printer_cells.h"

#include <fmt/format.h>

#include "fake_apiserver/http/printers.h"

namespace nlbsim::fake_apiserver::printing {

using api::at;
using api::Json;
using api::member;
using api::text;

Json or_else(std::string_view value, std::string_view otherwise) {
  return std::string(value.empty() ? otherwise : value);
}

std::string joined(const std::vector<std::string>& parts, std::string_view otherwise) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : ",").append(part);
  return out.empty() ? std::string(otherwise) : out;
}

std::string shortened(const std::vector<std::string>& parts, std::string_view otherwise) {
  constexpr std::size_t kShown = 3;
  if (parts.size() <= kShown) return joined(parts, otherwise);
  return fmt::format("{} + {} more...", joined({parts.begin(), parts.begin() + kShown}, otherwise),
                     parts.size() - kShown);
}

std::string labels_text(const Json& labels) {
  std::vector<std::string> parts;
  if (labels.is_object())
    for (const auto& [key, value] : labels.items()) parts.push_back(fmt::format("{}={}", key, text(value)));
  return joined(parts, kNone);
}

std::string selector_text(const Json& selector) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : member(selector, "matchLabels").items())
    parts.push_back(fmt::format("{}={}", key, text(value)));
  for (const Json& expression : member(selector, "matchExpressions")) {
    const std::string_view key = text(member(expression, "key"));
    const std::string_view op = text(member(expression, "operator"));
    std::vector<std::string> values;
    for (const Json& value : member(expression, "values")) values.emplace_back(text(value));
    if (op == "Exists") parts.emplace_back(key);
    else if (op == "DoesNotExist") parts.push_back(fmt::format("!{}", key));
    else parts.push_back(fmt::format("{} {} ({})", key, op == "In" ? "in" : "notin", joined(values, "")));
  }
  return joined(parts, kNone);
}

std::int64_t number(const Json& value) { return value.is_number_integer() ? value.get<std::int64_t>() : 0; }

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

Json name_cell(const Json& object, sim::Instant) { return at(object, "metadata", "name"); }
Json age_cell(const Json& object, sim::Instant now) {
  return Json(age_text(at(object, "metadata", "creationTimestamp"), now));
}

}  // namespace nlbsim::fake_apiserver::printing
