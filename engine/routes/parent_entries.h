// Which status entries of a route belong to us now: those of its parentRefs that lead to Gateways that are
// there and ours.
#pragma once

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The route names the parent, and the parent is a Gateway of ours or a ListenerSet of one.
bool manages_parent(const Listers& listers, const kube::ObjectRef& route, const kube::ParentReference& parent);
// The route's status holds an entry with our name that has no reason to be there any more.
bool has_stale_entry(const Listers& listers, const kube::ObjectRef& route);

}  // namespace nlbsim::engine
