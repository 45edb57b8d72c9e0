// A Namespace that is relabelled concerns the Gateways of the routes and of the ListenerSets in it: a listener may
// select routes by it, a Gateway ListenerSets.
#include "engine/routes/listener_sets.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

void map_namespace_change(const Change& change, Affected& affected) {
  if (!change.profile.namespaces_watched) return;
  const bool relabelled =
      change.gone() || !change.previous() || change.previous()->meta().labels != change.object()->meta().labels;
  if (!relabelled) return;
  const std::string name = change.key().name;
  add_parents(routes_in(change.listers, name), change.listers, affected);
  for (const auto& [key, set] : change.listers.of(kube::kListenerSets).in_namespace(name))
    if (const auto gateway = gateway_of_set(*set)) add_gateway(*gateway, change.listers, affected);
}

}  // namespace

Watch namespace_watch() { return {kube::kNamespaces, {}, map_namespace_change}; }

}  // namespace nlbsim::engine
