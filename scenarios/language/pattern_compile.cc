#include <algorithm>
#include <array>

#include "scenarios/language/fields.h"
#include "scenarios/language/pattern_state.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::array<std::string_view, 12> kOperators{"$absent", "$exact", "$len", "$any", "$all", "$none",
                                                      "$re",     "$gt",    "$gte", "$lt",  "$lte", "$between"};

// Lets a map through that no schema knows (language/member_tree.h); of no meaning to matching.
constexpr std::string_view kOpen = "$open";

std::vector<std::string_view> all_operators() {
  std::vector<std::string_view> names(kOperators.begin(), kOperators.end());
  names.emplace_back("$ref");
  names.emplace_back(kOpen);
  return names;
}

// What is wrong with an expression, and at which part of it.
std::string expression_complaint(const re2::RE2& expression) {
  const std::string at = expression.error_arg().empty() ? std::string() : " at " + expression.error_arg();
  using enum re2::RE2::ErrorCode;
  switch (expression.error_code()) {
    case ErrorBadEscape: return "there is no such escape" + at;
    case ErrorTrailingBackslash: return "it ends with a backslash; write \\\\ for one";
    case ErrorBadCharClass:
    case ErrorBadCharRange: return "the characters in [ ] are no range" + at;
    case ErrorMissingBracket: return "a [ is not closed" + at;
    case ErrorMissingParen: return "a ( is not closed" + at;
    case ErrorUnexpectedParen: return "a ) closes nothing" + at;
    case ErrorRepeatArgument: return "nothing stands before what repeats it" + at;
    case ErrorRepeatSize: return "it repeats more often than 1000 times, or a negative number of times" + at;
    case ErrorRepeatOp: return "what repeats is repeated" + at;
    case ErrorBadPerlOp: return "look-ahead, look-behind and the like are not possible here" + at;
    case ErrorBadNamedCapture: return "a group's name is written (?P<name>...)" + at;
    case ErrorPatternTooLarge: return "it is too large";
    default: return "it can't be read" + at;
  }
}

}  // namespace

bool is_operator_map(const Node& node) {
  const auto of_members = [](const Node::Entry& entry) { return entry.key.text != kOpen; };
  const auto first = std::ranges::find_if(node.entries, of_members);
  return node.is_map() && first != node.entries.end() && first->key.text.starts_with('$');
}

bool Scope::binds(std::string_view name) const { return std::ranges::find(bound, name) != bound.end(); }

void Scope::check(std::string_view text, Mark mark) {
  const Template parts(text);
  for (const std::string_view name : parts.names()) {
    if (binds(name)) continue;
    const std::vector<std::string_view> known(bound.begin(), bound.end());
    problems.add(mark, "nothing before this line binds \"" + std::string(name) + "\" (with as: or $ref:)" +
                           (known.empty() ? "" : suggest(name, known)));
  }
}

struct PatternCompiler {
  Scope& scope;
  std::string what;

  Problems& problems() const { return scope.problems; }

  Pattern compile(const Node& node) {
    auto state = std::make_shared<Pattern::State>();
    state->text = to_flow(node);
    if (is_operator_map(node)) state->shape = operators(node);
    else if (node.is_map()) state->shape = members(node);
    else if (node.is_list()) state->shape = ListShape{items(node)};
    else scalar(node, *state);
    Pattern pattern;
    pattern.state_ = std::move(state);
    return pattern;
  }

 private:
  MapShape members(const Node& node) {
    MapShape shape;
    for (const auto& [key, value] : node.entries) {
      if (key.text == kOpen) {
        check_open(value);
        continue;
      }
      if (key.text.starts_with('$'))
        problems().add(key.mark, "operators (" + key.text + ") and members can't stand in one map");
      shape.members.emplace_back(key.text, compile(value));
    }
    return shape;
  }

  void check_open(const Node& value) {
    bool open = false;
    if (read_value(value, problems(), "$open", open) && !open) problems().add(value.mark, "$open is true or left out");
  }

  std::vector<Pattern> items(const Node& node) {
    std::vector<Pattern> out;
    for (const Node& item : node.items) out.push_back(compile(item));
    return out;
  }

  void scalar(const Node& node, Pattern::State& state) {
    if (node.is_scalar() && node.scalar.find("${") != std::string::npos) {
      scope.check(node.scalar, node.mark);
      state.shape = TemplateShape{Template(node.scalar)};
      return;
    }
    state.shape = LiteralShape{json(node)};
  }

  Json json(const Node& node) {
    auto value = to_json(node, problems().file());
    if (value) return api::freeze(*std::move(value));  // patterns are shared by worlds on several threads
    problems().add(node.mark, value.error().message);
    return {};
  }

  OperatorShape operators(const Node& node) {
    OperatorShape shape;
    for (const auto& [key, argument] : node.entries)
      if (key.text == kOpen) check_open(argument);
      else if (auto made = make(key, argument))
        shape.operators.emplace_back(key.text + ": " + to_flow(argument), *std::move(made));
    return shape;
  }

  std::optional<Operator> make(const Node::Key& key, const Node& argument) {
    const std::string_view name = key.text;
    if (name == "$absent") return absent(argument);
    if (name == "$exact") return ExactOperator{json(argument)};
    if (name == "$len") return LengthOperator{compile(argument)};
    if (name == "$any") return quantifier(Quantifier::any, argument);
    if (name == "$none") return quantifier(Quantifier::none, argument);
    if (name == "$re") return regex(argument);
    if (name == "$ref") return ref(argument);
    if (name == "$between") return between(argument);
    if (name == "$all") {
      if (argument.is_list()) return quantifier(Quantifier::all, argument);
      problems().add(argument.mark, "$all takes a list of patterns, each of which some element has to match");
      return std::nullopt;
    }
    if (name == "$gt" || name == "$gte" || name == "$lt" || name == "$lte") return one_sided(name, argument);
    if (!name.starts_with('$'))
      problems().add(key.mark, "operators and members (" + key.text + ") can't stand in one map");
    else problems().add(key.mark, "unknown operator " + key.text + suggest(name, all_operators()));
    return std::nullopt;
  }

  std::optional<Operator> absent(const Node& argument) {
    AbsentOperator made;
    if (!read_value(argument, problems(), "$absent", made.absent)) return std::nullopt;
    return made;
  }

  std::optional<Operator> quantifier(Quantifier quantifier, const Node& argument) {
    QuantifierOperator made{quantifier, {}};
    if (argument.is_list()) made.patterns = items(argument);
    else made.patterns.push_back(compile(argument));
    if (made.patterns.empty()) problems().add(argument.mark, "a list of no patterns says nothing");
    return made;
  }

  std::optional<Operator> regex(const Node& argument) {
    std::string text;
    if (!read_value(argument, problems(), "$re", text)) return std::nullopt;
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto regex = std::make_shared<re2::RE2>(text, options);
    if (!regex->ok()) {
      problems().add(argument.mark, "$re is not a regular expression: " + expression_complaint(*regex));
      return std::nullopt;
    }
    return RegexOperator{std::move(regex)};
  }

  std::optional<Operator> ref(const Node& argument) {
    RefOperator made;
    if (!read_value(argument, problems(), "$ref", made.name)) return std::nullopt;
    if (!scope.binds(made.name)) scope.bound.push_back(made.name);
    return made;
  }

  std::optional<Bound> bound(const Node& node) {
    if (node.is_scalar()) {
      if (const auto duration = sim::parse_duration(node.scalar); duration && !node.scalar.empty()) {
        const bool bare_zero = node.scalar == "0";
        if (!bare_zero) return Bound{duration->count(), true};
      }
      if (const Json value = node.quoted ? Json() : json(node); value.is_number_integer())
        return Bound{value.get<std::int64_t>(), false};
    }
    problems().add(node.mark, "a bound must be a whole number or a duration (30s), not " + to_flow(node));
    return std::nullopt;
  }

  std::optional<Operator> one_sided(std::string_view name, const Node& argument) {
    RangeOperator made;
    const auto limit = bound(argument);
    if (!limit) return std::nullopt;
    if (name.starts_with("$g")) {
      made.low = limit;
      made.low_included = name == "$gte";
    } else {
      made.high = limit;
      made.high_included = name == "$lte";
    }
    return made;
  }

  std::optional<Operator> between(const Node& argument) {
    if (!argument.is_list() || argument.items.size() != 2) {
      problems().add(argument.mark, "$between takes a list of two bounds: [low, high]");
      return std::nullopt;
    }
    RangeOperator made;
    made.low = bound(argument.items[0]);
    made.high = bound(argument.items[1]);
    if (!made.low || !made.high) return std::nullopt;
    if (made.low->duration != made.high->duration || made.low->value > made.high->value)
      problems().add(argument.mark, "$between takes two numbers or two durations, the smaller one first");
    return made;
  }
};

Pattern Pattern::compile(const Node& node, Scope& scope, std::string_view what) {
  return PatternCompiler{scope, std::string(what)}.compile(node);
}

std::string to_flow(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::null: return "null";
    case Node::Kind::scalar:
      if (node.quoted) return api::dump_json(Json(node.scalar));
      return node.scalar;
    case Node::Kind::list:
      for (const Node& item : node.items) out.append(out.empty() ? "" : ", ").append(to_flow(item));
      return "[" + out + "]";
    case Node::Kind::map: break;
  }
  for (const auto& [key, value] : node.entries)
    out.append(out.empty() ? "" : ", ").append(key.text).append(": ").append(to_flow(value));
  return "{" + out + "}";
}

}  // namespace nlbsim::scenarios
