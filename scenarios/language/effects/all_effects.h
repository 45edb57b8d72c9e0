// Every effect of a fault, in the order in which they strike and are told: its reader, and its row. For the loader and
// for who makes faults without a document.
#pragma once

#include <array>

#include "scenarios/language/fault_effect.h"

namespace nlbsim::scenarios {

class Fields;
struct StepContext;

namespace effects {

// Each null when its key is not there, or after a problem.
EffectRef read_latency(Fields& fields, StepContext& context);
EffectRef read_stale(Fields& fields, StepContext& context);
EffectRef read_crash(Fields& fields, StepContext& context);
EffectRef read_pause(Fields& fields, StepContext& context);
EffectRef read_conflict(Fields& fields, StepContext& context);
EffectRef read_throttle(Fields& fields, StepContext& context);
EffectRef read_drop(Fields& fields, StepContext& context);
EffectRef read_error(Fields& fields, StepContext& context);
EffectRef read_delay(Fields& fields, StepContext& context);
EffectRef read_duplicate(Fields& fields, StepContext& context);

struct Row {
  std::string_view key;       // in `do`
  std::string_view on_watch;  // what a watch event can suffer of it; empty: nothing
  EffectRef (*read)(Fields&, StepContext&);
};
inline constexpr std::array kRows{
    Row{"latency", "", read_latency},      Row{"stale", "", read_stale},
    Row{"crash", "crash", read_crash},     Row{"pause", "pause", read_pause},
    Row{"conflict", "", read_conflict},    Row{"throttle", "", read_throttle},
    Row{"drop", "drop: event", read_drop}, Row{"error", "", read_error},
    Row{"delay", "delay", read_delay},     Row{"duplicate", "duplicate", read_duplicate},
};

// What is wrong with an effect that only a call, or only an event, can suffer; empty: it is where it belongs.
std::string of_calls_alone(FaultPlane plane);
std::string of_events_alone(FaultPlane plane);
// "error, latency, ... or pause".
std::string all_keys();

// Those that the explorer asks for.
EffectRef latency(sim::Duration more);
EffectRef older_answer(sim::Duration by);
EffectRef crash(std::string replica, std::optional<sim::Duration> restart_after = std::nullopt);
EffectRef lost_reply();
EffectRef lost_event();
EffectRef error(std::string code);
EffectRef delay(sim::Duration by);

}  // namespace effects

}  // namespace nlbsim::scenarios
