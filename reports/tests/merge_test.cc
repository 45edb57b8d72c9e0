#include "reports/merge/merge.h"

#include <gmock/gmock.h>

#include "reports/tests/specimen.h"

namespace nlbsim::reports {
namespace {

using api::Json;
using scenarios::Outcome;
using scenarios::RunRecord;

Json report(const std::vector<RunRecord>& runs) { return full_report_json(runs, specimen_context()); }

Json merged(const std::vector<Json>& reports) {
  const auto result = merge(reports);
  EXPECT_TRUE(result);
  return full_report_json(result->runs, result->context);
}

const Json& first() {
  static const Json kReport = report({specimen("a", Outcome::passed), failed_specimen()});
  return kReport;
}
const Json& second() {
  static const Json kReport = report({failed_specimen(), specimen("c", Outcome::passed)});
  return kReport;
}

TEST(MergeTest, ShardsMergedEqualOneRun) {
  EXPECT_EQ(merged({first(), second()}),
            report({specimen("a", Outcome::passed), failed_specimen(), specimen("c", Outcome::passed)}));
}

TEST(MergeTest, IsCommutativeIdempotentAndAssociative) {
  const Json third = report({specimen("d", Outcome::deviates)});
  EXPECT_EQ(merged({first(), second()}), merged({second(), first()}));
  EXPECT_EQ(merged({first(), first()}), merged({first()}));
  EXPECT_EQ(merged({merged({first(), second()}), third}), merged({first(), merged({second(), third})}));
}

TEST(MergeTest, TwoTalesOfOnePlanAreAConflict) {
  RunRecord other = specimen("a", Outcome::passed);
  other.journal_hash = 1;
  const std::vector<Json> reports{first(), report({other})};
  const auto result = merge(reports);
  ASSERT_TRUE(result);
  EXPECT_THAT(result->conflicts, testing::ElementsAre("a under seed"));
  EXPECT_EQ(merged(reports), merged({reports[1], reports[0]}));
}

TEST(MergeTest, RefusesWhatIsNoReport) {
  EXPECT_EQ(merge(std::vector<Json>{Json::object()}).error().code, "InvalidReport");
}

}  // namespace
}  // namespace nlbsim::reports
