#include "sim/time.h"

#include <gtest/gtest.h>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

TEST(Time, WorldStartsOnTheFirstOfJanuary) { EXPECT_EQ(to_rfc3339(kWorldStart), "2026-01-01T00:00:00Z"); }

TEST(Time, RoundTripsWithFraction) {
  const auto at = parse_rfc3339("2026-02-28T23:59:59.123456Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(to_rfc3339_micro(*at), "2026-02-28T23:59:59.123456Z");
}

TEST(Duration, ParsesGoSyntax) {
  EXPECT_EQ(parse_duration("1h30m").value(), 90min);
  EXPECT_EQ(parse_duration("1.5s").value(), 1500ms);
  EXPECT_FALSE(parse_duration("10"));
  EXPECT_FALSE(parse_duration("-1s"));
}

TEST(Duration, PrintsTheShortestForm) { EXPECT_EQ(format_duration(150s), "2m30s"); }

}  // namespace
}  // namespace nlbsim::sim
