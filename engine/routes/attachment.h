// Which listeners of a Gateway one parentRef of a route attaches to, and if none, why.
//
// Matching comes first (sectionName is the listener's name, port its port, both if both are given), then what the
// listener allows: kind, namespace, hostname. A listener in conflict takes no route; whether it is valid otherwise does
// not matter here.
#pragma once

#include <span>

#include "engine/routes/checked_listener.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {

struct Attachment {
  std::vector<std::size_t> listeners;  // in spec order
  std::string_view reason;             // when there are none: NoMatchingParent, NotAllowedByListeners, ...
  std::string message;
};

struct RouteToAttach {
  const RouteId& id;
  const kube::RouteSpec& spec;
};

Attachment attach(const kube::ParentReference& parent, const RouteToAttach& route,
                  std::span<const CheckedListener> listeners, const Lister& namespaces);

}  // namespace nlbsim::engine
