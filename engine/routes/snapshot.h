// What loading a Gateway and mapping events read: the listers of one replica and the index over them. A value of
// references; it outlives nothing. Reads may be stale, never torn: nothing in here suspends.
#pragma once

#include <array>

#include "engine/routes/reference_index.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

struct Snapshot {
  const Lister& gateway_classes;
  const Lister& gateways;
  const Lister& services;
  const Lister& namespaces;
  const Lister& reference_grants;
  std::array<const Lister*, kRouteKinds.size()> routes{};  // in the order of kRouteKinds
  const ReferenceIndex& index;

  kube::ObjectRef route(const RouteId& id) const { return routes[id.kind]->get(id.key); }
};

// The Gateway's class; null: unknown.
kube::ObjectRef class_of(const Snapshot& snapshot, const kube::ObjectRef& gateway);
// Only Gateways whose GatewayClass names our controller are ours.
bool is_our_class(const kube::ObjectRef& gateway_class);
bool is_ours(const Snapshot& snapshot, const kube::ObjectRef& gateway);
// The Gateway is there and ours.
bool is_our_gateway(const Snapshot& snapshot, const kube::ObjectKey& gateway);

}  // namespace nlbsim::engine
