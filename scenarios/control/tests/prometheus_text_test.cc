#include "scenarios/control/prometheus_text.h"

#include <gtest/gtest.h>

#include <array>

namespace nlbsim::scenarios {
namespace {

TEST(PrometheusText, EscapesWhatALabelMayNotHold) {
  EXPECT_EQ(labels({{"name", "a\"b\\c\nd"}, {"other", ""}}), R"(name="a\"b\\c\nd",other="")");
}

TEST(PrometheusText, LeavesOutAFamilyWithoutMembers) {
  EXPECT_EQ(counter_text({"calls_total", "Calls."}, {}), "");
  EXPECT_EQ(histogram_text({"took_seconds", "Times."}, Histograms({})), "");
}

TEST(PrometheusText, BucketsOfAHistogramAreCumulative) {
  constexpr std::array kBounds{0.5, 1.0};
  Histograms times(kBounds);
  for (const double seconds : {0.25, 0.5, 0.75, 4.0}) times.add(labels({{"of", "x"}}), seconds);
  EXPECT_EQ(histogram_text({"took_seconds", "Times."}, times),
            "# HELP took_seconds Times.\n"
            "# TYPE took_seconds histogram\n"
            "took_seconds_bucket{of=\"x\",le=\"0.5\"} 2\n"
            "took_seconds_bucket{of=\"x\",le=\"1\"} 3\n"
            "took_seconds_bucket{of=\"x\",le=\"+Inf\"} 4\n"
            "took_seconds_sum{of=\"x\"} 5.5\n"
            "took_seconds_count{of=\"x\"} 4\n");
}

}  // namespace
}  // namespace nlbsim::scenarios
