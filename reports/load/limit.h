// What a load run must not do, as `nlbsim bench --fail-if` is told: "reconcileLatency.p95 > 5s", "failedReconciles >
// 0". Figures are called as in bench.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::reports {

struct Limit {
  std::string figure;      // "reconcileLatency.p95"
  bool above = true;       // false: the run fails when the figure is below the bound
  std::int64_t bound = 0;  // microseconds, where the figure is a duration
};

// Error code "InvalidLimit", with the nearest spelling.
sim::Result<Limit> parse_limit(std::string_view text);
// What the report (reports/load/load_json.h) says against it; none: it keeps within. A series without samples has no
// percentile, and a figure that is not there is not within any limit.
std::optional<std::string> exceeded(const Limit& limit, const api::Json& report);

}  // namespace nlbsim::reports
