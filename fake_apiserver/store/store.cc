#include "fake_apiserver/store/store.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "api/kube/views.h"

namespace nlbsim::fake_apiserver {

using kube::ObjectRef;

ObjectRef Store::find(KindIndex kind, const kube::ObjectKey& key) const {
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

void Store::begin_with(KindIndex kind, ObjectRef object) {
  ObjectRef& slot = kinds_[kind].objects[object->meta().key()];
  slot = std::move(object);
}

const Change& Store::put(KindIndex kind, ObjectRef object) {
  assert(object->meta().resource_version == next_revision());
  Kind& entry = kinds_[kind];
  ObjectRef& slot = entry.objects[object->meta().key()];
  ObjectRef previous = std::exchange(slot, object);
  const auto type = previous ? kube::WatchEventType::modified : kube::WatchEventType::added;
  return record(entry, {next_revision(), type, std::move(object), std::move(previous)});
}

const Change& Store::remove(KindIndex kind, const kube::ObjectKey& key, ObjectRef last_state) {
  assert(last_state->meta().resource_version == next_revision());
  Kind& entry = kinds_[kind];
  const auto found = entry.objects.find(key);
  assert(found != entry.objects.end());
  ObjectRef previous = std::move(found->second);
  entry.objects.erase(found);
  return record(entry, {next_revision(), kube::WatchEventType::deleted, std::move(last_state), std::move(previous)});
}

std::vector<Change> Store::changes_after(KindIndex kind, std::uint64_t revision) const {
  const History& history = kinds_[kind].history;
  const auto first = std::ranges::upper_bound(history, revision, {}, &Change::revision);
  return {first, history.end()};
}

Store::Objects Store::objects_at(KindIndex kind, std::uint64_t revision) const {
  Objects objects = kinds_[kind].objects;
  const History& history = kinds_[kind].history;
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

namespace {

// Whether it has computed all that an object of its kind ever keeps, so that threads may share it: what a world begins
// with, which is copied by the thousand.
bool complete(const kube::Object& object) {
  return object.document().immortal() && (object.kind() == "Node" || object.kind() == "Namespace");
}

ObjectRef frozen(const ObjectRef& object) {
  ObjectRef made = kube::Object::make(api::freeze(object->document()));
  if (!complete(*made)) return made;
  made->fingerprint();
  made->encoded();
  if (made->kind() == "Node") made->view<kube::Node>();
  return made;
}

}  // namespace

void Store::freeze() { replace_objects(frozen); }

void Store::own_objects() {
  replace_objects([](const ObjectRef& object) { return kube::Object::make(object->document()); });
}

template <class Copy>
void Store::replace_objects(Copy copy) {
  std::map<ObjectRef, ObjectRef> copies;  // only looked up: the order of pointers shows nowhere
  const auto own = [&](ObjectRef& object) {
    if (!object || complete(*object)) return;
    ObjectRef& made = copies[object];
    if (!made) made = copy(object);
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
