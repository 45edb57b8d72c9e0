// Makes the managed security group equal to the stack's, first of all kinds; what is left over goes last of all.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/tracked_resources.h"

namespace nlbsim::engine {

using StackRef = std::shared_ptr<const Stack>;

struct DeployedSecurityGroups {
  std::map<std::string, std::string> ids;  // by resource id
  std::vector<std::string> unmatched;
};

class SecurityGroupSynthesizer {
 public:
  SecurityGroupSynthesizer(const Context& context, TrackedResources& tracked) : context_(context), tracked_(tracked) {}

  sim::Task<sim::Result<DeployedSecurityGroups>> synthesize(StackRef stack, sim::RecordId cause);
  // Deletes what nothing desires; while AWS still sees one in use, tries again every 2 s for 10 s at most.
  sim::Task<sim::Result<void>> post_synthesize(StackRef stack, std::vector<std::string> unmatched, sim::RecordId cause);

 private:
  sim::Task<sim::Result<std::string>> create(StackRef stack, DesiredSecurityGroup desired, sim::RecordId cause);
  sim::Task<sim::Result<void>> update(StackRef stack, DesiredSecurityGroup desired, TrackedSecurityGroup actual,
                                      sim::RecordId cause);
  sim::Task<sim::Result<aws::ec2::SecurityGroup>> read(std::string group_id, sim::RecordId cause);

  const Context& context_;
  TrackedResources& tracked_;
};

}  // namespace nlbsim::engine
