#include "engine/routes/parent_entries.h"

#include <algorithm>

#include "engine/names.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {

bool manages_parent(const Listers& listers, const kube::ObjectRef& route, const kube::ParentReference& parent) {
  const auto& parents = route->view<kube::Route>().spec.parentRefs;
  if (std::ranges::find(parents, parent) == parents.end()) return false;
  const auto gateway = gateway_behind(listers, parent, route->meta().namespace_);
  return gateway && is_our_gateway(listers, *gateway);
}

bool has_stale_entry(const Listers& listers, const kube::ObjectRef& route) {
  return std::ranges::any_of(route->view<kube::Route>().status.parents, [&](const kube::RouteParentStatus& entry) {
    return entry.controllerName == kControllerName && !manages_parent(listers, route, entry.parentRef);
  });
}

}  // namespace nlbsim::engine
