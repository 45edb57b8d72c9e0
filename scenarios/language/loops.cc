#include "scenarios/language/loops.h"

#include <charconv>
#include <optional>

#include "scenarios/language/pattern.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::size_t kMostSteps = 10'000;  // of one scenario, unrolled
constexpr std::int64_t kMostTimes = 1000;

// The value at "name.member.0" below the loop's value; null if the path leads nowhere.
const Node* value_at(const Node& root, std::string_view path) {
  const Node* at = &root;
  while (at && !path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view part = path.substr(0, dot);
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    if (at->is_map()) {
      at = at->find(part);
      continue;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
    const bool is_index = error == std::errc() && end == part.data() + part.size() && index < at->items.size();
    at = at->is_list() && is_index ? &at->items[index] : nullptr;
  }
  return at;
}

// Puts the value of one pass into texts.
class Pass {
 public:
  Pass(std::string_view name, const Node& value, Problems& problems)
      : name_(name), value_(value), problems_(problems) {}

  Node in(const Node& node) const {
    if (node.is_scalar()) return in_text(node);
    Node out = node;
    for (Node& item : out.items) item = in(item);
    for (auto& [key, value] : out.entries) {
      Node text;
      text.kind = Node::Kind::scalar;
      text.quoted = true;
      text.mark = key.mark;
      text.scalar = key.text;
      if (Node put = in_text(text); put.is_scalar()) key.text = std::move(put.scalar);
      value = in(value);
    }
    return out;
  }

 private:
  // What "${...}" at this place reads of the loop's value: its path below it; none if it is not the loop's.
  std::optional<std::string_view> path_of(std::string_view reference) const {
    if (!reference.starts_with(name_)) return std::nullopt;
    reference.remove_prefix(name_.size());
    if (reference.empty()) return reference;
    if (reference.front() != '.') return std::nullopt;
    return reference.substr(1);
  }

  Node in_text(const Node& node) const {
    Node out = node;
    out.scalar.clear();
    const std::string_view text = node.scalar;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t open = text.find("${", at);
      const std::size_t close = open == text.npos ? open : text.find('}', open);
      if (close == text.npos) {
        out.scalar += text.substr(at);
        break;
      }
      out.scalar += text.substr(at, open - at);
      const std::string_view whole = text.substr(open, close + 1 - open);
      at = close + 1;
      const bool escaped = open > 0 && text[open - 1] == '$';
      const auto path = escaped ? std::nullopt : path_of(whole.substr(2, whole.size() - 3));
      const Node* value = path ? value_at(value_, *path) : nullptr;
      if (path && !value)
        problems_.add(node.mark,
                      "the loop's value has nothing at " + std::string(whole) + ": it is " + to_flow(value_));
      if (value && whole.size() == text.size()) {
        out = *value;  // the value itself, of whatever type
        out.mark = node.mark;
        return out;
      }
      out.scalar += !value ? std::string(whole) : value->is_scalar() ? value->scalar : to_flow(*value);
    }
    return out;
  }

  std::string_view name_;
  const Node& value_;
  Problems& problems_;
};

Node pass_number(std::int64_t value, Mark mark) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.mark = mark;
  node.scalar = std::to_string(value);
  return node;
}

// What a loop says: the value of each pass, its name, its steps.
struct Loop {
  std::vector<Node> values;
  std::string name;  // empty: nothing reads the value
  std::vector<const Node*> steps;
};

Loop read_loop(const std::string& verb, const Node& node, Problems& problems) {
  Fields fields(node, problems, verb);
  Loop loop;
  if (verb == "repeat") {
    std::int64_t times = 0;
    fields.read_required("times", times);
    fields.read("as", loop.name);
    if (node.find("times") && (times < 1 || times > kMostTimes)) {
      problems.add(node.find("times")->mark, "repeat.times must be from 1 to " + std::to_string(kMostTimes));
      times = 0;
    }
    for (std::int64_t i = 1; i <= times; ++i) loop.values.push_back(pass_number(i, node.mark));
  } else {
    fields.read_required("as", loop.name);
    const Node* in = fields.require("in");
    if (in && (!in->is_list() || in->items.empty()))
      problems.add(in->mark, "forEach.in must be a list of at least one value");
    if (in) loop.values = in->items;
  }
  const Node* steps = fields.require("steps");
  if (steps && (!steps->is_list() || steps->items.empty()))
    problems.add(steps->mark, verb + ".steps must be a list of steps");
  if (steps)
    for (const Node& step : steps->items) loop.steps.push_back(&step);
  fields.finish();
  return loop;
}

bool is_loop(const Node& step) {
  if (!step.is_map() || step.entries.size() != 1) return false;
  const std::string& verb = step.entries.front().key.text;
  return verb == "repeat" || verb == "forEach";
}

void unroll(const Node& step, std::vector<Node>& into, Problems& problems) {
  if (into.size() >= kMostSteps) return;
  if (!is_loop(step)) return void(into.push_back(step));
  const Loop loop = read_loop(step.entries.front().key.text, step.entries.front().value, problems);
  for (const Node& value : loop.values)
    for (const Node* inner : loop.steps)
      unroll(loop.name.empty() ? *inner : Pass(loop.name, value, problems).in(*inner), into, problems);
}

}  // namespace

void describe_loop(std::string_view verb, const Node& node, StepContext& context) {
  const Loop loop = read_loop(std::string(verb), node, context.problems());
  for (const Node* step : loop.steps) read_step(*step, context);
}

std::vector<Node> unrolled(const std::vector<const Node*>& steps, Problems& problems) {
  std::vector<Node> out;
  for (const Node* step : steps) {
    unroll(*step, out, problems);
    if (out.size() < kMostSteps) continue;
    problems.add(step->mark, "the loops of this scenario come to more than " + std::to_string(kMostSteps) + " steps");
    break;
  }
  return out;
}

}  // namespace nlbsim::scenarios
