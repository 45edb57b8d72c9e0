#include "engine/targets/ingress_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/target_objects.h"

namespace nlbsim::engine {
namespace {

using api::Json;
using aws::ec2::IpPermission;
using ::testing::ElementsAre;

IngressRule rule(std::int32_t port, std::string protocol = "tcp", std::string source = "sg-b") {
  return {std::move(protocol), SourceKind::security_group, std::move(source), port, port};
}

IpPermission permission(std::int32_t from, std::int32_t to, std::string source,
                        std::optional<std::string> description) {
  IpPermission out;
  out.IpProtocol = "tcp";
  out.FromPort = from;
  out.ToPort = to;
  out.UserIdGroupPairs.push_back({std::move(source), "123456789012", std::move(description)});
  return out;
}

std::vector<std::string> identities(const std::vector<IpPermission>& permissions) {
  std::vector<std::string> out;
  for (const IpPermission& entry : permissions) out.push_back(identity(entry));
  return out;
}

const std::string kOurs(kSharedRuleDescription);

TEST(RulesOf, EveryPeerWithEveryPort) {
  const Json networking = Json::parse(R"({"ingress":[{"from":[{"securityGroup":{"groupID":"sg-b"}},
      {"ipBlock":{"cidr":"10.0.0.0/8"}}],"ports":[{"protocol":"UDP","port":53},{"port":53},{}]}]})");
  const auto rules = rules_of(networking);
  ASSERT_TRUE(rules);
  EXPECT_THAT(*rules, ElementsAre(IngressRule{"tcp", SourceKind::security_group, "sg-b", 0, 65535}, rule(53),
                                  IngressRule{"tcp", SourceKind::cidr, "10.0.0.0/8", 0, 65535},
                                  IngressRule{"tcp", SourceKind::cidr, "10.0.0.0/8", 53, 53}, rule(53, "udp"),
                                  IngressRule{"udp", SourceKind::cidr, "10.0.0.0/8", 53, 53}));
}

TEST(RulesOf, NothingAsksForNothing) {
  EXPECT_TRUE(rules_of(Json()).value().empty());
  EXPECT_TRUE(rules_of(Json::object()).value().empty());
}

TEST(RulesOf, BadInputIsAnError) {
  for (const char* ports : {R"([{"port":"app"}])", R"([{"port":70000}])", R"([{"port":-1}])"}) {
    Json networking = testing_objects::networking(1);
    networking["ingress"][0]["ports"] = Json::parse(ports);
    const auto rules = rules_of(networking);
    ASSERT_FALSE(rules) << ports;
    EXPECT_EQ(rules.error().code, "InvalidNetworking");
  }
  Json networking = testing_objects::networking(1);
  networking["ingress"][0]["from"] = Json::parse(R"([{}])");
  EXPECT_FALSE(rules_of(networking));
}

TEST(MergedRules, OneRulePerGroupProtocolAndSource) {
  MergedRules merged;
  merged.add({{"sg-n"}, {rule(30900), rule(30053, "udp")}});
  merged.add({{"sg-m", "sg-n"}, {rule(30955), rule(31000, "tcp", "sg-c")}});
  EXPECT_THAT(identities(merged.desired("sg-n")),
              ElementsAre("tcp 30900 30955 sg-b", "tcp 31000 31000 sg-c", "udp 30053 30053 sg-b"));
  EXPECT_THAT(identities(merged.desired("sg-m")), ElementsAre("tcp 30955 30955 sg-b", "tcp 31000 31000 sg-c"));
  EXPECT_THAT(merged.groups(), ElementsAre("sg-m", "sg-n"));
}

TEST(MergedRules, RemovingNarrows) {
  MergedRules merged;
  const RuleDemand low{{"sg-n"}, {rule(30900)}};
  const RuleDemand high{{"sg-n"}, {rule(30901)}};
  merged.add(low);
  merged.add(low);
  merged.add(high);
  merged.remove(low);
  EXPECT_THAT(identities(merged.desired("sg-n")), ElementsAre("tcp 30900 30901 sg-b"));
  merged.remove(low);
  EXPECT_THAT(identities(merged.desired("sg-n")), ElementsAre("tcp 30901 30901 sg-b"));
  merged.remove(high);
  EXPECT_TRUE(merged.groups().empty());
}

TEST(MergedRules, CidrBlocksDoNotMerge) {
  MergedRules merged;
  merged.add({{"sg-n"}, {{"tcp", SourceKind::cidr, "10.0.0.0/8", 80, 80}}});
  merged.add(
      {{"sg-n"}, {{"tcp", SourceKind::cidr, "10.0.0.0/8", 90, 90}, {"tcp", SourceKind::cidr, "fd00::/8", 80, 80}}});
  EXPECT_THAT(identities(merged.desired("sg-n")),
              ElementsAre("tcp 80 80 10.0.0.0/8", "tcp 80 80 fd00::/8", "tcp 90 90 10.0.0.0/8"));
  EXPECT_EQ(merged.desired("sg-n")[1].Ipv6Ranges.size(), 1U);
}

TEST(MergedRules, CarryTheSharedDescriptionAndNoOwner) {
  MergedRules merged;
  merged.add({{"sg-n"}, {rule(30900)}});
  const auto pair = merged.desired("sg-n").at(0).UserIdGroupPairs.at(0);
  EXPECT_EQ(pair.Description, "elbv2.k8s.aws/targetGroupBinding=shared");
  EXPECT_EQ(pair.UserId, "");
}

TEST(DiffIngress, WidensByAuthorizingTheNewAndRevokingTheOld) {
  MergedRules merged;
  merged.add({{"sg-n"}, {rule(30900), rule(30901)}});
  const std::vector<IpPermission> actual{permission(30900, 30900, "sg-b", kOurs)};
  const IngressChange change = diff_ingress(merged.desired("sg-n"), actual);
  EXPECT_THAT(identities(change.authorize), ElementsAre("tcp 30900 30901 sg-b"));
  ASSERT_THAT(identities(change.revoke), ElementsAre("tcp 30900 30900 sg-b"));
  EXPECT_EQ(change.revoke[0].UserIdGroupPairs[0].UserId, "123456789012");  // as EC2 described it
}

TEST(DiffIngress, ForeignRulesAreNeverRevoked) {
  const std::vector<IpPermission> actual{permission(22, 22, "sg-x", "ssh"), permission(23, 23, "sg-x", std::nullopt)};
  EXPECT_TRUE(diff_ingress({}, actual).empty());
}

TEST(DiffIngress, AForeignRuleOfTheSameIdentityServes) {
  MergedRules merged;
  merged.add({{"sg-n"}, {rule(30900)}});
  const std::vector<IpPermission> actual{permission(30900, 30900, "sg-b", "by hand")};
  EXPECT_TRUE(diff_ingress(merged.desired("sg-n"), actual).empty());
}

TEST(DiffIngress, PermissionsOfSeveralSourcesAreComparedOneByOne) {
  IpPermission both = permission(30900, 30900, "sg-b", kOurs);
  both.UserIdGroupPairs.push_back({"sg-old", "123456789012", kOurs});
  both.IpRanges.push_back({"10.0.0.0/8", "by hand"});
  MergedRules merged;
  merged.add({{"sg-n"}, {rule(30900)}});
  const std::vector<IpPermission> actual{both};
  const IngressChange change = diff_ingress(merged.desired("sg-n"), actual);
  EXPECT_TRUE(change.authorize.empty());
  EXPECT_THAT(identities(change.revoke), ElementsAre("tcp 30900 30900 sg-old"));
}

}  // namespace
}  // namespace nlbsim::engine
