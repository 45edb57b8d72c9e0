// The objects of one resource as a replica last saw them. A Lister is a plain value that an informer keeps up to date
// and everybody else reads; tests fill one by hand. Reads never call the server, so they may be stale.
#pragma once

#include <map>

#include "api/kube/object.h"

namespace nlbsim::engine {

class Lister {
 public:
  using Objects = std::map<kube::ObjectKey, kube::ObjectRef>;

  // Null when the object is not known.
  kube::ObjectRef get(const kube::ObjectKey& key) const {
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : found->second;
  }
  // By namespace, then name.
  const Objects& all() const { return objects_; }

  // For informers and tests. Both return the version that was there before, or null.
  kube::ObjectRef put(kube::ObjectRef object);
  kube::ObjectRef erase(const kube::ObjectKey& key);

 private:
  Objects objects_;
};

}  // namespace nlbsim::engine
