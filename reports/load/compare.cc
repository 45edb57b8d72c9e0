#include "reports/load/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "reports/load/load_json.h"

namespace nlbsim::reports {
namespace {

struct Ranked {
  std::int64_t value = 0;
  bool second = false;
};

std::vector<std::int64_t> samples_of(const api::Json& report, std::string_view series) {
  std::vector<std::int64_t> out;
  const api::Json& samples = api::at(report, "samples", series);
  if (!samples.is_array()) return out;
  for (const api::Json& sample : samples)
    if (sample.is_number_integer()) out.push_back(sample.get<std::int64_t>());
  return out;
}

std::int64_t median(std::vector<std::int64_t> samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, middle);
  return *middle;
}

bool is_load_report(const api::Json& report) {
  return api::text(api::member(report, "kind")) == "LoadReport" && api::member(report, "samples").is_object();
}

}  // namespace

RankTest rank_test(std::span<const std::int64_t> first, std::span<const std::int64_t> second) {
  if (first.empty() || second.empty()) return {};
  std::vector<Ranked> all;
  all.reserve(first.size() + second.size());
  for (const std::int64_t value : first) all.push_back({value, false});
  for (const std::int64_t value : second) all.push_back({value, true});
  std::ranges::sort(all, {}, &Ranked::value);
  const auto n = static_cast<double>(first.size());
  const auto m = static_cast<double>(second.size());
  double rank_sum = 0;  // of the second
  double ties = 0;      // sum of t^3 - t over groups of equals
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    std::size_t of_second = 0;
    for (; end < all.size() && all[end].value == all[begin].value; ++end) of_second += all[end].second ? 1 : 0;
    const double rank = (static_cast<double>(begin + end) + 1) / 2;  // ranks begin+1 .. end
    const auto equals = static_cast<double>(end - begin);
    rank_sum += rank * static_cast<double>(of_second);
    ties += equals * equals * equals - equals;
    begin = end;
  }
  const double u = rank_sum - m * (m + 1) / 2;
  const double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  RankTest out;
  out.second_larger = u / (n * m);
  if (variance <= 0) return out;  // all samples are equal
  const double distance = std::max(0.0, std::abs(u - n * m / 2) - 0.5);
  out.p = std::erfc(distance / std::sqrt(2 * variance));
  return out;
}

sim::Result<std::vector<SeriesComparison>> compare_loads(const api::Json& before, const api::Json& after) {
  if (!is_load_report(before) || !is_load_report(after))
    return sim::fail("InvalidReport", "both files must be the bench.json of a run of nlbsim bench");
  std::vector<SeriesComparison> out;
  for (const auto& [series, samples] : api::member(before, "samples").get_ref<const api::Json::object_t&>()) {
    const std::vector<std::int64_t> first = samples_of(before, series);
    const std::vector<std::int64_t> second = samples_of(after, series);
    if (first.empty() || second.empty()) continue;
    out.push_back({series.str(), median(first), median(second), rank_test(first, second)});
  }
  return out;
}

std::string comparison_table(std::span<const SeriesComparison> comparisons) {
  std::string out = fmt::format("{:<20}{:>14}{:>14}{:>10}{:>10}\n", "", "median before", "median after", "change", "p");
  for (const SeriesComparison& each : comparisons) {
    const double change = each.median_before == 0
                              ? 0.0
                              : 100.0 * static_cast<double>(each.median_after - each.median_before) /
                                    static_cast<double>(each.median_before);
    const std::string_view verdict = each.slower() ? "slower" : each.different() ? "faster" : "no difference";
    out += fmt::format("{:<20}{:>14}{:>14}{:>+9.1f}%{:>10.4f}  {}\n", each.series,
                       short_duration(std::chrono::microseconds{each.median_before}),
                       short_duration(std::chrono::microseconds{each.median_after}), change, each.test.p, verdict);
  }
  return out;
}

}  // namespace nlbsim::reports
