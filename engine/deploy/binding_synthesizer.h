// Makes the TargetGroupBindings of a stack equal to what is desired, after the listeners; what is left over is deleted
// and waited for before its target group goes.
//
// Bindings are read from the cache. Which of them belong to a stack is looked up once, then remembered: labels cannot
// be asked without going through every object. One per replica.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/deploy/binding_plan.h"
#include "engine/deploy/security_group_synthesizer.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

class BindingSynthesizer {
 public:
  BindingSynthesizer(const Context& context, const Lister& bindings) : context_(context), lister_(bindings) {}

  // After a change waits until the target registration controller has seen it, 60 s at most. Returns what nothing
  // desires; bindings of `frozen_target_groups` (ARNs) are left alone.
  sim::Task<sim::Result<std::vector<kube::ObjectKey>>> synthesize(StackRef stack, ResolvedReferences references,
                                                                  std::vector<std::string> frozen_target_groups,
                                                                  sim::RecordId cause);
  // Deletes them one by one and waits until each is gone, 60 s at most.
  sim::Task<sim::Result<void>> post_synthesize(StackRef stack, std::vector<kube::ObjectKey> unmatched,
                                               sim::RecordId cause);

 private:
  using Keys = std::set<kube::ObjectKey>;

  void load();
  sim::Task<sim::Result<std::vector<kube::ObjectRef>>> find(StackRef stack, sim::RecordId cause);
  sim::Task<sim::Result<void>> carry_out(StackRef stack, DesiredTargetGroupBinding desired, BindingPlan::Step step,
                                         ResolvedReferences references, sim::RecordId cause);
  sim::Task<sim::Result<void>> resolve_conflict(StackRef stack, DesiredTargetGroupBinding desired,
                                                ResolvedReferences references, sim::RecordId cause);
  sim::Task<sim::Result<void>> patch(PlannedCall planned, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove(StackRef stack, kube::ObjectKey key, std::string reason, sim::RecordId cause);
  sim::Task<sim::Result<kube::ObjectRef>> get(kube::ObjectKey key, sim::RecordId cause);
  sim::Task<sim::Result<void>> wait_observed(kube::ObjectRef patched);
  sim::Task<sim::Result<void>> wait_gone(kube::ObjectRef last);

  const Context& context_;
  const Lister& lister_;
  bool loaded_ = false;
  std::map<kube::ObjectKey, Keys> stacks_;  // by Gateway
};

}  // namespace nlbsim::engine
