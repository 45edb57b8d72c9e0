#include "fake_aws/wire/holdings_json.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "fake_aws/wire/wire_operation.h"

namespace nlbsim::fake_aws {
namespace {

using api::Json;
using testing::HasSubstr;

// An answer is taken as it is printed: the word by which it is known is the operation's own.
Told take(std::string_view text, Holdings& into, std::string_view subject = {}) {
  Told told;
  const auto problem = take_answer(*api::parse_json(text), subject, into, told);
  EXPECT_FALSE(problem) << problem->message;
  return told;
}

TEST(HoldingsJson, ListsAreThoseOfAnswers) {
  // Told by resource, or put together from several answers.
  const std::set<std::string_view> own{"CertificateDetails", "ListenerCertificates", "Targets", "Attributes"};
  for (const std::string_view list : holdings_lists()) {
    if (own.contains(list)) continue;
    const bool answered = std::ranges::any_of(wire_operations(), [list](const WireOperation& operation) {
      return operation.name.starts_with("Describe") && operation.response->find(list);
    });
    EXPECT_TRUE(answered) << list;
  }
}

TEST(HoldingsJson, AnswersAreKnownByTheirContent) {
  Holdings held;
  EXPECT_EQ(take(R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "BlockPublicAccessStates": {}}]})", held)
                .operation,
            "DescribeVpcs");
  take(R"({"Vpcs": [{"VpcId": "vpc-2"}], "NextToken": "x"})", held);
  ASSERT_EQ(held.Vpcs.size(), 2U);
  EXPECT_EQ(held.Vpcs[1].VpcId, "vpc-2");
  take(R"({"LoadBalancers": [{"LoadBalancerArn": "a", "CreatedTime": "2026-03-28T22:07:57.470000+02:00"}]})", held);
  EXPECT_EQ(sim::to_rfc3339(held.LoadBalancers.at(0).CreatedTime).substr(0, 19), "2026-03-28T20:07:57");
  EXPECT_FALSE(take(R"({"Limits": [{"Name": "x"}]})", held).taken);
  EXPECT_EQ(take(R"({"HostedZones": []})", held).operation, "");
}

TEST(HoldingsJson, WhatAnAnswerIsOfIsToldBesideItOrByWhoeverReadsIt) {
  Holdings held;
  EXPECT_EQ(take(R"({"TargetHealthDescriptions": []})", held).wanted, "TargetGroupArn");
  EXPECT_TRUE(held.Targets.empty());
  take(R"({"TargetHealthDescriptions": [{"Target": {"Id": "i-1", "Port": 80}, "TargetHealth": {"State": "healthy"}}]})",
       held, "arn-1");
  ASSERT_EQ(held.Targets.size(), 1U);
  EXPECT_EQ(held.Targets[0].TargetGroupArn, "arn-1");
  EXPECT_EQ(held.Targets[0].TargetHealthDescriptions.at(0).Target.Port, 80);
  take(R"({"LoadBalancerArn": "arn-2", "Attributes": [{"Key": "k", "Value": "v"}]})", held);
  EXPECT_EQ(held.Attributes.at(0).ResourceArn, "arn-2");
  take(R"({"ListenerArn": "arn-3", "Certificates": [{"CertificateArn": "c", "IsDefault": false}]})", held);
  EXPECT_EQ(held.ListenerCertificates.at(0).Certificates.at(0).CertificateArn, "c");
}

TEST(HoldingsJson, ADescribedCertificateGoesBeforeAListedOne) {
  const std::string listed =
      R"({"CertificateSummaryList": [{"CertificateArn": "c", "DomainName": "a.example", "Status": "ISSUED"}]})";
  const std::string described = R"({"Certificate": {"CertificateArn": "c", "DomainName": "a.example", "Serial": "1",
                                    "Status": "ISSUED", "CreatedAt": 1774735677.47}})";
  for (const bool listed_first : {true, false}) {
    Holdings held;
    take(listed_first ? listed : described, held);
    take(listed_first ? described : listed, held);
    ASSERT_EQ(held.CertificateDetails.size(), 1U);
    EXPECT_EQ(held.CertificateDetails[0].Serial, "1");
  }
  Holdings held;
  take(listed, held);
  EXPECT_THAT(held.CertificateDetails.at(0).SubjectAlternativeNames, testing::ElementsAre("a.example"));
}

TEST(HoldingsJson, WhatIsWrittenIsReadAgain) {
  Holdings held;
  take(R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "a", "Value": ""}]}]})", held);
  take(R"({"TargetGroups": [{"TargetGroupArn": "g", "HealthCheckEnabled": false, "Port": 80}]})", held);
  take(R"({"Attributes": [{"Key": "k", "Value": ""}]})", held, "g");
  const Json written = holdings_json(held);
  Holdings again;
  EXPECT_FALSE(read_holdings(written, again));
  EXPECT_EQ(holdings_json(again), written);
  EXPECT_EQ(again.Vpcs.at(0).Tags.at(0).Key, "a");
  EXPECT_FALSE(again.TargetGroups.at(0).HealthCheckEnabled);
}

TEST(HoldingsJson, MisspeltMembersAreRefusedWhereSomebodyWritesThem) {
  Holdings held;
  auto problem = read_holdings(*api::parse_json(R"({"Vpcs": [{"VpcIdd": "vpc-1"}]})"), held);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->path, "Vpcs[0].VpcIdd");
  EXPECT_THAT(problem->known, testing::Contains("VpcId"));
  Told told;
  problem = take_answer(*api::parse_json(R"({"Vpcs": [{"VpcId": 7}]})"), {}, held, told);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message, "Vpcs[0].VpcId must be a string");
}

}  // namespace
}  // namespace nlbsim::fake_aws
