// The readiness gates of Pods that are targets of a TargetGroupBinding. A Pod with the gate
// "target-health.elbv2.k8s.aws/<binding>" is not ready, and a rollout goes no further, before AWS finds its target
// healthy: the controller tells it in a condition of that type on the Pod.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/kube/endpoint_views.h"
#include "engine/context.h"
#include "engine/targets/endpoints.h"
#include "engine/targets/target_diff.h"
#include "sim/task.h"

namespace nlbsim::engine {

bool has_gate(const kube::Object& pod, std::string_view gate);
// What the Pod should be told. Health that is not known, because the target was registered a moment ago, is Unknown.
kube::Condition gate_condition(std::string gate, const std::optional<aws::TargetHealth>& health);
// What a Pod is told whose binding goes: nothing will look at its target any more, so nothing shall wait for it.
kube::Condition gate_of_gone_binding(std::string gate);
// Whether the Pod says it already.
bool says(const kube::Object& pod, const kube::Condition& condition);

// How the gates stand after a look at all of them.
enum class Gates : std::uint8_t {
  open,     // every target is healthy, or nobody waits
  pending,  // AWS is still looking at some
  closed,   // some are not healthy, and nothing is on its way
};

// Effects on Pods. Belongs to one replica.
class ReadinessGates {
 public:
  ReadinessGates(const Context& context, const Lister& pods) : context_(context), pods_(pods) {}

  // Writes where it is news what the targets' health means to the Pods that wait for it. A Pod that is gone is none of
  // them.
  sim::Task<sim::Result<Gates>> tell(std::string binding, ResolvedEndpoints resolved, std::vector<ListedTarget> listed,
                                     sim::RecordId cause);
  // Opens the gates of a binding that is being deleted.
  sim::Task<sim::Result<void>> open(std::string binding, ResolvedEndpoints resolved, sim::RecordId cause);

 private:
  sim::Task<sim::Result<void>> write(kube::ObjectRef pod, kube::Condition condition, sim::RecordId cause);

  const Context& context_;
  const Lister& pods_;
};

}  // namespace nlbsim::engine
