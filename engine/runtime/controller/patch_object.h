// One merge patch of one object, as controllers write: body in, the stored object out.
#pragma once

#include "api/kube/kube.h"
#include "engine/context.h"

namespace nlbsim::engine {

struct PatchTarget {
  kube::Resource resource;
  kube::ObjectKey key;
  std::string subresource;  // "" or "status"
};

// Errors are the API server's: NotFound, Conflict (a resourceVersion in the body is outdated), Invalid, ...
sim::Task<sim::Result<kube::ObjectRef>> patch_object(const Context& context, PatchTarget target, api::Json body,
                                                     sim::RecordId cause);

}  // namespace nlbsim::engine
