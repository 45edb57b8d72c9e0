#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <pugixml.hpp>
#include <sstream>

#include "reports/conformance_report/conformance_report.h"
#include "reports/coverage/coverage.h"
#include "reports/github/github.h"
#include "reports/junit/junit.h"
#include "reports/requirements/requirements.h"
#include "reports/summary/summary.h"
#include "reports/tests/specimen.h"
#include "reports/trace/trace.h"

namespace nlbsim::reports {
namespace {

using api::Json;
using scenarios::Outcome;
using scenarios::RunRecord;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const std::vector<RunRecord>& runs() {
  static const std::vector<RunRecord> all{specimen("good", Outcome::passed), failed_specimen(),
                                          specimen("cannot", Outcome::not_achievable)};
  return all;
}

template <class Write>
std::string text_of(Write write) {
  std::ostringstream out;
  write(out);
  return out.str();
}

TEST(SummaryTest, EndsWithTheFiguresAndShowsTheDifference) {
  const std::string text = text_of([](auto& out) { write_summary(runs(), specimen_context(), {}, out); });
  EXPECT_THAT(text, EndsWith("\n0 deviate, 1 not achievable\n1 passed, 1 failed\n"));
  EXPECT_THAT(text, HasSubstr("library/happy-path/broken.yaml:12: apply Gateway edge  (at +00:02:31.000)\n"));
  EXPECT_THAT(text, HasSubstr("expected True\n         got <Unknown>"));
  EXPECT_THAT(text, HasSubstr("not achievable: cannot: because"));
  EXPECT_THAT(text, HasSubstr("SEED-ADDRESS fails"));
  EXPECT_THAT(text, HasSubstr("1 of 4 requirements are covered by no scenario"));
}

TEST(SummaryTest, SkippedOnesFollowOnTheLastLine) {
  const std::vector<RunRecord> skipped{specimen("later", Outcome::skipped)};
  EXPECT_THAT(text_of([&](auto& out) { write_summary(skipped, {}, {}, out); }),
              EndsWith("\n0 passed, 0 failed, 1 skipped\n"));
}

TEST(GithubTest, AFailureStandsAtItsLineOnOneLine) {
  const std::string text = text_of([](auto& out) { write_annotations(runs(), out); });
  EXPECT_THAT(text, testing::StartsWith("::error file=library/happy-path/broken.yaml,line=12,title=broken::"));
  EXPECT_THAT(text, HasSubstr("expected True%0A"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
  const std::string summary = text_of([](auto& out) { write_step_summary(runs(), out); });
  EXPECT_THAT(summary, HasSubstr("### nlbsim: 1 passed, 1 failed\n"));
  EXPECT_THAT(summary, HasSubstr("<b>broken</b>"));
  EXPECT_THAT(summary, Not(HasSubstr("<b>good</b>")));
}

TEST(JunitTest, RealTimeIsItsTimeAndVirtualTimeAProperty) {
  RunRecord run = specimen("good", Outcome::passed);
  run.wall_duration = std::chrono::milliseconds{42};
  const std::string text = text_of([&](auto& out) { write_junit(std::vector{run}, out); });
  EXPECT_THAT(text, HasSubstr("time=\"0.042\""));
  EXPECT_THAT(text, HasSubstr("<property name=\"virtual-seconds\" value=\"151.000\" />"));
}

TEST(JunitTest, IsWellFormedAndCarriesWhatReproducesTheRun) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text_of([](auto& out) { write_junit(runs(), out); }).c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("name").value(), "seed");
  EXPECT_EQ(suite.attribute("tests").as_int(), 3);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
  const pugi::xml_node broken = suite.find_child_by_attribute("testcase", "name", "broken");
  const auto property = [&](const char* name) {
    return std::string(broken.child("properties").find_child_by_attribute("name", name).attribute("value").value());
  };
  EXPECT_EQ(property("requirement"), "SEED-ADDRESS");
  EXPECT_EQ(property("seed"), "7");
  EXPECT_EQ(property("choices"), "aws/CreateLoadBalancer/reply#1=1");
  EXPECT_EQ(property("journal-hash"), "000000000000feed");
  EXPECT_THAT(broken.child("failure").text().get(), HasSubstr("got <Unknown> & ?"));
  EXPECT_TRUE(suite.find_child_by_attribute("testcase", "name", "cannot").child("skipped"));
}

TEST(RequirementsTest, ListsTheUncoveredOnesAndKeepsTheTableWhole) {
  const std::string text = text_of([](auto& out) { write_requirements_markdown(runs(), specimen_context(), out); });
  EXPECT_THAT(text, HasSubstr("| SEED-ADDRESS | The address \\| is the DNS name. | failed | `broken`: failed |\n"));
  EXPECT_THAT(text, HasSubstr("## Not covered by any scenario\n\n- SEED-NOBODY: Nothing covers this.\n"));
}

TEST(RequirementsTest, RunsOfAnotherProfileDoNotDecide) {
  std::vector<RunRecord> twins{specimen("good", Outcome::passed)};
  twins.front().profile = "lbc-v2.14";
  const Json rows = requirements_json(twins, specimen_context());
  EXPECT_EQ(rows[0]["outcome"], nullptr);
  EXPECT_EQ(rows[0]["scenarios"], Json::array({"good"}));
}

YAML::Node conformance(const std::vector<RunRecord>& from) {
  return YAML::Load(text_of([&](auto& out) { write_conformance_report(from, specimen_context(), out); }));
}

TEST(ConformanceReportTest, HasTheOfficialShape) {
  const YAML::Node report = conformance({specimen("good", Outcome::passed)});
  EXPECT_EQ(report["apiVersion"].as<std::string>(), "gateway.networking.k8s.io/v1");
  EXPECT_EQ(report["kind"].as<std::string>(), "ConformanceReport");
  EXPECT_EQ(report["mode"].as<std::string>(), "simulated");
  EXPECT_EQ(report["gatewayAPIVersion"].as<std::string>(), "UNDEFINED");
  for (const char* key : {"organization", "project", "url", "version"})
    EXPECT_FALSE(report["implementation"][key].as<std::string>().empty()) << key;
  const YAML::Node profile = report["profiles"][0];
  EXPECT_EQ(profile["name"].as<std::string>(), "GATEWAY-TCP");
  EXPECT_EQ(profile["core"]["result"].as<std::string>(), "partial");
  EXPECT_EQ(profile["core"]["statistics"]["Passed"].as<int>(), 1);
  EXPECT_EQ(profile["core"]["statistics"]["Skipped"].as<int>(), 18);
  EXPECT_EQ(profile["core"]["skippedTests"].size(), 18U);
  EXPECT_EQ(profile["extended"]["supportedFeatures"][0].as<std::string>(), "TCPRoute");
  EXPECT_EQ(profile["extended"]["unsupportedFeatures"].size(), 10U);
  EXPECT_EQ(report["succeededProvisionalTests"][0].as<std::string>(), "TCPRouteReferenceGrant");
}

TEST(ConformanceReportTest, WhatCannotBeIsSkippedAndOneFailureFailsTheProfile) {
  const YAML::Node skipped = conformance({specimen("cannot", Outcome::not_achievable)});
  EXPECT_EQ(skipped["profiles"][0]["core"]["statistics"]["Passed"].as<int>(), 0);
  RunRecord broken = failed_specimen();
  broken.requirements = {"TCPRouteReferenceGrant"};
  const YAML::Node failed = conformance({specimen("good", Outcome::passed), broken});
  EXPECT_EQ(failed["profiles"][0]["core"]["result"].as<std::string>(), "failure");
  EXPECT_EQ(failed["profiles"][0]["core"]["failedTests"][0].as<std::string>(), "TCPRouteReferenceGrant");
}

TEST(TraceTest, IsJsonWithSpansFlowsAndCounters) {
  const auto trace = api::parse_json(text_of([](auto& out) { write_trace(runs(), out); }));
  ASSERT_TRUE(trace) << trace.error().message;
  std::map<std::string, int> shapes;
  for (const Json& event : (*trace)["traceEvents"]) {
    ++shapes[event["ph"].get<std::string>()];
    if (event["ph"] == "X" && event["name"] == "CreateLoadBalancer") {
      EXPECT_EQ(event["ts"], 5000.0);
      EXPECT_EQ(event["dur"], 80000.0);
    }
  }
  EXPECT_EQ(shapes["s"], shapes["f"]);
  for (const char* shape : {"X", "i", "s", "C", "M"}) EXPECT_GT(shapes[shape], 0) << shape;
}

TEST(CoverageTest, TellsARefusalFromAnInjectedFault) {
  RunRecord run = specimen("a", Outcome::passed);
  std::vector<Json> records = records_to_json(run);
  const Json refusal{{"code", "TooManyLoadBalancers"}, {"message", "quota"}};
  Json sent = records[3];
  sent["id"] = 13;
  records.push_back(sent);
  records.push_back({{"id", 14}, {"ns", 0}, {"kind", "call_applied"}, {"sent", 13}, {"error", refusal}});
  records.push_back({{"id", 15}, {"ns", 0}, {"kind", "call_returned"}, {"sent", 13}, {"error", refusal}});
  set_records(run, std::move(records));
  const Coverage coverage = coverage_of(std::vector<RunRecord>{run});
  const OperationCoverage& operation = coverage.at("elbv2/CreateLoadBalancer");
  EXPECT_EQ(operation.calls, 2U);
  EXPECT_EQ(operation.unanswered, 0U);
  EXPECT_THAT(operation.refused, testing::ElementsAre(testing::Pair("TooManyLoadBalancers", 1U)));
  EXPECT_THAT(operation.broken, testing::ElementsAre(testing::Pair("RequestTimeout", 1U)));
}

}  // namespace
}  // namespace nlbsim::reports
