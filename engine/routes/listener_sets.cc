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

const Lister::Keys& set_keys_of(const Listers& listers, const kube::ObjectKey& gateway) {
  return listers.of(kube::kListenerSets).indexed(kSetsByGateway, gateway);
}

std::vector<GatewaySet> sets_of(const Listers& listers, const kube::ObjectRef& gateway) {
  const auto& allowed = gateway->view<kube::Gateway>().spec.allowedListeners.namespaces;
  const std::string& own = gateway->meta().namespace_;
  const Lister& namespaces = listers.of(kube::kNamespaces);
  std::vector<GatewaySet> sets;
  for (const kube::ObjectKey& key : set_keys_of(listers, gateway->meta().key()))
    sets.push_back(
        {listers.get(kube::kListenerSets, key), rules::namespace_allowed(allowed, {own, key.namespace_}, namespaces)});
  std::ranges::sort(sets, {}, [](const GatewaySet& one) {
    return std::tuple(one.set->meta().creation_timestamp, one.set->meta().key().text());
  });
  return sets;
}

std::string not_taken_text(const kube::ObjectRef& gateway, const kube::ObjectKey& set) {
  return fmt::format("spec.allowedListeners of Gateway {} takes no listeners of ListenerSets in namespace {}",
                     gateway->meta().key().text(), set.namespace_);
}

}  // namespace nlbsim::engine
