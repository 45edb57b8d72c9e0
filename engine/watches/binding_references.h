// The Service behind a TargetGroupBinding, and the index that finds bindings by it.
#pragma once

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

inline std::vector<kube::ObjectKey> service_key_of(const kube::Object& binding) {
  return {{binding.meta().namespace_, binding.view<kube::TargetGroupBinding>().spec.serviceRef.name}};
}
inline constexpr Indexer kBindingsByService{"service", service_key_of};

}  // namespace nlbsim::engine
