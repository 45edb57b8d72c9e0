// A ListenerSet concerns the Gateway that it names, before the change and after it; and the status entries of its
// routes when it is gone or names another Gateway.
#include "engine/routes/listener_sets.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kSetIndexers{kSetsByGateway};

void add_gateway_of(const kube::ObjectRef& set, const Listers& listers, Affected& affected) {
  if (const auto gateway = gateway_of_set(*set)) add_gateway(*gateway, listers, affected);
}

void map_set_change(const Change& change, Affected& affected) {
  if (change.delta.echo) return;
  add_gateway_of(change.object(), change.listers, affected);
  if (change.previous()) add_gateway_of(change.previous(), change.listers, affected);
  const bool moved = change.previous() && gateway_of_set(*change.previous()) != gateway_of_set(*change.object());
  if (!change.gone() && !moved) return;
  for (const RouteId& id : routes_by(change.listers, kRoutesBySet, change.key())) affected.routes.insert(id.key);
}

}  // namespace

Watch listener_set_watch() {
  Watch watch{kube::kListenerSets, kSetIndexers, map_set_change};
  watch.optional = true;
  watch.watched = &Profile::listener_sets_served;
  return watch;
}

}  // namespace nlbsim::engine
