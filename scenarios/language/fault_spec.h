// A fault as a scenario describes it: on which calls or watch events, when, at which phase, doing what. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/language/pattern.h"
#include "scenarios/record/run_record.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

enum class FaultPlane : std::uint8_t { k8s, aws, watch };
enum class FaultPhase : std::uint8_t {
  before,  // on the way there: what fails has no effect
  after,   // right after the effect: the caller hears of it otherwise than it was, or never
};

struct FaultTarget {
  FaultPlane plane = FaultPlane::aws;
  std::optional<Pattern> op;                      // AWS's name, or the verb; on a watch: the event's type
  std::optional<Pattern> kind, namespace_, name;  // of the object
  std::optional<Pattern> caller;                  // name of the actor
  bool open = false;                              // names what need not be known: `$open: true`
};

// All that is given must hold. `call`, `from` and `every` count logical calls, however often the SDK repeats one; of a
// picked one each attempt fails that would have got an answer (error, conflict, throttle), while whatever else is done
// (a lost reply, latency, a crash) happens to its first attempt alone. `p` is drawn for each attempt.
struct FaultTime {
  std::optional<std::int64_t> call;   // the nth that fits, from 1
  std::optional<std::int64_t> from;   // the nth and all later ones
  std::optional<std::int64_t> every;  // each nth
  std::optional<std::int64_t> parts_per_million;
  std::optional<sim::Duration> at;                                 // from then on, since the start of the world
  std::optional<std::pair<sim::Duration, sim::Duration>> between;  // the end not included
  std::optional<sim::Duration> lasts;                              // so long after it first struck
  std::optional<std::int64_t> max;                                 // strikes so often at most, attempts counted
};

struct FaultEffect {
  std::optional<std::string> error;  // code of the error that the caller gets
  int status = 0;                    // HTTP status of that error; 0: the usual one
  std::string message;
  std::optional<sim::Duration> latency;         // more than usual
  std::optional<std::int64_t> throttle_rate;    // calls per second let through; the rest are throttled
  std::string drop;                             // "reply" (before the effect: the request), "event"
  std::optional<sim::Duration> delay;           // of a watch event
  std::int64_t duplicate = 0;                   // a watch event comes so often more
  std::optional<sim::Duration> stale_for;       // a list answers with state so old
  std::optional<std::int64_t> stale_revisions;  // or so many revisions old
  bool conflict = false;
  std::string crash;                           // actor, or "controller" for whoever called
  std::optional<sim::Duration> restart_after;  // of the crashed one; none: it stays down
  std::string pause;
  std::optional<sim::Duration> resume_after;
};

struct FaultSpec {
  std::string id;
  FaultTarget on;
  FaultTime when;
  FaultPhase phase = FaultPhase::before;
  FaultEffect effect;
  SourceLine source;
};

}  // namespace nlbsim::scenarios
