// The deploy as a whole, against a small account: order and parameters of calls, steady state. Faults:
// deploy_faults_test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/deploy_steps.h"

namespace nlbsim::engine {
namespace {

using api::Json;
using testing::activate;
using testing::converge;
using testing::DeployWorld;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using testing::example_gateway;
using testing::FaultKind;
using testing::frozen;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::object;
using testing::serving;
using testing::serving_port;
using testing::unused;

// ---- what the real controller sent for the same Gateway and route ----
TEST(Deploy, MutationsComeInTheRecordedOrder) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  EXPECT_THAT(world.mutations(), ElementsAre("CreateSecurityGroup", "CreateSecurityGroup",
                                             "AuthorizeSecurityGroupIngress", "CreateLoadBalancer"));
  activate(world);
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  EXPECT_THAT(world.mutations(),
              ElementsAre("CreateSecurityGroup", "CreateSecurityGroup", "AuthorizeSecurityGroupIngress",
                          "CreateLoadBalancer", "CreateTargetGroup", "CreateListener", "create"));
}

TEST(Deploy, EverythingAtOnceMakesTargetGroupsBeforeTheLoadBalancer) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  EXPECT_THAT(world.mutations(),
              ElementsAre("CreateSecurityGroup", "CreateSecurityGroup", "AuthorizeSecurityGroupIngress",
                          "CreateTargetGroup", "CreateLoadBalancer", "CreateListener", "create"));
}

struct Recorded {
  const char* operation;
  int occurrence;
  const char* parameters;
};

// Parameters as the real controller sent them; ids are this world's.
const Recorded kRecorded[] = {
    {"CreateSecurityGroup", 1, R"({"GroupName":"k8s-traffic-democluster-36d0873f31","VpcId":"vpc-1",
       "Description":"[k8s] Shared Backend SecurityGroup for LoadBalancer",
       "TagSpecifications":[{"ResourceType":"security-group","Tags":[
         {"Key":"elbv2.k8s.aws/cluster","Value":"demo-cluster"},
         {"Key":"elbv2.k8s.aws/resource","Value":"backend-sg"}]}]})"},
    {"CreateSecurityGroup", 2, R"({"GroupName":"k8s-examplen-mytcpgat-49c58facbb","VpcId":"vpc-1",
       "Description":"[k8s] Managed SecurityGroup for LoadBalancer",
       "TagSpecifications":[{"ResourceType":"security-group","Tags":[
         {"Key":"elbv2.k8s.aws/cluster","Value":"demo-cluster"},
         {"Key":"gateway.k8s.aws.nlb/resource","Value":"ManagedLBSecurityGroup"},
         {"Key":"gateway.k8s.aws.nlb/stack","Value":"example-ns/my-tcp-gateway"}]}]})"},
    {"AuthorizeSecurityGroupIngress", 1, R"({"GroupId":"sg/k8s-examplen-mytcpgat-49c58facbb/1","IpPermissions":[
       {"IpProtocol":"tcp","FromPort":8080,"ToPort":8080,"IpRanges":[{"CidrIp":"0.0.0.0/0"}],
        "Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}],"TagSpecifications":[]})"},
    {"CreateTargetGroup", 1, R"({"Name":"k8s-examplen-mytcpapp-901b36a775","Protocol":"TCP","Port":30900,
       "VpcId":"vpc-1","HealthCheckProtocol":"TCP","HealthCheckPort":"traffic-port","HealthCheckEnabled":true,
       "HealthCheckIntervalSeconds":15,"HealthCheckTimeoutSeconds":5,"HealthyThresholdCount":3,
       "UnhealthyThresholdCount":3,"TargetType":"instance","Tags":[
         {"Key":"elbv2.k8s.aws/cluster","Value":"demo-cluster"},
         {"Key":"gateway.k8s.aws.nlb/resource","Value":"example-ns/my-tcp-gateway:example-ns-my-tcp-app-route:TCPRoute-example-ns-my-tcp-service:9000"},
         {"Key":"gateway.k8s.aws.nlb/stack","Value":"example-ns/my-tcp-gateway"}]})"},
    {"CreateLoadBalancer", 1, R"({"Name":"k8s-examplen-mytcpgat-27dd7ed270","Subnets":[],
       "SubnetMappings":[{"SubnetId":"subnet-1"},{"SubnetId":"subnet-2"}],
       "SecurityGroups":["sg/k8s-examplen-mytcpgat-49c58facbb/1","sg/k8s-traffic-democluster-36d0873f31/1"],
       "Scheme":"internal","Type":"network","IpAddressType":"ipv4","EnablePrefixForIpv6SourceNat":"off","Tags":[
         {"Key":"elbv2.k8s.aws/cluster","Value":"demo-cluster"},
         {"Key":"gateway.k8s.aws.nlb/resource","Value":"LoadBalancer"},
         {"Key":"gateway.k8s.aws.nlb/stack","Value":"example-ns/my-tcp-gateway"}]})"},
    {"CreateListener", 1, R"({"LoadBalancerArn":"lb/k8s-examplen-mytcpgat-27dd7ed270/1","Protocol":"TCP","Port":8080,
       "Certificates":[],"AlpnPolicy":[],"DefaultActions":[{"Type":"forward","Order":1,"ForwardConfig":{
         "TargetGroups":[{"TargetGroupArn":"tg/k8s-examplen-mytcpapp-901b36a775/1"}]}}],"Tags":[
         {"Key":"elbv2.k8s.aws/cluster","Value":"demo-cluster"},
         {"Key":"gateway.k8s.aws.nlb/resource","Value":"8080"},
         {"Key":"gateway.k8s.aws.nlb/stack","Value":"example-ns/my-tcp-gateway"}]})"},
};

TEST(Deploy, ParametersAreTheRecordedOnes) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  for (const Recorded& recorded : kRecorded) {
    EXPECT_EQ(world.request_of(recorded.operation, recorded.occurrence), *api::parse_json(recorded.parameters))
        << recorded.operation;
  }
}

TEST(Deploy, TheBindingIsTheRecordedOne) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  const auto binding = world.bindings.get({"example-ns", "k8s-examplen-mytcpapp-901b36a775"});
  ASSERT_TRUE(binding);
  EXPECT_EQ(api::member(binding->document(), "spec"), *api::parse_json(R"({
    "targetGroupARN":"tg/k8s-examplen-mytcpapp-901b36a775/1","targetType":"instance","targetGroupProtocol":"TCP",
    "ipAddressType":"ipv4","vpcID":"vpc-1","serviceRef":{"name":"my-tcp-service","port":9000},
    "networking":{"ingress":[{"from":[{"securityGroup":{"groupID":"sg/k8s-traffic-democluster-36d0873f31/1"}}],
      "ports":[{"port":30900,"protocol":"TCP"}]}]}})"));
  EXPECT_EQ(api::at(binding->document(), "metadata", "labels"), *api::parse_json(R"({
    "gateway.k8s.aws.nlb/stack-name":"my-tcp-gateway","gateway.k8s.aws.nlb/stack-namespace":"example-ns"})"));
}

// ---- steady state ----
TEST(Deploy, ASecondRunChangesNothing) {
  DeployWorld world;
  converge(world);
  const auto before = world.mutations().size();
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  EXPECT_EQ(world.mutations().size(), before);
}

TEST(Deploy, WarmReadsOfATwinAreTheTwelveRecordedOnes) {
  Profile twin;
  twin.full_scans = true;
  twin.reads_without_use = true;
  twin.created_tags_remembered = false;
  DeployWorld world(twin);
  converge(world);
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  const auto before = static_cast<std::ptrdiff_t>(world.operations().size());
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  const auto all = world.operations();
  const std::vector<std::string> run(all.begin() + before, all.end());
  EXPECT_THAT(run, ElementsAre("DescribeLoadBalancers", "DescribeSubnets", "DescribeSecurityGroups",
                               "DescribeSecurityGroups", "DescribeTargetGroups", "DescribeTargetGroupAttributes",
                               "DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeListeners",
                               "DescribeListenerAttributes", "DescribeRules", "DescribeLoadBalancers"));
}

TEST(Deploy, ColdReadsOfATwinAreTheRecordedOnes) {
  Profile twin;
  twin.full_scans = true;
  twin.reads_without_use = true;
  twin.created_tags_remembered = false;
  DeployWorld world(twin);
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.operations().size());
  world.restart();
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  const auto all = world.operations();
  const std::vector<std::string> run(all.begin() + before, all.end());
  EXPECT_THAT(
      run, ElementsAreArray({"DescribeLoadBalancers", "DescribeTags", "DescribeSubnets", "DescribeAvailabilityZones",
                             "DescribeAvailabilityZones", "DescribeSecurityGroups", "DescribeSecurityGroups",
                             "DescribeSecurityGroups", "DescribeTargetGroups", "DescribeTags",
                             "DescribeTargetGroupAttributes", "DescribeLoadBalancers", "DescribeLoadBalancerAttributes",
                             "DescribeListeners", "DescribeTags", "DescribeListenerAttributes", "DescribeRules",
                             "DescribeTags", "DescribeLoadBalancers"}));
}

TEST(Deploy, ReadsThatNothingFollowsFromCanBeLeftOut) {
  Profile lean;
  DeployWorld world(lean);
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.operations().size());
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  const auto all = world.operations();
  const std::vector<std::string> run(all.begin() + before, all.end());
  EXPECT_THAT(run, ElementsAre("DescribeLoadBalancers", "DescribeSecurityGroups", "DescribeTargetGroups",
                               "DescribeLoadBalancers", "DescribeListeners"));
}

// A run must not cost more beside many stacks than beside none: it asks for what it knows by id.
TEST(Deploy, AWarmRunNamesWhatItAsksFor) {
  DeployWorld world;
  converge(world);
  const int before = world.count("DescribeLoadBalancers");
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  for (int nth = before + 1; nth <= world.count("DescribeLoadBalancers"); ++nth) {
    EXPECT_THAT(world.request_of("DescribeLoadBalancers", nth)["LoadBalancerArns"], Not(IsEmpty()));
  }
}

TEST(Deploy, TagsAreAskedAgainAfterTwentyMinutesAndMended) {
  DeployWorld world;
  converge(world);
  for (auto& [arn, tags] : world.tags) tags.erase("gateway.k8s.aws.nlb/resource");
  world.tags.begin()->second["stranger"] = "x";
  const int before = world.count("DescribeTags");
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  EXPECT_EQ(world.count("DescribeTags"), before);
  world.scheduler.run_until(world.scheduler.now() + std::chrono::minutes{20}, 1000);
  EXPECT_FALSE(world.reconcile(example_gateway(), serving()));
  EXPECT_EQ(world.last_error, "UntaggedResource");
  EXPECT_THAT(world.last.failures[0].error.message, HasSubstr(world.target_groups.begin()->first));  // its ARN
}

// ---- frozen and unused ports ----
TEST(Deploy, AFrozenPortKeepsListenerTargetGroupAndBinding) {
  DeployWorld world;
  converge(world);
  const std::string before = world.end_state();
  const auto mutations = world.mutations().size();
  ASSERT_TRUE(world.reconcile(example_gateway(), frozen()));
  EXPECT_EQ(world.mutations().size(), mutations);
  EXPECT_EQ(world.end_state(), before);
}

TEST(Deploy, AFrozenPortWithNothingThereMakesNothing) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), frozen()));
  EXPECT_EQ(world.count("CreateListener"), 0);
  EXPECT_EQ(world.count("AuthorizeSecurityGroupIngress"), 0);
}

TEST(Deploy, AnUnusedPortLosesListenerBindingAndTargetGroupInThisOrder) {
  DeployWorld world;
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.mutations().size());
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  const auto all = world.mutations();
  EXPECT_THAT(std::vector<std::string>(all.begin() + before, all.end()),
              ElementsAre("DeleteListener", "delete", "DeleteTargetGroup"));
}

TEST(Deploy, WhileProvisioningTargetGroupsStay) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), serving()));
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  EXPECT_EQ(world.count("DeleteTargetGroup"), 0);
  activate(world);
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  EXPECT_EQ(world.count("DeleteTargetGroup"), 1);
}

// What is changed in AWS and the cluster when a listener turns from one Service to another.
std::vector<std::string> swap(DeployWorld& world) {
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.mutations().size());
  const auto other = object(R"({"metadata":{"namespace":"example-ns","name":"other"},"spec":{"type":"NodePort",
    "ports":[{"port":9000,"targetPort":9000,"nodePort":30901}]}})");
  EXPECT_TRUE(world.reconcile(example_gateway(), {serving_port(other)}));
  const auto all = world.mutations();
  return {all.begin() + before, all.end()};
}

// Nobody registers targets here: the listener turns all the same when they have had their ten seconds.
TEST(Deploy, AListenerTurnsToATargetGroupThatHasHadTimeToGetItsTargets) {
  DeployWorld world;
  const sim::Instant start = world.scheduler.now();
  EXPECT_THAT(swap(world), ElementsAre("CreateTargetGroup", "create", "ModifyListener", "delete", "DeleteTargetGroup"));
  EXPECT_GE(world.scheduler.now() - start, std::chrono::seconds{9});
}

TEST(Deploy, TheReleasesTurnItAtOnce) {
  Profile profile;
  profile.targets_before_listener = false;
  DeployWorld world(profile);
  const sim::Instant start = world.scheduler.now();
  EXPECT_THAT(swap(world), ElementsAre("CreateTargetGroup", "ModifyListener", "create", "delete", "DeleteTargetGroup"));
  EXPECT_LT(world.scheduler.now() - start, std::chrono::seconds{9});
}

TEST(Deploy, ABindingThatIsRefusedLeavesTheListenerWhereItServes) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), {serving_port()}));
  activate(world);
  world.faults.push_back({"create", 1, FaultKind::refuse, "Forbidden", 100});
  const auto other = object(R"({"metadata":{"namespace":"example-ns","name":"other"},"spec":{"type":"NodePort",
    "ports":[{"port":9000,"targetPort":9000,"nodePort":30901}]}})");
  EXPECT_FALSE(world.reconcile(example_gateway(), {serving_port(other)}));
  EXPECT_EQ(world.count("ModifyListener"), 0);
  EXPECT_EQ(world.count("DeleteTargetGroup"), 0);
}

TEST(Deploy, ANewNodePortChangesTheBindingAlone) {
  DeployWorld world;
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.mutations().size());
  const auto moved = object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{"type":"NodePort",
    "ports":[{"port":9000,"targetPort":9000,"nodePort":30955}]}})");
  ASSERT_TRUE(world.reconcile(example_gateway(), {serving_port(moved)}));
  const auto all = world.mutations();
  EXPECT_THAT(std::vector<std::string>(all.begin() + before, all.end()), ElementsAre("patch"));
  const Json body = world.request_of("patch")["body"];
  EXPECT_EQ(body.size(), 1U);
  EXPECT_EQ(body["spec"].size(), 1U);
  EXPECT_EQ(body["spec"]["networking"]["ingress"][0]["ports"][0]["port"], 30955);
  EXPECT_EQ(world.bindings.all().size(), 1U);
}

// ---- deletion ----
TEST(Deploy, RemovalGoesInTheRecordedOrderAndLeavesNothing) {
  DeployWorld world;
  converge(world);
  const auto before = static_cast<std::ptrdiff_t>(world.mutations().size());
  ASSERT_TRUE(world.remove(example_gateway())) << world.last_error;
  const auto all = world.mutations();
  EXPECT_THAT(
      std::vector<std::string>(all.begin() + before, all.end()),
      ElementsAre("DeleteLoadBalancer", "delete", "DeleteTargetGroup", "DeleteSecurityGroup", "DeleteSecurityGroup"));
  EXPECT_EQ(world.end_state(), "");
}

kube::ObjectRef second_gateway() {
  return object(R"({"metadata":{"namespace":"example-ns","name":"other","uid":"2",
    "finalizers":["gateway.k8s.aws/nlb"]},"spec":{"gatewayClassName":"aws-nlb","listeners":[]}})");
}

TEST(Deploy, TheSharedGroupGoesWithTheLastGateway) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  ASSERT_TRUE(world.reconcile(second_gateway(), unused()));
  EXPECT_EQ(world.count("CreateSecurityGroup"), 3);
  world.restart();  // only finalizers tell who needs the group
  ASSERT_TRUE(world.remove(example_gateway()));
  EXPECT_THAT(world.end_state(), HasSubstr("sg k8s-traffic-democluster"));
  // The finalizer of the first is still in the cache when the second one goes.
  ASSERT_TRUE(world.remove(second_gateway()));
  EXPECT_EQ(world.end_state(), "");
}

TEST(Deploy, AGatewayThatNeverHeldAFinalizerReleasesTheSharedGroup) {
  DeployWorld world;
  const auto bare = object(R"({"metadata":{"namespace":"example-ns","name":"g","uid":"9"},"spec":{}})");
  world.gateways.put(bare);
  LoadedGateway loaded;
  loaded.ports = unused();
  ASSERT_TRUE(world.run(world.deployer().build(bare, loaded, 0)));
  EXPECT_THAT(world.end_state(), HasSubstr("k8s-traffic"));
  world.forget(bare);
  ASSERT_TRUE(world.run(world.deployer().release({"example-ns", "g"}, 0)));
  EXPECT_EQ(world.end_state(), "");
}

TEST(Deploy, ASecurityGroupInUseIsTriedForTenSeconds) {
  DeployWorld world;
  converge(world);
  world.faults.push_back({"DeleteSecurityGroup", 1, FaultKind::refuse, "DependencyViolation", 100});
  const auto started = world.scheduler.now();
  EXPECT_FALSE(world.remove(example_gateway()));
  EXPECT_EQ(world.last_error, "DependencyViolation");
  EXPECT_EQ(world.count("DeleteSecurityGroup"), 6);
  EXPECT_EQ(world.scheduler.now() - started, std::chrono::seconds{10});
}

TEST(Deploy, ATargetGroupInUseIsTriedAgain) {
  DeployWorld world;
  converge(world);
  world.faults.push_back({"DeleteTargetGroup", 1, FaultKind::refuse, "ResourceInUse", 2});
  EXPECT_TRUE(world.reconcile(example_gateway(), unused())) << world.last_error;
  EXPECT_EQ(world.count("DeleteTargetGroup"), 3);
}

// ---- what others did ----
TEST(Deploy, AnotherClustersResourcesOfTheSameGatewayAreNotTouched) {
  DeployWorld world;
  converge(world);
  const std::string before = world.end_state();
  DeployWorld other;
  other.config.cluster_name = "other-cluster";
  other.load_balancers = world.load_balancers;
  other.target_groups = world.target_groups;
  other.listeners = world.listeners;
  other.tags = world.tags;
  other.security_groups = world.security_groups;
  other.restart();
  ASSERT_TRUE(other.reconcile(example_gateway(), serving())) << other.last_error;
  EXPECT_EQ(other.load_balancers.size(), 2U);
  ASSERT_TRUE(other.remove(example_gateway())) << other.last_error;
  other.bindings = world.bindings;
  EXPECT_EQ(other.end_state(), before);
}

TEST(Deploy, AForeignListenerStaysAndOccupiesItsPort) {
  DeployWorld world;
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  aws::Listener foreign;
  foreign.ListenerArn = "listener/foreign";
  foreign.LoadBalancerArn = world.load_balancers.begin()->first;
  foreign.Port = 8080;
  foreign.Protocol = "TCP";
  foreign.DefaultActions.emplace_back().ForwardConfig.emplace().TargetGroups.emplace_back().TargetGroupArn = "tg/x";
  world.listeners[foreign.ListenerArn] = foreign;
  ASSERT_TRUE(world.reconcile(example_gateway(), unused()));
  EXPECT_FALSE(world.reconcile(example_gateway(), serving()));
  EXPECT_EQ(world.last_error, "ForeignResource");
  EXPECT_TRUE(world.listeners.contains("listener/foreign"));
}

TEST(Deploy, ATargetGroupDeletedByHandIsMadeAgainWithItsBinding) {
  DeployWorld world;
  converge(world);
  const std::string before = world.end_state();
  world.target_groups.clear();
  ASSERT_TRUE(world.reconcile(example_gateway(), serving())) << world.last_error;
  EXPECT_EQ(world.end_state(), before);
}

TEST(Deploy, ASecurityGroupThatAwsForgotIsLookedUpAgain) {
  DeployWorld world;
  world.faults.push_back({"CreateLoadBalancer", 1, FaultKind::refuse, "ServiceUnavailable"});
  EXPECT_FALSE(world.reconcile(example_gateway(), serving()));
  std::erase_if(world.security_groups,
                [](const auto& entry) { return entry.second.GroupName.starts_with("k8s-traf"); });
  EXPECT_FALSE(world.reconcile(example_gateway(), serving()));
  EXPECT_EQ(world.last_error, "InvalidSecurityGroup");
  EXPECT_TRUE(world.reconcile(example_gateway(), serving())) << world.last_error;
}

TEST(Deploy, SeveralWorkersMakeOneSharedGroup) {
  DeployWorld world;
  LoadedGateway loaded;
  loaded.ports = unused();
  int done = 0;
  const auto body = [](StackDeployer& deployer, kube::ObjectRef gateway, LoadedGateway from,
                       int* count) -> sim::Task<void> {
    auto stack = co_await deployer.build(gateway, from, 0);
    if (stack) ++*count;
  };
  sim::Actor& actor = world.scheduler.start("worker");
  sim::spawn(actor, body(world.deployer(), example_gateway(), loaded, &done));
  sim::spawn(actor, body(world.deployer(), second_gateway(), loaded, &done));
  world.scheduler.settle(10'000);
  EXPECT_EQ(done, 2);
  EXPECT_EQ(world.count("CreateSecurityGroup"), 1);
}

}  // namespace
}  // namespace nlbsim::engine
