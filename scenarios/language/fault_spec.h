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
  before,   // the call has no effect
  after,    // it has its effect, the caller never hears of it
  partial,  // a batch takes effect in part
};

struct FaultTarget {
  FaultPlane plane = FaultPlane::aws;
  std::optional<Pattern> op;                      // AWS's name, or the verb; on a watch: the event's type
  std::optional<Pattern> kind, namespace_, name;  // of the object
  std::optional<Pattern> caller;                  // name of the actor
};

// All that is given must hold.
struct FaultTime {
  std::optional<std::int64_t> call;   // the nth logical call that fits, from 1
  std::optional<std::int64_t> every;  // each nth
  std::optional<std::int64_t> parts_per_million;
  std::optional<sim::Duration> at;  // from then on, since the start of the world
  std::optional<std::pair<sim::Duration, sim::Duration>> between;
  std::optional<std::int64_t> max;  // so often at most
};

struct FaultEffect {
  std::optional<std::string> error;  // code of the error that the caller gets
  int status = 0;                    // HTTP status of that error; 0: the usual one
  std::string message;
  std::optional<sim::Duration> latency;         // more than usual
  std::optional<std::int64_t> throttle_rate;    // calls per second let through; the rest are throttled
  std::string drop;                             // "reply", "event"
  std::optional<sim::Duration> delay;           // of a watch event
  std::int64_t duplicate = 0;                   // a watch event comes so often more
  std::optional<sim::Duration> stale_for;       // reads answer with state so old
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
