// TargetGroupBindings: what has to be called. They are objects of the cluster, matched by the ARN of their target
// group.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "api/kube/kube.h"
#include "engine/deploy/actual_stack.h"
#include "engine/deploy/outcome.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

struct BindingPlan {
  // One desired binding.
  struct Step {
    std::string target_group_id;
    kube::ObjectRef remove_first;          // holds the name for another target group, or is being deleted; may be null
    std::optional<PlannedCall> write;      // create or patch; none: it is as desired, or blocked
    std::optional<DeployFailure> blocked;  // another object has the name; without ports
  };
  std::vector<Step> steps;
  std::vector<kube::ObjectRef> unmatched;  // to be deleted at the end
};

// `desired` in the order in which they are written. Existing ones of `kept` (ARNs of target groups) stay as they are,
// unless one is desired.
BindingPlan plan_bindings(std::span<const DesiredTargetGroupBinding> desired, const FoundBindings& found,
                          const References& known, const std::set<std::string>& kept);

// Empty when the object is as desired. A merge patch of labels, annotations and spec; annotations of our own, the
// checkpoint among them, are no part of it.
std::optional<PlannedCall> plan_binding_patch(const DesiredTargetGroupBinding& desired, const kube::ObjectRef& actual,
                                              const References& known);
PlannedCall plan_binding_create(const DesiredTargetGroupBinding& desired);
PlannedCall plan_binding_delete(const kube::ObjectKey& key, std::string reason);
// Does it carry the labels of this Gateway's stack?
bool binding_belongs_to(const kube::Object& binding, const kube::ObjectKey& gateway);

}  // namespace nlbsim::engine
