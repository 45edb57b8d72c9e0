#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/registry/registry.h"
#include "fake_apiserver/selector/selection.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {
namespace {

using Operator = LabelRequirement::Operator;

// Tokens of a label selector: symbols of one or two characters, and words.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::string_view peek() {
    if (!ahead_) ahead_ = read();
    return *ahead_;
  }
  std::string_view next() {
    const std::string_view token = peek();
    ahead_.reset();
    return token;
  }
  bool accept(std::string_view token) {
    if (peek() != token) return false;
    next();
    return true;
  }
  static bool is_symbol(std::string_view token) {
    return token.empty() || std::string_view("(),!=<>").find(token.front()) != std::string_view::npos;
  }

 private:
  std::string_view read() {
    while (!text_.empty() && std::string_view(" \t\r\n").find(text_.front()) != std::string_view::npos)
      text_.remove_prefix(1);
    if (text_.empty()) return {};
    std::size_t length = 1;
    if (is_symbol(text_.substr(0, 1))) {
      if (text_.starts_with("==") || text_.starts_with("!=")) length = 2;
    } else {
      length = std::min(text_.find_first_of(" \t\r\n(),!=<>"), text_.size());
    }
    const std::string_view token = text_.substr(0, length);
    text_.remove_prefix(length);
    return token;
  }

  std::string_view text_;
  std::optional<std::string_view> ahead_;
};

sim::Error unexpected(std::string_view found, std::string_view wanted) {
  return bad_request(fmt::format("found '{}', expected: {}", found, wanted));
}

sim::Error bad_requirement(std::string_view why) {
  return bad_request(fmt::format("unable to parse requirement: {}", why));
}

sim::Error bad_value(std::string_view where, std::string_view value, std::string_view why) {
  return bad_requirement(fmt::format("{}: Invalid value: \"{}\": {}", where, value, why));
}

class LabelParser {
 public:
  explicit LabelParser(std::string_view text) : lexer_(text) {}

  sim::Result<std::vector<LabelRequirement>> parse() {
    std::vector<LabelRequirement> out;
    if (lexer_.peek().empty()) return out;
    while (true) {
      auto requirement = parse_one();
      if (!requirement) return sim::forward(std::move(requirement.error()));
      out.push_back(*std::move(requirement));
      const std::string_view token = lexer_.next();
      if (token.empty()) return out;
      if (token != ",") return sim::forward(unexpected(token, "',' or 'end of string'"));
      if (Lexer::is_symbol(lexer_.peek()) && lexer_.peek() != "!")
        return sim::forward(unexpected(lexer_.peek(), "identifier after ','"));
    }
  }

 private:
  sim::Result<LabelRequirement> parse_one() {
    LabelRequirement out;
    if (lexer_.accept("!")) out.op = Operator::absent;
    const std::string_view key = lexer_.next();
    if (Lexer::is_symbol(key))
      return sim::forward(bad_requirement(fmt::format("found '{}', expected: !, identifier, or 'end of string'", key)));
    out.key = key;
    if (const std::string error = qualified_name_error(key); !error.empty())
      return sim::forward(bad_value("<nil>", key, error));
    const std::string_view after = lexer_.peek();
    if (out.op == Operator::absent || after.empty() || after == ",") return out;
    if (auto done = parse_operator(out); !done) return sim::forward(std::move(done.error()));
    return check(std::move(out));
  }

  sim::Result<void> parse_operator(LabelRequirement& out) {
    const std::string_view op = lexer_.next();
    if (op == "in" || op == "notin") {
      out.op = op == "in" ? Operator::in : Operator::not_in;
      return parse_set(out);
    }
    if (op == "=" || op == "==") out.op = Operator::in;
    else if (op == "!=") out.op = Operator::not_in;
    else if (op == ">") out.op = Operator::greater;
    else if (op == "<") out.op = Operator::less;
    else return sim::forward(bad_requirement(fmt::format("found '{}', expected: in, notin, =, ==, !=, gt, lt", op)));
    // Nothing after the operator is the empty value.
    const std::string_view value = lexer_.peek();
    out.values.emplace_back(Lexer::is_symbol(value) ? "" : lexer_.next());
    return {};
  }

  sim::Result<void> parse_set(LabelRequirement& out) {
    if (const std::string_view open = lexer_.next(); open != "(")
      return sim::forward(bad_requirement(fmt::format("found '{}' expected: '('", open)));
    while (true) {
      const std::string_view value = lexer_.peek();
      out.values.emplace_back(Lexer::is_symbol(value) ? "" : lexer_.next());
      if (lexer_.accept(")")) return {};
      if (!lexer_.accept(","))
        return sim::forward(bad_requirement(fmt::format("found '{}', expected: ',' or ')'", lexer_.peek())));
    }
  }

  static sim::Result<LabelRequirement> check(LabelRequirement out) {
    const bool compares = out.op == Operator::greater || out.op == Operator::less;
    for (std::size_t i = 0; i < out.values.size(); ++i) {
      const std::string& value = out.values[i];
      const std::string where = compares ? fmt::format("values[{}]", i) : fmt::format("values[{}][{}]", i, out.key);
      std::int64_t number = 0;
      const char* end = value.data() + value.size();
      if (compares && (value.empty() || std::from_chars(value.data(), end, number).ptr != end))
        return sim::forward(bad_value(where, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
      if (const std::string error = label_value_error(value); !error.empty())
        return sim::forward(bad_value(where, value, error));
    }
    return out;
  }

  Lexer lexer_;
};

// Splits at every comma that no backslash precedes.
std::vector<std::string> split_terms(std::string_view text) {
  std::vector<std::string> terms(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) terms.back() += text[++i];
    else if (text[i] == ',') terms.emplace_back();
    else terms.back() += text[i];
  }
  return terms;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t dot = path.find('.');
    out.emplace_back(path.substr(0, dot));
    if (dot == path.npos) return out;
    path.remove_prefix(dot + 1);
  }
}

bool supports(const Kind& kind, std::string_view field) {
  return field == "metadata.name" || (field == "metadata.namespace" && kind.resource.namespaced) ||
         std::ranges::find(kind.fields, field) != kind.fields.end();
}

sim::Error unknown_field(const Kind& kind, std::string_view field) {
  if (kind.custom || !kind.fields.empty()) return bad_request(fmt::format("field label not supported: {}", field));
  return bad_request(
      fmt::format("\"{}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"", field));
}

}  // namespace

sim::Result<std::vector<LabelRequirement>> parse_label_selector(std::string_view text) {
  return LabelParser(text).parse();
}

sim::Result<std::vector<FieldRequirement>> parse_field_selector(std::string_view text, const Kind& kind) {
  std::vector<FieldRequirement> out;
  for (const std::string& term : split_terms(text)) {
    if (term.empty()) continue;
    const std::size_t equals = term.find('=');
    if (equals == term.npos)
      return sim::forward(bad_request(fmt::format("invalid selector: '{}'; can't understand '{}'", text, term)));
    const bool negated = equals > 0 && term[equals - 1] == '!';
    const std::string field = term.substr(0, negated ? equals - 1 : equals);
    const bool doubled = !negated && equals + 1 < term.size() && term[equals + 1] == '=';
    if (!supports(kind, field)) return sim::forward(unknown_field(kind, field));
    out.push_back({split_path(field), !negated, term.substr(equals + (doubled ? 2 : 1))});
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
