// A route concerns the Gateways in its parentRefs, before the change and after it, and those that its status mentions
// (so a controller that has just started finds the one that it was detached from); and its own status when an entry of
// ours has no reason to be there any more.
#include "engine/routes/parent_entries.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_configurations.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

void map_route_change(const Change& change, Affected& affected) {
  const bool stale = has_stale_entry(change.listers, change.object());
  if (change.delta.echo && !stale) return;
  add_parents(change.object(), change.listers, affected);
  if (change.previous()) add_parents(change.previous(), change.listers, affected);
  for (const kube::ObjectKey& gateway : reporting_gateways(*change.object()))
    add_gateway(gateway, change.listers, affected);
  add_configurations_of_route(*change.object(), change.listers, affected);
  if (change.previous()) add_configurations_of_route(*change.previous(), change.listers, affected);
  if (change.gone() || stale) affected.routes.insert(change.key());
}

}  // namespace

std::vector<Watch> route_watches() {
  std::vector<Watch> out;
  for (const RouteKind& kind : kRouteKinds) out.push_back({kind.resource, kRouteIndexers, map_route_change});
  return out;
}

}  // namespace nlbsim::engine
