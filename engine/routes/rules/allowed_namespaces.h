// allowedRoutes.namespaces of a listener and allowedListeners.namespaces of a Gateway: Same (its owner's own), All, or
// Selector over the labels of the other one's Namespace. None, a Selector without a selector, and a Namespace that is
// not known, allow nothing.
#pragma once

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine::rules {

struct NamespacePair {
  const std::string& of_owner;  // of what allows
  const std::string& of_guest;  // of the route or the ListenerSet
};

bool namespace_allowed(const kube::AllowedNamespaces& allowed, NamespacePair namespaces,
                       const Lister& known_namespaces);

}  // namespace nlbsim::engine::rules
