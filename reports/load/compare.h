// Whether one load run is slower than another: a rank test on the samples of each series, which asks nothing of how
// they are spread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::reports {

// Mann-Whitney: how likely samples that came from one source would lie as far apart in rank as these, either way.
// Normal approximation with correction for ties and continuity; both sides need about eight samples for it to mean
// much.
struct RankTest {
  double p = 1;                // two-sided
  double second_larger = 0.5;  // how likely a sample of the second exceeds one of the first, ties counted half
};
RankTest rank_test(std::span<const std::int64_t> first, std::span<const std::int64_t> second);

inline constexpr double kSignificant = 0.01;  // p below it is taken for a difference

struct SeriesComparison {
  std::string series;
  std::int64_t median_before = 0;  // microseconds
  std::int64_t median_after = 0;
  RankTest test;
  bool different() const { return test.p < kSignificant; }
  bool slower() const { return different() && test.second_larger > 0.5; }
};

// Of the series that both reports have samples of. Error code "InvalidReport" when one of them is no load report.
sim::Result<std::vector<SeriesComparison>> compare_loads(const api::Json& before, const api::Json& after);
std::string comparison_table(std::span<const SeriesComparison> comparisons);

}  // namespace nlbsim::reports
