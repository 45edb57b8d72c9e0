// Virtual time as a value: an Instant is a number of nanoseconds since the Unix epoch, a Duration a difference of two.
//
// Nothing here reads a clock. `Scheduler::now()` (sim/scheduler.h) is the only source of an Instant at run time, and
// sim/wall the only place that relates it to the machine's clock. All functions are pure.
#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include "sim/result.h"

namespace nlbsim::sim {

using Duration = std::chrono::nanoseconds;

struct Instant {
  Duration since_epoch{0};
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Instant operator+(Instant at, Duration d) { return {at.since_epoch + d}; }
  friend constexpr Instant operator-(Instant at, Duration d) { return {at.since_epoch - d}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return a.since_epoch - b.since_epoch; }
};

// Every simulated world starts at 2026-01-01T00:00:00Z, so that timestamps in reports are stable and look like dates.
inline constexpr Instant kWorldStart{std::chrono::seconds{1767225600}};

// Whole seconds, as Kubernetes writes metav1.Time: 2026-01-01T00:02:30Z (the fraction is cut off).
std::string to_rfc3339(Instant at);
// Six decimals, as metav1.MicroTime; three decimals, as the AWS query protocol.
std::string to_rfc3339_micro(Instant at);
std::string to_rfc3339_milli(Instant at);
// Accepts a date-time in UTC ("Z") of the years 1678 to 2261, with or without a fraction. Error code "InvalidTime".
Result<Instant> parse_rfc3339(std::string_view text);

// Go's duration syntax without signs, a year at most: "1h30m", "150s", "40ms", "1.5s", "0s". Error code
// "InvalidDuration".
Result<Duration> parse_duration(std::string_view text);
// The shortest exact form of the same syntax: "2m30s", "40ms", "0s".
std::string format_duration(Duration d);
// Since the start of the world, for people: "+00:02:30.040".
std::string format_offset(Duration d);

}  // namespace nlbsim::sim
