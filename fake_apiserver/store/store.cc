#include "fake_apiserver/store/store.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nlbsim::fake_apiserver {

kube::ObjectRef Store::find(KindIndex kind, const kube::ObjectKey& key) const {
  const Objects& objects = kinds_[kind].objects;
  const auto found = objects.find(key);
  return found == objects.end() ? nullptr : found->second;
}

const Change& Store::record(Kind& kind, Change change) {
  revision_ = change.revision;
  if (kind.history.size() >= history_limit_) {
    kind.compacted = kind.history.front().revision;
    kind.history.pop_front();
  }
  return kind.history.emplace_back(std::move(change));
}

void Store::begin_with(KindIndex kind, kube::ObjectRef object) {
  kube::ObjectRef& slot = kinds_[kind].objects[object->meta().key()];
  slot = std::move(object);
}

const Change& Store::put(KindIndex kind, kube::ObjectRef object) {
  assert(object->meta().resource_version == next_revision());
  Kind& entry = kinds_[kind];
  kube::ObjectRef& slot = entry.objects[object->meta().key()];
  kube::ObjectRef previous = std::exchange(slot, object);
  const auto type = previous ? kube::WatchEventType::modified : kube::WatchEventType::added;
  return record(entry, {next_revision(), type, std::move(object), std::move(previous)});
}

const Change& Store::remove(KindIndex kind, const kube::ObjectKey& key, kube::ObjectRef last_state) {
  assert(last_state->meta().resource_version == next_revision());
  Kind& entry = kinds_[kind];
  const auto found = entry.objects.find(key);
  assert(found != entry.objects.end());
  kube::ObjectRef previous = std::move(found->second);
  entry.objects.erase(found);
  return record(entry, {next_revision(), kube::WatchEventType::deleted, std::move(last_state), std::move(previous)});
}

std::vector<Change> Store::changes_after(KindIndex kind, std::uint64_t revision) const {
  const std::deque<Change>& history = kinds_[kind].history;
  const auto first = std::ranges::upper_bound(history, revision, {}, &Change::revision);
  return {first, history.end()};
}

Store::Objects Store::objects_at(KindIndex kind, std::uint64_t revision) const {
  Objects objects = kinds_[kind].objects;
  const std::deque<Change>& history = kinds_[kind].history;
  for (auto change = history.rbegin(); change != history.rend() && change->revision > revision; ++change) {
    const kube::ObjectKey key = change->object->meta().key();
    if (change->previous) objects[key] = change->previous;
    else objects.erase(key);
  }
  return objects;
}

void Store::compact(std::uint64_t revision) {
  for (Kind& kind : kinds_) {
    while (!kind.history.empty() && kind.history.front().revision <= revision) kind.history.pop_front();
    kind.compacted = std::max(kind.compacted, std::min(revision, revision_));
  }
}

void Store::freeze() {
  replace_objects([](const kube::Object& object) { return kube::Object::make(api::freeze(object.document())); });
}

void Store::own_objects() {
  replace_objects([](const kube::Object& object) { return kube::Object::make(object.document()); });
}

template <class Copy>
void Store::replace_objects(Copy copy) {
  std::map<kube::ObjectRef, kube::ObjectRef> copies;  // only looked up: the order of pointers shows nowhere
  const auto own = [&](kube::ObjectRef& object) {
    if (!object) return;
    kube::ObjectRef& made = copies[object];
    if (!made) made = copy(*object);
    object = made;
  };
  for (Kind& kind : kinds_) {
    for (auto& [key, object] : kind.objects) own(object);
    for (Change& change : kind.history) {
      own(change.object);
      own(change.previous);
    }
  }
}

}  // namespace nlbsim::fake_apiserver
