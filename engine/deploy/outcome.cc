#include "engine/deploy/outcome.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::engine {

std::string DeployFailure::text() const {
  const std::string what = error.origin.empty() ? object : fmt::format("{} of {}", error.origin, object);
  return error.code.empty() ? fmt::format("{}: {}", what, error.message)
                            : fmt::format("{}: {}: {}", what, error.code, error.message);
}

bool DeployFailure::waits_for_change() const {
  return error.code == kForeignResource || error.code == kUntaggedResource;
}

const DeployFailure* DeployOutcome::failure_of(std::int32_t port) const {
  const auto concerns = [&](const DeployFailure& failure) {
    return failure.whole || std::ranges::binary_search(failure.ports, port);
  };
  const auto found = std::ranges::find_if(failures, concerns);
  return found == failures.end() ? nullptr : &*found;
}

const DeployFailure* DeployOutcome::to_repeat() const {
  if (failures.empty()) return nullptr;
  const auto found = std::ranges::find_if_not(failures, &DeployFailure::waits_for_change);
  return found == failures.end() ? &failures.front() : &*found;
}

}  // namespace nlbsim::engine
