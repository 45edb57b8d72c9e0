// Reads what AWS and the cluster hold for a stack, in the order in which the real controller looks.
#pragma once

#include <memory>

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/stack_memory.h"
#include "sim/task.h"

namespace nlbsim::engine {

class StackReader {
 public:
  StackReader(const Context& context, StackMemory& memory) : context_(context), memory_(memory) {}

  sim::Task<sim::Result<ActualStack>> read(std::shared_ptr<const Stack> stack, sim::RecordId cause);
  // How a load balancer stands now; the last answer when it is gone.
  sim::Task<sim::Result<aws::LoadBalancer>> look_again(aws::LoadBalancer known, sim::RecordId cause);

 private:
  using Done = sim::Result<void>;

  sim::Task<sim::Result<std::vector<TrackedListener>>> listeners(std::string load_balancer_arn, sim::RecordId cause);
  // By ARN.
  template <class Op>
  sim::Task<sim::Result<KnownAttributes>> attributes_of(std::vector<std::string> arns, sim::RecordId cause);
  struct LoadBalancerSettings {
    KnownAttributes attributes;
    std::optional<std::int32_t> capacity_units;
  };
  sim::Task<sim::Result<LoadBalancerSettings>> load_balancer_settings(std::shared_ptr<const Stack> stack,
                                                                      std::string arn, sim::RecordId cause);
  using MoreCertificates = std::map<std::string, std::vector<std::string>>;  // by listener ARN
  sim::Task<sim::Result<MoreCertificates>> more_certificates(std::vector<std::string> arns, sim::RecordId cause);
  // What the real controller looks at and nothing follows from: an NLB listener has its default rule only, which is not
  // tagged.
  sim::Task<Done> rules_of_listeners(std::vector<TrackedListener> listeners, sim::RecordId cause);

  const Context& context_;
  StackMemory& memory_;
};

}  // namespace nlbsim::engine
