// A TargetGroupBinding concerns its own controller, and the Gateway whose stack it belongs to when it is deleted or its
// spec was edited. Our own writes do not matter to the Gateway: creation is ours, and finalizers, annotations and
// status leave the generation.
#include "engine/model/tags.h"
#include "engine/watches/all_watches.h"
#include "engine/watches/binding_references.h"
#include "engine/watches/concerned_gateways.h"

namespace nlbsim::engine {
namespace {

constexpr std::array kBindingIndexers{kBindingsByService};

void add_owner(const kube::ObjectMeta& binding, const Listers& listers, Affected& affected) {
  const auto name = binding.labels.find(std::string(kStackNameLabel));
  const auto namespace_ = binding.labels.find(std::string(kStackNamespaceLabel));
  if (name == binding.labels.end() || namespace_ == binding.labels.end()) return;
  add_gateway({namespace_->second, name->second}, listers, affected);
  if (stack_name_label_is_whole(name->second)) return;
  for (const auto& [key, gateway] : listers.of(kube::kGateways).all()) {
    const bool shortened = key.namespace_ == namespace_->second && stack_name_label(key.name) == name->second;
    if (shortened) add_gateway(key, listers, affected);
  }
}

void map_binding_change(const Change& change, Affected& affected) {
  if (!change.delta.echo) affected.bindings.insert(change.key());
  if (!change.profile.bindings_watched) return;
  const bool edited = change.previous() && change.previous()->meta().generation != change.object()->meta().generation;
  if (change.gone() || edited) add_owner(change.object()->meta(), change.listers, affected);
}

}  // namespace

void add_address_bindings(std::span<const kube::ObjectKey> services, const Listers& listers, Affected& affected) {
  const Lister& bindings = listers.of(kube::kTargetGroupBindings);
  for (const kube::ObjectKey& service : services)
    for (const kube::ObjectKey& key : bindings.indexed(kBindingsByService, service))
      if (has_address_targets(*bindings.get(key))) affected.bindings.insert(key);
}

Watch target_group_binding_watch() { return {kube::kTargetGroupBindings, kBindingIndexers, map_binding_change}; }

}  // namespace nlbsim::engine
