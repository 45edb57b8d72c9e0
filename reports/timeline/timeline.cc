#include "reports/timeline/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "reports/story/story.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using scenarios::RunRecord;

constexpr std::size_t kWhoWidth = 14;

// Who did it: the owner of the lane, or the server whose state changed.
std::string who(const Lane& lane) {
  switch (lane.kind) {
    case LaneKind::user:
    case LaneKind::user_calls: return "user";
    case LaneKind::api_server: return lane.actor.empty() ? "kube" : "kube " + lane.actor;
    case LaneKind::load_balancers:
    case LaneKind::listeners:
    case LaneKind::targets: return "aws";
    case LaneKind::faults: return "world";
    default: return lane.actor;
  }
}

Ink ink_of(const Event& event, const Lane& lane) {
  switch (event.tone) {
    case Tone::good: return Ink::good;
    case Tone::warning: return Ink::warning;
    case Tone::bad:
    case Tone::fault: return Ink::bad;
    case Tone::plain: break;
  }
  if (lane.kind == LaneKind::user) return Ink::bold;
  return event.important ? Ink::plain : Ink::dim;
}

void write_event(const RunRecord& run, const Event& event, const Lane& lane, bool colours, std::ostream& out) {
  const std::string when = sim::format_offset(event.begin);
  for (const std::string& fact : event.facts)
    out << inked(when, Ink::dim, colours) << fmt::format("  {:<{}} ", who(lane), kWhoWidth)
        << inked(fact, ink_of(event, lane), colours) << '\n';
  const std::string margin(when.size() + kWhoWidth + 3, ' ');
  for (const std::size_t index : event.violations) {
    const scenarios::Violation& violation = run.violations[index];
    const std::string line = violation.invariant + " violated: " + violation.message;
    out << inked(indented(line, margin), Ink::bad, colours) << '\n';
  }
}

void write_failed_step(const scenarios::StepResult& step, bool colours, std::ostream& out) {
  const std::string line = step.source.text() + ": failed: " + step.text;
  out << inked(sim::format_offset(step.end - sim::kWorldStart), Ink::dim, colours)
      << fmt::format("  {:<{}} ", "user", kWhoWidth) << inked(line, Ink::bad, colours) << '\n'
      << indented(step.failure, "    ") << '\n';
}

}  // namespace

void write_timeline(const RunRecord& run, const TimelineOptions& options, std::ostream& out) {
  const Story story = tell(run);
  std::size_t left_out = 0;
  for (const Event& event : story.events) {
    const Lane& lane = story.lanes[event.lane];
    const bool shown = event.important || (options.every_call && lane.kind != LaneKind::queue);
    if (shown) write_event(run, event, lane, options.colours, out);
    else if (lane.kind != LaneKind::queue) ++left_out;
  }
  if (const scenarios::StepResult* step = run.failed_step()) write_failed_step(*step, options.colours, out);
  std::string figures =
      fmt::format("{} of virtual time, {} scheduler steps, journal hash {}", sim::format_duration(run.virtual_duration),
                  run.scheduler_steps, hash_text(run.journal_hash));
  if (left_out > 0) figures += fmt::format("; {} calls, watch events and reconciles not shown", left_out);
  out << inked(figures, Ink::dim, options.colours) << '\n';
}

}  // namespace nlbsim::reports
