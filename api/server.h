// A fake's core, and what hosts it.
//
// A Core is a plain state machine: (state, now, request) -> (answer, new state, records), a next deadline, and
// `advance(now)`. No coroutine, no clock, no latency inside; so every crash point is a gap between two steps, a state
// can be copied as a value, and the same core serves the simulation, the wire and a unit test.
//
// A Server hosts one core for one world: it keeps the core's clock, turns its deadlines into timers of the server's
// actor and writes its records to the journal. `perform` is the one entry, for the pipeline (api/pipeline.h) and for
// the wire.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "api/operation.h"
#include "sim/choice.h"
#include "sim/journal.h"
#include "sim/scheduler.h"

namespace nlbsim::api {

// A record that a core wants written; the server adds time, actor and cause.
struct CoreRecord {
  sim::RecordKind kind = sim::RecordKind::note;
  std::shared_ptr<const sim::Payload> payload;
};

// What a core may use while it applies one request or advances.
struct CoreContext {
  sim::Instant now;
  sim::Chooser& chooser;
  std::string_view caller;  // name of the actor that asks; for per-caller rules and messages
  std::vector<CoreRecord> records;
};

class Core {
 public:
  virtual ~Core() = default;
  // Fills the call's response, or returns an error and has changed nothing.
  virtual Result<void> apply(CoreContext& context, AnyCall& call) = 0;
  // When something happens by itself next: an NLB turns active, a target healthy. Periodic if it never ends by itself.
  virtual std::optional<sim::Instant> next_deadline() const = 0;
  // Does all that is due at context.now.
  virtual void advance(CoreContext& context) = 0;
};

class Server {
 public:
  Server(sim::Scheduler& scheduler, sim::Actor& actor, sim::Journal& journal, Core& core)
      : scheduler_(scheduler), actor_(&actor), journal_(journal), core_(core) {}
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;

  // Applies one request now, in the step of the server's actor, and journals its effect.
  Result<void> perform(const CallContext& context, AnyCall& call, sim::RecordId sent);
  // Tells the core that time has passed; called by its own timer, and by whoever changed the core by hand.
  void refresh();
  sim::Actor& actor() const { return *actor_; }
  sim::Scheduler& scheduler() const { return scheduler_; }
  sim::Journal& journal() const { return journal_; }

 protected:
  // After every effect: deliver watch events, attach streams. `records` are those just written, oldest first.
  virtual void after_effect(const CallContext&, AnyCall*, const std::vector<sim::RecordId>&) {}

 private:
  std::vector<sim::RecordId> write(CoreContext& context, sim::RecordId cause);
  void arm();

  sim::Scheduler& scheduler_;
  sim::Actor* actor_;
  sim::Journal& journal_;
  Core& core_;
  std::optional<sim::Instant> armed_;  // the deadline the timer below stands for
  std::uint64_t generation_ = 0;       // outdates timers armed earlier
};

}  // namespace nlbsim::api
