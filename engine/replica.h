// One controller replica: its caches, queues, controllers and leader election, wired together. The world makes one per
// incarnation, with an actor of its own; dropping that actor stops it wherever it stands, after which it is destroyed.
//
// A replica that loses its lease, or whose caches have not synced two minutes after it began to lead, exits like the
// real process: it drops its own actor at the end of that step, and says so to `on_exit`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/operation.h"
#include "engine/config.h"
#include "engine/runtime/queue/work_queue.h"
#include "sim/journal.h"

namespace nlbsim::engine {

// What a replica is given. Everything referred to outlives it; config.profile is not null.
struct ReplicaServices {
  sim::Journal& journal;
  api::Service& kube;
  api::Service& elbv2;  // as the wire answers: the replica puts the SDK's retries and throttle around it
  api::Service& ec2;
  api::Service& acm;
};

// Called in the replica's last step, with the reason. It may start another replica; this one is destroyed later.
using ExitHandler = std::function<void(std::string reason)>;

class Replica {
 public:
  Replica(sim::Actor& actor, ReplicaServices services, Config config);
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;
  ~Replica();  // after its actor was dropped, or together with the scheduler

  void on_exit(ExitHandler handler);  // before start()
  // Spawns leader election; the rest follows once it leads (at once without election).
  void start();
  bool leading() const;
  // By controller name ("gateway", "gatewayclass", "targetGroupBinding", "route-status"); null if there is none.
  const WorkQueue* queue(std::string_view controller) const;
  // Every cached object to every handler again, as after a resync period.
  void resync();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nlbsim::engine
