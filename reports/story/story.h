// The journal of a run, told: calls with their answers and reconciles with their ends as spans, changes of objects and
// of AWS's resources as facts in plain words, each in the lane of whoever did it and with the event that caused it. The
// timeline, the page and the trace are three renderings of a Story.
//
// A pure function of the record; times are offsets from the start of the world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// Top to bottom as a page shows them.
enum class LaneKind : std::uint8_t {
  user,
  user_calls,
  api_server,
  informers,
  queue,
  workers,
  kube_calls,
  aws_calls,
  load_balancers,
  listeners,
  targets,
  faults,
};
std::string_view name(LaneKind kind);  // "user", "API server", "informers", ...
// The plane that a lane belongs to: "user", "Kubernetes", "controller", "AWS", "faults".
std::string_view plane(LaneKind kind);

struct Lane {
  LaneKind kind = LaneKind::user;
  std::string actor;         // "controller-1"; empty where the lane has no owner
  std::size_t rows = 1;      // spans that overlap stand in rows of their own
  std::string text() const;  // "controller-1 workers"
};

enum class Tone : std::uint8_t { plain, good, warning, bad, fault };
std::string_view name(Tone tone);

struct Event {
  std::size_t lane = 0;  // into Story::lanes
  std::size_t row = 0;   // below Lane::rows
  sim::Duration begin{0}, end{0};
  bool span = false;       // lasts; otherwise it is a point, and end is begin
  bool important = false;  // belongs into the short timeline
  bool in_flight = false;  // a call or reconcile whose end nobody recorded
  Tone tone = Tone::plain;
  std::string title;                    // "CreateListener"
  std::vector<std::string> facts;       // plain words, at least one
  sim::RecordId record = 0;             // the record that began it
  sim::RecordId applied = 0;            // of a call: its effect at the server; 0: it had none
  sim::RecordId ended = 0;              // of a call or reconcile: the record that ended it
  std::optional<std::size_t> cause;     // into Story::events
  std::vector<std::size_t> violations;  // into RunRecord::violations: this is the last record that proves it
  bool failed_step = false;
};

struct Story {
  std::vector<Lane> lanes;
  std::vector<Event> events;  // by begin, then record
  // The event where the run first went wrong: the first violation or failed step in virtual time.
  std::optional<std::size_t> first_error;
};

Story tell(const scenarios::RunRecord& run);

}  // namespace nlbsim::reports
