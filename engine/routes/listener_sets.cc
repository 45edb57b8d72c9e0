#include "engine/routes/listener_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "engine/routes/rules/allowed_namespaces.h"

namespace nlbsim::engine {

std::optional<kube::ObjectKey> gateway_of_set(const kube::Object& set) {
  const kube::ListenerSetParent& parent = set.view<kube::ListenerSet>().spec.parentRef;
  if (parent.kind != kube::kGateways.kind || parent.group != kube::kGatewayGroup) return std::nullopt;
  return kube::ObjectKey{parent.namespace_.value_or(set.meta().namespace_), parent.name};
}

std::vector<kube::ObjectKey> gateway_keys_of_set(const kube::Object& set) {
  std::vector<kube::ObjectKey> out;
  if (auto gateway = gateway_of_set(set)) out.push_back(std::move(*gateway));
  return out;
}

std::vector<kube::ObjectRef> sets_of(const Listers& listers, const kube::ObjectKey& gateway) {
  std::vector<kube::ObjectRef> sets;
  for (const kube::ObjectKey& key : listers.of(kube::kListenerSets).indexed(kSetsByGateway, gateway))
    sets.push_back(listers.get(kube::kListenerSets, key));
  std::ranges::sort(sets, {}, [](const kube::ObjectRef& set) {
    return std::tuple(set->meta().creation_timestamp, set->meta().key().text());
  });
  return sets;
}

bool takes_set(const Listers& listers, const kube::ObjectRef& gateway, const kube::ObjectRef& set) {
  const kube::ListenerNamespaces& allowed = gateway->view<kube::Gateway>().spec.allowedListeners.namespaces;
  return rules::namespace_allowed({allowed.from, allowed.selector},
                                  {gateway->meta().namespace_, set->meta().namespace_}, listers.of(kube::kNamespaces));
}

std::string not_taken_text(const kube::ObjectRef& gateway, const kube::ObjectKey& set) {
  return fmt::format("spec.allowedListeners of Gateway {} takes no listeners of ListenerSets in namespace {}",
                     gateway->meta().key().text(), set.namespace_);
}

}  // namespace nlbsim::engine
