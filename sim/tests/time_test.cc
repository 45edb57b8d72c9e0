#include "sim/time.h"

#include <gtest/gtest.h>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

TEST(Instant, WorldStartsOnTheFirstOfJanuary) { EXPECT_EQ(to_rfc3339(kWorldStart), "2026-01-01T00:00:00Z"); }

TEST(Instant, RoundTripsWithFraction) {
  const auto at = parse_rfc3339("2026-02-28T23:59:59.123456Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(to_rfc3339_micro(*at), "2026-02-28T23:59:59.123456Z");
  EXPECT_EQ(to_rfc3339_milli(*at), "2026-02-28T23:59:59.123Z");
  EXPECT_EQ(to_rfc3339(*at), "2026-02-28T23:59:59Z");
}

TEST(Instant, BeforeTheEpochCountsForwardInTheDay) {
  EXPECT_EQ(to_rfc3339_milli(Instant{-1ms}), "1969-12-31T23:59:59.999Z");
}

TEST(Instant, LeapDays) {
  EXPECT_TRUE(parse_rfc3339("2028-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_rfc3339("2026-02-29T00:00:00Z"));
}

TEST(Instant, ReachesAsFarAs64BitsOfNanoseconds) {
  for (const char* text : {"1678-01-01T00:00:00Z", "2261-12-31T23:59:59Z"}) {
    const auto at = parse_rfc3339(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(to_rfc3339(*at), text);
  }
}

class BadInstant : public testing::TestWithParam<const char*> {};

TEST_P(BadInstant, IsRefused) {
  const auto at = parse_rfc3339(GetParam());
  ASSERT_FALSE(at);
  EXPECT_EQ(at.error().code, "InvalidTime");
}

INSTANTIATE_TEST_SUITE_P(Texts, BadInstant,
                         testing::Values("", "Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+02:00",
                                         "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
                                         "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1x3Z",
                                         "2026-01-01T00:00:00.1234567890Z", "9999-12-31T23:59:59Z",
                                         "1677-12-31T23:59:59Z", "-026-01-01T00:00:00Z", "2026-01-01t00:00:00Z"));

TEST(Duration, ParsesGoSyntax) {
  EXPECT_EQ(parse_duration("1h30m").value(), 90min);
  EXPECT_EQ(parse_duration("1.5s").value(), 1500ms);
  EXPECT_EQ(parse_duration("0s").value(), 0s);
  EXPECT_EQ(parse_duration("40ms").value(), 40ms);
  EXPECT_EQ(parse_duration("7us3ns").value(), 7003ns);
}

TEST(Duration, AFractionOfAnHourIsExactToTheNanosecond) {
  EXPECT_EQ(parse_duration("1.999999999h").value(), 2h - 3600ns);
  EXPECT_EQ(parse_duration("0.1234567891234s").value(), 123456789ns);
}

class BadDuration : public testing::TestWithParam<const char*> {};

TEST_P(BadDuration, IsRefused) {
  const auto duration = parse_duration(GetParam());
  ASSERT_FALSE(duration);
  EXPECT_EQ(duration.error().code, "InvalidDuration");
}

INSTANTIATE_TEST_SUITE_P(Texts, BadDuration,
                         testing::Values("", "10", "-1s", "s", "1.s", "1..5s", "1 s", "1d", "99999999999999999999s",
                                         "8761h", "5000h5000h", "1s-1s"));

TEST(Duration, PrintsTheShortestForm) {
  EXPECT_EQ(format_duration(150s), "2m30s");
  EXPECT_EQ(format_duration(0s), "0s");
  EXPECT_EQ(format_duration(40ms), "40ms");
  EXPECT_EQ(format_duration(1h + 1ns), "1h1ns");
  EXPECT_EQ(format_duration(-150s), "-2m30s");
}

TEST(Duration, OffsetsSortAsText) {
  EXPECT_EQ(format_offset(150s + 40ms), "+00:02:30.040");
  EXPECT_EQ(format_offset(0s), "+00:00:00.000");
}

}  // namespace
}  // namespace nlbsim::sim
