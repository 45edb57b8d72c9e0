#include "scenarios/language/pattern.h"

#include <algorithm>
#include <span>

#include "scenarios/language/pattern_state.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

namespace {

using Differences = std::vector<Difference>;

std::string child(const std::string& path, std::string_view member) {
  return path.empty() ? std::string(member) : path + "." + std::string(member);
}
std::string child(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

// A list's elements, or the value itself as the only one.
std::span<const Json> elements(const Json& value) {
  if (value.is_array()) return value.get_ref<const Json::array_t&>();
  if (value.is_null()) return {};
  return {&value, 1};
}

// Whole where it is a text or a number; a document is cut where nobody would read on.
std::string whole_text(const Json& value) {
  constexpr std::size_t kLongestText = 4000;
  constexpr std::size_t kLongestDocument = 1000;
  return shorten(value, value.is_structured() ? kLongestDocument : kLongestText);
}

// What people call an element: an object's name, the first name, ARN or id of a resource; empty if it has none.
std::string called(const Json& element) {
  const Json& metadata = api::member(element, "metadata");
  const std::string space(api::text(api::member(metadata, "namespace")));
  if (const std::string_view name = api::text(api::member(metadata, "name")); !name.empty())
    return space.empty() ? std::string(name) : space + "/" + std::string(name);
  if (!element.is_object()) return {};
  for (const std::string_view end : {"Name", "Arn", "Id"})
    for (const auto& [key, value] : element.items())
      if (value.is_string() && std::string_view(key).ends_with(end)) return std::string(value.text());
  return {};
}

std::optional<std::int64_t> ordered(const Json& value, bool duration) {
  if (!duration) return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
  const auto parsed = value.is_string() ? sim::parse_duration(value.text()) : sim::fail("", "");
  return parsed ? std::optional(parsed->count()) : std::nullopt;
}

std::optional<std::int64_t> length(const Json& value) {
  if (value.is_null()) return 0;
  if (value.is_structured()) return static_cast<std::int64_t>(value.size());
  if (value.is_string()) return static_cast<std::int64_t>(value.text().size());
  return std::nullopt;
}

bool in_range(const RangeOperator& range, const Json& value) {
  const bool duration = range.low ? range.low->duration : range.high->duration;
  const auto number = ordered(value, duration);
  if (!number) return false;
  if (range.low && (*number < range.low->value || (*number == range.low->value && !range.low_included))) return false;
  return !range.high || *number < range.high->value || (*number == range.high->value && range.high_included);
}

}  // namespace

// One walk serves both questions: with `found` null it stops at the first difference.
struct PatternMatcher {
  Bindings& bindings;
  Differences* found = nullptr;

  bool match(const Pattern& pattern, const Json& value, const std::string& path) {
    const Pattern::State& state = *pattern.state_;
    return std::visit([&](const auto& shape) { return check(shape, state, value, path); }, state.shape);
  }

 private:
  bool differ(const std::string& path, std::string expected, const Json& got) {
    if (found) found->push_back({path, std::move(expected), got.is_null() ? "nothing" : whole_text(got)});
    return false;
  }
  // The path is spelled only when somebody will read it.
  template <class Step>
  std::string under(const std::string& path, const Step& step) const {
    return found ? child(path, step) : std::string();
  }

  bool check(const AnythingShape&, const Pattern::State&, const Json&, const std::string&) { return true; }

  bool check(const LiteralShape& shape, const Pattern::State& state, const Json& value, const std::string& path) {
    return shape.value == value || differ(path, state.text, value);
  }

  bool check(const TemplateShape& shape, const Pattern::State& state, const Json& value, const std::string& path) {
    std::string missing;
    const Json wanted = shape.text.expand(bindings, missing);
    if (!missing.empty()) return differ(path, state.text + " (nothing is bound to " + missing + ")", value);
    return wanted == value || differ(path, shorten(wanted), value);
  }

  bool check(const MapShape& shape, const Pattern::State& state, const Json& value, const std::string& path) {
    if (!value.is_object()) return differ(path, state.text, value);
    bool good = true;
    for (const auto& [key, pattern] : shape.members) {
      good = match(pattern, api::member(value, key), under(path, key)) && good;
      if (!good && !found) return false;
    }
    return good;
  }

  bool check(const ListShape& shape, const Pattern::State& state, const Json& value, const std::string& path) {
    if (!value.is_array()) return differ(path, state.text, value);
    std::vector<bool> taken(value.size(), false);
    if (assign(shape.items, value, taken, 0)) return true;
    if (found) explain_list(shape.items, value, path);
    return false;
  }

  // Finds a different element for each item from `item` on; tries again with another where a later one finds none.
  bool assign(const std::vector<Pattern>& items, const Json& value, std::vector<bool>& taken, std::size_t item) {
    if (item == items.size()) return true;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (taken[i]) continue;
      const std::size_t bound = bindings.size();
      if (quietly(items[item], value[i])) {
        taken[i] = true;
        if (assign(items, value, taken, item + 1)) return true;
        taken[i] = false;
      }
      bindings.shrink(bound);
    }
    return false;
  }

  bool quietly(const Pattern& pattern, const Json& value) { return PatternMatcher{bindings}.match(pattern, value, {}); }

  void explain_list(const std::vector<Pattern>& items, const Json& value, const std::string& path) {
    const std::size_t before = found->size();
    for (const Pattern& item : items) explain_missing(item, elements(value), path);
    if (found->size() == before)
      differ(path, "a different element for each of " + std::to_string(items.size()) + " patterns", value);
  }

  // Says what keeps the closest element from matching; nothing if one does match. The first member of a pattern is
  // what it is known by ({type: Programmed, status: ...}): an element that differs there is not close.
  void explain_missing(const Pattern& pattern, std::span<const Json> candidates, const std::string& path) {
    Differences closest;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      Differences here;
      const std::size_t bound = bindings.size();
      const std::string at = element_path(path, pattern, candidates[i], i);
      const bool good = PatternMatcher{bindings, &here}.match(pattern, candidates[i], at);
      bindings.shrink(bound);
      if (good) return;
      const bool known_by_it =
          here.front().path != at && !here.front().path.starts_with(child(at, first_member(pattern)));
      if (known_by_it && (closest.empty() || here.size() < closest.size())) closest = std::move(here);
    }
    if (closest.empty())
      closest.push_back({path, "an element like " + pattern.text(),
                         candidates.empty() ? "an empty list" : listing(pattern, candidates)});
    found->insert(found->end(), closest.begin(), closest.end());
  }

  // conditions[type=Programmed] where the pattern says so, else by what the element is called, else conditions[1].
  static std::string element_path(const std::string& path, const Pattern& pattern, const Json& element,
                                  std::size_t index) {
    const auto* map = std::get_if<MapShape>(&pattern.state_->shape);
    const auto* first = map && !map->members.empty() ? &map->members.front() : nullptr;
    const auto* literal = first ? std::get_if<LiteralShape>(&first->second.state_->shape) : nullptr;
    if (literal) return path + "[" + first->first + "=" + shorten(literal->value, 80) + "]";
    const std::string name = called(element);
    return name.empty() ? child(path, index) : path + "[" + name + "]";
  }

  // The part of a value that the pattern asks about.
  static Json asked(const Pattern& pattern, const Json& value) {
    const auto* map = std::get_if<MapShape>(&pattern.state_->shape);
    if (!map || !value.is_object()) return value;
    Json out = Json::object();
    for (const auto& [key, inner] : map->members)
      if (const Json& member = api::member(value, key); !member.is_null()) out[key] = asked(inner, member);
    return out;
  }

  static std::string_view first_member(const Pattern& pattern) {
    const auto* map = std::get_if<MapShape>(&pattern.state_->shape);
    return map && !map->members.empty() ? std::string_view(map->members.front().first) : std::string_view();
  }

  static std::string listing(const Pattern& pattern, std::span<const Json> candidates) {
    constexpr std::size_t kShown = 20;
    std::string out = std::to_string(candidates.size()) + (candidates.size() == 1 ? " element" : " elements");
    for (std::size_t i = 0; i < std::min(candidates.size(), kShown); ++i) {
      const std::string name = called(candidates[i]);
      out += "\n- " + name + (name.empty() ? "" : ": ") + whole_text(asked(pattern, candidates[i]));
    }
    if (candidates.size() > kShown) out += "\n- and " + std::to_string(candidates.size() - kShown) + " more";
    return out;
  }

  bool check(const OperatorShape& shape, const Pattern::State&, const Json& value, const std::string& path) {
    bool good = true;
    for (const auto& [text, entry] : shape.operators) {
      const auto apply = [&, &written = text](const auto& op) { return holds(op, written, value, path); };
      good = std::visit(apply, entry) && good;
      if (!good && !found) return false;
    }
    return good;
  }

 public:
  void explain_elements(const Pattern& pattern, const Json& list) { explain_missing(pattern, elements(list), {}); }

 private:
  bool holds(const AbsentOperator& op, const std::string&, const Json& value, const std::string& path) {
    return value.is_null() == op.absent || differ(path, op.absent ? "nothing" : "anything", value);
  }
  bool holds(const ExactOperator& op, const std::string& text, const Json& value, const std::string& path) {
    return op.value == value || differ(path, text, value);
  }
  bool holds(const LengthOperator& op, const std::string& text, const Json& value, const std::string& path) {
    const auto size = length(value);
    if (size && quietly(op.length, Json(*size))) return true;
    return differ(path, text, size ? Json("length " + std::to_string(*size) + ": " + whole_text(value)) : value);
  }
  bool holds(const RegexOperator& op, const std::string& text, const Json& value, const std::string& path) {
    const bool good = value.is_string() && re2::RE2::PartialMatch(value.text(), *op.regex);
    return good || differ(path, text, value);
  }
  bool holds(const RangeOperator& op, const std::string& text, const Json& value, const std::string& path) {
    return in_range(op, value) || differ(path, text, value);
  }
  bool holds(const RefOperator& op, const std::string&, const Json& value, const std::string& path) {
    if (const Json* bound = bindings.find(op.name))
      return *bound == value || differ(path, op.name + " = " + shorten(*bound), value);
    if (value.is_null()) return differ(path, "a value to call " + op.name, value);
    bindings.bind(op.name, value);
    return true;
  }

  bool holds(const QuantifierOperator& op, const std::string& text, const Json& value, const std::string& path) {
    const auto candidates = elements(value);
    const auto some = [&](const Pattern& pattern) {
      return std::ranges::any_of(candidates, [&](const Json& candidate) {
        const std::size_t bound = bindings.size();
        if (quietly(pattern, candidate)) return true;
        bindings.shrink(bound);
        return false;
      });
    };
    switch (op.quantifier) {
      case Quantifier::any:
        if (std::ranges::any_of(op.patterns, some)) return true;
        if (found) explain_missing(op.patterns.front(), candidates, path);
        return false;
      case Quantifier::none: return std::ranges::none_of(op.patterns, some) || differ(path, text, value);
      case Quantifier::all: break;
    }
    bool good = true;
    for (const Pattern& pattern : op.patterns) {
      if (some(pattern)) continue;
      good = false;
      if (!found) break;
      explain_missing(pattern, candidates, path);
    }
    return good;
  }
};

Pattern::Pattern() {
  static const auto anything = std::make_shared<const State>();
  state_ = anything;
}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::Pattern(const Pattern&) = default;
Pattern& Pattern::operator=(const Pattern&) = default;

bool Pattern::matches(const Json& value, Bindings& bindings) const {
  const std::size_t bound = bindings.size();
  if (PatternMatcher{bindings}.match(*this, value, {})) return true;
  bindings.shrink(bound);
  return false;
}

std::vector<Difference> Pattern::differences(const Json& value, Bindings& bindings) const {
  Differences found;
  const std::size_t bound = bindings.size();
  if (!PatternMatcher{bindings, &found}.match(*this, value, {})) bindings.shrink(bound);
  return found;
}

std::vector<Difference> Pattern::differences_of_element(const Json& list, Bindings& bindings) const {
  Differences found;
  PatternMatcher{bindings, &found}.explain_elements(*this, list);
  return found;
}

bool Pattern::describes_element() const {
  return !std::holds_alternative<ListShape>(state_->shape) && !std::holds_alternative<OperatorShape>(state_->shape);
}

const std::string& Pattern::text() const { return state_->text; }

std::string shorten(const Json& value, std::size_t limit) {
  std::string text = value.is_string() ? value.get<std::string>() : api::dump_json(value);
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;  // not inside a character
  text.resize(end);
  return text + "...";
}

std::string to_text(const std::vector<Difference>& differences) {
  const auto indent = [](std::string text, std::string_view by) {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1 + by.size()))
      text.insert(at + 1, by);
    return text;
  };
  std::string out;
  for (const Difference& difference : differences) {
    if (!out.empty()) out += '\n';
    if (!difference.path.empty()) out += difference.path + "\n";
    out += "  expected  " + indent(difference.expected, "            ") + "\n";
    out += "  got       " + indent(difference.got, "            ");
  }
  return out;
}

}  // namespace nlbsim::scenarios
