// The Service behind a TargetGroupBinding, and the index that finds bindings by it.
#pragma once

#include <span>

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"
#include "engine/watches/watch.h"

namespace nlbsim::engine {

inline std::vector<kube::ObjectKey> service_key_of(const kube::Object& binding) {
  return {{binding.meta().namespace_, binding.view<kube::TargetGroupBinding>().spec.serviceRef.name}};
}
inline constexpr Indexer kBindingsByService{"service", service_key_of};

inline bool has_address_targets(const kube::Object& binding) {
  return binding.view<kube::TargetGroupBinding>().spec.targetType == "ip";
}
// The bindings of these Services whose targets are addresses.
void add_address_bindings(std::span<const kube::ObjectKey> services, const Listers& listers, Affected& affected);

}  // namespace nlbsim::engine
