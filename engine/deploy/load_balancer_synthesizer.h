// Makes the NLB equal to the stack's. One that has to be replaced goes before its successor is made.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_synthesizer.h"

namespace nlbsim::engine {

struct DeployedLoadBalancers {
  std::optional<aws::LoadBalancer> load_balancer;  // none: the stack asks for none
  bool created = false;                            // in this run
};

class LoadBalancerSynthesizer {
 public:
  LoadBalancerSynthesizer(const Context& context, TrackedResources& tracked, TagCache& tags)
      : context_(context), tracked_(tracked), tags_(tags) {}

  // `security_groups`: the stack's own, by resource id.
  sim::Task<sim::Result<DeployedLoadBalancers>> synthesize(StackRef stack,
                                                           std::map<std::string, std::string> security_groups,
                                                           sim::RecordId cause);
  // How the NLB stands at the end of the run.
  sim::Task<sim::Result<aws::LoadBalancer>> post_synthesize(DeployedLoadBalancers deployed, sim::RecordId cause);

 private:
  sim::Task<sim::Result<aws::LoadBalancer>> create(StackRef stack, std::vector<std::string> group_ids,
                                                   sim::RecordId cause);
  sim::Task<sim::Result<void>> update(StackRef stack, TrackedLoadBalancer actual, std::vector<std::string> group_ids,
                                      sim::RecordId cause);
  sim::Task<sim::Result<void>> remove(StackRef stack, std::string arn, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove_once(std::string arn, sim::RecordId cause);
  sim::Task<sim::Result<void>> read_attributes(std::string arn, sim::RecordId cause);

  const Context& context_;
  TrackedResources& tracked_;
  TagCache& tags_;
};

}  // namespace nlbsim::engine
