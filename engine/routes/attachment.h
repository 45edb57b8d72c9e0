// Which listeners of a Gateway one parentRef of a route attaches to, and if none, why.
//
// Matching comes first (sectionName is the listener's name, port its port, both if both are given), then what the
// listener allows: kind and namespace. Whether a listener is valid does not matter here: the Gateway API attaches
// routes by allowedRoutes and parentRef alone.
#pragma once

#include <span>

#include "engine/routes/checked_listener.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {

struct Attachment {
  std::vector<std::size_t> listeners;  // in spec order
  std::string_view reason;             // when there are none: NoMatchingParent or NotAllowedByListeners
  std::string_view message;
};

Attachment attach(const kube::ParentReference& parent, const RouteId& route, const std::string& gateway_namespace,
                  std::span<const CheckedListener> listeners, const Lister& namespaces);

}  // namespace nlbsim::engine
