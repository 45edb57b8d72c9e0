#include "scenarios/language/effects/all_effects.h"

#include <vector>

namespace nlbsim::scenarios {

namespace {

std::string listed(const std::vector<std::string_view>& words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out.append(i == 0 ? "" : i + 1 == words.size() ? last : ", ").append(words[i]);
  return out;
}

}  // namespace

std::string_view name(FaultPlane plane) {
  static constexpr std::array<std::string_view, 3> kNames{"k8s", "aws", "watch"};
  return kNames[static_cast<std::size_t>(plane)];
}

namespace effects {

std::string of_calls_alone(FaultPlane plane) {
  if (plane != FaultPlane::watch) return {};
  std::vector<std::string_view> there;
  for (const Row& row : kRows)
    if (!row.on_watch.empty()) there.push_back(row.on_watch);
  return "fault.do asks for what only a call can suffer: on plane watch there are " + listed(there, " and ");
}

std::string of_events_alone(FaultPlane plane) {
  if (plane == FaultPlane::watch) return {};
  return "fault.do asks for what only a watch event can suffer: set on.plane to watch";
}

std::string all_keys() {
  std::vector<std::string_view> keys;
  for (const Row& row : kRows) keys.push_back(row.key);
  return listed(keys, " or ");
}

}  // namespace effects

}  // namespace nlbsim::scenarios
