// Makes the listeners of the NLB equal to the stack's: what is too much goes first, then what is missing is made, then
// what differs is changed, each by ascending port.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/deploy/listener_plan.h"
#include "engine/deploy/security_group_synthesizer.h"

namespace nlbsim::engine {

class ListenerSynthesizer {
 public:
  ListenerSynthesizer(const Context& context, TagCache& tags) : context_(context), tags_(tags) {}

  // `target_group_arns` by resource id. Returns the ARNs of the target groups that frozen ports forward to. Error code
  // "ForeignResource": a listener that is not ours holds a port.
  sim::Task<sim::Result<std::vector<std::string>>> synthesize(StackRef stack, std::string load_balancer_arn,
                                                              std::map<std::string, std::string> target_group_arns,
                                                              sim::RecordId cause);

 private:
  using Arns = std::map<std::int32_t, std::string>;  // by port

  sim::Task<sim::Result<std::vector<TrackedListener>>> find(std::string load_balancer_arn, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove(PlannedCall planned, sim::RecordId cause);
  sim::Task<sim::Result<std::string>> create(StackRef stack, ListenerInput input, PlannedCall planned,
                                             sim::RecordId cause);
  sim::Task<sim::Result<std::string>> adopt(StackRef stack, ListenerInput input, std::int32_t port,
                                            sim::RecordId cause);
  sim::Task<sim::Result<void>> read_attributes(StackRef stack, Arns arns, sim::RecordId cause);
  sim::Task<sim::Result<void>> read_rules(Arns arns, sim::RecordId cause);

  const Context& context_;
  TagCache& tags_;
};

}  // namespace nlbsim::engine
