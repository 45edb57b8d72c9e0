// Every gate of the data plane, shut one at a time, over an account built by calls.
#include "fake_aws/data_plane/probe.h"

#include <gmock/gmock.h>

#include "api/aws/elbv2_more.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int32_t kNodePort = 30900;

// One load balancer with a security group, a listener on 8080 and the three nodes as healthy targets.
class ProbeTest : public AccountTest {
 protected:
  ProbeTest() : AccountTest(Settings::instant()) {
    front_group = create_security_group("front");
    open(front_group, "0.0.0.0/0", 8080, 8080);
    from_front(network.node_security_group);
    aws::CreateLoadBalancer::Request request = load_balancer_request();
    request.SecurityGroups = {front_group};
    lb = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0);
    group = create_target_group();
    listener = create_listener(lb.LoadBalancerArn, group);
    for (const NodeInstance& node : network.nodes) {
      ok<aws::RegisterTargets>({group, {{node.instance_id, kNodePort, {}}}});
      view[{node.instance_id, kNodePort}] = {{"example-ns/pod-on-" + node.instance_id, "10.0.1.9"}};
    }
    pass(std::chrono::seconds{1});
  }

  void open(const std::string& id, const std::string& cidr, std::int32_t from, std::int32_t to) {
    ec2::IpPermission permission;
    permission.IpProtocol = "tcp";
    permission.FromPort = from;
    permission.ToPort = to;
    permission.IpRanges.push_back({cidr, std::nullopt});
    ok<ec2::AuthorizeSecurityGroupIngress>({id, {permission}});
  }
  ec2::IpPermission front_rule() const {
    ec2::IpPermission permission;
    permission.IpProtocol = "tcp";
    permission.FromPort = permission.ToPort = kNodePort;
    permission.UserIdGroupPairs.push_back({front_group, {}, {}});
    return permission;
  }
  void from_front(const std::string& id) { ok<ec2::AuthorizeSecurityGroupIngress>({id, {front_rule()}}); }

  ProbeAnswer ask(Probe wanted) { return probe(account.state(), view, wanted); }
  ProbeAnswer ask() { return ask({.address = lb.DNSName, .port = 8080}); }
  std::string obstacle(Probe wanted) { return std::string(name(ask(std::move(wanted)).obstacle)); }
  std::string obstacle() { return obstacle({.address = lb.DNSName, .port = 8080}); }
  const NetworkInterface& own_interface(const std::string& zone) {
    for (const std::string& id : account.network().interfaces_of.at(lb.LoadBalancerArn)) {
      const NetworkInterface& interface = account.network().interfaces.at(id);
      if (account.network().subnets.at(interface.subnet_id).description.AvailabilityZone == zone) return interface;
    }
    ADD_FAILURE() << zone;
    return account.network().interfaces.begin()->second;
  }

  std::string front_group, group, listener;
  aws::LoadBalancer lb;
  ClusterView view;
};

TEST_F(ProbeTest, ByNameEveryHealthyTargetIsReached) {
  const ProbeAnswer answer = ask();
  EXPECT_EQ(answer.obstacle, Obstacle::none) << answer.why;
  ASSERT_THAT(answer.paths, SizeIs(3));
  std::set<std::string> reached;
  for (const Path& path : answer.paths) {
    reached.insert(path.target.id);
    EXPECT_EQ(path.target.port, kNodePort);
    EXPECT_EQ(path.pod.name, "example-ns/pod-on-" + path.target.id);
    EXPECT_EQ(path.listener_arn, listener);
    EXPECT_EQ(path.target_group_arn, group);
    EXPECT_FALSE(path.fail_open);
    EXPECT_EQ(path.source, "10.0.255.254");  // instance targets see who comes
  }
  EXPECT_THAT(reached, SizeIs(3));
}

TEST_F(ProbeTest, AnAddressServesItsZoneUnlessTrafficCrosses) {
  const std::string address = to_text_v4(own_interface("us-west-2b").private_ip);
  const ProbeAnswer one_zone = ask({.address = address, .port = 8080});
  ASSERT_THAT(one_zone.paths, SizeIs(1));
  EXPECT_EQ(one_zone.paths[0].target.id, network.nodes[1].instance_id);
  ok<aws::ModifyLoadBalancerAttributes>({lb.LoadBalancerArn, {{"load_balancing.cross_zone.enabled", "true"}}});
  EXPECT_THAT(ask({.address = address, .port = 8080}).paths, SizeIs(3));
  ok<aws::ModifyTargetGroupAttributes>({group, {{"load_balancing.cross_zone.enabled", "false"}}});
  EXPECT_THAT(ask({.address = address, .port = 8080}).paths, SizeIs(1));
}

TEST_F(ProbeTest, NamesThatLeadNowhere) {
  EXPECT_EQ(obstacle({.address = "nobody.example.com", .port = 8080}), "no-such-address");
  EXPECT_EQ(obstacle({.address = network.nodes[0].private_ip, .port = 8080}), "zone-not-enabled");
  ok<aws::DeleteLoadBalancer>({lb.LoadBalancerArn});
  EXPECT_EQ(obstacle(), "no-such-address");
}

TEST_F(ProbeTest, ALoadBalancerThatIsNotActiveServesNobody) {
  ASSERT_TRUE(account.set_load_balancer_state(lb.LoadBalancerArn, "failed"));
  EXPECT_EQ(obstacle(), "not-active");
  EXPECT_THAT(ask().why, HasSubstr("is failed"));
  ASSERT_TRUE(account.set_load_balancer_state(lb.LoadBalancerArn, "active_impaired"));
  EXPECT_EQ(obstacle(), "none");
}

TEST_F(ProbeTest, TheInternetDoesNotReachAnInternalOne) {
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .from = "198.51.100.1"}), "not-routable");
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .from = "nonsense"}), "not-routable");
}

TEST_F(ProbeTest, ListenersAndTheirProtocols) {
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8081}), "no-listener");
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .protocol = "UDP"}), "wrong-protocol");
  // TLS is passed through by a TCP listener.
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .protocol = "TLS", .sni = "a.example.com"}), "none");
}

TEST_F(ProbeTest, TheLoadBalancersGroupsLetTheClientIn) {
  ec2::IpPermission everybody;
  everybody.IpProtocol = "tcp";
  everybody.FromPort = everybody.ToPort = 8080;
  everybody.IpRanges.push_back({"0.0.0.0/0", std::nullopt});
  ok<ec2::RevokeSecurityGroupIngress>({front_group, {everybody}});
  open(front_group, "10.0.7.0/24", 8080, 8080);
  EXPECT_EQ(obstacle(), "security-group");
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .from = "10.0.7.9"}), "none");
}

TEST_F(ProbeTest, TheTargetsGroupsLetTheLoadBalancerIn) {
  ok<ec2::RevokeSecurityGroupIngress>({network.node_security_group, {front_rule()}});
  EXPECT_EQ(obstacle(), "target-security-group");
  EXPECT_THAT(ask().paths, IsEmpty());
  // By the client's address, which instance targets see.
  open(network.node_security_group, "10.0.7.0/24", 30000, 32767);
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .from = "10.0.7.9"}), "none");
}

TEST_F(ProbeTest, WithoutTheClientsAddressTheLoadBalancersOwnCounts) {
  ok<aws::ModifyTargetGroupAttributes>({group, {{"preserve_client_ip.enabled", "false"}}});
  ok<ec2::RevokeSecurityGroupIngress>({network.node_security_group, {front_rule()}});
  open(network.node_security_group, "10.0.7.0/24", kNodePort, kNodePort);
  EXPECT_EQ(obstacle({.address = lb.DNSName, .port = 8080, .from = "10.0.7.9"}), "target-security-group");
  for (const std::string& zone : network.zones)
    open(network.node_security_group, to_text_v4(own_interface(zone).private_ip) + "/32", kNodePort, kNodePort);
  const ProbeAnswer answer = ask({.address = lb.DNSName, .port = 8080, .from = "10.0.7.9"});
  ASSERT_THAT(answer.paths, SizeIs(3)) << answer.why;
  EXPECT_EQ(answer.paths[0].source, "");
}

TEST_F(ProbeTest, ATargetDoesNotReachItself) {
  const Probe from_node{.address = lb.DNSName, .port = 8080, .from = network.nodes[0].private_ip};
  EXPECT_THAT(ask(from_node).paths, SizeIs(2));
  ok<aws::DeregisterTargets>({group, {{network.nodes[1].instance_id, kNodePort, {}}}});
  ok<aws::DeregisterTargets>({group, {{network.nodes[2].instance_id, kNodePort, {}}}});
  EXPECT_EQ(obstacle(from_node), "hairpin");
  ok<aws::ModifyTargetGroupAttributes>({group, {{"preserve_client_ip.enabled", "false"}}});
  EXPECT_EQ(obstacle(from_node), "none");
}

TEST_F(ProbeTest, HealthDecidesAndFailsOpen) {
  for (const NodeInstance& node : network.nodes) account.set_responding(node.instance_id, 0, false);
  pass(std::chrono::seconds{1});
  const ProbeAnswer all = ask();
  ASSERT_THAT(all.paths, SizeIs(3)) << all.why;
  EXPECT_TRUE(all.paths[0].fail_open);
  account.set_responding(network.nodes[0].instance_id, 0, true);
  pass(std::chrono::seconds{1});
  const ProbeAnswer one = ask();
  ASSERT_THAT(one.paths, SizeIs(1));
  EXPECT_EQ(one.paths[0].target.id, network.nodes[0].instance_id);
  EXPECT_FALSE(one.paths[0].fail_open);
}

TEST_F(ProbeTest, NobodyThereIsAnObstacleOfItsOwn) {
  view.clear();
  EXPECT_EQ(obstacle(), "no-answer");
  view[{network.nodes[2].instance_id, kNodePort}] = {{"example-ns/a", "10.0.1.1"}, {"example-ns/b", "10.0.1.2"}};
  EXPECT_THAT(ask().paths, SizeIs(2));
}

TEST_F(ProbeTest, AGroupWithoutTargetsServesNobody) {
  const std::string empty = create_target_group("empty");
  aws::ModifyListener::Request request;
  request.ListenerArn = listener;
  aws::Action forward;
  forward.Type = "forward";
  forward.TargetGroupArn = empty;
  request.DefaultActions = {forward};
  ok<aws::ModifyListener>(request);
  pass(std::chrono::seconds{1});
  EXPECT_EQ(obstacle(), "no-target");
}

class DrainingProbe : public AccountTest {
 protected:
  DrainingProbe() : AccountTest(drains()) {}
  static Settings drains() {
    Settings settings = Settings::instant();
    settings.timing.configured_delays = true;
    return settings;
  }
};

TEST_F(DrainingProbe, ADrainingTargetServesWhatWasThereAlone) {
  const std::string lb = create_load_balancer();
  const std::string group = create_target_group();
  create_listener(lb, group);
  const std::string id = network.nodes[0].instance_id;
  ok<aws::RegisterTargets>({group, {{id, kNodePort, {}}}});
  ec2::IpPermission everything;
  everything.IpProtocol = "-1";
  everything.IpRanges.push_back({"0.0.0.0/0", std::nullopt});
  ok<ec2::AuthorizeSecurityGroupIngress>({network.node_security_group, {everything}});
  pass(std::chrono::minutes{5});
  const ClusterView view{{{id, kNodePort}, {{"example-ns/pod", "10.0.1.9"}}}};
  EXPECT_THAT(probe(account.state(), view, {.address = lb, .port = 8080}).paths, SizeIs(1));
  ok<aws::DeregisterTargets>({group, {{id, kNodePort, {}}}});
  EXPECT_EQ(probe(account.state(), view, {.address = lb, .port = 8080}).obstacle, Obstacle::no_healthy_target);
  EXPECT_THAT(probe(account.state(), view, {.address = lb, .port = 8080, .established = true}).paths, SizeIs(1));
  pass(std::chrono::minutes{6});
  EXPECT_EQ(probe(account.state(), view, {.address = lb, .port = 8080, .established = true}).obstacle,
            Obstacle::no_target);
}

TEST_F(ProbeTest, ATlsListenerShowsTheCertificateForTheName) {
  const std::string standard = "arn:aws:acm:us-west-2:123456789012:certificate/standard";
  const std::string wild = "arn:aws:acm:us-west-2:123456789012:certificate/wild";
  account.add_certificate(standard, "example.com");
  account.add_certificate(wild, "*.shop.example.com");
  open(front_group, "0.0.0.0/0", 443, 443);
  aws::CreateListener::Request request = listener_request(lb.LoadBalancerArn, group, 443);
  request.Protocol = "TLS";
  request.Certificates = {{standard, std::nullopt}};
  const std::string tls = ok<aws::CreateListener>(request).Listeners.at(0).ListenerArn;
  ok<aws::AddListenerCertificates>({tls, {{wild, std::nullopt}}});
  const auto shown = [&](std::string sni) {
    const ProbeAnswer answer = ask({.address = lb.DNSName, .port = 443, .protocol = "TLS", .sni = std::move(sni)});
    return answer.paths.empty() ? answer.why : answer.paths.front().certificate_arn;
  };
  EXPECT_EQ(shown("a.shop.example.com"), wild);
  EXPECT_EQ(shown("b.a.shop.example.com"), standard);
  EXPECT_EQ(shown("elsewhere.org"), standard);
}

}  // namespace
}  // namespace nlbsim::fake_aws
