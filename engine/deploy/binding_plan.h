// TargetGroupBindings: what has to be called. They are objects of the cluster, matched by the ARN of their target
// group.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "api/kube/kube.h"
#include "engine/deploy/plan.h"
#include "engine/model/stack.h"

namespace nlbsim::engine {

// Where references of the stack have led to.
struct ResolvedReferences {
  std::map<std::string, std::string> target_group_arns;  // by resource id
  std::map<std::string, std::string> security_groups;    // by resource id
};

struct BindingPlan {
  // One desired binding, in the order of the stack.
  struct Step {
    std::optional<kube::ObjectKey> remove_first;  // holds the name for another target group, or is being deleted
    std::optional<PlannedCall> write;             // create or patch; none: it is as desired
    kube::ObjectKey key;                          // of what is written
  };
  std::vector<Step> steps;
  std::vector<kube::ObjectKey> unmatched;  // to be deleted at the end
};

// `existing` carry the stack's labels. Those of `frozen_target_groups` (ARNs) stay as they are.
BindingPlan plan_bindings(const Stack& stack, std::span<const kube::ObjectRef> existing,
                          const ResolvedReferences& references, std::span<const std::string> frozen_target_groups);

// Empty when the object is as desired. A merge patch of labels, annotations and spec; annotations that are not desired,
// the checkpoint among them, go along with any change, so that targets are looked at anew.
std::optional<PlannedCall> plan_binding_patch(const DesiredTargetGroupBinding& desired, const kube::ObjectRef& actual,
                                              const ResolvedReferences& references);
PlannedCall plan_binding_create(const DesiredTargetGroupBinding& desired, const ResolvedReferences& references);
PlannedCall plan_binding_delete(const kube::ObjectKey& key, std::string reason);
// Does it carry the labels of this Gateway's stack?
bool binding_belongs_to(const kube::Object& binding, const kube::ObjectKey& gateway);

}  // namespace nlbsim::engine
