#include "engine/runtime/cache/lister.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nlbsim::engine {

Lister::Lister(std::span<const Indexer> indexers) {
  indexes_.reserve(indexers.size());
  for (const Indexer& indexer : indexers) indexes_.push_back({indexer, {}});
}

const Lister::Keys& Lister::indexed(const Indexer& index, const kube::ObjectKey& value) const {
  static const Keys kNone;
  const auto kept = std::ranges::find(indexes_, index.name, [](const Index& i) { return i.by.name; });
  assert(kept != indexes_.end());
  const auto found = kept->found.find(value);
  return found == kept->found.end() ? kNone : found->second;
}

void Lister::reindex(const kube::ObjectKey& key, const kube::ObjectRef& before, const kube::ObjectRef& after) {
  if (before == after) return;  // a resync
  for (Index& index : indexes_) {
    const std::vector<kube::ObjectKey> none;
    const std::vector<kube::ObjectKey> left = before ? index.by.keys(*before) : none;
    const std::vector<kube::ObjectKey> entered = after ? index.by.keys(*after) : none;
    if (left == entered) continue;
    for (const kube::ObjectKey& value : left) {
      const auto found = index.found.find(value);
      if (found == index.found.end()) continue;  // named twice by the object
      found->second.erase(key);
      if (found->second.empty()) index.found.erase(found);
    }
    for (const kube::ObjectKey& value : entered) index.found[value].insert(key);
  }
}

kube::ObjectRef Lister::put(kube::ObjectRef object) {
  const kube::ObjectKey key = object->meta().key();
  kube::ObjectRef& place = objects_[key];
  reindex(key, place, object);
  return std::exchange(place, std::move(object));
}

kube::ObjectRef Lister::erase(const kube::ObjectKey& key) {
  const auto found = objects_.find(key);
  if (found == objects_.end()) return nullptr;
  kube::ObjectRef last = std::move(found->second);
  objects_.erase(found);
  reindex(key, last, nullptr);
  return last;
}

void Listers::add(const kube::Resource& resource, std::span<const Indexer> indexers) {
  entries_.push_back({resource, Lister(indexers)});
}

const Lister& Listers::of(const kube::Resource& resource) const {
  const auto found = std::ranges::find(entries_, resource, &Entry::resource);
  assert(found != entries_.end());
  return found->lister;
}

Lister& Listers::of(const kube::Resource& resource) {
  return const_cast<Lister&>(std::as_const(*this).of(resource));  // NOLINT: this object is not const
}

}  // namespace nlbsim::engine
