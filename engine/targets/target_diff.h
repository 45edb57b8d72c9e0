// From the targets that a target group has to those that it should have. Pure functions of values.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/elbv2.h"
#include "engine/targets/endpoints.h"

namespace nlbsim::engine {

// A target as last described. Health is unknown from our own register or deregister until the next description.
struct ListedTarget {
  aws::TargetDescription target;
  std::optional<aws::TargetHealth> health;
  bool operator==(const ListedTarget&) const = default;
};

struct TargetDiff {
  std::vector<aws::TargetDescription> deregister;  // all ascending by "id:port"
  std::vector<aws::TargetDescription> register_;
  std::vector<aws::TargetDescription> held;  // not desired, but nothing else is healthy yet
  bool empty() const { return deregister.empty() && register_.empty(); }
};

// Endpoints and targets match by id and port. A draining target counts as absent: an endpoint that comes back is
// registered at once, and nothing waits for the end of the draining.
TargetDiff diff_targets(std::span<const Endpoint> desired, std::span<const ListedTarget> listed);

// A healthy target is not taken out while no other one is healthy, unless it is gone: its node is, or its port is no
// longer the Service's. `gone` says so of a target. What has to stay moves from `deregister` to `held`.
TargetDiff hold_last_healthy(TargetDiff diff, std::span<const ListedTarget> listed,
                             const std::function<bool(const aws::TargetDescription&)>& gone);
// Some target that stays may yet turn healthy: it was registered a moment ago, or AWS is still looking.
bool health_is_pending(const TargetDiff& diff, std::span<const ListedTarget> listed);

// AWS takes at most 200 targets in one RegisterTargets or DeregisterTargets.
inline constexpr std::size_t kTargetsPerCall = 200;
std::vector<std::vector<aws::TargetDescription>> batches(std::span<const aws::TargetDescription> targets);

// A whole description as a list; targets that are not registered are left out.
std::vector<ListedTarget> listed_from(std::span<const aws::TargetHealthDescription> described);
// Targets whose state may have moved on: every one that is not known to be healthy; by id and port alone.
std::vector<aws::TargetDescription> to_describe_again(std::span<const ListedTarget> listed);
// `listed` with the rows of a new description in place of the old ones, order kept. A row that says that the target is
// not registered (unused, Target.NotRegistered) removes it.
std::vector<ListedTarget> refreshed(std::span<const ListedTarget> listed,
                                    std::span<const aws::TargetHealthDescription> described);

// Whether the message of an answer names one of the targets.
bool names_any(std::string_view message, std::span<const aws::TargetDescription> targets);

// What to try after AWS refused to register some of `batch`: it registers all of a call or none. The targets
// that the message names are set aside; if it names none, the batch is halved until a single one is left.
struct RefusedBatch {
  std::vector<std::vector<aws::TargetDescription>> retry;
  std::vector<aws::TargetDescription> refused;
};
RefusedBatch split_refused(std::span<const aws::TargetDescription> batch, std::string_view message);

}  // namespace nlbsim::engine
