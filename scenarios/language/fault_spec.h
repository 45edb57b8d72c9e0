// A fault as a scenario describes it: on which calls or watch events, when, at which phase, doing what. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/fault_effect.h"
#include "scenarios/language/pattern.h"
#include "scenarios/record/run_record.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

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

struct FaultSpec {
  std::string id;
  FaultTarget on;
  FaultTime when;
  FaultPhase phase = FaultPhase::before;
  std::vector<EffectRef> effects;  // in the order of effects/all_effects.h
  SourceLine source;
};

}  // namespace nlbsim::scenarios
