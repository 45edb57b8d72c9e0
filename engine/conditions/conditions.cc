#include "engine/conditions/conditions.h"

#include <algorithm>

#include "engine/conditions/reasons.h"

namespace nlbsim::engine {
namespace {

bool shows(const kube::Condition& existing, const kube::Condition& desired, std::int64_t generation) {
  if (existing.observedGeneration > generation) return true;  // somebody knows more
  return existing.observedGeneration == generation && existing.status == desired.status &&
         existing.reason == desired.reason && existing.message == desired.message;
}

kube::Condition make(std::string_view type, std::string_view status, std::string_view reason,
                     std::string_view message) {
  kube::Condition out;
  out.type = type;
  out.status = status;
  out.reason = reason;
  out.message = message;
  return out;
}

}  // namespace

kube::Condition make_condition(std::string_view type, bool status, std::string_view reason, std::string_view message) {
  return make(type, status ? "True" : "False", reason, message);
}

kube::Condition make_unknown(std::string_view type, std::string_view reason, std::string_view message) {
  return make(type, "Unknown", reason, message);
}

kube::Condition not_programmed(std::string_view reason, std::string_view message) {
  return make_condition(condition::kProgrammed, false, reason, message);
}

bool up_to_date(std::span<const kube::Condition> existing, std::span<const kube::Condition> desired,
                std::int64_t generation) {
  return std::ranges::all_of(desired, [&](const kube::Condition& wanted) {
    const auto found = std::ranges::find(existing, wanted.type, &kube::Condition::type);
    return found != existing.end() && shows(*found, wanted, generation);
  });
}

std::vector<kube::Condition> merge_conditions(std::span<const kube::Condition> existing,
                                              std::span<const kube::Condition> desired, const Stamp& stamp) {
  std::vector<kube::Condition> out(existing.begin(), existing.end());
  for (const kube::Condition& wanted : desired) {
    auto place = std::ranges::find(out, wanted.type, &kube::Condition::type);
    if (place != out.end() && shows(*place, wanted, stamp.generation)) continue;
    if (place == out.end()) place = out.emplace(out.end());
    const bool flips = place->status != wanted.status;
    const std::string since = flips ? stamp.now : place->lastTransitionTime;
    *place = wanted;
    place->lastTransitionTime = since;
    place->observedGeneration = stamp.generation;
  }
  return out;
}

}  // namespace nlbsim::engine
