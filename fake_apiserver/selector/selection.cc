#include "fake_apiserver/selector/selection.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

bool LabelRequirement::matches(const std::map<std::string, std::string>& labels) const {
  const auto found = labels.find(key);
  const bool present = found != labels.end();
  const auto listed = [&] { return std::ranges::find(values, found->second) != values.end(); };
  const auto number = [](const std::string& text) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
  };
  switch (op) {
    case Operator::in: return present && listed();
    case Operator::not_in: return !present || !listed();
    case Operator::exists: return present;
    case Operator::absent: return !present;
    case Operator::greater:
    case Operator::less: break;
  }
  if (!present) return false;
  const auto value = number(found->second);
  const auto bound = number(values.front());
  if (!value || !bound) return false;
  return op == Operator::greater ? *value > *bound : *value < *bound;
}

bool FieldRequirement::matches(const kube::Object& object) const {
  const api::Json* at = &object.document();
  for (const std::string& step : path) at = &api::member(*at, step);
  // A field that is not there reads as its zero value.
  std::string found;
  if (at->is_string()) found = api::text(*at);
  else if (at->is_boolean()) found = at->get<bool>() ? "true" : "false";
  else if (at->is_number_integer()) found = std::to_string(at->get<std::int64_t>());
  else if (path.back() == "unschedulable" || path.back() == "hostNetwork") found = "false";
  return (found == value) == equal;
}

bool Selection::matches(const kube::Object& object) const {
  const kube::ObjectMeta& meta = object.meta();
  if (!namespace_.empty() && meta.namespace_ != namespace_) return false;
  return std::ranges::all_of(labels, [&](const LabelRequirement& r) { return r.matches(meta.labels); }) &&
         std::ranges::all_of(fields, [&](const FieldRequirement& r) { return r.matches(object); });
}

}  // namespace nlbsim::fake_apiserver
