#include "engine/deploy/plan.h"

#include <fmt/format.h>

namespace nlbsim::engine {

const std::string* References::find(const std::string& name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? nullptr : &found->second;
}

std::string References::at(const std::string& name) const {
  const std::string* id = find(name);
  return id ? *id : fmt::format("<{}>", name);
}

std::vector<std::string> describe(const Plan& plan) {
  std::vector<std::string> lines;
  lines.reserve(plan.size());
  for (const PlannedCall& planned : plan) {
    std::string after;
    for (const std::size_t place : planned.after) after += fmt::format("{}{}", after.empty() ? "" : ", ", place + 1);
    if (!after.empty()) after = fmt::format(" (after {})", after);
    lines.push_back(fmt::format("{}. {} of {}{}: {}", lines.size() + 1, planned.operation->name, planned.object, after,
                                planned.reason));
  }
  return lines;
}

}  // namespace nlbsim::engine
