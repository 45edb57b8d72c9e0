// Effects on the targets of a target group: lists, registers and deregisters them, in calls of at most 200.
//
// A listed group is cached for 5 minutes; within that time only targets that are not known to be healthy are described
// again. What is not certain is not cached: after an error of a call that may have had an effect, the group is
// described afresh. Belongs to one replica; two workers never handle one group at once, since a group has one binding.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/targets/target_diff.h"
#include "sim/task.h"

namespace nlbsim::engine {

class TargetRegistry {
 public:
  explicit TargetRegistry(const Context& context) : context_(context) {}

  sim::Task<sim::Result<std::vector<ListedTarget>>> list(std::string target_group, sim::RecordId cause);
  sim::Task<sim::Result<void>> deregister(std::string target_group, std::vector<aws::TargetDescription> targets,
                                          sim::RecordId cause);
  // Returns the targets that AWS refused (not running, unknown, of another VPC, of no zone); all others are registered.
  // Where the profile does not skip refused targets, the first such answer is an error.
  sim::Task<sim::Result<std::vector<aws::TargetDescription>>> register_(std::string target_group,
                                                                        std::vector<aws::TargetDescription> targets,
                                                                        sim::RecordId cause);
  // By ARN, or by name where that is empty.
  sim::Task<sim::Result<aws::TargetGroup>> describe(std::string target_group, std::string name, sim::RecordId cause);
  // Whether a listener forwards to the group.
  sim::Task<sim::Result<bool>> in_use(std::string target_group, sim::RecordId cause);
  void forget(const std::string& target_group) { cache_.erase(target_group); }

 private:
  struct CachedGroup {
    sim::Instant expires;
    std::vector<ListedTarget> targets;  // in the order of AWS's answer, own additions last
  };

  void note_registered(const std::string& target_group, const std::vector<aws::TargetDescription>& targets);
  void note_deregistered(const std::string& target_group, const std::vector<aws::TargetDescription>& targets);

  const Context& context_;
  std::map<std::string, CachedGroup, std::less<>> cache_;  // by ARN
};

}  // namespace nlbsim::engine
