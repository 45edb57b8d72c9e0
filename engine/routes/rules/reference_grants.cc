#include "engine/routes/rules/reference_grants.h"

#include <algorithm>

namespace nlbsim::engine::rules {

bool grant_covers(const kube::ReferenceGrantSpec& grant, const RouteId& route, const std::string& service_name) {
  const kube::Resource& resource = kRouteKinds[route.kind].resource;
  const bool from = std::ranges::any_of(grant.from, [&](const kube::ReferenceGrantFrom& f) {
    return f.group == resource.group && f.kind == resource.kind && f.namespace_ == route.key.namespace_;
  });
  const bool to = std::ranges::any_of(grant.to, [&](const kube::ReferenceGrantTo& t) {
    return t.group.empty() && t.kind == kube::kServices.kind && (!t.name || t.name->empty() || *t.name == service_name);
  });
  return from && to;
}

bool reference_permitted(const Lister& grants, const RouteId& route, const kube::ObjectKey& service) {
  if (route.key.namespace_ == service.namespace_) return true;
  return std::ranges::any_of(grants.in_namespace(service.namespace_), [&](const auto& entry) {
    return grant_covers(entry.second->template view<kube::ReferenceGrant>().spec, route, service.name);
  });
}

}  // namespace nlbsim::engine::rules
