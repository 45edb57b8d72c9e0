// A ReferenceGrant concerns the Gateways of the routes that it lets refer, before the change and after it.
#include <algorithm>

#include "engine/routes/rules/reference_grants.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

void map_grant(const kube::ObjectRef& grant, const Listers& listers, Affected& affected) {
  const auto& spec = grant->view<kube::ReferenceGrant>().spec;
  const std::string& target = grant->meta().namespace_;
  std::set<std::string> namespaces;
  for (const kube::ReferenceGrantFrom& from : spec.from) namespaces.insert(from.namespace_);
  for (const std::string& from : namespaces) {
    for (const RouteId& id : routes_in(listers, from)) {
      const kube::ObjectRef route = find_route(listers, id);
      const bool refers = std::ranges::any_of(backend_services(*route), [&](const kube::ObjectKey& service) {
        return service.namespace_ == target && rules::grant_covers(spec, id, service.name);
      });
      if (refers) add_parents(route, listers, affected);
    }
  }
}

void map_one_grant_change(const Change& change, Affected& affected) {
  map_grant(change.object(), change.listers, affected);
  if (change.previous() && change.previous() != change.object()) map_grant(change.previous(), change.listers, affected);
}

}  // namespace

Watch reference_grant_watch() { return {kube::kReferenceGrants, {}, map_one_grant_change}; }

}  // namespace nlbsim::engine
