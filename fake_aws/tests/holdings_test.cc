// What an account says of itself makes another one that says the same.
#include "fake_aws/holdings/holdings.h"

#include <gmock/gmock.h>

#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using testing::HasSubstr;

class HoldingsTest : public AccountTest {
 protected:
  HoldingsTest() : AccountTest(Settings::instant()) {
    const std::string group = create_security_group("edge");
    ec2::IpPermission open{"tcp", 80, 90, {{"10.0.0.0/8", "from inside"}}, {}, {{group, {}, {}}}};
    ok<ec2::AuthorizeSecurityGroupIngress>({group, {open}, {}, {}});
    aws::CreateLoadBalancer::Request request = load_balancer_request("edge");
    request.SecurityGroups = {group};
    request.Tags = {{"elbv2.k8s.aws/cluster", "blue"}};
    balancer_ = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
    target_group_ = create_target_group("back");
    listener_ = create_listener(balancer_, target_group_);
    ok<aws::RegisterTargets>(
        {target_group_, {{network.nodes[0].instance_id, {}, {}}, {network.nodes[1].instance_id, 31000, {}}}});
    ok<aws::ModifyTargetGroupAttributes>({target_group_, {{"deregistration_delay.timeout_seconds", "7"}}});
    pass(std::chrono::minutes{10});
  }

  // As the AWS CLI would ask.
  Holdings told() {
    Holdings held;
    held.AvailabilityZones = ok<ec2::DescribeAvailabilityZones>({}).AvailabilityZones;
    held.Vpcs = ok<ec2::DescribeVpcs>({}).Vpcs;
    held.Subnets = ok<ec2::DescribeSubnets>({}).Subnets;
    held.InternetGateways = ok<ec2::DescribeInternetGateways>({}).InternetGateways;
    held.RouteTables = ok<ec2::DescribeRouteTables>({}).RouteTables;
    held.SecurityGroups = ok<ec2::DescribeSecurityGroups>({}).SecurityGroups;
    held.SecurityGroupRules = ok<ec2::DescribeSecurityGroupRules>({}).SecurityGroupRules;
    held.Reservations = ok<ec2::DescribeInstances>({}).Reservations;
    held.LoadBalancers = ok<aws::DescribeLoadBalancers>({}).LoadBalancers;
    held.Listeners = ok<aws::DescribeListeners>({balancer_, {}, {}, {}}).Listeners;
    held.Rules = ok<aws::DescribeRules>({listener_, {}, {}, {}}).Rules;
    held.TargetGroups = ok<aws::DescribeTargetGroups>({}).TargetGroups;
    held.Targets = {{target_group_, ok<aws::DescribeTargetHealth>({target_group_, {}}).TargetHealthDescriptions}};
    held.Attributes = {{target_group_, ok<aws::DescribeTargetGroupAttributes>({target_group_}).Attributes},
                       {balancer_, ok<aws::DescribeLoadBalancerAttributes>({balancer_}).Attributes}};
    held.TagDescriptions = ok<aws::DescribeTags>({{balancer_, listener_, target_group_}}).TagDescriptions;
    return held;
  }
  std::string complaint(const Holdings& held) {
    const auto state = hold(held, account.settings(), now);
    return state ? std::string() : state.error().message;
  }

  std::string balancer_, target_group_, listener_;
};

TEST_F(HoldingsTest, AnotherAccountSaysTheSame) {
  auto state = hold(told(), account.settings(), now);
  ASSERT_TRUE(state) << state.error().message;
  Account other(account.settings());
  other.begin_with(*std::move(state));
  for (const std::string_view kind : {"LoadBalancer", "Listener", "TargetGroup", "SecurityGroup", "Instance", "Subnet"})
    EXPECT_EQ(api::dump_json_pretty(other.snapshot(kind)), api::dump_json_pretty(account.snapshot(kind))) << kind;
  EXPECT_EQ(other.next_deadline(), std::nullopt);
  // What belongs together still does: a group that interfaces carry stays, a target group that serves does too.
  std::swap(account, other);
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>(
                {account.snapshot("LoadBalancer")[0]["SecurityGroups"][0].get<std::string>(), {}, {}}),
            "DependencyViolation");
  EXPECT_EQ(error<aws::DeleteTargetGroup>({target_group_}), "ResourceInUse");
  ok<aws::DeleteListener>({listener_});
  ok<aws::DeleteTargetGroup>({target_group_});
  ok<aws::DeleteLoadBalancer>({balancer_});
}

TEST_F(HoldingsTest, RulesKeepTheirIds) {
  const auto ids = [this] {
    std::vector<std::string> out;
    for (const ec2::SecurityGroupRule& rule : ok<ec2::DescribeSecurityGroupRules>({}).SecurityGroupRules)
      out.push_back(rule.SecurityGroupRuleId);
    return out;
  };
  Holdings held = told();
  for (ec2::SecurityGroupRule& rule : held.SecurityGroupRules) rule.SecurityGroupRuleId += "f";
  const std::vector<std::string> before = ids();
  account.begin_with(*hold(held, account.settings(), now));
  std::vector<std::string> expected = before;
  for (std::string& id : expected) id += "f";
  EXPECT_THAT(ids(), testing::UnorderedElementsAreArray(expected));
}

TEST_F(HoldingsTest, WhatWasUnderWayIsOver) {
  Holdings held = told();
  held.LoadBalancers[0].State.Code = "provisioning";
  held.Targets[0].TargetHealthDescriptions[0].TargetHealth = {"initial", "Elb.InitialHealthChecking", {}};
  held.Targets[0].TargetHealthDescriptions[1].TargetHealth = {"draining", "Target.DeregistrationInProgress", {}};
  account.begin_with(*hold(held, account.settings(), now));
  advance();
  EXPECT_EQ(load_balancer_state(balancer_), "active");
  const auto health = ok<aws::DescribeTargetHealth>({target_group_, {}}).TargetHealthDescriptions;
  ASSERT_EQ(health.size(), 1U);
  EXPECT_EQ(health[0].TargetHealth.State, "healthy");
}

TEST_F(HoldingsTest, WhatNothingTellsOfIsSaidWithTheCommand) {
  const auto without = [this](auto forget) {
    Holdings held = told();
    forget(held);
    return complaint(held);
  };
  EXPECT_EQ(without([](Holdings&) {}), "");
  EXPECT_THAT(without([](Holdings& held) { held.Vpcs.clear(); }),
              HasSubstr("which nothing tells of: aws ec2 describe-vpcs does"));
  EXPECT_THAT(without([](Holdings& held) { held.Subnets.clear(); }), HasSubstr("aws ec2 describe-subnets does"));
  EXPECT_THAT(without([](Holdings& held) { held.SecurityGroups.clear(); }),
              HasSubstr("aws ec2 describe-security-groups does"));
  EXPECT_THAT(without([](Holdings& held) { held.TargetGroups.clear(); }), HasSubstr("forwards to target group"));
  EXPECT_THAT(without([](Holdings& held) { held.LoadBalancers.clear(); }),
              HasSubstr("aws elbv2 describe-load-balancers does"));
  EXPECT_THAT(without([](Holdings& held) { held.Listeners.clear(); }), HasSubstr("aws elbv2 describe-listeners does"));
  EXPECT_THAT(without([](Holdings& held) { held.Vpcs.push_back(held.Vpcs[0]); }), HasSubstr("stands there twice"));
  EXPECT_THAT(without([](Holdings& held) { held.LoadBalancers[0].Type = "application"; }),
              HasSubstr("only those of type network"));
  EXPECT_THAT(without([](Holdings& held) { held.TargetGroups[0].TargetGroupArn = "arn:x"; }),
              HasSubstr("is not one of account 123456789012 in region us-west-2"));
}

}  // namespace
}  // namespace nlbsim::fake_aws
