#include "scenarios/language/witness.h"

#include <algorithm>
#include <vector>

#include "scenarios/language/fields.h"
#include "scenarios/language/pattern_state.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

namespace {

// What stands for a value that only a run can know.
constexpr std::string_view kReference = "a-bound-value";

Node without_references(Node node) {
  if (node.is_scalar() && node.scalar.find("${") != std::string::npos) {
    node.scalar = kReference;
    node.quoted = true;
  }
  for (Node& item : node.items) item = without_references(item);
  for (auto& [key, value] : node.entries) value = without_references(value);
  return node;
}

Pattern without_references(const Pattern& pattern) {
  const auto documents = parse_yaml(pattern.text(), "");
  if (!documents || documents->size() != 1) return pattern;  // plain text that is no document of its own
  Problems problems("");
  Scope scope{problems, {}};
  return Pattern::compile(without_references(documents->front()), scope, "");
}

// Behind the alternatives that follow `from` in the group there: at what closes it, or at the end.
std::size_t end_of_group(std::string_view expression, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < expression.size(); ++i) {
    if (expression[i] == '\\') ++i;
    else if (expression[i] == '(') ++depth;
    else if (expression[i] == ')' && depth-- == 0) return i;
  }
  return expression.size();
}

// Texts that an expression may be found in: its own letters, of the first of its alternatives, with a digit for a
// class.
std::string likely_text(std::string_view expression) {
  std::string out;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '|') {
      i = end_of_group(expression, i + 1);
    } else if (c == '\\' && i + 1 < expression.size()) {
      const char next = expression[++i];
      if (next != 'b') out += next == 'd' ? '1' : next == 's' ? ' ' : next;
    } else if (c == '[') {
      const std::size_t close = expression.find(']', i);
      if (close == expression.npos) break;
      out += expression[i + (expression[i + 1] == '^' ? 0 : 1)];
      i = close;
    } else if (c == '.') {
      out += 'x';
    } else if (std::string_view("^$()*+?{}").find(c) == std::string_view::npos) {
      out += c;
    }
  }
  return out;
}

bool fits_value(const Pattern& pattern, const Json& value) {
  Bindings none;
  return pattern.matches(value, none);
}

}  // namespace

struct PatternWitness {
  static Json make(const Pattern& pattern, const Json& sample) {
    return std::visit([&](const auto& shape) { return from(shape, sample); }, pattern.state_->shape);
  }
  // What a pattern over elements says that there is none of.
  static std::vector<Json> forbidden(const Pattern& pattern, const Json& sample) {
    std::vector<Json> out;
    const auto* shape = std::get_if<OperatorShape>(&pattern.state_->shape);
    if (!shape) return out;
    for (const auto& [text, op] : shape->operators) {
      const auto* quantifier = std::get_if<QuantifierOperator>(&op);
      if (!quantifier || quantifier->quantifier != Quantifier::none) continue;
      for (const Pattern& each : quantifier->patterns) out.push_back(make(each, sample));
    }
    return out;
  }

 private:
  static Json from(const AnythingShape&, const Json& sample) { return sample.is_null() ? Json::object() : sample; }
  static Json from(const LiteralShape& shape, const Json&) { return shape.value; }
  static Json from(const TemplateShape&, const Json&) { return kReference; }
  static Json from(const MapShape& shape, const Json& sample) {
    Json out = sample.is_object() ? sample : Json::object();
    for (const auto& [key, inner] : shape.members) {
      Json value = make(inner, api::member(out, key));
      if (value.is_null()) out.erase(key);
      else out[key] = std::move(value);
    }
    return out;
  }
  static Json from(const ListShape& shape, const Json& sample) {
    const Json none;
    Json out = Json::array();
    for (std::size_t i = 0; i < shape.items.size(); ++i)
      out.push_back(make(shape.items[i], sample.is_array() && !sample.empty() ? sample[i % sample.size()] : none));
    return out;
  }
  static Json from(const OperatorShape& shape, const Json& sample) {
    Json value = sample;
    for (const auto& [text, op] : shape.operators)
      value = std::visit([&](const auto& each) { return under(each, text, value); }, op);
    return value;
  }

  static Json under(const AbsentOperator& op, const std::string&, const Json& value) {
    if (op.absent) return {};
    return value.is_null() ? Json("x") : value;
  }
  static Json under(const ExactOperator& op, const std::string&, const Json&) { return op.value; }
  static Json under(const RefOperator&, const std::string&, const Json& value) {
    return value.is_null() ? Json(kReference) : value;
  }
  static Json under(const LengthOperator& op, const std::string&, const Json& value) {
    constexpr std::size_t kMost = 1000;
    const Json length = make(op.length, Json(1));
    const std::int64_t wanted = length.is_number_integer() ? length.get<std::int64_t>() : 0;
    const std::size_t size = std::min<std::size_t>(kMost, static_cast<std::size_t>(std::max<std::int64_t>(0, wanted)));
    if (value.is_string()) return Json(std::string(size, 'x'));
    Json out = Json::array();
    const Json element = value.is_array() && !value.empty() ? value[0] : Json::object();
    for (std::size_t i = 0; i < size; ++i) out.push_back(element);
    return out;
  }
  static Json under(const RegexOperator& op, const std::string&, const Json& value) {
    if (value.is_string() && re2::RE2::PartialMatch(value.text(), *op.regex)) return value;
    return Json(likely_text(op.regex->pattern()));
  }
  static Json under(const RangeOperator& op, const std::string&, const Json& value) {
    const bool duration = op.low ? op.low->duration : op.high->duration;
    const auto fits = [&](std::int64_t number) {
      return (!op.low || number > op.low->value || (number == op.low->value && op.low_included)) &&
             (!op.high || number < op.high->value || (number == op.high->value && op.high_included));
    };
    const std::int64_t step = duration ? 1'000'000 : 1;
    const std::int64_t edge = op.low ? op.low->value : op.high->value;
    std::int64_t number = !duration && value.is_number_integer() ? value.get<std::int64_t>() : edge;
    for (const std::int64_t candidate : {number, edge, edge + step, edge - step})
      if (fits(candidate)) number = candidate;
    return duration ? Json(sim::format_duration(sim::Duration(number))) : Json(number);
  }
  static Json under(const QuantifierOperator& op, const std::string&, const Json& value) {
    const Json none;
    const Json& first = value.is_array() && !value.empty() ? value[0] : value.is_array() ? none : value;
    if (op.quantifier == Quantifier::none) {
      if (!value.is_array())
        return std::ranges::any_of(op.patterns, [&](const Pattern& p) { return fits_value(p, value); }) ? Json()
                                                                                                        : value;
      Json kept = Json::array();
      for (const Json& each : value)
        if (std::ranges::none_of(op.patterns, [&](const Pattern& p) { return fits_value(p, each); }))
          kept.push_back(each);
      return kept;
    }
    if (op.quantifier == Quantifier::any && !value.is_array()) return make(op.patterns.front(), first);
    Json out = Json::array();
    for (const Pattern& pattern : op.patterns) out.push_back(make(pattern, first));
    return out;
  }
};

std::optional<Json> value_that_matches(const Pattern& pattern, std::span<const Json> samples) {
  const Pattern plain = without_references(pattern);
  for (const Json& sample : samples)
    if (fits_value(plain, sample)) return sample;
  const Json nothing;
  std::vector<Json> bases(samples.begin(), samples.end());
  bases.push_back(nothing);
  bases.push_back(Json::array());
  bases.push_back(Json("x"));
  for (const Json& base : bases)
    if (Json made = PatternWitness::make(plain, base); fits_value(plain, made)) return made;
  return std::nullopt;
}

std::optional<Json> value_that_differs(const Pattern& pattern, std::span<const Json> candidates) {
  const Pattern plain = without_references(pattern);
  for (const Json& candidate : candidates)
    if (!fits_value(plain, candidate)) return candidate;
  const Json nothing;
  for (const Json& candidate : candidates) {
    const Json& element = !candidate.is_array() ? candidate : candidate.empty() ? nothing : candidate[0];
    for (const Json& made : PatternWitness::forbidden(plain, element))
      if (Json list = Json::array({made}); !fits_value(plain, list)) return list;
  }
  return std::nullopt;
}

}  // namespace nlbsim::scenarios
