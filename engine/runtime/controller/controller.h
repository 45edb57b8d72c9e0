// One controller: worker coroutines that take keys from a work queue and hand them to a reconciler.
//
// Each run is journalled (reconcile_started, reconcile_finished) and its outcome decides how the key comes back, as in
// controller-runtime: Done forgets its failures; RequeueAfter forgets them too and adds it after the delay; Failed adds
// it with growing backoff, or, where trying again cannot help, forgets them and waits for a change. One key is never
// run by two workers at once. One thread; all references outlive the actor.
#pragma once

#include "engine/context.h"
#include "engine/runtime/controller/reconciler.h"
#include "engine/runtime/queue/work_queue.h"

namespace nlbsim::engine {

class Controller {
 public:
  // `workers` is at least 1. The controller's name is the queue's.
  Controller(const Context& context, WorkQueue& queue, Reconciler& reconciler, int workers);
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;

  // Spawns the workers. Call it once, after the caches have synced.
  void start();

 private:
  sim::Task<void> work();
  sim::RecordId journal_start(const Request& request);
  void finish(const kube::ObjectKey& key, sim::RecordId started, const Outcome& outcome);

  const Context& context_;
  WorkQueue& queue_;
  Reconciler& reconciler_;
  const int workers_;
};

}  // namespace nlbsim::engine
