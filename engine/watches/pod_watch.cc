// A Pod that comes, goes or turns ready concerns the TargetGroupBindings of the Services behind whose EndpointSlices it
// stands: it may become a target, and its readiness gates are theirs to open. Other changes of its status concern
// nobody, nor do the conditions that we write.
#include "engine/targets/endpoint_references.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/binding_references.h"

namespace nlbsim::engine {
namespace {

std::string_view container_readiness(const kube::Pod& pod) {
  const kube::Condition* ready = kube::find_condition(pod.status.conditions, "ContainersReady");
  return ready ? std::string_view(ready->status) : std::string_view();
}

bool same_pod(const kube::ObjectRef& before, const kube::ObjectRef& after) {
  const auto& old_pod = before->view<kube::Pod>();
  const auto& new_pod = after->view<kube::Pod>();
  return before->meta().uid == after->meta().uid && before->meta().deleting() == after->meta().deleting() &&
         old_pod.status.podIP == new_pod.status.podIP && container_readiness(old_pod) == container_readiness(new_pod);
}

void map_pod_change(const Change& change, Affected& affected) {
  if (change.resync() || change.delta.echo) return;
  if (change.previous() && !change.gone() && same_pod(change.previous(), change.object())) return;
  const Lister& slices = change.listers.of(kube::kEndpointSlices);
  for (const kube::ObjectKey& slice : slices.indexed(kSlicesByPod, change.key()))
    add_address_bindings(service_of_slice(*slices.get(slice)), change.listers, affected);
}

}  // namespace

Watch pod_watch() { return {kube::kPods, {}, map_pod_change, true}; }

}  // namespace nlbsim::engine
