// Which targets a TargetGroupBinding should have, if they are addresses: those of the Pods in its Service's
// EndpointSlices, each on the port that its slice tells. Pure functions of cached objects.
//
// Slices of another address family than the target group's have no say. An endpoint is a target when it is ready; also
// when all that it lacks are its readiness gates, which open only once it is a target: its containers are ready, it
// does not terminate and its node is Ready. If no endpoint is any of this, those serve whose node is of unknown
// readiness. What is no Pod, or one that the cache does not know, is none: the Pod's own event brings it back.
#pragma once

#include <vector>

#include "engine/targets/endpoints.h"

namespace nlbsim::engine {

// What the endpoints are read from; slices have the indexes of engine/targets/endpoint_references.h.
struct EndpointListers {
  const Lister& slices;
  const Lister& pods;
  const Lister& nodes;
};

// `service` is null when there is none. Error codes kBackendNotFound, kInvalidBackend.
sim::Result<ResolvedEndpoints> resolve_ip_endpoints(const kube::TargetGroupBindingSpec& binding,
                                                    const kube::ObjectKey& service_key, const kube::ObjectRef& service,
                                                    const EndpointListers& listers);

// Whether a Pod still stands at the target, ready or not, and means to stay.
bool pod_stands_at(const std::string& address, std::int32_t port, const kube::ObjectKey& service_key,
                   const EndpointListers& listers);

// "target-health.elbv2.k8s.aws/<binding>": the type of the readiness gate by which a Pod waits for its target's health.
std::string readiness_gate_of(const std::string& binding);

}  // namespace nlbsim::engine
