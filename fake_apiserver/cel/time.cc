#include "fake_apiserver/cel/time.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace nlbsim::fake_apiserver::cel {
namespace {

// Sums of nanoseconds before they are found to be in range.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): only so it is no warning

constexpr std::int64_t kNano = 1'000'000'000;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z

// Exactly `digits` decimal digits from the front of the text.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * kDay;
}

// A fraction of a second after its point; digits past the ninth do not count.
std::optional<std::int32_t> take_fraction(std::string_view& text) {
  std::int32_t value = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 9) value = value * 10 + (text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) value *= 10;
  return value;
}

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::array<Unit, 8> kUnits{{{"ns", 1},
                                      {"us", 1'000},
                                      {"\u00b5s", 1'000},
                                      {"\u03bcs", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", kNano},
                                      {"m", 60 * kNano},
                                      {"h", 3'600 * kNano}}};

const Unit* take_unit(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] != '.' && (text[length] < '0' || text[length] > '9')) ++length;
  for (const Unit& unit : kUnits) {
    if (text.substr(0, length) != unit.name) continue;
    text.remove_prefix(length);
    return &unit;
  }
  return nullptr;
}

std::string trimmed_fraction(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "";
  std::string out = fmt::format(".{:09}", nanoseconds);
  while (out.back() == '0') out.pop_back();
  return out;
}

// One number with its unit, as nanoseconds.
std::optional<std::int64_t> take_part(std::string_view& text) {
  Wide whole = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    whole = whole * 10 + (text.front() - '0');
    if (whole > INT64_MAX) return std::nullopt;
  }
  Wide fraction = 0, scale = 1;
  if (take(text, '.')) {
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
      if (scale >= 1'000'000'000'000'000) continue;
      fraction = fraction * 10 + (text.front() - '0');
      scale *= 10;
    }
  }
  if (digits == 0) return std::nullopt;
  const Unit* unit = take_unit(text);
  if (!unit) return std::nullopt;
  const Wide value = whole * unit->nanoseconds + fraction * unit->nanoseconds / scale;
  if (value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::int32_t nanoseconds = 0;
  if (take(text, '.')) {
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    nanoseconds = *fraction;
  }
  std::int64_t offset = 0;
  if (!take(text, 'Z') && !take(text, 'z')) {
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) return std::nullopt;
    const auto hours = take_number(text, 2);
    if (!hours || !take(text, ':')) return std::nullopt;
    const auto minutes = take_number(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    offset = (west ? -1 : 1) * (*hours * 3'600 + *minutes * 60);
  }
  if (!text.empty()) return std::nullopt;
  const Timestamp value{*date + *hour * 3'600 + *minute * 60 + *second - offset, nanoseconds};
  if (!in_range(value)) return std::nullopt;
  return value;
}

std::optional<Timestamp> parse_date(std::string_view text) {
  const auto seconds = take_date(text);
  if (!seconds || !text.empty()) return std::nullopt;
  return Timestamp{*seconds, 0};
}

std::string show_timestamp(Timestamp value) {
  const CivilTime t = civil_time(value, 0);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", t.year, t.month + 1, t.day + 1, t.hour, t.minute,
                     t.second, trimmed_fraction(value.nanoseconds));
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  if (text == "0") return Duration{};
  if (text.empty()) return std::nullopt;
  Wide sum = 0;
  while (!text.empty()) {
    const auto part = take_part(text);
    if (!part) return std::nullopt;
    sum += *part;
    if (sum > INT64_MAX) return std::nullopt;
  }
  return Duration{static_cast<std::int64_t>(negative ? -sum : sum)};
}

std::string show_duration(Duration value) {
  // By magnitude, so that -0.5 s keeps its sign; the least value has no positive counterpart of its width.
  const auto magnitude = value.nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(value.nanoseconds)
                                               : static_cast<std::uint64_t>(value.nanoseconds);
  return fmt::format("{}{}{}s", value.nanoseconds < 0 ? "-" : "", magnitude / kNano,
                     trimmed_fraction(static_cast<std::int64_t>(magnitude % kNano)));
}

CivilTime civil_time(Timestamp value, int offset_seconds) {
  const std::int64_t local = value.seconds + offset_seconds;
  const std::int64_t days = (local >= 0 ? local : local - (kDay - 1)) / kDay;
  const auto within = static_cast<int>(local - days * kDay);
  const std::chrono::sys_days date{std::chrono::days{days}};
  const std::chrono::year_month_day ymd{date};
  const std::chrono::sys_days new_year{
      std::chrono::year_month_day{ymd.year(), std::chrono::January, std::chrono::day{1}}};
  CivilTime out;
  out.year = static_cast<int>(ymd.year());
  out.month = static_cast<int>(static_cast<unsigned>(ymd.month())) - 1;
  out.day = static_cast<int>(static_cast<unsigned>(ymd.day())) - 1;
  out.weekday = static_cast<int>(std::chrono::weekday{date}.c_encoding());
  out.year_day = static_cast<int>((date - new_year).count());
  out.hour = within / 3'600;
  out.minute = within / 60 % 60;
  out.second = within % 60;
  out.millisecond = value.nanoseconds / 1'000'000;
  return out;
}

std::optional<int> parse_zone(std::string_view zone) {
  if (zone == "UTC" || zone.empty()) return 0;
  const bool west = take(zone, '-');
  if (!west) take(zone, '+');
  const std::size_t colon = zone.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2) return std::nullopt;
  const auto hours = take_number(zone, colon);
  if (!hours || !take(zone, ':')) return std::nullopt;
  const auto minutes = take_number(zone, 2);
  if (!minutes || !zone.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 3'600 + *minutes * 60);
}

bool in_range(Timestamp value) { return value.seconds >= kFirstSecond && value.seconds <= kLastSecond; }

std::optional<Timestamp> add(Timestamp time, Duration by) {
  const Wide sum = static_cast<Wide>(time.seconds) * kNano + time.nanoseconds + by.nanoseconds;
  Wide seconds = sum / kNano;
  Wide rest = sum % kNano;
  if (rest < 0) {
    rest += kNano;
    --seconds;
  }
  const Timestamp out{static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(rest)};
  if (!in_range(out)) return std::nullopt;
  return out;
}

std::optional<Duration> difference(Timestamp later, Timestamp earlier) {
  const Wide value =
      (static_cast<Wide>(later.seconds) - earlier.seconds) * kNano + later.nanoseconds - earlier.nanoseconds;
  if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  return Duration{static_cast<std::int64_t>(value)};
}

}  // namespace nlbsim::fake_apiserver::cel
