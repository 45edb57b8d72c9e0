#include "cmake/checks/coawait.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nlbsim::checks {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

// The code of one file with its brackets paired.
class Code {
 public:
  explicit Code(std::string_view text) : text_(text), match_(text.size(), kNone) {
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '(' || c == '[' || c == '{') open.push_back(at);
      if ((c != ')' && c != ']' && c != '}') || open.empty()) continue;
      match_[at] = open.back();
      match_[open.back()] = at;
      open.pop_back();
    }
  }

  std::string_view text() const { return text_; }
  char at(std::size_t i) const { return text_[i]; }
  std::size_t match(std::size_t bracket) const { return match_[bracket]; }

  // The last character before `at` that is no space, or kNone.
  std::size_t before(std::size_t at) const {
    while (at > 0)
      if (!is_space(text_[--at])) return at;
    return kNone;
  }
  std::size_t after(std::size_t at) const {
    while (++at < text_.size())
      if (!is_space(text_[at])) return at;
    return kNone;
  }
  // The word that ends at `last`, empty if none does.
  std::string_view word_ending(std::size_t last) const {
    if (last == kNone) return {};
    std::size_t first = last + 1;
    while (first > 0 && is_word(text_[first - 1])) --first;
    return text_.substr(first, last + 1 - first);
  }

  bool opens_lambda(std::size_t bracket) const;
  bool is_lambda_body(std::size_t brace) const;
  bool is_block(std::size_t brace) const;
  bool is_control_header(std::size_t paren) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> match_;
};

// `[` begins a lambda unless it subscripts something, is an attribute or names the parts of a structured binding.
bool Code::opens_lambda(std::size_t bracket) const {
  if (bracket + 1 < text_.size() && text_[bracket + 1] == '[') return false;
  std::size_t previous = before(bracket);
  if (previous == kNone || text_[previous] == '[') return false;
  while (previous != kNone && text_[previous] == '&') previous = before(previous);
  if (word_ending(previous) == "auto") return false;
  static constexpr std::array<std::string_view, 3> kBeforeValue{"return", "co_return", "co_await"};
  if (previous != before(bracket)) return true;
  if (is_word(text_[previous])) return is_one_of(word_ending(previous), kBeforeValue);
  return text_[previous] != ')' && text_[previous] != ']';
}

// `{` that follows `[...]`, `[...](...)` or either with specifiers or a return type in between.
bool Code::is_lambda_body(std::size_t brace) const {
  for (std::size_t at = before(brace); at != kNone; at = before(at)) {
    if (text_[at] == ']') return match_[at] != kNone && opens_lambda(match_[at]);
    if (text_[at] == ')') {
      if (match_[at] == kNone) return false;
      at = match_[at];
    } else if (!is_word(text_[at]) && text_[at] != '>' && text_[at] != '<' && text_[at] != '-' && text_[at] != ':') {
      return false;
    }
  }
  return false;
}

// A block holds statements: a semicolon of its own, or a block that is no lambda's.
bool Code::is_block(std::size_t brace) const {
  const std::size_t end = match_[brace] == kNone ? text_.size() : match_[brace];
  for (std::size_t at = brace + 1; at < end; ++at) {
    if (text_[at] == ';') return true;
    if (text_[at] == '{' && !is_lambda_body(at) && is_block(at)) return true;
    if ((text_[at] == '{' || text_[at] == '(' || text_[at] == '[') && match_[at] != kNone) at = match_[at];
  }
  return false;
}

bool Code::is_control_header(std::size_t paren) const {
  static constexpr std::array<std::string_view, 5> kControl{"if", "while", "for", "switch", "constexpr"};
  return is_one_of(word_ending(before(paren)), kControl);
}

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// From the co_await back to where its full-expression begins. Sets `end` if an enclosing `if (...)` ends it.
std::size_t begin_of_expression(const Code& code, std::size_t from, std::size_t& end) {
  static constexpr std::array<std::string_view, 2> kBeforeStatement{"else", "do"};
  for (std::size_t at = from; at-- > 0;) {
    const char c = code.at(at);
    if (c == ';') return at + 1;
    if (c == '{' && code.is_block(at)) return at + 1;
    if (c == '(' && code.is_control_header(at)) {
      end = code.match(at);
      return at + 1;
    }
    if (is_word(c) && is_one_of(code.word_ending(at), kBeforeStatement) && !is_word(code.at(at + 1))) return at + 1;
    if ((c != ')' && c != ']' && c != '}') || code.match(at) == kNone) continue;
    const std::size_t open = code.match(at);
    if (c == ')' && code.is_control_header(open)) return at + 1;
    if (c == '}') {
      const std::size_t next = code.after(at);
      const bool goes_on = next != kNone && std::string_view(".,)]}-+/%<>=|?:").find(code.at(next)) != kNone;
      if (!goes_on || (code.is_block(open) && !code.is_lambda_body(open))) return at + 1;
    }
    at = open;
  }
  return 0;
}

Range full_expression(const Code& code, std::size_t from) {
  Range range{0, kNone};
  range.begin = begin_of_expression(code, from, range.end);
  if (range.end != kNone) {
    // The condition of a `for` stands between semicolons.
    const std::size_t semicolon = code.text().find(';', from);
    range.end = std::min(range.end, semicolon);
    return range;
  }
  for (std::size_t at = from; at < code.text().size(); ++at) {
    const char c = code.at(at);
    if (c == ';' || (c == '{' && code.is_block(at) && !code.is_lambda_body(at))) return {range.begin, at};
    if ((c == '(' || c == '[' || c == '{') && code.match(at) != kNone) at = code.match(at);
  }
  return {range.begin, code.text().size()};
}

// Why the expression is refused; empty if it is fine.
std::string_view fault_of(const Code& code, Range range) {
  for (std::size_t at = range.begin; at < range.end; ++at) {
    const char c = code.at(at);
    if (c == '[' && code.opens_lambda(at)) return "a lambda";
    if (c == '{') return "braces";
    if (c == '?') return "a conditional expression";
  }
  return {};
}

}  // namespace

std::vector<Finding> check_coawait(const SourceFile& file) {
  constexpr std::string_view kKeyword = "co_await";
  std::vector<Finding> findings;
  const Code code(file.code);
  for (std::size_t at = file.code.find(kKeyword); at != kNone; at = file.code.find(kKeyword, at + 1)) {
    const std::size_t end = at + kKeyword.size();
    if ((at > 0 && is_word(file.code[at - 1])) || (end < file.code.size() && is_word(file.code[end]))) continue;
    const std::string_view fault = fault_of(code, full_expression(code, at));
    if (fault.empty()) continue;
    findings.push_back({file.path, line_of(file.text, at),
                        std::string(fault) + " inside a co_await expression; name the value in a statement before it"});
  }
  return findings;
}

}  // namespace nlbsim::checks
