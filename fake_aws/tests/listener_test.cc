#include <gmock/gmock.h>

#include <functional>

#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using namespace std::chrono_literals;
using aws::CreateListener;
using testing::ElementsAre;

class Listener : public AccountTest {
 protected:
  Listener() : load_balancer(create_load_balancer()), group(create_target_group()) {}
  CreateListener::Request request(std::int32_t port = 8080) const {
    return listener_request(load_balancer, group, port);
  }
  std::string group_of(const std::string& protocol) {
    auto wanted = target_group_request("tg-" + std::string(protocol == "TCP_UDP" ? "both" : protocol));
    wanted.Protocol = protocol;
    return ok<aws::CreateTargetGroup>(wanted).TargetGroups.at(0).TargetGroupArn;
  }

  std::string load_balancer;
  std::string group;
};

TEST_F(Listener, EchoesItsActionWhole) {
  const auto made = ok<CreateListener>(request()).Listeners.at(0);
  EXPECT_EQ(made.DefaultActions.at(0).TargetGroupArn, group);
  EXPECT_EQ(made.DefaultActions.at(0).ForwardConfig->TargetGroups.at(0).TargetGroupArn, group);
  EXPECT_TRUE(made.SslPolicy.empty());
  EXPECT_TRUE(made.ListenerArn.starts_with("arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/net/lb/"));
  EXPECT_THAT(ok<aws::DescribeTargetGroups>({{}, {group}, {}, {}, {}}).TargetGroups.at(0).LoadBalancerArns,
              ElementsAre(load_balancer));
}

TEST_F(Listener, CreateRefuses) {
  const std::string udp = group_of("UDP");
  const std::string second = create_load_balancer("second");
  const std::string elsewhere = create_target_group("elsewhere");
  create_listener(second, elsewhere);
  const auto forward = [](CreateListener::Request& r) -> aws::Action& { return r.DefaultActions.at(0); };
  const auto aim = [&](CreateListener::Request& r, const std::string& arn) {
    forward(r).ForwardConfig->TargetGroups.at(0).TargetGroupArn = arn;
  };
  struct Case {
    const char* why;
    std::function<void(CreateListener::Request&)> bend;
    std::string code;
  };
  using Request = CreateListener::Request;
  const Case cases[] = {
      {"no load balancer", [](Request& r) { r.LoadBalancerArn += "0"; }, "LoadBalancerNotFound"},
      {"no port", [](Request& r) { r.Port.reset(); }, "ValidationError"},
      {"port 0", [](Request& r) { r.Port = 0; }, "ValidationError"},
      {"no protocol", [](Request& r) { r.Protocol = ""; }, "ValidationError"},
      {"HTTP", [](Request& r) { r.Protocol = "HTTP"; }, "ValidationError"},
      {"no action", [](Request& r) { r.DefaultActions.clear(); }, "ValidationError"},
      {"unknown group", [&](Request& r) { aim(r, group + "0"); }, "TargetGroupNotFound"},
      {"UDP behind TCP", [&](Request& r) { aim(r, udp); }, "IncompatibleProtocols"},
      {"group of another", [&](Request& r) { aim(r, elsewhere); }, "TargetGroupAssociationLimit"},
      {"redirect", [&](Request& r) { forward(r).Type = "redirect"; }, "InvalidLoadBalancerAction"},
      {"weight", [&](Request& r) { forward(r).ForwardConfig->TargetGroups.at(0).Weight = 1000; }, "ValidationError"},
      {"twice", [&](Request& r) { forward(r).ForwardConfig->TargetGroups.push_back({group, {}}); }, "ValidationError"},
      {"certificate on TCP", [](Request& r) { r.Certificates.push_back({"arn:c", {}}); }, "ValidationError"},
      {"TLS without", [](Request& r) { r.Protocol = "TLS"; }, "ValidationError"},
      {"TLS with an unknown one",
       [](Request& r) {
         r.Protocol = "TLS";
         r.Certificates.push_back({"arn:c", {}});
       },
       "CertificateNotFound"},
      {"tags", [](Request& r) { r.Tags = {{"a", ""}, {"a", ""}}; }, "DuplicateTagKeys"},
  };
  for (const Case& one : cases) {
    auto bent = request();
    one.bend(bent);
    EXPECT_EQ(error<CreateListener>(bent), one.code) << one.why;
  }
  EXPECT_TRUE(ok<aws::DescribeListeners>({load_balancer, {}, {}, {}}).Listeners.empty());
}

TEST_F(Listener, ProtocolTable) {
  const std::vector<std::string> protocols = {"TCP", "TLS", "UDP", "TCP_UDP"};
  const std::vector<std::string> compatible = {"TCP>TCP", "TCP>TCP_UDP", "TLS>TCP",        "TLS>TLS",
                                               "UDP>UDP", "UDP>TCP_UDP", "TCP_UDP>TCP_UDP"};
  account.add_certificate("arn:c");
  std::vector<std::string> accepted;
  for (const std::string& target : protocols) {
    const std::string arn = group_of(target);
    for (const std::string& protocol : protocols) {
      auto wanted = listener_request(load_balancer, arn);
      wanted.Protocol = protocol;
      if (protocol == "TLS") wanted.Certificates.push_back({"arn:c", {}});
      const auto made = call<CreateListener>(wanted);
      if (!made) {
        EXPECT_EQ(made.error().code, "IncompatibleProtocols");
        continue;
      }
      accepted.push_back(protocol + ">" + target);
      ok<aws::DeleteListener>({made->Listeners.at(0).ListenerArn});
    }
  }
  EXPECT_THAT(accepted, testing::UnorderedElementsAreArray(compatible));
}

TEST_F(Listener, OnePortOneListener) {
  const auto made = ok<CreateListener>(request());
  auto again = request();
  again.DefaultActions[0].ForwardConfig->TargetGroups[0].Weight = 1;  // says nothing for a single group
  EXPECT_EQ(ok<CreateListener>(again).Listeners.at(0).ListenerArn, made.Listeners.at(0).ListenerArn);
  again.Protocol = "UDP";
  EXPECT_EQ(message<CreateListener>(again),
            "A listener already exists on this port for this load balancer '" + load_balancer + "'");
  EXPECT_EQ(error<CreateListener>(again), "DuplicateListener");
}

TEST_F(Listener, QuotaIsReached) {
  account.settings().quotas.listeners_per_load_balancer = 1;
  ok<CreateListener>(request(1));
  EXPECT_EQ(error<CreateListener>(request(2)), "TooManyListeners");
}

TEST_F(Listener, TlsHasItsDefaults) {
  account.add_certificate("arn:c");
  auto wanted = request();
  wanted.Protocol = "TLS";
  wanted.Certificates.push_back({"arn:c", {}});
  const auto made = ok<CreateListener>(wanted).Listeners.at(0);
  EXPECT_EQ(made.SslPolicy, "ELBSecurityPolicy-2016-08");
  EXPECT_EQ(made.Certificates.at(0).IsDefault, std::nullopt);
  using Modify = aws::ModifyListener;
  const auto modify = [&](std::string policy, std::vector<std::string> alpn) {
    return error<Modify>({made.ListenerArn, {}, {}, std::move(policy), {}, {}, std::move(alpn)});
  };
  EXPECT_EQ(modify("no-such-policy", {}), "SSLPolicyNotFound");
  EXPECT_EQ(modify("", {"HTTP3Only"}), "ALPNPolicyNotFound");
  EXPECT_EQ(modify("ELBSecurityPolicy-TLS13-1-2-2021-06", {"None"}), "");
  const auto plain = ok<Modify>({made.ListenerArn, {}, "TCP", {}, {}, {}, {}}).Listeners.at(0);
  EXPECT_TRUE(plain.Certificates.empty() && plain.SslPolicy.empty() && plain.AlpnPolicy.empty());
  EXPECT_EQ(error<Modify>({made.ListenerArn, {}, "TLS", {}, {{"arn:c", {}}}, {}, {}}), "ValidationError");
}

TEST_F(Listener, ModifyKeepsAndRelinks) {
  const std::string arn = create_listener(load_balancer, group);
  const std::string other = create_target_group("other");
  const auto moved = ok<aws::ModifyListener>({arn, 9090, {}, {}, {}, request().DefaultActions, {}}).Listeners.at(0);
  EXPECT_EQ(moved.Port, 9090);
  EXPECT_EQ(moved.Protocol, "TCP");
  const auto actions = listener_request(load_balancer, other).DefaultActions;
  ok<aws::ModifyListener>({arn, {}, {}, {}, {}, actions, {}});
  EXPECT_EQ(error<aws::DeleteTargetGroup>({other}), "ResourceInUse");
  EXPECT_EQ(error<aws::DeleteTargetGroup>({group}), "");
  ok<CreateListener>(listener_request(load_balancer, other, 8080));  // the old port is free
  EXPECT_EQ(error<aws::ModifyListener>({arn, 8080, {}, {}, {}, {}, {}}), "DuplicateListener");
  EXPECT_EQ(error<aws::ModifyListener>({arn + "0", {}, {}, {}, {}, {}, {}}), "ListenerNotFound");
}

TEST_F(Listener, DescribeAndDelete) {
  using Op = aws::DescribeListeners;
  const std::string arn = create_listener(load_balancer, group);
  create_listener(load_balancer, group, 8081);
  EXPECT_EQ(message<Op>({{}, {}, {}, {}}), "You must specify either listener ARNs or a load balancer ARN");
  EXPECT_EQ(message<Op>({{}, {arn + "0"}, {}, {}}), "One or more listeners not found");
  const auto first = ok<Op>({load_balancer, {}, {}, 1});
  const auto second = ok<Op>({load_balancer, {}, first.NextMarker, 1});
  EXPECT_NE(first.Listeners.at(0).ListenerArn, second.Listeners.at(0).ListenerArn);
  EXPECT_EQ(second.NextMarker, "");
  ok<aws::DeleteListener>({arn});
  EXPECT_EQ(error<aws::DeleteListener>({arn}), "ListenerNotFound");
}

TEST_F(Listener, HasItsDefaultRuleWithTags) {
  const std::string arn = create_listener(load_balancer, group);
  const auto rules = ok<aws::DescribeRules>({arn, {}, {}, {}}).Rules;
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].Priority, "default");
  EXPECT_TRUE(rules[0].IsDefault);
  EXPECT_TRUE(ok<aws::DescribeTags>({{rules[0].RuleArn}}).TagDescriptions.at(0).Tags.empty());
  EXPECT_EQ(ok<aws::DescribeRules>({{}, {rules[0].RuleArn}, {}, {}}).Rules, rules);
  EXPECT_EQ(error<aws::DescribeRules>({{}, {rules[0].RuleArn + "0"}, {}, {}}), "RuleNotFound");
  EXPECT_EQ(error<aws::DescribeRules>({arn, {rules[0].RuleArn}, {}, {}}), "ValidationError");
}

TEST_F(Listener, IdleTimeoutIsTcpOnly) {
  const std::string arn = create_listener(load_balancer, group);
  EXPECT_THAT(ok<aws::DescribeListenerAttributes>({arn}).Attributes,
              ElementsAre(aws::Attribute{"tcp.idle_timeout.seconds", "350"}));
  EXPECT_EQ(error<aws::ModifyListenerAttributes>({arn, {{"tcp.idle_timeout.seconds", "59"}}}), "ValidationError");
  ok<aws::ModifyListenerAttributes>({arn, {{"tcp.idle_timeout.seconds", "6000"}}});
  const std::string udp = group_of("UDP");
  auto wanted = listener_request(load_balancer, udp, 53);
  wanted.Protocol = "UDP";
  const std::string other = ok<CreateListener>(wanted).Listeners.at(0).ListenerArn;
  EXPECT_TRUE(ok<aws::DescribeListenerAttributes>({other}).Attributes.empty());
  EXPECT_EQ(error<aws::ModifyListenerAttributes>({other, {{"tcp.idle_timeout.seconds", "60"}}}),
            "InvalidConfigurationRequest");
}

class TargetGroup : public AccountTest {};

TEST_F(TargetGroup, HasItsDefaults) {
  aws::CreateTargetGroup::Request request;
  request.Name = "plain";
  request.Protocol = "TCP";
  request.Port = 80;
  request.VpcId = network.vpc_id;
  const auto made = ok<aws::CreateTargetGroup>(request).TargetGroups.at(0);
  EXPECT_EQ(made.TargetType, "instance");
  EXPECT_EQ(made.HealthCheckProtocol, "TCP");
  EXPECT_EQ(made.HealthCheckPort, "traffic-port");
  EXPECT_EQ(made.HealthCheckIntervalSeconds, 30);
  EXPECT_EQ(made.HealthCheckTimeoutSeconds, 10);
  EXPECT_EQ(made.HealthyThresholdCount, 5);
  EXPECT_EQ(made.UnhealthyThresholdCount, 2);
  EXPECT_FALSE(made.Matcher);
  EXPECT_EQ(ok<aws::DescribeTargetGroupAttributes>({made.TargetGroupArn}).Attributes.size(), 13U);
  request.Name = "http";
  request.HealthCheckProtocol = "HTTP";
  const auto http = ok<aws::CreateTargetGroup>(request).TargetGroups.at(0);
  EXPECT_EQ(http.HealthCheckTimeoutSeconds, 6);
  EXPECT_EQ(http.HealthCheckPath, "/");
  EXPECT_EQ(http.Matcher->HttpCode, "200-399");
}

TEST_F(TargetGroup, CreateRefuses) {
  using Request = aws::CreateTargetGroup::Request;
  struct Case {
    std::function<void(Request&)> bend;
    std::string message;
  };
  const std::string long_name(33, 'n');
  const Case cases[] = {
      {[&](Request& r) { r.Name = long_name; },
       "Target group name '" + long_name + "' cannot be longer than '32' characters"},
      {[](Request& r) { r.Name = "a--b"; }, "Target group name 'a--b' cannot contain two hyphens in a row"},
      {[](Request& r) { r.Port.reset(); }, "A port must be specified"},
      {[](Request& r) { r.Protocol = ""; }, "A protocol must be specified"},
      {[](Request& r) { r.VpcId = ""; }, "A VPC ID must be specified"},
      {[](Request& r) { r.VpcId = "vpc-0"; }, "The VPC ID 'vpc-0' is not found"},
      {[](Request& r) { r.HealthCheckTimeoutSeconds = 20; },
       "Health check timeout '20' must be smaller than or equal to the interval '15'"},
      {[](Request& r) { r.Matcher = aws::Matcher{"200"}; },
       "Health check matchers are not supported for TCP health checks"},
  };
  for (const Case& one : cases) {
    auto request = target_group_request();
    one.bend(request);
    EXPECT_EQ(message<aws::CreateTargetGroup>(request), one.message);
  }
  auto request = target_group_request();
  request.HealthyThresholdCount = 11;
  EXPECT_EQ(error<aws::CreateTargetGroup>(request), "ValidationError");
  request = target_group_request();
  request.HealthCheckEnabled = false;
  EXPECT_EQ(error<aws::CreateTargetGroup>(request), "ValidationError");
  account.settings().quotas.target_groups = 0;
  EXPECT_EQ(error<aws::CreateTargetGroup>(target_group_request()), "TooManyTargetGroups");
}

TEST_F(TargetGroup, SameNameSameSettings) {
  const std::string arn = create_target_group();
  EXPECT_EQ(create_target_group(), arn);
  auto request = target_group_request();
  request.Port = 1;
  EXPECT_EQ(error<aws::CreateTargetGroup>(request), "DuplicateTargetGroupName");
}

TEST_F(TargetGroup, DescribeOneWay) {
  using Op = aws::DescribeTargetGroups;
  const std::string load_balancer = create_load_balancer();
  EXPECT_EQ(message<Op>({load_balancer, {}, {}, {}, {}}), "One or more target groups not found");
  const std::string group = create_target_group();
  create_listener(load_balancer, group);
  EXPECT_EQ(ok<Op>({load_balancer, {}, {}, {}, {}}).TargetGroups.size(), 1U);
  EXPECT_EQ(error<Op>({load_balancer, {group}, {}, {}, {}}), "ValidationError");
  EXPECT_EQ(error<Op>({{}, {}, {"none"}, {}, {}}), "TargetGroupNotFound");
}

TEST_F(TargetGroup, DeleteWaitsForItsRelease) {
  account.settings().timing.target_group_release = fixed_duration(10s);
  const std::string load_balancer = create_load_balancer();
  const std::string group = create_target_group();
  create_listener(load_balancer, group);
  EXPECT_EQ(message<aws::DeleteTargetGroup>({group}),
            "Target group '" + group + "' is currently in use by a listener or a rule");
  ok<aws::DeleteLoadBalancer>({load_balancer});
  EXPECT_EQ(error<aws::DeleteTargetGroup>({group}), "ResourceInUse");
  pass(10s);
  ok<aws::DeleteTargetGroup>({group});
  EXPECT_EQ(error<aws::DeleteTargetGroup>({group}), "TargetGroupNotFound");
}

TEST_F(TargetGroup, AttributesFollowItsKind) {
  const std::string group = create_target_group();
  using Op = aws::ModifyTargetGroupAttributes;
  EXPECT_EQ(message<Op>({group, {{"deregistration_delay.timeout_seconds", "3601"}}}),
            "'deregistration_delay.timeout_seconds' value '3601' must be between '0-3600' inclusive");
  EXPECT_EQ(message<Op>({group, {{"stickiness.type", "lb_cookie"}}}),
            "Stickiness type 'lb_cookie' is not supported for target groups with the TCP protocol");
  EXPECT_EQ(error<Op>({group, {{"slow_start.duration_seconds", "30"}}}), "InvalidConfigurationRequest");
  EXPECT_EQ(error<Op>({group, {{"target_health_state.unhealthy.draining_interval_seconds", "9"}}}),
            "InvalidConfigurationRequest");
  auto request = target_group_request("udp");
  request.Protocol = "UDP";
  const std::string udp = ok<aws::CreateTargetGroup>(request).TargetGroups.at(0).TargetGroupArn;
  EXPECT_EQ(error<Op>({udp, {{"preserve_client_ip.enabled", "false"}}}), "InvalidConfigurationRequest");
  EXPECT_THAT(ok<aws::DescribeTargetGroupAttributes>({udp}).Attributes,
              testing::Contains(aws::Attribute{"deregistration_delay.connection_termination.enabled", "true"}));
}

}  // namespace
}  // namespace nlbsim::fake_aws
