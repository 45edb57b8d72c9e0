#include "scenarios/oracles/route_claims.h"

#include <algorithm>
#include <tuple>

#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

Claims claims_of(const kube::Object& route, const KubeLedger& kube) {
  Claims out;
  for (const kube::ParentReference& parent : route.view<kube::Route>().spec.parentRefs) {
    const auto key = parent_gateway(parent, route.meta().namespace_);
    const StoredObject* stored = key ? kube.gateway(*key) : nullptr;
    if (!stored || !kube.class_is_ours(gateway_in(*stored))) continue;
    for (const kube::Listener& listener : gateway_in(*stored).spec.listeners) {
      if (parent.sectionName && *parent.sectionName != listener.name) continue;
      if (parent.port && *parent.port != listener.port) continue;
      out.emplace(key->text(), listener.port);
    }
  }
  return out;
}

bool has_one_backend(const kube::Route& route) {
  std::size_t count = 0;
  for (const kube::RouteRule& rule : route.spec.rules) count += rule.backendRefs.size();
  return count == 1;
}

bool is_accepted_by(const kube::Object& route, const std::string& gateway) {
  return std::ranges::any_of(route.view<kube::Route>().status.parents, [&](const kube::RouteParentStatus& entry) {
    const auto key = parent_gateway(entry.parentRef, route.meta().namespace_);
    return key && key->text() == gateway && entry.controllerName == kControllerName &&
           is_true(entry.conditions, "Accepted");
  });
}

bool older(const kube::ObjectMeta& a, const kube::ObjectMeta& b) {
  return std::tie(a.creation_timestamp, a.namespace_, a.name) < std::tie(b.creation_timestamp, b.namespace_, b.name);
}

}  // namespace nlbsim::scenarios::oracles
