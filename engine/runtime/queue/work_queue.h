// The rate-limited work queue of a controller, with client-go's promises: a key that is being worked on is not handed
// out a second time, adds of a queued key coalesce, and adds during its work lead to exactly one more run.
//
// Delays: add_rate_limited waits max(5 ms * 2^failures capped at 1000 s, the shared bucket of 10/s burst 100);
// add_after keeps the earliest due time of a key. Both are pending timers. One thread; belongs to one actor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "api/kube/resource.h"
#include "sim/journal.h"
#include "sim/task.h"

namespace nlbsim::engine {

struct RateLimits {
  sim::Duration base = std::chrono::milliseconds{5};
  sim::Duration cap = std::chrono::seconds{1000};
  bool shared_bucket = true;  // 10/s, burst 100; the TargetGroupBinding controller has none
};

// A key to reconcile, and the latest record that asked for it.
struct Request {
  kube::ObjectKey key;
  sim::RecordId cause = 0;
};

class WorkQueue {
 public:
  // `name` is the controller's: "gateway", "gatewayclass", "targetGroupBinding". All references outlive the queue.
  WorkQueue(sim::Actor& actor, std::string name, RateLimits limits);
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;
  ~WorkQueue();

  const std::string& name() const;
  void add(const kube::ObjectKey& key, sim::RecordId cause);
  // delay 0 or less adds at once. `kind` periodic: nothing is expected to come of it.
  void add_after(const kube::ObjectKey& key, sim::Duration delay, sim::RecordId cause,
                 sim::TimerKind kind = sim::TimerKind::pending);
  void add_rate_limited(const kube::ObjectKey& key, sim::RecordId cause);
  // The next key in order of adding; waits for one. Its work ends with done().
  sim::Task<Request> get();
  void done(const kube::ObjectKey& key);
  // Clears the failures of a key.
  void forget(const kube::ObjectKey& key);

  std::size_t depth() const;                                // keys ready to be handed out
  std::uint32_t retries(const kube::ObjectKey& key) const;  // failures since the last forget

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nlbsim::engine
