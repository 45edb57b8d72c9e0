#include "engine/routes/label_selector.h"

#include <algorithm>

namespace nlbsim::engine {
namespace {

using Labels = std::map<std::string, std::string>;

bool holds(const kube::LabelSelectorRequirement& requirement, const Labels& labels) {
  const auto label = labels.find(requirement.key);
  const bool present = label != labels.end();
  const bool listed = present && std::ranges::find(requirement.values, label->second) != requirement.values.end();
  if (requirement.operator_ == "In") return listed;
  if (requirement.operator_ == "NotIn") return !listed;  // an absent label is in no list
  if (requirement.operator_ == "Exists") return present;
  if (requirement.operator_ == "DoesNotExist") return !present;
  return false;
}

}  // namespace

bool selector_matches(const kube::LabelSelector& selector, const Labels& labels) {
  for (const auto& [key, value] : selector.matchLabels) {
    const auto label = labels.find(key);
    if (label == labels.end() || label->second != value) return false;
  }
  return std::ranges::all_of(selector.matchExpressions, [&](const auto& r) { return holds(r, labels); });
}

}  // namespace nlbsim::engine
