// Conditions, merged the Kubernetes way.
//
// A desired condition says type, status, reason and message; when and for which generation comes from the Stamp.
// Merging keeps conditions of other types where they stand, moves lastTransitionTime only when the status flips, and
// leaves a condition alone that was written for a newer generation than we know.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/views.h"

namespace nlbsim::engine {

// On whose behalf a status is written.
struct Stamp {
  std::int64_t generation = 0;  // of the object that was looked at
  std::string now;              // RFC 3339, whole seconds
};

kube::Condition make_condition(std::string_view type, bool status, std::string_view reason, std::string_view message);
kube::Condition make_unknown(std::string_view type, std::string_view reason, std::string_view message);
// Programmed=False.
kube::Condition not_programmed(std::string_view reason, std::string_view message);

// Nothing would change; costs no allocation.
bool up_to_date(std::span<const kube::Condition> existing, std::span<const kube::Condition> desired,
                std::int64_t generation);
std::vector<kube::Condition> merge_conditions(std::span<const kube::Condition> existing,
                                              std::span<const kube::Condition> desired, const Stamp& stamp);

}  // namespace nlbsim::engine
