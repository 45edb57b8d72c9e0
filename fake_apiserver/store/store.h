// The versioned store: one revision counter over all kinds, the current objects, and per kind the history of changes
// that watches read. It knows nothing of schemas, HTTP or rules: whoever writes has already decided.
//
// A value: copying it copies the state (objects are shared; see own_objects). Kinds are indices into the registry.
#pragma once

#include <algorithm>
#include <boost/container/deque.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "api/kube/object.h"
#include "api/kube/watch.h"

namespace nlbsim::fake_apiserver {

using KindIndex = std::size_t;

struct Change {
  std::uint64_t revision = 0;
  kube::WatchEventType type = kube::WatchEventType::added;
  kube::ObjectRef object;    // for deleted: the last state, carrying the deletion's revision
  kube::ObjectRef previous;  // null for added
};

class Store {
 public:
  using Objects = std::map<kube::ObjectKey, kube::ObjectRef>;

  explicit Store(std::size_t kinds, std::size_t history_limit = 1024) : history_limit_(history_limit), kinds_(kinds) {}

  // Makes room for kinds up to that many.
  void grow(std::size_t kinds) { kinds_.resize(std::max(kinds_.size(), kinds)); }
  std::uint64_t revision() const { return revision_; }
  // The revision that the next write will carry; built into the object before it is put.
  std::uint64_t next_revision() const { return revision_ + 1; }
  const Objects& objects(KindIndex kind) const { return kinds_[kind].objects; }
  kube::ObjectRef find(KindIndex kind, const kube::ObjectKey& key) const;

  // An object that is there from the start: it has no history.
  void begin_with(KindIndex kind, kube::ObjectRef object);
  // The object must carry next_revision(). Returns the change as watchers will see it.
  const Change& put(KindIndex kind, kube::ObjectRef object);
  const Change& remove(KindIndex kind, const kube::ObjectKey& key, kube::ObjectRef last_state);

  // Changes after `revision`, oldest first. Only meaningful if !compacted(kind, revision).
  std::vector<Change> changes_after(KindIndex kind, std::uint64_t revision) const;
  // Whether changes after `revision` have been forgotten.
  bool compacted(KindIndex kind, std::uint64_t revision) const { return revision < kinds_[kind].compacted; }
  // The objects as they were after `revision`; only meaningful if !compacted(kind, revision).
  Objects objects_at(KindIndex kind, std::uint64_t revision) const;
  // The newest revision whose following changes are still known.
  std::uint64_t oldest(KindIndex kind) const { return kinds_[kind].compacted; }
  // Forgets every change up to and including `revision`.
  void compact(std::uint64_t revision);
  // Freezes every document, so that copies of this store may be made and used by several threads at once.
  void freeze();
  // An object keeps what it has once computed (its fingerprint, its typed view) and so belongs to one thread: a store
  // that was copied for another one gets objects of its own, with the same documents. Those that freeze() has let
  // compute all that they keep stay shared.
  void own_objects();

 private:
  using History = boost::container::deque<Change>;  // takes no memory while it is empty: most kinds have none
  struct Kind {
    Objects objects;
    History history;
    std::uint64_t compacted = 0;  // the newest revision that has been forgotten
  };
  const Change& record(Kind& kind, Change change);
  template <class Copy>
  void replace_objects(Copy copy);

  std::uint64_t revision_ = 1;
  std::size_t history_limit_;
  std::vector<Kind> kinds_;
};

}  // namespace nlbsim::fake_apiserver
