#include "scenarios/language/fields.h"

#include <algorithm>
#include <limits>

namespace nlbsim::scenarios {

namespace {

std::string in_quotes(std::string_view word) { return "\"" + std::string(word) + "\""; }

bool wrong_type(const Node& node, Problems& problems, std::string_view what, std::string_view wanted) {
  std::string got(describe_kind(node));
  if (node.is_scalar()) got += " (" + node.scalar.substr(0, 60) + ")";
  problems.add(node.mark, std::string(what) + " must be " + std::string(wanted) + ", not " + got);
  return false;
}

}  // namespace

void Problems::add(Mark mark, std::string message) {
  constexpr std::size_t kMost = 50;  // beyond that, the file is not what somebody meant
  // A step that several variants share is read for each of them.
  const auto same = [&](const Found& found) { return found.mark.line == mark.line && found.message == message; };
  if (errors_.size() < kMost && std::ranges::none_of(errors_, same))
    errors_.push_back({mark, errors_.size(), std::move(message)});
}

sim::Error Problems::error() const {
  std::vector<Found> sorted = errors_;
  std::ranges::sort(sorted, {}, [](const Found& found) { return std::pair(found.mark.line, found.order); });
  sim::Error error;
  error.code = "InvalidScenario";
  error.message = sorted.front().message;
  error.origin = file_ + ":" + std::to_string(sorted.front().mark.line);
  if (sorted.size() > 1)
    for (const Found& found : sorted)
      error.causes.push_back({"InvalidScenario", found.message, file_ + ":" + std::to_string(found.mark.line)});
  return error;
}

bool read_value(const Node& node, Problems& problems, std::string_view what, std::string& into) {
  if (Asked* asked = problems.asked()) return asked->value(node, Asked::Type::text);
  if (!node.is_scalar()) return wrong_type(node, problems, what, "text");
  into = node.scalar;
  return true;
}

bool read_value(const Node& node, Problems& problems, std::string_view what, std::int64_t& into) {
  if (Asked* asked = problems.asked()) return asked->value(node, Asked::Type::number);
  const auto value = node.is_scalar() && !node.quoted ? to_json(node, problems.file()) : Result<Json>(Json());
  if (!value || !value->is_number_integer()) return wrong_type(node, problems, what, "a whole number");
  into = value->get<std::int64_t>();
  return true;
}

bool read_value(const Node& node, Problems& problems, std::string_view what, int& into) {
  std::int64_t wide = 0;
  if (!read_value(node, problems, what, wide)) return false;
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
    return wrong_type(node, problems, what, "a number of at most 32 bits");
  into = static_cast<int>(wide);
  return true;
}

bool read_value(const Node& node, Problems& problems, std::string_view what, bool& into) {
  if (Asked* asked = problems.asked()) return asked->value(node, Asked::Type::boolean);
  const auto value = node.is_scalar() && !node.quoted ? to_json(node, problems.file()) : Result<Json>(Json());
  if (!value || !value->is_boolean()) return wrong_type(node, problems, what, "true or false");
  into = value->get<bool>();
  return true;
}

bool read_value(const Node& node, Problems& problems, std::string_view what, sim::Duration& into) {
  if (Asked* asked = problems.asked()) return asked->value(node, Asked::Type::duration);
  if (node.is_scalar()) {
    if (const auto value = sim::parse_duration(node.scalar)) {
      into = *value;
      return true;
    }
  }
  return wrong_type(node, problems, what, "a duration such as 40ms, 30s or 1h30m");
}

bool read_value(const Node& node, Problems& problems, std::string_view what, std::vector<std::string>& into) {
  if (Asked* asked = problems.asked()) return asked->value(node, Asked::Type::texts);
  if (!node.is_list()) return wrong_type(node, problems, what, "a list of texts");
  std::vector<std::string> texts;
  for (const Node& item : node.items)
    if (!read_value(item, problems, std::string(what) + "[" + std::to_string(texts.size()) + "]", texts.emplace_back()))
      return false;
  into = std::move(texts);
  return true;
}

Fields::Fields(const Node& node, Problems& problems, std::string what)
    : node_(node), problems_(problems), what_(std::move(what)) {
  if (!node.is_map()) wrong_type(node, problems, what_, "a map");
}

const Node* Fields::find(std::string_view key) {
  if (Asked* asked = problems_.asked()) return asked->key(node_, key);
  if (std::ranges::find(known_, key) == known_.end()) known_.push_back(key);
  const Node* value = node_.find(key);
  return value && !value->is_null() ? value : nullptr;
}

const Node* Fields::require(std::string_view key) {
  if (Asked* asked = problems_.asked()) asked->required(node_, key);
  const Node* value = find(key);
  if (!value && node_.is_map()) problems_.add(node_.mark, what_ + " lacks " + in_quotes(key));
  return value;
}

void Fields::finish() {
  for (const auto& [key, value] : node_.entries)
    if (std::ranges::find(known_, key.text) == known_.end())
      problems_.add(key.mark, "unknown key " + in_quotes(key.text) + " in " + what_ + suggest(key.text, known_));
}

}  // namespace nlbsim::scenarios
