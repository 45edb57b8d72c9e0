// Makes the target groups equal to the stack's, before the listeners that forward to them; what is left over goes after
// the listeners and bindings that used it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/deploy/security_group_synthesizer.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {

struct DeployedTargetGroups {
  std::map<std::string, std::string> arns;  // by resource id
  std::vector<std::string> unmatched;       // ARNs
};

class TargetGroupSynthesizer {
 public:
  TargetGroupSynthesizer(const Context& context, TrackedResources& tracked, TagCache& tags)
      : context_(context), tracked_(tracked), tags_(tags) {}

  sim::Task<sim::Result<DeployedTargetGroups>> synthesize(StackRef stack, sim::RecordId cause);
  // While a listener still uses one, tries again every 2 s for 20 s at most.
  sim::Task<sim::Result<void>> post_synthesize(StackRef stack, std::vector<std::string> unmatched, sim::RecordId cause);

 private:
  sim::Task<sim::Result<std::string>> create(StackRef stack, DesiredTargetGroup desired, sim::RecordId cause);
  sim::Task<sim::Result<void>> update(DesiredTargetGroup desired, TrackedTargetGroup actual, sim::RecordId cause);
  sim::Task<sim::Result<void>> read_attributes(std::string arn, sim::RecordId cause);

  const Context& context_;
  TrackedResources& tracked_;
  TagCache& tags_;
};

}  // namespace nlbsim::engine
