// What one replica knows of the cluster: an informer per resource, kept up to date by its reflector's list and watch.
//
// Handlers are called in the step in which the cache changed, after it did, in the order in which they were added; they
// must not wait (they add keys to work queues). A resync hands every cached object to the handlers again, unchanged.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "api/kube/watch.h"
#include "engine/context.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// One change of a cache. An object that vanished while the watch was down is `deleted` with its last known state.
struct Delta {
  kube::WatchEventType type = kube::WatchEventType::added;  // added, modified or deleted
  kube::ObjectRef object;                                   // for deleted: the last known state
  kube::ObjectRef previous;                                 // null: never seen before; equal to object on a resync
  sim::RecordId cause = 0;                                  // the watch_event record
  bool echo = false;                                        // of a write of our own (engine/runtime/cache/own_writes.h)
};
using DeltaHandler = std::function<void(const Delta&)>;

class Informer;
class OwnWrites;

class Caches {
 public:
  // One informer for each lister, which it fills. Both outlive the caches; the caches outlive the replica's coroutines.
  Caches(const Context& context, Listers& listers);
  Caches(const Caches&) = delete;
  Caches& operator=(const Caches&) = delete;
  ~Caches();

  // The resource must be one of those that there are listers of.
  const Lister& lister(const kube::Resource& resource) const;
  void add_handler(const kube::Resource& resource, DeltaHandler handler);  // before start()
  // Events of these writes are marked as echoes; before start(). It outlives the caches.
  void mark_echoes_of(OwnWrites& writes);
  // This one is not started before it is demanded; before start().
  void defer(const kube::Resource& resource);
  // Where the server has no such kind, there are no objects of it; before start().
  void allow_absent(const kube::Resource& resource);
  // Spawns the reflectors.
  void start();
  // Returns when every informer that was not deferred has seen a first list.
  sim::Task<void> wait_for_sync();
  bool synced() const;
  // Starts those of these that were deferred. Whether all have seen a first list.
  bool demand(std::span<const kube::Resource> resources);
  // Returns when they have; they were demanded.
  sim::Task<void> wait_for(std::span<const kube::Resource> resources);
  // As every resync period does: every object to every handler again.
  void resync(sim::RecordId cause);

 private:
  struct Entry;  // an informer and its reflector
  Entry& entry(const kube::Resource& resource) const;
  Informer& informer(const kube::Resource& resource) const;
  const Context& context_;
  sim::Event list_seen_;
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace nlbsim::engine
