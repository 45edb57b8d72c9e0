// Which changes of the cache concern which TargetGroupBindings; pure. The handlers are in binding_handlers.h.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "engine/runtime/cache/caches.h"

namespace nlbsim::engine {

// Which bindings refer to a Service. Kept up to date by the deltas of bindings.
class ServiceIndex {
 public:
  void update(const Delta& binding);
  // Sorted; empty if none.
  const std::set<kube::ObjectKey>& bindings_of(const kube::ObjectKey& service) const;

 private:
  void erase(const kube::ObjectRef& binding);
  std::map<kube::ObjectKey, std::set<kube::ObjectKey>> bindings_;  // by Service
};

// Whom a change of a node concerns. A label that is no exclusion concerns only bindings that select nodes.
enum class NodeChange : std::uint8_t { nothing, labels, eligibility };
NodeChange compare_nodes(const Delta& node);
// Whether the Service is another one for a binding: it came, went, or changed type or ports.
bool service_matters(const Delta& service);

}  // namespace nlbsim::engine
