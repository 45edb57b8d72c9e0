// The objects of one resource as a replica last saw them. A Lister is a plain value that an informer keeps up to date
// and everybody else reads; tests fill one by hand. Reads never call the server, so they may be stale.
//
// A lister may keep indexes, as client-go's indexers do: an index names, for each object, the keys under which it is
// found, and is up to date with every put and erase. Hence a question like "which routes name this Gateway" costs what
// its answer holds, not what the cluster does.
#pragma once

#include <deque>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "api/kube/object.h"

namespace nlbsim::engine {

// One index of a resource. Its name tells it from the other indexes of that resource.
struct Indexer {
  std::string_view name;
  std::vector<kube::ObjectKey> (*keys)(const kube::Object& object) = nullptr;
};

class Lister {
 public:
  using Objects = std::map<kube::ObjectKey, kube::ObjectRef>;
  using Keys = std::set<kube::ObjectKey>;

  Lister() = default;
  explicit Lister(std::span<const Indexer> indexers);

  // Null when the object is not known.
  kube::ObjectRef get(const kube::ObjectKey& key) const {
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : found->second;
  }
  // By namespace, then name.
  const Objects& all() const { return objects_; }
  // Those of one namespace, by name. The name outlives what is returned.
  auto in_namespace(const std::string& namespace_) const {
    return std::ranges::subrange(objects_.lower_bound({namespace_, ""}), objects_.end()) |
           std::views::take_while([&](const auto& entry) { return entry.first.namespace_ == namespace_; });
  }
  // The objects that the index finds under `value`; the index is one that the lister was made with.
  const Keys& indexed(const Indexer& index, const kube::ObjectKey& value) const;

  // For informers and tests. Both return the version that was there before, or null.
  kube::ObjectRef put(kube::ObjectRef object);
  kube::ObjectRef erase(const kube::ObjectKey& key);

 private:
  struct Index {
    Indexer by;
    std::map<kube::ObjectKey, Keys> found;
  };
  void reindex(const kube::ObjectKey& key, const kube::ObjectRef& before, const kube::ObjectRef& after);

  Objects objects_;
  std::vector<Index> indexes_;
};

// The listers of everything that one replica watches, by resource.
class Listers {
 public:
  Listers() = default;
  explicit Listers(std::span<const kube::Resource> resources) {
    for (const kube::Resource& resource : resources) add(resource);
  }
  Listers(Listers&&) = default;  // not once somebody refers to it

  void add(const kube::Resource& resource, std::span<const Indexer> indexers = {});
  // Calls f(resource, lister) in the order of adding.
  template <class F>
  void for_each(F f) {
    for (Entry& entry : entries_) f(entry.resource, entry.lister);
  }
  // The resource must be one of those added.
  const Lister& of(const kube::Resource& resource) const;
  Lister& of(const kube::Resource& resource);
  kube::ObjectRef get(const kube::Resource& resource, const kube::ObjectKey& key) const {
    return of(resource).get(key);
  }

 private:
  struct Entry {
    kube::Resource resource;
    Lister lister;
  };
  std::deque<Entry> entries_;  // a lister stays where it is
};

}  // namespace nlbsim::engine
