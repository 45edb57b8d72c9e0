// The targets that this cluster has registered in a target group that others fill, too (spec.multiClusterTargetGroup of
// its TargetGroupBinding). They are kept in a ConfigMap beside the binding, "aws-lbc-targets-<binding>", and of all the
// targets there are only these are ever taken out. A target is noted before it is registered, and struck off after it
// was deregistered, so that a crash in between leaves none that nobody owns up to.
#pragma once

#include <set>
#include <string>

#include "api/kube/object.h"
#include "engine/context.h"
#include "engine/targets/endpoints.h"
#include "engine/targets/target_diff.h"
#include "sim/task.h"

namespace nlbsim::engine {

bool has_shared_target_group(const kube::Object& binding);

// "i-0a1b...:30900", as the ConfigMap lists them.
using TargetTexts = std::set<std::string>;
TargetTexts texts_of(const std::vector<Endpoint>& endpoints);
// Without those that somebody else has registered.
TargetDiff without_foreign(TargetDiff diff, const TargetTexts& own);

// Belongs to one replica.
class SharedTargets {
 public:
  explicit SharedTargets(const Context& context) : context_(context) {}

  // Empty where nothing has been noted.
  sim::Task<sim::Result<TargetTexts>> load(kube::ObjectKey binding, sim::RecordId cause);
  // Not written if it already is that.
  sim::Task<sim::Result<void>> store(kube::ObjectKey binding, TargetTexts targets, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove(kube::ObjectKey binding, sim::RecordId cause);

 private:
  sim::Task<sim::Result<kube::ObjectRef>> get(kube::ObjectKey binding, sim::RecordId cause);

  const Context& context_;
};

}  // namespace nlbsim::engine
