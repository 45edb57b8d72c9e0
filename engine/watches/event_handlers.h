// The event handlers of all controllers: what a change of a watched object puts into their queues.
#pragma once

#include "engine/runtime/queue/work_queue.h"
#include "engine/watches/all_watches.h"

namespace nlbsim::engine {

struct ControllerQueues {
  WorkQueue& gateways;
  WorkQueue& gateway_classes;
  WorkQueue& route_status;
  WorkQueue& bindings;
  WorkQueue& load_balancer_configurations;
  WorkQueue& target_group_configurations;
};

// Adds one handler to the informer of each watched kind. Before Caches::start(); all references outlive the caches.
void add_event_handlers(Caches& caches, const Listers& listers, const Profile& profile, ControllerQueues queues);

}  // namespace nlbsim::engine
