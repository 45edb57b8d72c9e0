#include "fake_apiserver/registry/json_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace nlbsim::fake_apiserver {

using api::Json;

class JsonPath::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), rest_(text) {}

  sim::Result<JsonPath> parse() {
    JsonPath path;
    if (rest_.starts_with('{') && rest_.ends_with('}')) rest_ = rest_.substr(1, rest_.size() - 2);
    if (rest_.starts_with('$')) rest_.remove_prefix(1);
    while (!rest_.empty()) {
      const bool understood = rest_.front() == '.' ? member(path) : rest_.front() == '[' && bracket(path);
      if (!understood)
        return sim::fail(
            "InvalidPath",
            fmt::format("\"{}\" is no path that can be read: it stops making sense at \"{}\"", text_, rest_));
    }
    return path;
  }

 private:
  // `.name`; a dot of the name is written `\.`.
  static std::string name(std::string_view& from) {
    std::string out;
    while (!from.empty() && from.front() != '.' && from.front() != '[' && !is_operator(from.front())) {
      if (from.front() == '\\' && from.size() > 1) from.remove_prefix(1);
      out += from.front();
      from.remove_prefix(1);
    }
    return out;
  }
  static bool is_operator(char c) { return c == '=' || c == '!' || c == '<' || c == '>' || c == ' ' || c == ')'; }

  bool member(JsonPath& path) {
    rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() == '[') return path.steps_.empty() && text_.size() <= 2;
    Step step;
    step.name = name(rest_);
    if (step.name.empty()) return false;
    if (step.name == "*") step.kind = Step::Kind::all;
    path.steps_.push_back(std::move(step));
    return true;
  }

  bool bracket(JsonPath& path) {
    const std::size_t end = rest_.find(rest_.starts_with("[?(") ? ")]" : "]");
    if (end == rest_.npos) return false;
    Step step;
    std::string_view inner = rest_.substr(1, end - 1);
    if (inner.starts_with("?(")) {
      if (!filter(inner.substr(2), step)) return false;
      rest_.remove_prefix(end + 2);
    } else {
      if (!plain(inner, step)) return false;
      rest_.remove_prefix(end + 1);
    }
    path.steps_.push_back(std::move(step));
    return true;
  }

  static bool plain(std::string_view inner, Step& step) {
    if (inner == "*") {
      step.kind = Step::Kind::all;
      return true;
    }
    if (inner.size() >= 2 && (inner.front() == '\'' || inner.front() == '"') && inner.back() == inner.front()) {
      step.name = inner.substr(1, inner.size() - 2);
      return true;
    }
    step.kind = Step::Kind::slice;
    const std::size_t colon = inner.find(':');
    step.single = colon == inner.npos;
    if (step.single) return number(inner, step.from) && step.from;
    return number(inner.substr(0, colon), step.from) && number(inner.substr(colon + 1), step.to);
  }

  static bool number(std::string_view text, std::optional<std::int64_t>& out) {
    if (text.empty()) return true;
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    out = value;
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  }

  static void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }

  // `@.type=="Ready"`
  static bool filter(std::string_view inner, Step& step) {
    step.kind = Step::Kind::filter;
    skip_blanks(inner);
    if (!inner.starts_with('@')) return false;
    inner.remove_prefix(1);
    while (inner.starts_with('.')) {
      inner.remove_prefix(1);
      step.tested.push_back(name(inner));
    }
    skip_blanks(inner);
    if (inner.empty()) return true;
    for (const std::string_view comparison : {"==", "!=", "<=", ">=", "<", ">"})
      if (inner.starts_with(comparison)) {
        step.comparison = comparison;
        inner.remove_prefix(comparison.size());
        break;
      }
    skip_blanks(inner);
    while (inner.ends_with(' ')) inner.remove_suffix(1);
    if (step.comparison.empty() || inner.empty()) return false;
    if (inner.size() >= 2 && inner.front() == '\'' && inner.back() == '\'') {
      step.literal = Json(inner.substr(1, inner.size() - 2));
      return true;
    }
    auto literal = api::parse_json(inner);
    if (!literal) return false;
    step.literal = *std::move(literal);
    return true;
  }

  const std::string_view text_;
  std::string_view rest_;
};

sim::Result<JsonPath> JsonPath::parse(std::string_view text) { return Parser(text).parse(); }

bool JsonPath::passes(const Json& value, const Step& step) {
  const Json* at = &value;
  for (const std::string& name : step.tested) {
    if (!at->is_object() || !at->contains(name)) return false;
    at = &api::member(*at, name);
  }
  if (step.comparison.empty()) return true;
  if (step.comparison == "==") return *at == step.literal;
  if (step.comparison == "!=") return !(*at == step.literal);
  if (at->is_string() != step.literal.is_string() || at->is_number() != step.literal.is_number()) return false;
  const bool less = *at < step.literal;
  const bool same = *at == step.literal;
  if (step.comparison == "<") return less;
  if (step.comparison == "<=") return less || same;
  return step.comparison == ">" ? !less && !same : !less;
}

void JsonPath::walk(const Json& value, const std::vector<Step>& steps, std::size_t at, std::vector<const Json*>& out) {
  if (at == steps.size()) {
    out.push_back(&value);
    return;
  }
  const Step& step = steps[at];
  if (step.kind == Step::Kind::member) {
    if (value.is_object() && value.contains(step.name)) walk(api::member(value, step.name), steps, at + 1, out);
    return;
  }
  if (step.kind == Step::Kind::all && value.is_object()) {
    for (const auto& [name, entry] : value.items()) walk(entry, steps, at + 1, out);
    return;
  }
  if (!value.is_array()) return;
  const auto size = static_cast<std::int64_t>(value.size());
  std::int64_t from = 0;
  std::int64_t to = size;
  if (step.kind == Step::Kind::slice) {
    const auto placed = [&](std::int64_t index) { return index < 0 ? index + size : index; };
    from = placed(step.from.value_or(0));
    to = step.single ? from + 1 : step.to ? placed(*step.to) : size;
  }
  for (std::int64_t i = std::max<std::int64_t>(from, 0); i < std::min(to, size); ++i) {
    const Json& entry = value[static_cast<std::size_t>(i)];
    if (step.kind != Step::Kind::filter || passes(entry, step)) walk(entry, steps, at + 1, out);
  }
}

std::vector<const Json*> JsonPath::find(const Json& document) const {
  std::vector<const Json*> out;
  walk(document, steps_, 0, out);
  return out;
}

const Json& JsonPath::first(const Json& document) const {
  static const Json kNothing;
  const std::vector<const Json*> found = find(document);
  return found.empty() ? kNothing : *found.front();
}

std::optional<std::vector<std::string>> JsonPath::members() const {
  std::vector<std::string> out;
  for (const Step& step : steps_) {
    if (step.kind != Step::Kind::member) return std::nullopt;
    out.push_back(step.name);
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
