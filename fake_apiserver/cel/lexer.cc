#include "fake_apiserver/cel/lexer.h"

#include <algorithm>
#include <array>
#include <string>

#include "fake_apiserver/cel/letters.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

constexpr std::array<std::string_view, 23> kSymbols{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "[", "]", "{", "}",
                                                    "(",  ")",  ".",  ",",  "-",  "!",  "?", ":", "+", "*", "/"};

bool is_octal(char c) { return c >= '0' && c <= '7'; }

class Lexer {
 public:
  Lexer(std::string_view source, Problems& problems) : source_(source), problems_(problems) {}

  std::vector<Token> run() {
    while (skip_blanks(), at_ < source_.size()) next();
    tokens_.push_back({TokenKind::end, "<EOF>", source_.size()});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void skip_blanks() {
    while (at_ < source_.size()) {
      if (std::string_view(" \t\r\n\f").find(peek()) != std::string_view::npos) ++at_;
      else if (source_.substr(at_).starts_with("//")) at_ = std::min(source_.find('\n', at_), source_.size());
      else break;
    }
  }

  void push(TokenKind kind, std::size_t size) {
    tokens_.push_back({kind, source_.substr(at_, size), at_});
    at_ += size;
  }

  void next() {
    if (const std::size_t size = string_size(); size > 0) {
      return push(peek() == 'b' || peek() == 'B' ? TokenKind::bytes : TokenKind::string, size);
    }
    if (string_begins()) return refuse(source_.find_first_of("\r\n", at_) - at_);
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return number();
    if (is_letter(peek())) {
      std::size_t size = 1;
      while (is_letter(peek(size)) || is_digit(peek(size))) ++size;
      return push(TokenKind::identifier, size);
    }
    if (peek() == '%') return push(TokenKind::symbol, 1);
    const auto* symbol =
        std::ranges::find_if(kSymbols, [&](std::string_view s) { return source_.substr(at_).starts_with(s); });
    if (symbol != kSymbols.end()) return push(TokenKind::symbol, symbol->size());
    refuse(unknown_size());
  }

  // One sign that would begin a longer symbol takes what follows it along, as a lexer that had tried that symbol.
  std::size_t unknown_size() const {
    std::size_t size = code_point_size(source_.substr(at_));
    if (peek() == '=' || peek() == '&' || peek() == '|') size += code_point_size(source_.substr(at_ + size));
    return size;
  }

  void refuse(std::size_t size) {
    const std::string_view text = source_.substr(at_, size);
    problems_.add(at_, "Syntax error: token recognition error at: '" + std::string(text) + "'");
    at_ += std::max<std::size_t>(text.size(), 1);
  }

  void number() {
    std::size_t size = 0;
    bool whole = true;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex(peek(2))) {
      for (size = 2; is_hex(peek(size));) ++size;
    } else {
      while (is_digit(peek(size))) ++size;
      if (peek(size) == '.' && is_digit(peek(size + 1))) {
        whole = false;
        for (++size; is_digit(peek(size));) ++size;
      }
      if (const std::size_t exponent = exponent_size(size); exponent > 0) {
        whole = false;
        size += exponent;
      }
    }
    if (whole && (peek(size) == 'u' || peek(size) == 'U')) return push(TokenKind::unsigned_integer, size + 1);
    push(whole ? TokenKind::integer : TokenKind::number, size);
  }

  std::size_t exponent_size(std::size_t from) const {
    if (peek(from) != 'e' && peek(from) != 'E') return 0;
    std::size_t size = peek(from + 1) == '+' || peek(from + 1) == '-' ? 2 : 1;
    if (!is_digit(peek(from + size))) return 0;
    while (is_digit(peek(from + size))) ++size;
    return size;
  }

  std::size_t prefix_size() const {
    std::size_t size = 0;
    if (peek() == 'b' || peek() == 'B') ++size;
    if (peek(size) == 'r' || peek(size) == 'R') ++size;
    return size;
  }
  bool string_begins() const {
    const char quote = peek(prefix_size());
    return quote == '"' || quote == '\'';
  }

  // Of the whole literal with its prefix; 0 if none begins here, or it does not end as it should.
  std::size_t string_size() const {
    if (!string_begins()) return 0;
    const std::size_t prefix = prefix_size();
    const bool raw = prefix > 0 && (peek(prefix - 1) == 'r' || peek(prefix - 1) == 'R');
    const char quote = peek(prefix);
    const bool triple = peek(prefix + 1) == quote && peek(prefix + 2) == quote;
    const std::string_view closing = triple ? source_.substr(at_ + prefix, 3) : source_.substr(at_ + prefix, 1);
    std::size_t size = prefix + closing.size();
    while (at_ + size < source_.size()) {
      if (source_.substr(at_ + size).starts_with(closing)) return size + closing.size();
      if (!triple && (peek(size) == '\n' || peek(size) == '\r')) return 0;
      const std::size_t step = raw || peek(size) != '\\' ? 1 : escape_size(size);
      if (step == 0) return 0;
      size += step;
    }
    return 0;
  }

  std::size_t escape_size(std::size_t from) const {
    const char letter = peek(from + 1);
    const auto digits = [&](std::size_t count, bool (*fits)(char)) -> std::size_t {
      for (std::size_t i = 0; i < count; ++i) {
        if (!fits(peek(from + 2 + i))) return 0;
      }
      return 2 + count;
    };
    if (letter == 'x' || letter == 'X') return digits(2, is_hex);
    if (letter == 'u') return digits(4, is_hex);
    if (letter == 'U') return digits(8, is_hex);
    if (letter >= '0' && letter <= '3') return digits(2, is_octal);
    return std::string_view("abfnrtv\"'\\?`").find(letter) == std::string_view::npos || letter == '\0' ? 0 : 2;
  }

  std::string_view source_;
  Problems& problems_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source, Problems& problems) { return Lexer(source, problems).run(); }

}  // namespace nlbsim::fake_apiserver::cel
