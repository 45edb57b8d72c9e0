#include "reports/load/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "reports/load/load_json.h"
#include "scenarios/record/spelling.h"
#include "sim/time.h"

namespace nlbsim::reports {
namespace {

constexpr std::array<std::string_view, 3> kSeries{"timeToProgrammed", "reconcileLatency", "cpuPerReconcile"};
constexpr std::array<std::string_view, 4> kPercentiles{"p50", "p95", "p99", "p100"};
constexpr std::array<std::string_view, 2> kDurations{"throttledTime", "cpuTime"};
constexpr std::array<std::string_view, 6> kCounts{"programmed",        "reconciles",          "failedReconciles",
                                                  "throttledAttempts", "reconcilesPerSecond", "reconcilesPerCpuSecond"};

bool is_count(std::string_view figure) { return std::ranges::find(kCounts, figure) != kCounts.end(); }

std::vector<std::string> known_figures() {
  std::vector<std::string> known;
  for (const std::string_view series : kSeries)
    for (const std::string_view percentile : kPercentiles) known.push_back(fmt::format("{}.{}", series, percentile));
  known.insert(known.end(), kDurations.begin(), kDurations.end());
  known.insert(known.end(), kCounts.begin(), kCounts.end());
  return known;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<std::int64_t> bound_of(std::string_view figure, std::string_view text) {
  if (!is_count(figure)) {
    const auto duration = sim::parse_duration(text);
    if (!duration) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::microseconds>(*duration).count();
  }
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 0) return std::nullopt;
  return count;
}

std::optional<std::int64_t> figure_in(const api::Json& report, std::string_view figure) {
  const std::size_t dot = figure.find('.');
  const std::string_view series = figure.substr(0, dot);
  if (dot != figure.npos && api::at(report, "samples", series).empty()) return std::nullopt;
  const api::Json& value =
      dot == figure.npos ? api::member(report, figure) : api::at(report, "percentiles", series, figure.substr(dot + 1));
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

std::string shown(std::string_view figure, std::int64_t value) {
  return is_count(figure) ? std::to_string(value) : short_duration(std::chrono::microseconds{value});
}

}  // namespace

sim::Result<Limit> parse_limit(std::string_view text) {
  const std::size_t relation = text.find_first_of("<>");
  if (relation == text.npos)
    return sim::fail("InvalidLimit", "it compares nothing: write FIGURE > VALUE, such as reconcileLatency.p95 > 5s");
  Limit limit;
  limit.figure = trimmed(text.substr(0, relation));
  limit.above = text[relation] == '>';
  const std::vector<std::string> known = known_figures();
  if (std::ranges::find(known, limit.figure) == known.end()) {
    const std::vector<std::string_view> names(known.begin(), known.end());
    return sim::fail("InvalidLimit",
                     "no figure is called \"" + limit.figure + "\"" + scenarios::suggest(limit.figure, names));
  }
  const std::string_view value = trimmed(text.substr(relation + 1));
  const auto bound = bound_of(limit.figure, value);
  if (!bound)
    return sim::fail("InvalidLimit",
                     fmt::format("{} is compared with {}, not with \"{}\"", limit.figure,
                                 is_count(limit.figure) ? "a whole number" : "a duration such as 5s", value));
  limit.bound = *bound;
  return limit;
}

std::optional<std::string> exceeded(const Limit& limit, const api::Json& report) {
  const std::string bound = fmt::format("{} {}", limit.above ? ">" : "<", shown(limit.figure, limit.bound));
  const auto value = figure_in(report, limit.figure);
  if (!value) return fmt::format("{} {}: there is no such figure of this run", limit.figure, bound);
  if (limit.above ? *value <= limit.bound : *value >= limit.bound) return std::nullopt;
  return fmt::format("{} {}: it is {}", limit.figure, bound, shown(limit.figure, *value));
}

}  // namespace nlbsim::reports
