#include "sim/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace nlbsim::sim {
namespace {

using std::chrono::days;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// The whole years that 64 bits of nanoseconds reach.
constexpr int kFirstYear = 1678;
constexpr int kLastYear = 2261;

struct Civil {
  int year;
  unsigned month, day;
  std::int64_t hour, minute, second, nanos;
};

Civil civil(Instant at) {
  const auto day = std::chrono::floor<days>(at.since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days{day}};
  const std::int64_t rest = (at.since_epoch - day).count();
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {int(date.year()),           unsigned(date.month()), unsigned(date.day()), rest / (3600 * kSecond),
          rest / (60 * kSecond) % 60, rest / kSecond % 60,    rest % kSecond};
}

// By hand, because every write of a status and every event spells some.
std::string date_time(const Civil& c) {
  std::string out = "0000-00-00T00:00:00";
  const auto put = [&](std::size_t at, std::size_t digits, std::int64_t value) {
    for (; digits > 0; --digits, value /= 10) out[at + digits - 1] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, c.year);
  put(5, 2, c.month);
  put(8, 2, c.day);
  put(11, 2, c.hour);
  put(14, 2, c.minute);
  put(17, 2, c.second);
  return out;
}

bool number(std::string_view text, std::size_t at, std::size_t length, int& out) {
  if (at + length > text.size()) return false;
  const char* begin = text.data() + at;
  const auto [end, error] = std::from_chars(begin, begin + length, out);
  return error == std::errc() && end == begin + length && *begin != '-';
}

}  // namespace

std::string to_rfc3339(Instant at) { return date_time(civil(at)) + "Z"; }

std::string to_rfc3339_micro(Instant at) {
  const Civil c = civil(at);
  return fmt::format("{}.{:06}Z", date_time(c), c.nanos / 1'000);
}

std::string to_rfc3339_milli(Instant at) {
  const Civil c = civil(at);
  return fmt::format("{}.{:03}Z", date_time(c), c.nanos / 1'000'000);
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const auto invalid = [&] {
    return fail("InvalidTime", fmt::format("\"{}\" is not a UTC date-time such as 2026-01-01T00:02:30Z", text));
  };
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool shaped = text.size() >= 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                      text[16] == ':' && text.back() == 'Z' && number(text, 0, 4, year) && number(text, 5, 2, month) &&
                      number(text, 8, 2, day) && number(text, 11, 2, hour) && number(text, 14, 2, minute) &&
                      number(text, 17, 2, second);
  if (!shaped || hour > 23 || minute > 59 || second > 59) return invalid();
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{unsigned(month)},
                                         std::chrono::day{unsigned(day)}};
  if (!date.ok()) return invalid();
  if (year < kFirstYear || year > kLastYear)
    return fail("InvalidTime", fmt::format("\"{}\" lies outside the years {} to {}", text, kFirstYear, kLastYear));
  std::int64_t nanos = 0;
  const std::string_view fraction = text.substr(19, text.size() - 20);
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 10) return invalid();
    std::int64_t scale = 100'000'000;
    for (const char c : fraction.substr(1)) {
      if (c < '0' || c > '9') return invalid();
      nanos += (c - '0') * scale;
      scale /= 10;
    }
  }
  const seconds whole = std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour} +
                        std::chrono::minutes{minute} + seconds{second};
  return Instant{nanoseconds{whole} + nanoseconds{nanos}};
}

namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
constexpr std::array<Unit, 6> kUnits{{{"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};

// The longest unit name at the start of the text: "ms" before "m".
const Unit* unit_at(std::string_view text) {
  const Unit* best = nullptr;
  for (const Unit& unit : kUnits)
    if (text.starts_with(unit.name) && (!best || unit.name.size() > best->name.size())) best = &unit;
  return best;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto invalid = [&] {
    return fail("InvalidDuration", fmt::format("\"{}\" is not a duration such as 150s, 1h30m or 40ms", text));
  };
  constexpr std::int64_t kMax = std::int64_t{365} * 24 * 3'600'000'000'000;  // a year
  if (text.empty()) return invalid();
  std::int64_t total = 0;
  for (std::string_view rest = text; !rest.empty();) {
    std::int64_t whole = 0, fraction = 0, scale = 1;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), whole);
    if (error != std::errc() || rest.front() == '-') return invalid();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1)) {
        if (scale == 1'000'000'000) continue;  // digits below a nanosecond are cut off
        fraction = fraction * 10 + (rest.front() - '0');
        scale *= 10;
      }
      if (scale == 1) return invalid();
    }
    const Unit* unit = unit_at(rest);
    if (!unit || whole > kMax / unit->nanos) return invalid();
    // Divided before it is multiplied: nine digits of an hour would not fit otherwise.
    total += whole * unit->nanos + unit->nanos / scale * fraction + unit->nanos % scale * fraction / scale;
    if (total > kMax) return invalid();
    rest.remove_prefix(unit->name.size());
  }
  return Duration{total};
}

std::string format_duration(Duration d) {
  std::int64_t rest = d.count();
  if (rest == 0) return "0s";
  std::string out;
  if (rest < 0) out = "-", rest = -rest;
  for (const Unit& unit : kUnits) {
    if (rest < unit.nanos) continue;
    out += std::to_string(rest / unit.nanos);
    out += unit.name;
    rest %= unit.nanos;
  }
  return out;
}

std::string format_offset(Duration d) {
  const std::int64_t ms = d.count() / 1'000'000;
  return fmt::format("+{:02}:{:02}:{:02}.{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60, ms % 1'000);
}

}  // namespace nlbsim::sim
