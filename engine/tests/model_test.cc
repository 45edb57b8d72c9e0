#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/subnets.h"
#include "engine/model/tags.h"
#include "engine/tests/model_fixture.h"

namespace nlbsim::engine {
namespace {

using testing::bare_port;
using ::testing::ElementsAre;
using testing::example_identity;
using testing::example_input;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::object;
using testing::serving_port;
using ::testing::SizeIs;

TargetGroupIdentity example_target_group() {
  return {{"example-ns", "my-tcp-gateway"},
          {"example-ns", "my-tcp-app-route"},
          "TCPRoute",
          {"example-ns", "my-tcp-service"},
          "9000"};
}

// Known answers: the names that the real controller gave to the same inputs.
TEST(Naming, OfLoadBalancersDependsOnTheScheme) {
  EXPECT_EQ(load_balancer_name(example_identity(), "internal"), "k8s-examplen-mytcpgat-27dd7ed270");
  EXPECT_EQ(load_balancer_name(example_identity(), "internet-facing"), "k8s-examplen-mytcpgat-0b2734564d");
}

TEST(Naming, OfSecurityGroups) {
  EXPECT_EQ(managed_security_group_name(example_identity()), "k8s-examplen-mytcpgat-49c58facbb");
  EXPECT_EQ(backend_security_group_name("demo-cluster"), "k8s-traffic-democluster-36d0873f31");
}

TEST(Naming, OfTargetGroups) {
  const auto name = [](TargetGroupIdentity identity, TargetGroupTraits traits) {
    return target_group_name("demo-cluster", identity, traits);
  };
  TargetGroupIdentity identity = example_target_group();
  EXPECT_EQ(name(identity, {30900, "instance", "TCP"}), "k8s-examplen-mytcpapp-901b36a775");
  EXPECT_EQ(name(identity, {9000, "ip", "TCP"}), "k8s-examplen-mytcpapp-becc488ed8");
  identity.route_kind = "UDPRoute";
  EXPECT_EQ(name(identity, {9000, "ip", "UDP"}), "k8s-examplen-mytcpapp-dff142bc0b");
}

TEST(Naming, OfTargetGroupsOfServicesElsewhere) {
  TargetGroupIdentity identity = example_target_group();
  identity.service.namespace_ = "backend-ns";
  EXPECT_EQ(target_group_name("demo-cluster", identity, {30900, "instance", "TCP"}),
            "k8s-examplen-mytcpapp-9cd4093e8b");
}

TEST(Naming, OfTargetGroupResources) {
  EXPECT_EQ(target_group_id(example_target_group()),
            "example-ns/my-tcp-gateway:example-ns-my-tcp-app-route:TCPRoute-example-ns-my-tcp-service:9000");
}

TEST(Naming, LongNamesEndInAHash) {
  const std::string sixty_three(63, 'g');
  EXPECT_EQ(stack_name_label(sixty_three), sixty_three);
  const std::string label = stack_name_label(sixty_three + "g");
  EXPECT_EQ(label.size(), 63U);
  EXPECT_EQ(label, std::string(52, 'g') + "-" + name_hash({sixty_three + "g"}));
  EXPECT_NE(label, stack_name_label(sixty_three + "h"));
  EXPECT_EQ(stack_id({"ns", "g"}), "ns/g");
  EXPECT_EQ(stack_id({"ns", std::string(253, 'g')}).size(), 256U);
  TargetGroupIdentity identity{{"ns", "g"}, {"ns", std::string(253, 'r')}, "TCPRoute", {"ns", "s"}, "9000"};
  EXPECT_EQ(target_group_id(identity).size(), 256U);
}

TEST(Model, AServingPortGetsListenerTargetGroupAndBinding) {
  const auto stack = build_stack(example_input({serving_port()}), Profile());
  ASSERT_TRUE(stack) << stack.error().message;
  ASSERT_THAT(stack->listeners, SizeIs(1));
  EXPECT_EQ(stack->listeners[0].protocol, "TCP");
  ASSERT_THAT(stack->target_groups, SizeIs(1));
  const DesiredTargetGroup& group = stack->target_groups[0];
  EXPECT_EQ(stack->listeners[0].target_group_id, group.id);
  EXPECT_EQ(group.port, 30900);
  EXPECT_EQ(group.health_check.port, "traffic-port");
  EXPECT_EQ(group.health_check.interval_seconds, 15);
  ASSERT_THAT(stack->bindings, SizeIs(1));
  const DesiredTargetGroupBinding& binding = stack->bindings[0];
  EXPECT_EQ(binding.key, (kube::ObjectKey{"example-ns", "k8s-examplen-mytcpapp-901b36a775"}));
  ASSERT_THAT(binding.ingress, SizeIs(1));
  EXPECT_EQ(binding.ingress[0].port, "30900");
  EXPECT_EQ(binding.labels.at("gateway.k8s.aws.nlb/stack-name"), "my-tcp-gateway");
}

TEST(Model, AnUnusedPortIsOpenInTheManagedGroupAndNothingElse) {
  const auto stack = build_stack(example_input({bare_port(PortState::unused)}), Profile());
  ASSERT_TRUE(stack);
  EXPECT_THAT(stack->listeners, IsEmpty());
  EXPECT_THAT(stack->target_groups, IsEmpty());
  ASSERT_THAT(stack->security_groups, SizeIs(1));
  ASSERT_THAT(stack->security_groups[0].ingress, SizeIs(1));
  EXPECT_EQ(stack->security_groups[0].ingress[0].FromPort, 8080);
  EXPECT_EQ(stack->security_groups[0].ingress[0].IpRanges[0].Description, "");
  EXPECT_THAT(stack->frozen_ports, IsEmpty());
}

TEST(Model, AFrozenPortIsLeftOutEverywhere) {
  const auto stack = build_stack(example_input({bare_port(PortState::frozen)}), Profile());
  ASSERT_TRUE(stack);
  EXPECT_THAT(stack->security_groups[0].ingress, IsEmpty());
  EXPECT_THAT(stack->frozen_ports, ElementsAre(8080));
  EXPECT_TRUE(stack->frozen(8080));
  EXPECT_FALSE(stack->frozen(9090));
}

TEST(Model, TwoPortsOfOneRouteShareTheTargetGroup) {
  LoadedPort second = serving_port();
  second.port = 9090;
  const auto stack = build_stack(example_input({serving_port(), second}), Profile());
  ASSERT_TRUE(stack);
  EXPECT_THAT(stack->listeners, SizeIs(2));
  EXPECT_THAT(stack->target_groups, SizeIs(1));
  EXPECT_THAT(stack->bindings, SizeIs(1));
}

TEST(Model, AClusterIpServiceBehindInstanceTargetsHarmsItsPortAlone) {
  const auto cluster_ip = object(R"({"metadata":{"namespace":"example-ns","name":"bare"},"spec":{"type":"ClusterIP",
    "ports":[{"port":9000,"targetPort":9000}]}})");
  LoadedPort bad = serving_port(cluster_ip);
  bad.port = 9090;
  const auto stack = build_stack(example_input({serving_port(), bad}), Profile());
  ASSERT_TRUE(stack);
  EXPECT_THAT(stack->listeners, SizeIs(1));
  EXPECT_THAT(stack->frozen_ports, ElementsAre(9090));
  ASSERT_THAT(stack->violations, SizeIs(1));
  EXPECT_THAT(stack->violations[0].message, HasSubstr("NodePort"));

  Profile strict;
  strict.violations_freeze_gateway = true;
  const auto refused = build_stack(example_input({serving_port(), bad}), strict);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "FailedBuildModel");
}

TEST(Model, ExternalTrafficPolicyLocalIsCheckedOnItsOwnNodePort) {
  const auto local = object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{"type":"NodePort",
    "externalTrafficPolicy":"Local","healthCheckNodePort":31000,
    "ports":[{"port":9000,"targetPort":9000,"nodePort":30900}]}})");
  const auto stack = build_stack(example_input({serving_port(local)}), Profile());
  ASSERT_TRUE(stack);
  const HealthCheck& check = stack->target_groups[0].health_check;
  EXPECT_EQ(check.protocol, "HTTP");
  EXPECT_EQ(check.port, "31000");
  EXPECT_EQ(check.path, "/healthz");
  EXPECT_EQ(check.interval_seconds, 10);
  ASSERT_THAT(stack->bindings[0].ingress, SizeIs(2));
  EXPECT_EQ(stack->bindings[0].ingress[1].port, "31000");
}

TEST(Model, ANodePortServiceOfPolicyLocalKeepsTheTrafficPort) {
  const auto local = object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{"type":"NodePort",
    "externalTrafficPolicy":"Local","ports":[{"port":9000,"targetPort":9000,"nodePort":30900}]}})");
  const auto stack = build_stack(example_input({serving_port(local)}), Profile());
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->target_groups[0].health_check.protocol, "TCP");
  EXPECT_EQ(stack->target_groups[0].health_check.port, "traffic-port");
  EXPECT_THAT(stack->bindings[0].ingress, SizeIs(1));
}

TEST(Model, OurOwnAnnotationsAreNotTakenFromTheGateway) {
  ModelInput input = example_input({serving_port()});
  input.infrastructure_annotations = {{"note", "x"}, {"elbv2.k8s.aws/checkpoint", "mine"}};
  const auto stack = build_stack(input, Profile());
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->bindings[0].annotations, (std::map<std::string, std::string>{{"note", "x"}}));
}

TEST(Model, IpTargetsUseTheTargetPortEvenByName) {
  const auto named = object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{
    "ports":[{"port":9000,"targetPort":"app"}]}})");
  ModelInput input = example_input({serving_port(named)});
  input.target_type = "ip";
  const auto stack = build_stack(input, Profile());
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->target_groups[0].port, 1);
  EXPECT_EQ(stack->bindings[0].ingress[0].port, "app");
}

TEST(Model, PrintsTheSameJsonEveryTime) {
  const auto stack = build_stack(example_input({serving_port()}), Profile());
  ASSERT_TRUE(stack);
  const api::Json json = to_json(*stack);
  EXPECT_EQ(json, to_json(*build_stack(example_input({serving_port()}), Profile())));
  EXPECT_EQ(json["loadBalancers"]["LoadBalancer"]["securityGroups"][0], "#ManagedLBSecurityGroup");
  EXPECT_EQ(json["listeners"]["8080"]["protocol"], "TCP");
}

// ---- tags ----
TEST(Tags, DifferenceAddsWhatDiffersAndKeepsWhatOthersOwn) {
  const aws::TagMap desired{{"a", "1"}, {"b", "2"}};
  const aws::TagMap actual{{"a", "0"},
                           {"aws:cloudformation", "x"},
                           {"kubernetes.io/cluster/demo-cluster", "owned"},
                           {"stranger", ""},
                           {"kubernetes.io/cluster/other", "owned"}};
  const TagDifference difference = tag_difference(desired, actual, "demo-cluster");
  EXPECT_THAT(difference.add, ElementsAre(aws::Tag{"a", "1"}, aws::Tag{"b", "2"}));
  EXPECT_THAT(difference.remove, ElementsAre("kubernetes.io/cluster/other", "stranger"));
}

TEST(Tags, AnotherClustersStackIsNotOurs) {
  const aws::TagMap tags = tracking_tags({"other", "example-ns/my-tcp-gateway"}, "LoadBalancer");
  EXPECT_FALSE(belongs_to(tags, {"demo-cluster", "example-ns/my-tcp-gateway"}));
  EXPECT_TRUE(belongs_to(tags, {"other", "example-ns/my-tcp-gateway"}));
  EXPECT_FALSE(belongs_to(tags, {"other", "example-ns/my-tcp"}));
  EXPECT_EQ(resource_id_of(tags), "LoadBalancer");
}

// ---- subnets ----
aws::ec2::Subnet subnet(std::string id, std::string zone, std::int32_t free_addresses = 200) {
  aws::ec2::Subnet out;
  out.SubnetId = std::move(id);
  out.AvailabilityZone = zone;
  out.AvailabilityZoneId = std::move(zone);
  out.AvailableIpAddressCount = free_addresses;
  return out;
}

TEST(Subnets, OnePerZoneOursFirstThenTheLowestId) {
  std::vector<aws::ec2::Subnet> candidates{subnet("subnet-9", "a"),    subnet("subnet-2", "a"),
                                           subnet("subnet-5", "b"),    subnet("subnet-4", "b"),
                                           subnet("subnet-0", "c", 7), subnet("subnet-1", "d")};
  candidates[2].Tags.push_back({"kubernetes.io/cluster/demo-cluster", "shared"});
  candidates[5].Tags.push_back({"kubernetes.io/cluster/other", "owned"});
  const auto ids = choose_subnets(candidates, "demo-cluster", "internal");
  ASSERT_TRUE(ids);
  EXPECT_THAT(*ids, ElementsAre("subnet-2", "subnet-5"));
}

TEST(Subnets, NoneLeftSaysWhichTagIsMissing) {
  const auto ids = choose_subnets({}, "demo-cluster", "internet-facing");
  ASSERT_FALSE(ids);
  EXPECT_EQ(ids.error().code, "NoSubnet");
  EXPECT_THAT(ids.error().message, HasSubstr("kubernetes.io/role/elb=1"));
}

TEST(Subnets, OneLocale) {
  const std::vector<aws::ec2::Subnet> subnets{subnet("subnet-1", "a"), subnet("subnet-2", "b")};
  EXPECT_TRUE(check_one_locale(subnets, {{"a", "availability-zone"}, {"b", "availability-zone"}}));
  EXPECT_FALSE(check_one_locale(subnets, {{"a", "availability-zone"}, {"b", "local-zone"}}));
}

TEST(Subnets, ReachabilityFollowsTheExplicitTableThenTheMainOne) {
  const std::vector<aws::ec2::Subnet> subnets{subnet("subnet-1", "a"), subnet("subnet-2", "b")};
  aws::ec2::RouteTable main;
  main.Associations.push_back({true, "rtb-1", ""});
  main.Routes.push_back({"0.0.0.0/0", "igw-1"});
  aws::ec2::RouteTable isolated;
  isolated.Associations.push_back({false, "rtb-2", "subnet-2"});
  const std::vector<aws::ec2::RouteTable> tables{main, isolated};
  const auto reachable = by_reachability(subnets, tables, "internet-facing");
  ASSERT_THAT(reachable, SizeIs(1));
  EXPECT_EQ(reachable[0].SubnetId, "subnet-1");
  const auto hidden = by_reachability(subnets, tables, "internal");
  ASSERT_THAT(hidden, SizeIs(1));
  EXPECT_EQ(hidden[0].SubnetId, "subnet-2");
}

}  // namespace
}  // namespace nlbsim::engine
