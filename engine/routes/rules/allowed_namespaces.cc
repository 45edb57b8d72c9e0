#include "engine/routes/rules/allowed_namespaces.h"

#include "engine/routes/label_selector.h"

namespace nlbsim::engine::rules {

bool namespace_allowed(const kube::AllowedNamespaces& allowed, NamespacePair namespaces,
                       const Lister& known_namespaces) {
  if (allowed.from == "All") return true;
  if (allowed.from == "Same") return namespaces.of_guest == namespaces.of_owner;
  if (allowed.from != "Selector" || !allowed.selector) return false;
  const kube::ObjectRef known = known_namespaces.get({"", namespaces.of_guest});
  return known && selector_matches(*allowed.selector, known->meta().labels);
}

}  // namespace nlbsim::engine::rules
