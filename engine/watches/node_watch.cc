// A node that comes, goes or turns (un)eligible as a target concerns every TargetGroupBinding; one whose labels change
// concerns those that select nodes. Heartbeats and other changes concern nobody.
#include "api/kube/views.h"
#include "engine/targets/endpoints.h"
#include "engine/watches/all_watches.h"

namespace nlbsim::engine {
namespace {

bool same_target(const kube::ObjectRef& before, const kube::ObjectRef& after) {
  const auto& old_node = before->view<kube::Node>();
  const auto& new_node = after->view<kube::Node>();
  return before->meta().uid == after->meta().uid && readiness(old_node) == readiness(new_node) &&
         takes_traffic(before->meta(), old_node) == takes_traffic(after->meta(), new_node) &&
         old_node.spec.providerID == new_node.spec.providerID;
}

void map_node_change(const Change& change, Affected& affected) {
  if (change.resync()) return;
  const bool eligibility = !change.previous() || change.gone() || !same_target(change.previous(), change.object());
  if (!eligibility && change.previous()->meta().labels == change.object()->meta().labels) return;
  for (const auto& [key, binding] : change.listers.of(kube::kTargetGroupBindings).all()) {
    const bool selects_nodes = binding->view<kube::TargetGroupBinding>().spec.nodeSelector.has_value();
    if (eligibility || selects_nodes) affected.bindings.insert(key);
  }
}

}  // namespace

Watch node_watch() { return {kube::kNodes, {}, map_node_change}; }

}  // namespace nlbsim::engine
