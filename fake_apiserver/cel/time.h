// Timestamps and durations in text, as Go reads and writes them, and their arithmetic with its limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fake_apiserver/cel/value.h"

namespace nlbsim::fake_apiserver::cel {

// RFC 3339, with an offset or Z; years 1 to 9999.
std::optional<Timestamp> parse_timestamp(std::string_view text);
std::optional<Timestamp> parse_date(std::string_view text);  // 2006-01-02
std::string show_timestamp(Timestamp value);                 // in UTC, no more digits than needed
// "1h30m", "-1.5s", "300ms", "0"
std::optional<Duration> parse_duration(std::string_view text);
std::string show_duration(Duration value);  // in seconds: "5400s", as CEL's string() has it

// A moment's parts, in UTC shifted by `offset_seconds`. Months, days of the month and of the year count from 0.
struct CivilTime {
  std::int64_t year = 1970;
  int month = 0, day = 0, weekday = 0, year_day = 0;
  int hour = 0, minute = 0, second = 0, millisecond = 0;
};
CivilTime civil_time(Timestamp value, int offset_seconds);
// "UTC" or an offset ("+02:00", "-7:30"). Names of places are not known here: no time zone database is read, so that a
// run depends on nothing of its machine.
std::optional<int> parse_zone(std::string_view zone);

bool in_range(Timestamp value);
// Nothing if the sum leaves the range.
std::optional<Timestamp> add(Timestamp time, Duration by);
std::optional<Duration> difference(Timestamp later, Timestamp earlier);

}  // namespace nlbsim::fake_apiserver::cel
