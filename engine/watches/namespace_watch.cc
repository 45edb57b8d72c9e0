// A Namespace that is relabelled concerns the Gateways of the routes in it: a listener may select routes by it.
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

void map_namespace_change(const Change& change, Affected& affected) {
  if (!change.profile.namespaces_watched) return;
  const bool relabelled =
      change.gone() || !change.previous() || change.previous()->meta().labels != change.object()->meta().labels;
  if (relabelled) add_parents(routes_in(change.listers, change.key().name), change.listers, affected);
}

}  // namespace

Watch namespace_watch() { return {kube::kNamespaces, {}, map_namespace_change}; }

}  // namespace nlbsim::engine
