// An EndpointSlice concerns the TargetGroupBindings of its Service whose targets are addresses; one that changes hands,
// those of both Services.
#include "engine/targets/endpoint_references.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/binding_references.h"

namespace nlbsim::engine {

namespace {

void map_slice_change(const Change& change, Affected& affected) {
  if (change.resync()) return;  // the bindings' own resync looks at their endpoints
  add_address_bindings(service_of_slice(*change.object()), change.listers, affected);
  if (change.previous()) add_address_bindings(service_of_slice(*change.previous()), change.listers, affected);
}

}  // namespace

Watch endpoint_slice_watch() { return {kube::kEndpointSlices, kSliceIndexers, map_slice_change, true}; }

}  // namespace nlbsim::engine
