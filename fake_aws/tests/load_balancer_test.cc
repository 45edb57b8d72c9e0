#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using namespace std::chrono_literals;
using aws::CreateLoadBalancer;
using testing::ElementsAre;

class LoadBalancer : public AccountTest {};

TEST_F(LoadBalancer, IsMadeAsAwsAnswers) {
  const auto made = ok<CreateLoadBalancer>(load_balancer_request("k8s-a")).LoadBalancers.at(0);
  const std::string id = made.LoadBalancerArn.substr(made.LoadBalancerArn.rfind('/') + 1);
  EXPECT_EQ(made.LoadBalancerArn, "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/k8s-a/" + id);
  EXPECT_EQ(id.size(), 16U);
  EXPECT_EQ(made.DNSName, "k8s-a-" + id + ".elb.us-west-2.amazonaws.com");
  EXPECT_EQ(made.CanonicalHostedZoneId, "Z18D5FSROUN65G");
  EXPECT_EQ(made.State.Code, "provisioning");
  EXPECT_EQ(made.IpAddressType, "ipv4");
  EXPECT_EQ(made.AvailabilityZones.size(), 3U);
}

TEST_F(LoadBalancer, TurnsActiveAfterTheMedianDelay) {
  const std::string arn = create_load_balancer();
  pass(119s);
  EXPECT_EQ(load_balancer_state(arn), "provisioning");
  pass(1s);
  EXPECT_EQ(load_balancer_state(arn), "active");
  EXPECT_THAT(records, ElementsAre("LoadBalancer created", "LoadBalancer active<provisioning"));
  EXPECT_FALSE(account.next_deadline());
}

TEST_F(LoadBalancer, ActivationIsAChoice) {
  account.settings().timing.activation.delay = {100s, 10s, 200s};
  sim::ReplayChooser third(sim::parse_choice_log("aws/LoadBalancer/activation#1=2").value());
  api::CoreContext context{now, third, "test", {}};
  api::TypedCall<CreateLoadBalancer> typed(load_balancer_request());
  ASSERT_TRUE(account.apply(context, typed));
  EXPECT_EQ(account.next_deadline(), now + 200s);
}

TEST_F(LoadBalancer, MayEndFailed) {
  account.settings().timing.activation.ends_in = "failed";
  account.settings().timing.activation.reason = "no capacity";
  const std::string arn = create_load_balancer();
  pass(120s);
  const auto state = ok<aws::DescribeLoadBalancers>({{arn}, {}, {}, {}}).LoadBalancers.at(0).State;
  EXPECT_EQ(state.Code, "failed");
  EXPECT_EQ(state.Reason, "no capacity");
}

TEST_F(LoadBalancer, FailsWhenItsPrivateAddressIsTaken) {
  auto request = load_balancer_request();
  request.SubnetMappings[0].PrivateIPv4Address = network.nodes[0].private_ip;
  const std::string arn = ok<CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  pass(120s);
  EXPECT_EQ(load_balancer_state(arn), "failed");
}

TEST_F(LoadBalancer, StateCanBeForced) {
  const std::string arn = create_load_balancer();
  ASSERT_TRUE(account.set_load_balancer_state(arn, "failed", "by hand"));
  advance();
  EXPECT_EQ(load_balancer_state(arn), "failed");
  EXPECT_EQ(records.back(), "LoadBalancer failed<provisioning");
  EXPECT_FALSE(account.next_deadline());
  EXPECT_EQ(account.set_load_balancer_state(arn, "broken").error().code, "ValidationError");
  EXPECT_EQ(account.set_load_balancer_state("x", "active").error().code, "LoadBalancerNotFound");
}

// What only a request can get wrong; the last case shows the order of checks.
TEST_F(LoadBalancer, CreateRefuses) {
  const auto& n = network;
  Network& world = account.network();
  const std::string other_vpc = world.add_vpc("other", "10.1.0.0/16").value();
  const std::string other_subnet = world.add_subnet({"o", other_vpc, n.zones[1], "10.1.0.0/20", {}}).value();
  const std::string small_subnet = world.add_subnet({"s", n.vpc_id, n.zones[0], "10.0.240.0/29", {}}).value();
  const std::string twin_subnet = world.add_subnet({"t", n.vpc_id, n.zones[0], "10.0.224.0/24", {}}).value();
  const std::string other_group = world.add_security_group({"og", "other", other_vpc, {}}).value();
  const std::string address = world.add_elastic_ip("a");
  using Request = CreateLoadBalancer::Request;
  struct Case {
    const char* why;
    std::function<void(Request&)> bend;
    std::string code;
  };
  const Case cases[] = {
      {"no name", [](Request& r) { r.Name = ""; }, "ValidationError"},
      {"long name", [](Request& r) { r.Name = std::string(33, 'a'); }, "ValidationError"},
      {"underscore", [](Request& r) { r.Name = "a_b"; }, "ValidationError"},
      {"hyphen at the end", [](Request& r) { r.Name = "a-"; }, "ValidationError"},
      {"reserved prefix", [](Request& r) { r.Name = "internal-a"; }, "ValidationError"},
      {"application type", [](Request& r) { r.Type = ""; }, "ValidationError"},
      {"scheme", [](Request& r) { r.Scheme = "public"; }, "ValidationError"},
      {"ip type", [](Request& r) { r.IpAddressType = "ipv6"; }, "ValidationError"},
      {"no subnets", [](Request& r) { r.SubnetMappings.clear(); }, "ValidationError"},
      {"both lists", [&](Request& r) { r.Subnets = {n.internal_subnets[0]}; }, "ValidationError"},
      {"unknown subnet", [](Request& r) { r.SubnetMappings[0].SubnetId = "subnet-0"; }, "SubnetNotFound"},
      {"two in a zone", [&](Request& r) { r.SubnetMappings.push_back({twin_subnet, {}, {}, {}, {}}); },
       "InvalidConfigurationRequest"},
      {"two VPCs", [&](Request& r) { r.SubnetMappings[1].SubnetId = other_subnet; }, "InvalidConfigurationRequest"},
      {"few addresses", [&](Request& r) { r.SubnetMappings[0].SubnetId = small_subnet; }, "InvalidSubnet"},
      {"unknown group", [](Request& r) { r.SecurityGroups = {"sg-0"}; }, "InvalidSecurityGroup"},
      {"group of another VPC", [&](Request& r) { r.SecurityGroups = {other_group}; }, "InvalidSecurityGroup"},
      {"unknown address", [](Request& r) { r.SubnetMappings[0].AllocationId = "eipalloc-0"; }, "AllocationIdNotFound"},
      {"elastic IP inside", [&](Request& r) { r.SubnetMappings[0].AllocationId = address; },
       "InvalidConfigurationRequest"},
      {"private address outside",
       [](Request& r) {
         r.Scheme = "internet-facing";
         r.SubnetMappings[0].PrivateIPv4Address = "10.0.0.100";
       },
       "InvalidConfigurationRequest"},
      {"private address elsewhere", [](Request& r) { r.SubnetMappings[0].PrivateIPv4Address = "10.9.0.1"; },
       "ValidationError"},
      {"dualstack", [](Request& r) { r.IpAddressType = "dualstack"; }, "InvalidSubnet"},
      {"no gateway",
       [&](Request& r) {
         r.Scheme = "internet-facing";
         r.SubnetMappings = {{other_subnet, {}, {}, {}, {}}};
       },
       "InvalidSubnet"},
      {"same tag twice", [](Request& r) { r.Tags = {{"a", "1"}, {"a", "2"}}; }, "DuplicateTagKeys"},
      {"reserved tag", [](Request& r) { r.Tags = {{"aws:a", "1"}}; }, "ValidationError"},
      {"name before subnets",
       [](Request& r) {
         r.Name = "-";
         r.SubnetMappings[0].SubnetId = "subnet-0";
       },
       "ValidationError"},
  };
  for (const Case& one : cases) {
    auto request = load_balancer_request();
    one.bend(request);
    EXPECT_EQ(error<CreateLoadBalancer>(request), one.code) << one.why;
  }
  EXPECT_TRUE(records.empty());
  EXPECT_TRUE(account.state().load_balancing.load_balancers.empty());
}

TEST_F(LoadBalancer, CreateTellsTheRuleThatItBreaks) {
  auto request = load_balancer_request();
  request.SubnetMappings.clear();
  EXPECT_EQ(message<CreateLoadBalancer>(request), "At least one subnet must be specified");
}

TEST_F(LoadBalancer, SixSecurityGroupsAreTooMany) {
  auto request = load_balancer_request();
  for (int i = 0; i < 6; ++i) request.SecurityGroups.push_back(create_security_group("g" + std::to_string(i)));
  EXPECT_EQ(error<CreateLoadBalancer>(request), "InvalidConfigurationRequest");
  request.SecurityGroups.pop_back();
  EXPECT_EQ(error<CreateLoadBalancer>(request), "");
}

TEST_F(LoadBalancer, SameNameSameSettingsIsTheSameLoadBalancer) {
  auto request = load_balancer_request();
  request.Tags = {{"a", "1"}, {"b", "2"}};
  const auto first = ok<CreateLoadBalancer>(request);
  std::swap(request.Tags[0], request.Tags[1]);
  std::ranges::reverse(request.SubnetMappings);
  EXPECT_EQ(ok<CreateLoadBalancer>(request).LoadBalancers, first.LoadBalancers);
  EXPECT_EQ(records.size(), 1U);
  request.Tags[0].Value = "3";
  EXPECT_EQ(message<CreateLoadBalancer>(request),
            "A load balancer with the same name 'lb' exists, but with different settings");
  EXPECT_EQ(error<CreateLoadBalancer>(request), "DuplicateLoadBalancerName");
}

TEST_F(LoadBalancer, QuotaIsReached) {
  account.settings().quotas.load_balancers = 1;
  create_load_balancer("a");
  EXPECT_EQ(error<CreateLoadBalancer>(load_balancer_request("b")), "TooManyLoadBalancers");
}

TEST_F(LoadBalancer, ElasticIpServesOneLoadBalancer) {
  const std::string address = account.network().add_elastic_ip("a");
  auto request = load_balancer_request("a");
  request.Scheme = "internet-facing";
  for (std::size_t i = 0; i < 3; ++i) request.SubnetMappings[i].SubnetId = network.public_subnets[i];
  request.SubnetMappings[0].AllocationId = address;
  const std::string arn = ok<CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  request.Name = "b";
  EXPECT_EQ(error<CreateLoadBalancer>(request), "ResourceInUse");
  ok<aws::DeleteLoadBalancer>({arn});
  EXPECT_EQ(error<CreateLoadBalancer>(request), "");
}

TEST_F(LoadBalancer, DescribeFindsOrRefuses) {
  const std::string arn = create_load_balancer("a");
  using Op = aws::DescribeLoadBalancers;
  EXPECT_EQ(ok<Op>({{}, {"a"}, {}, {}}).LoadBalancers.size(), 1U);
  EXPECT_EQ(error<Op>({{arn + "0"}, {}, {}, {}}), "LoadBalancerNotFound");
  EXPECT_EQ(error<Op>({{}, {"b"}, {}, {}}), "LoadBalancerNotFound");
  EXPECT_EQ(message<Op>({{"nonsense"}, {}, {}, {}}), "'nonsense' is not a valid load balancer ARN");
  std::string foreign = arn;
  foreign.replace(foreign.find("us-west-2"), 9, "us-east-1");
  EXPECT_EQ(error<Op>({{foreign}, {}, {}, {}}), "ValidationError");
  EXPECT_EQ(error<Op>({{arn}, {"a"}, {}, {}}), "ValidationError");
  EXPECT_EQ(error<Op>({{}, {}, {}, 401}), "ValidationError");
  EXPECT_EQ(error<Op>({{}, {}, "marker", {}}), "ValidationError");
}

TEST_F(LoadBalancer, PagesNeitherRepeatNorSkip) {
  for (int i = 0; i < 7; ++i) create_load_balancer("lb" + std::to_string(i));
  std::vector<std::string> names;
  std::string marker;
  int pages = 0;
  do {
    const auto page = ok<aws::DescribeLoadBalancers>({{}, {}, marker, 3});
    for (const auto& one : page.LoadBalancers) names.push_back(one.LoadBalancerName);
    marker = page.NextMarker;
    if (pages++ == 0) ok<aws::DeleteLoadBalancer>({page.LoadBalancers.back().LoadBalancerArn});
  } while (!marker.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(names, ElementsAre("lb0", "lb1", "lb2", "lb3", "lb4", "lb5", "lb6"));
}

TEST_F(LoadBalancer, AFullLastPageEndsTheList) {
  for (int i = 0; i < 4; ++i) create_load_balancer("lb" + std::to_string(i));
  const auto first = ok<aws::DescribeLoadBalancers>({{}, {}, {}, 2});
  EXPECT_FALSE(first.NextMarker.empty());
  EXPECT_EQ(ok<aws::DescribeLoadBalancers>({{}, {}, first.NextMarker, 2}).NextMarker, "");
}

TEST_F(LoadBalancer, DeletingWhatIsNotThereSucceeds) {
  const std::string arn = create_load_balancer();
  ok<aws::DeleteLoadBalancer>({arn});
  ok<aws::DeleteLoadBalancer>({arn});
  EXPECT_EQ(error<aws::DeleteLoadBalancer>({"x"}), "ValidationError");
  EXPECT_EQ(error<aws::DeleteLoadBalancer>({""}), "ValidationError");
  EXPECT_FALSE(account.next_deadline()) << "its activation would still come";
}

TEST_F(LoadBalancer, DeletionProtectionHolds) {
  const std::string arn = create_load_balancer();
  ok<aws::ModifyLoadBalancerAttributes>({arn, {{"deletion_protection.enabled", "true"}}});
  EXPECT_EQ(error<aws::DeleteLoadBalancer>({arn}), "OperationNotPermitted");
  EXPECT_EQ(message<aws::DeleteLoadBalancer>({arn}),
            "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
}

TEST_F(LoadBalancer, DeletionTakesListenersAndLeavesTargetGroups) {
  const std::string arn = create_load_balancer();
  const std::string group = create_target_group();
  const std::string listener = create_listener(arn, group);
  ok<aws::DeleteLoadBalancer>({arn});
  EXPECT_EQ(error<aws::DescribeListeners>({{}, {listener}, {}, {}}), "ListenerNotFound");
  EXPECT_TRUE(ok<aws::DescribeTargetGroups>({{}, {group}, {}, {}, {}}).TargetGroups.at(0).LoadBalancerArns.empty());
  ok<aws::DeleteTargetGroup>({group});
}

TEST_F(LoadBalancer, ANewOneOfTheSameNameHasANewArn) {
  const std::string first = create_load_balancer();
  ok<aws::DeleteLoadBalancer>({first});
  EXPECT_NE(create_load_balancer(), first);
}

TEST_F(LoadBalancer, AttributesHaveDefaultsAndRules) {
  const std::string arn = create_load_balancer();
  EXPECT_EQ(ok<aws::DescribeLoadBalancerAttributes>({arn}).Attributes.size(), 9U);
  using Op = aws::ModifyLoadBalancerAttributes;
  EXPECT_EQ(error<Op>({arn, {{"no.such.key", "1"}}}), "ValidationError");
  EXPECT_EQ(error<Op>({arn, {{"load_balancing.cross_zone.enabled", "yes"}}}), "ValidationError");
  EXPECT_EQ(error<Op>({arn, {{"idle_timeout.timeout_seconds", "60"}}}), "InvalidConfigurationRequest");
  EXPECT_EQ(error<Op>({arn, std::vector<aws::Attribute>(21, {"zonal_shift.config.enabled", "true"})}),
            "ValidationError");
  const std::vector<aws::Attribute> half = {{"zonal_shift.config.enabled", "true"}, {"no.such.key", "1"}};
  EXPECT_EQ(error<Op>({arn, half}), "ValidationError");
  EXPECT_THAT(ok<aws::DescribeLoadBalancerAttributes>({arn}).Attributes,
              testing::Contains(aws::Attribute{"zonal_shift.config.enabled", "false"}));
  ok<Op>({arn, {{"secondary_ips.auto_assigned.per_subnet", "2"}}});
  EXPECT_EQ(error<Op>({arn, {{"secondary_ips.auto_assigned.per_subnet", "1"}}}), "InvalidConfigurationRequest");
}

TEST_F(LoadBalancer, SecurityGroupsOnlyIfThereWereSome) {
  const std::string bare = create_load_balancer("bare");
  const std::string group = create_security_group("g");
  EXPECT_EQ(error<aws::SetSecurityGroups>({bare, {group}, {}}), "ValidationError");
  auto request = load_balancer_request("guarded");
  request.SecurityGroups = {group};
  const std::string arn = ok<CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  EXPECT_EQ(error<aws::SetSecurityGroups>({arn, {}, {}}), "ValidationError");
  const std::string next = create_security_group("h");
  EXPECT_THAT(ok<aws::SetSecurityGroups>({arn, {next}, {}}).SecurityGroupIds, ElementsAre(next));
  ok<ec2::DeleteSecurityGroup>({group});  // freed at once
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({next}), "DependencyViolation");
}

TEST_F(LoadBalancer, SubnetsAreReplacedByZone) {
  const std::string arn = create_load_balancer();
  const auto& subnets = network.internal_subnets;
  using Op = aws::SetSubnets;
  EXPECT_EQ(error<Op>({arn, {}, {}, {}, {}}), "ValidationError");
  EXPECT_EQ(error<Op>({arn, {network.public_subnets[0], subnets[1], subnets[2]}, {}, {}, {}}),
            "InvalidConfigurationRequest");
  EXPECT_EQ(ok<Op>({arn, {subnets[0]}, {}, {}, {}}).AvailabilityZones.size(), 1U);
  EXPECT_EQ(ok<Op>({arn, {network.public_subnets[1], subnets[0]}, {}, {}, {}}).AvailabilityZones.size(), 2U);
  account.settings().subnet_removal = false;
  EXPECT_EQ(error<Op>({arn, {subnets[0]}, {}, {}, {}}), "ValidationError");
}

}  // namespace
}  // namespace nlbsim::fake_aws
