// The page of a campaign: what was broken, and what came of it.
#include "reports/campaign/campaign_page.h"

#include <gmock/gmock.h>

#include "scenarios/explore/reproducer.h"

namespace nlbsim::reports {
namespace {

using scenarios::CampaignResult;
using scenarios::Finding;
using scenarios::PlanKind;
using testing::HasSubstr;
using testing::Not;

CampaignResult one_finding() {
  CampaignResult result;
  result.shards = {{0, 1}};
  result.plans = result.runs = 9;
  result.scenarios["hp-x"] = 9;
  result.struck["CreateListener"][static_cast<std::size_t>(PlanKind::lost_reply)] = {4, 1};
  result.struck["patch Gateway"][static_cast<std::size_t>(PlanKind::crash_after)] = {4, 0};
  Finding finding{"I-06",         "listener", "CreateListener", 1, 3, "hp-x", "lost reply of CreateListener#1",
                  "<two> of them"};
  result.findings.emplace(finding.signature(), finding);
  return result;
}

TEST(CampaignPageTest, TellsWhatWasBrokenAndWhatCameOfIt) {
  const std::string page = campaign_page(one_finding(), {});
  EXPECT_THAT(page, HasSubstr("<h1>1 finding</h1>"));
  EXPECT_THAT(page, HasSubstr("class=\"bad\" style=\"--n:25\">1 of 4</td>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">patch Gateway</th>"));
  EXPECT_THAT(page, HasSubstr("&lt;two&gt; of them"));
  EXPECT_THAT(page, Not(HasSubstr("report.html")));  // no reproducer lies beside it
}

TEST(CampaignPageTest, LeadsToTheRunAndToTheSameWithoutItsFault) {
  const CampaignResult result = one_finding();
  const std::string id = scenarios::reproducer_id(result.findings.begin()->second);
  const std::string page = campaign_page(result, {id});
  EXPECT_THAT(page, HasSubstr("report.html#scenario=" + id + "\""));
  EXPECT_THAT(page, HasSubstr("report.html#scenario=" + id + "%5Bwithout%20the%20fault%5D\""));
  EXPECT_THAT(page, HasSubstr("nlbsim replay " + id + ".yaml"));
}

}  // namespace
}  // namespace nlbsim::reports
