// The endpoints of a TargetGroupBinding of either target type, from what one replica has cached.
#pragma once

#include "engine/targets/endpoints.h"
#include "engine/targets/ip_endpoints.h"

namespace nlbsim::engine {

// What the TargetGroupBinding controller reads; all of one replica. Slices and Pods are watched from the first binding
// on whose targets are addresses.
struct BindingListers {
  const Lister& bindings;
  const Lister& services;
  const Lister& nodes;
  const Lister& slices;
  const Lister& pods;

  EndpointListers endpoints() const { return {slices, pods, nodes}; }
};

kube::ObjectKey service_of(const kube::ObjectRef& binding);
// Errors as those of resolve_instance_endpoints and resolve_ip_endpoints, and kUnsupportedTargetType.
sim::Result<ResolvedEndpoints> resolve_endpoints(const kube::ObjectRef& binding, const BindingListers& listers,
                                                 const Profile& profile);
// A target of the binding that nobody could reach any more: its node or Pod is gone, or its port.
bool target_is_gone(const kube::ObjectRef& binding, const std::string& target_id, std::int32_t port,
                    const BindingListers& listers);

}  // namespace nlbsim::engine
