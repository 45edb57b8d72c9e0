// Carries out a plan: every call whose predecessors have succeeded, one after the other. A call that is refused stops
// what depends on it and nothing else; what it stopped is added to its failure.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/deploy/send.h"
#include "engine/deploy/stack_memory.h"
#include "engine/deploy/stack_plan.h"

namespace nlbsim::engine {

// Refusals of an earlier plan of the same deploy, by operation and object: not asked for again in the next one.
using Refusals = std::map<std::string, sim::Error>;

struct Execution {
  std::vector<DeployFailure> failures;
  std::optional<aws::LoadBalancer> load_balancer;  // that was made
  // An answer said that what the plan was made from is not so any more: look again, plan again.
  bool outdated = false;
  Refusals refusals;
};

class PlanExecutor {
 public:
  PlanExecutor(const Context& context, StackMemory& memory) : context_(context), memory_(memory) {}

  sim::Task<Execution> execute(std::shared_ptr<const Stack> stack, std::shared_ptr<const StackPlan> plan,
                               Refusals refused_before, sim::RecordId cause);

 private:
  struct Progress;

  sim::Task<void> carry_out(std::shared_ptr<const Stack> stack, std::shared_ptr<const StackPlan> plan,
                            std::size_t place, std::shared_ptr<Progress> progress, sim::RecordId cause);
  sim::Task<sim::Result<void>> send_one(std::shared_ptr<const Stack> stack, api::CallRef call, sim::RecordId cause);
  // 60 s at most, for all bindings of a plan together.
  sim::Task<sim::Result<void>> wait_gone(kube::ObjectRef binding, std::shared_ptr<Progress> progress);
  // 10 s at most, for the targets of all of them.
  sim::Task<void> wait_served(kube::ObjectKey binding, std::shared_ptr<Progress> progress);

  const Context& context_;
  StackMemory& memory_;
};

}  // namespace nlbsim::engine
