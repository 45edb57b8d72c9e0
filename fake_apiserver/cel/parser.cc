#include "fake_apiserver/cel/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "fake_apiserver/cel/lexer.h"
#include "fake_apiserver/cel/literals.h"
#include "fake_apiserver/cel/macros.h"
#include "fake_apiserver/cel/text.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::ExpressionRef;
using syntax::Identifier;
using syntax::ListLiteral;
using syntax::Literal;
using syntax::MapLiteral;
using syntax::MessageLiteral;
using syntax::Operation;
using syntax::Select;

constexpr std::array<std::string_view, 17> kReserved{"as",        "break",  "const",  "continue", "else", "for",
                                                     "function",  "if",     "import", "let",      "loop", "package",
                                                     "namespace", "return", "var",    "void",     "while"};
constexpr std::array<std::string_view, 4> kKeywords{"in", "true", "false", "null"};
constexpr std::string_view kOperandExpected =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
constexpr int kLowestBinary = 3, kHighestBinary = 5;  // relations, sums, products

std::uint32_t height_of(const ExpressionRef& expression) { return expression ? expression->height : 0; }

template <class Range, class Part>
std::uint32_t highest(const Range& range, Part part) {
  std::uint32_t height = 0;
  for (const auto& item : range) height = std::max(height, height_of(part(item)));
  return height;
}

// Recursive descent. A function returns null once something was wrong; what was is in `problems_`.
class Parser {
 public:
  Parser(std::string_view source, Problems& problems) : problems_(problems), tokens_(tokenize(source, problems)) {}

  ExpressionRef whole() {
    ExpressionRef out = expression();
    if (!out) return nullptr;
    if (peek().kind == TokenKind::end) return out;
    const bool single = peek(1).kind == TokenKind::end;
    return refuse(fmt::format("{} input '{}' expecting <EOF>", single ? "extraneous" : "mismatched", peek().text));
  }

 private:
  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  Token take() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  bool is_symbol(std::string_view symbol, std::size_t ahead = 0) const {
    return peek(ahead).kind == TokenKind::symbol && peek(ahead).text == symbol;
  }
  bool accept(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    ++at_;
    return true;
  }
  bool is_name(std::size_t ahead = 0) const {
    return peek(ahead).kind == TokenKind::identifier &&
           std::ranges::find(kKeywords, peek(ahead).text) == kKeywords.end();
  }

  std::nullptr_t refuse(std::string message) {
    problems_.add(peek().offset, "Syntax error: " + message);
    return nullptr;
  }
  // In the words of a parser that would try to go on: what is one too many, what is missing, what fits nowhere.
  bool expect(std::string_view symbol) {
    if (accept(symbol)) return true;
    const Token& token = peek();
    const bool ends = token.kind == TokenKind::end || (token.kind == TokenKind::symbol && token.text != "{");
    if (is_symbol(symbol, 1)) refuse(fmt::format("extraneous input '{}' expecting '{}'", token.text, symbol));
    else if (ends) refuse(fmt::format("missing '{}' at '{}'", symbol, token.text));
    else refuse(fmt::format("mismatched input '{}' expecting '{}'", token.text, symbol));
    return false;
  }

  template <class Form>
  ExpressionRef make(std::size_t offset, std::uint32_t below, Form form) {
    if (below >= kMaxHeight) return refuse_depth(kMaxHeight);
    auto out = std::make_unique<Expression>();
    out->form = std::move(form);
    out->offset = offset;
    out->height = below + 1;
    return out;
  }
  std::nullptr_t refuse_depth(std::uint32_t limit) {
    problems_.add(peek().offset, fmt::format("expression recursion limit exceeded: {}", limit));
    return nullptr;
  }

  ExpressionRef call(std::size_t offset, std::string function, std::vector<ExpressionRef> arguments,
                     Operation operation = Operation::call) {
    const std::uint32_t below = highest(arguments, [](const ExpressionRef& e) -> const ExpressionRef& { return e; });
    return make(offset, below, Call{std::move(function), nullptr, std::move(arguments), operation, {}});
  }
  template <class... Parts>
  static std::vector<ExpressionRef> list_of(Parts... parts) {
    std::vector<ExpressionRef> out;
    (out.push_back(std::move(parts)), ...);
    return out;
  }

  ExpressionRef expression() {
    if (++nesting_ > kMaxNesting) return refuse_depth(kMaxNesting);
    ExpressionRef out = conditional();
    --nesting_;
    return out;
  }

  ExpressionRef conditional() {
    ExpressionRef condition = chain("||", "_||_", Operation::logical_or);
    if (!condition || !is_symbol("?")) return condition;
    const std::size_t offset = take().offset;
    ExpressionRef then = chain("||", "_||_", Operation::logical_or);
    if (!then || !expect(":")) return nullptr;
    ExpressionRef otherwise = expression();
    if (!otherwise) return nullptr;
    return call(offset, "_?_:_", list_of(std::move(condition), std::move(then), std::move(otherwise)),
                Operation::conditional);
  }

  ExpressionRef chain(std::string_view symbol, std::string_view function, Operation operation) {
    const auto operand = [&] {
      return operation == Operation::logical_or ? chain("&&", "_&&_", Operation::logical_and) : binary(kLowestBinary);
    };
    std::vector<ExpressionRef> operands = list_of(operand());
    if (!operands.back()) return nullptr;
    const std::size_t offset = peek().offset;
    while (accept(symbol)) {
      operands.push_back(operand());
      if (!operands.back()) return nullptr;
    }
    if (operands.size() == 1) return std::move(operands.front());
    return call(offset, std::string(function), std::move(operands), operation);
  }

  ExpressionRef binary(int precedence) {
    if (precedence > kHighestBinary) return unary();
    ExpressionRef left = binary(precedence + 1);
    while (left) {
      const syntax::Operator* found = syntax::operator_for_symbol(peek().text);
      const bool is_operator = peek().kind == TokenKind::symbol || peek().kind == TokenKind::identifier;
      if (!is_operator || !found || found->precedence != precedence) break;
      const std::size_t offset = take().offset;
      ExpressionRef right = binary(precedence + 1);
      if (!right) return nullptr;
      left = call(offset, std::string(found->function), list_of(std::move(left), std::move(right)));
    }
    return left;
  }

  ExpressionRef unary() {
    if (is_symbol("!")) return repeated("!", "!_");
    const bool number = peek(1).kind == TokenKind::integer || peek(1).kind == TokenKind::number;
    if (is_symbol("-") && !number) return repeated("-", "-_");
    return member();
  }

  // An even number of them is none.
  ExpressionRef repeated(std::string_view symbol, std::string_view function) {
    const std::size_t offset = peek().offset;
    bool odd = false;
    while (accept(symbol)) odd = !odd;
    ExpressionRef operand = member();
    if (!operand || !odd) return operand;
    return call(offset, std::string(function), list_of(std::move(operand)));
  }

  ExpressionRef member() {
    ExpressionRef out = primary();
    while (out) {
      if (is_symbol(".")) out = select(std::move(out));
      else if (is_symbol("[")) out = index(std::move(out));
      else break;
    }
    return out;
  }

  ExpressionRef select(ExpressionRef operand) {
    const Token dot = take();
    const bool optional = accept("?");
    if (!is_name()) {
      const std::string after = peek().kind == TokenKind::end ? "" : std::string(peek().text);
      return refuse(fmt::format("no viable alternative at input '.{}{}'", optional ? "?" : "", after));
    }
    const Token name = take();
    if (!optional && is_symbol("(")) return member_call(std::move(operand), name);
    const std::uint32_t below = operand->height;
    return make(dot.offset, below, Select{std::move(operand), std::string(name.text), optional, false});
  }

  ExpressionRef member_call(ExpressionRef target, const Token& name) {
    const std::size_t offset = take().offset;
    auto arguments = arguments_until(")");
    if (!arguments) return nullptr;
    const std::uint32_t below =
        std::max(target->height, highest(*arguments, [](const ExpressionRef& e) -> const ExpressionRef& { return e; }));
    ExpressionRef out = make(
        offset, below, Call{std::string(name.text), std::move(target), std::move(*arguments), Operation::call, {}});
    if (out) expand_macro(*out, problems_);
    return out;
  }

  ExpressionRef index(ExpressionRef operand) {
    const std::size_t offset = take().offset;
    const bool optional = accept("?");
    ExpressionRef key = expression();
    if (!key || !expect("]")) return nullptr;
    return call(offset, optional ? "_[?_]" : "_[_]", list_of(std::move(operand), std::move(key)),
                optional ? Operation::optional_index : Operation::index);
  }

  std::optional<std::vector<ExpressionRef>> arguments_until(std::string_view closing) {
    std::vector<ExpressionRef> out;
    if (accept(closing)) return out;
    do {
      out.push_back(expression());
      if (!out.back()) return std::nullopt;
    } while (accept(","));
    if (!expect(closing)) return std::nullopt;
    return out;
  }

  ExpressionRef primary() {
    const Token& token = peek();
    if (is_symbol("(")) return parenthesized();
    if (is_symbol("[")) return list();
    if (is_symbol("{")) return map();
    const bool number = peek(1).kind == TokenKind::integer || peek(1).kind == TokenKind::number;
    if ((is_symbol("-") && number) ||
        (token.kind != TokenKind::symbol && token.kind != TokenKind::identifier && token.kind != TokenKind::end)) {
      return literal();
    }
    if (token.kind == TokenKind::identifier && !is_name() && token.text != "in") return keyword();
    if (is_name() || is_symbol(".")) return named();
    return refuse(fmt::format("mismatched input '{}' expecting {}", token.text, kOperandExpected));
  }

  ExpressionRef parenthesized() {
    take();
    ExpressionRef out = expression();
    return out && expect(")") ? std::move(out) : nullptr;
  }

  ExpressionRef literal() {
    const std::size_t offset = peek().offset;
    const bool negative = accept("-");
    const Token token = take();
    auto value = literal_value(token, negative);
    if (!value) problems_.add(offset, value.error().message);
    return make(offset, 0, Literal{value ? *value : Value()});
  }

  ExpressionRef keyword() {
    const Token word = take();
    return make(word.offset, 0, Literal{word.text == "null" ? Value() : Value::boolean(word.text == "true")});
  }

  // A variable, a call of a function, or a message: `a`, `.a`, `f(x)`, `a.B{c: 1}`.
  ExpressionRef named() {
    const std::size_t offset = peek().offset;
    const bool from_root = accept(".");
    if (!is_name()) return refuse(fmt::format("no viable alternative at input '.{}'", peek().text));
    if (message_begins()) return message(offset, from_root);
    const Token name = take();
    if (std::ranges::find(kReserved, name.text) != kReserved.end()) {
      problems_.add(name.offset, fmt::format("reserved identifier: {}", name.text));
    }
    if (!is_symbol("(")) return make(offset, 0, Identifier{std::string(name.text), from_root, 0});
    const std::size_t opening = take().offset;
    auto arguments = arguments_until(")");
    if (!arguments) return nullptr;
    ExpressionRef out = call(opening, (from_root ? "." : "") + std::string(name.text), std::move(*arguments));
    if (out) expand_macro(*out, problems_);
    return out;
  }

  bool message_begins() const {
    std::size_t ahead = 1;
    while (is_symbol(".", ahead) && is_name(ahead + 1)) ahead += 2;
    return is_symbol("{", ahead);
  }

  ExpressionRef message(std::size_t offset, bool from_root) {
    MessageLiteral out;
    if (from_root) out.name = ".";
    while (!is_symbol("{")) out.name += take().text;
    take();
    while (!is_symbol("}")) {
      MessageLiteral::Member member;
      member.optional = accept("?");
      if (peek().kind != TokenKind::identifier) {
        return refuse(fmt::format("mismatched input '{}' expecting IDENTIFIER", peek().text));
      }
      member.field = take().text;
      if (!expect(":")) return nullptr;
      member.value = expression();
      if (!member.value) return nullptr;
      out.members.push_back(std::move(member));
      if (!accept(",")) break;
    }
    if (!expect("}")) return nullptr;
    const std::uint32_t below =
        highest(out.members, [](const MessageLiteral::Member& m) -> const ExpressionRef& { return m.value; });
    return make(offset, below, std::move(out));
  }

  ExpressionRef list() {
    const std::size_t offset = take().offset;
    ListLiteral out;
    while (!is_symbol("]")) {
      const bool optional = accept("?");
      out.items.push_back({expression(), optional});
      if (!out.items.back().value) return nullptr;
      if (!accept(",")) break;
    }
    if (!expect("]")) return nullptr;
    const std::uint32_t below =
        highest(out.items, [](const ListLiteral::Item& i) -> const ExpressionRef& { return i.value; });
    return make(offset, below, std::move(out));
  }

  ExpressionRef map() {
    const std::size_t offset = take().offset;
    MapLiteral out;
    while (!is_symbol("}")) {
      MapLiteral::Entry entry;
      entry.optional = accept("?");
      entry.key = expression();
      if (!entry.key || !expect(":")) return nullptr;
      entry.value = expression();
      if (!entry.value) return nullptr;
      out.entries.push_back(std::move(entry));
      if (!accept(",")) break;
    }
    if (!expect("}")) return nullptr;
    const std::uint32_t below =
        std::max(highest(out.entries, [](const MapLiteral::Entry& e) -> const ExpressionRef& { return e.key; }),
                 highest(out.entries, [](const MapLiteral::Entry& e) -> const ExpressionRef& { return e.value; }));
    return make(offset, below, std::move(out));
  }

  Problems& problems_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::uint32_t nesting_ = 0;
};

}  // namespace

ExpressionRef parse(std::string_view source, Problems& problems) {
  if (!is_utf8(source)) {
    problems.add(0, "Syntax error: the expression is not valid UTF-8");
    return nullptr;
  }
  if (const std::size_t size = count_code_points(source); size > kMaxCodePoints) {
    problems.add(0, fmt::format("expression code point size exceeds limit: size: {}, limit {}", size, kMaxCodePoints));
    return nullptr;
  }
  return Parser(source, problems).whole();
}

}  // namespace nlbsim::fake_apiserver::cel
