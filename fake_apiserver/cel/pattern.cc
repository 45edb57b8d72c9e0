#include "fake_apiserver/cel/pattern.h"

#include <re2/re2.h>

#include "fake_apiserver/cel/program.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

struct Pattern final : Opaque {
  Pattern(std::string_view source, PatternRef expression)
      : Opaque(Kind::string), text(source), compiled(std::move(expression)) {}
  bool equals(const Opaque& other) const override { return text == static_cast<const Pattern&>(other).text; }
  std::string shown() const override { return in_quotes(text); }
  std::uint64_t size() const override { return count_code_points(text); }

  std::string text;
  PatternRef compiled;
};

// RE2 and Go are one family: what is wrong is the same, some words differ.
std::string_view go_words(re2::RE2::ErrorCode code) {
  switch (code) {
    case re2::RE2::ErrorBadEscape: return "invalid escape sequence";
    case re2::RE2::ErrorBadCharClass: return "invalid character class";
    case re2::RE2::ErrorBadCharRange: return "invalid character class range";
    case re2::RE2::ErrorMissingBracket: return "missing closing ]";
    case re2::RE2::ErrorMissingParen: return "missing closing )";
    case re2::RE2::ErrorTrailingBackslash: return "trailing backslash at end of expression";
    case re2::RE2::ErrorRepeatArgument: return "missing argument to repetition operator";
    case re2::RE2::ErrorRepeatSize: return "invalid repeat count";
    case re2::RE2::ErrorRepeatOp: return "invalid nested repetition operator";
    case re2::RE2::ErrorBadPerlOp: return "invalid or unsupported Perl syntax";
    case re2::RE2::ErrorBadUTF8: return "invalid UTF-8";
    case re2::RE2::ErrorBadNamedCapture: return "invalid named capture";
    default: return "expression too large";
  }
}

}  // namespace

sim::Result<PatternRef> compile_pattern(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_shared<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (pattern->ok()) return pattern;
  std::string message = "error parsing regexp: ";
  message += go_words(pattern->error_code());
  if (!pattern->error_arg().empty()) message += ": `" + pattern->error_arg() + "`";
  return sim::fail(std::string(kEvaluationError), std::move(message));
}

Value pattern_value(std::string_view text, PatternRef pattern) {
  return Value::opaque(std::make_shared<const Pattern>(text, std::move(pattern)));
}

sim::Result<PatternRef> pattern_of(const Value& value) {
  if (const auto opaque = value.as_opaque()) return static_cast<const Pattern&>(*opaque).compiled;
  return compile_pattern(value.as_string().value_or(""));
}

}  // namespace nlbsim::fake_apiserver::cel
