// What a controller runs: a function from a key to an outcome. Requeueing is a value, not an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "engine/runtime/queue/work_queue.h"
#include "sim/result.h"

namespace nlbsim::engine {

struct Done {};
// Come back after the delay even if nothing changes; resets the count of failures.
struct RequeueAfter {
  sim::Duration delay{0};
  std::string reason;
  sim::TimerKind kind = sim::TimerKind::pending;
};
// What can make a failure go away.
enum class Retry : std::uint8_t {
  backoff,    // trying again, ever less often
  on_change,  // somebody's change alone: the event of that change brings the key back, or the resync
};
struct Failed {
  sim::Error error;
  Retry retry = Retry::backoff;
};
using Outcome = std::variant<Done, RequeueAfter, Failed>;

class Reconciler {
 public:
  Reconciler() = default;
  Reconciler(const Reconciler&) = delete;
  Reconciler& operator=(const Reconciler&) = delete;
  virtual ~Reconciler() = default;
  // `request.cause` is the reconcile_started record: pass it on to every call.
  virtual sim::Task<Outcome> reconcile(Request request) = 0;
};

}  // namespace nlbsim::engine
