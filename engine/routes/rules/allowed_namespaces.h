// allowedRoutes.namespaces of a Gateway listener: Same (the Gateway's own), All, or Selector over the labels of the
// route's Namespace. A Selector without a selector, and a Namespace that is not known, allow nothing.
#pragma once

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine::rules {

struct NamespacePair {
  const std::string& of_gateway;
  const std::string& of_route;
};

bool namespace_allowed(const kube::RouteNamespaces& allowed, NamespacePair namespaces, const Lister& known_namespaces);

}  // namespace nlbsim::engine::rules
