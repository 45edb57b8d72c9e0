#include "engine/deploy/plan.h"

#include <fmt/format.h>

#include "api/records.h"

namespace nlbsim::engine {

const std::string* References::find(const std::string& name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? nullptr : &found->second;
}

std::string References::at(const std::string& name) const {
  const std::string* id = find(name);
  return id ? *id : fmt::format("<{}>", name);
}

std::vector<api::PlanLine> describe(const Plan& plan) {
  std::vector<api::PlanLine> lines;
  lines.reserve(plan.size());
  for (const PlannedCall& planned : plan) {
    api::PlanLine& line = lines.emplace_back();
    line.operation = planned.operation->name;
    line.object = planned.object;
    line.reason = planned.reason;
    for (const std::size_t place : planned.after) line.after.push_back(static_cast<std::uint32_t>(place + 1));
  }
  return lines;
}

}  // namespace nlbsim::engine
