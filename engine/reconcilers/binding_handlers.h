// What wakes the TargetGroupBinding controller: a binding itself, its Service's ports, a node that comes, goes or turns
// (un)eligible. Heartbeats and other changes of nodes wake nobody.
#pragma once

#include "engine/runtime/cache/caches.h"
#include "engine/runtime/queue/work_queue.h"

namespace nlbsim::engine {

// Adds the handlers; `caches` must have informers of TargetGroupBindings, Services and Nodes. Before caches.start().
void add_target_group_binding_handlers(Caches& caches, WorkQueue& queue);

}  // namespace nlbsim::engine
