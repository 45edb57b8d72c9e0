#include "engine/runtime/cache/lister.h"

#include <utility>

namespace nlbsim::engine {

kube::ObjectRef Lister::put(kube::ObjectRef object) {
  kube::ObjectRef& slot = objects_[object->meta().key()];
  return std::exchange(slot, std::move(object));
}

kube::ObjectRef Lister::erase(const kube::ObjectKey& key) {
  const auto found = objects_.find(key);
  if (found == objects_.end()) return nullptr;
  kube::ObjectRef last = std::move(found->second);
  objects_.erase(found);
  return last;
}

}  // namespace nlbsim::engine
