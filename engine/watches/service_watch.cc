// A Service concerns the Gateways of the routes that name it, and, when it came, went or changed type or ports, the
// TargetGroupBindings that refer to it.
#include <algorithm>

#include "engine/watches/all_watches.h"
#include "engine/watches/binding_references.h"
#include "engine/watches/concerned_configurations.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

bool same_port(const kube::ServicePort& a, const kube::ServicePort& b) {
  return a.name == b.name && a.port == b.port && a.nodePort == b.nodePort && a.protocol == b.protocol;
}

bool changes_targets(const Change& change) {
  if (!change.previous() || change.gone()) return true;
  if (change.resync()) return false;
  const auto& before = change.previous()->view<kube::Service>().spec;
  const auto& after = change.object()->view<kube::Service>().spec;
  return before.type != after.type || !std::ranges::equal(before.ports, after.ports, same_port);
}

void map_service_change(const Change& change, Affected& affected) {
  add_parents(routes_by(change.listers, kRoutesByService, change.key()), change.listers, affected);
  add_configurations_of_service(change.key(), change.listers, affected);
  if (!changes_targets(change)) return;
  affected.bindings = change.listers.of(kube::kTargetGroupBindings).indexed(kBindingsByService, change.key());
}

}  // namespace

Watch service_watch() { return {kube::kServices, {}, map_service_change}; }

}  // namespace nlbsim::engine
