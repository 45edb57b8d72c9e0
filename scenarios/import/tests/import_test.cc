// Exports as they come: what is taken of them, what is named, what is refused.
#include "scenarios/import/import.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "scenarios/language/load.h"
#include "scenarios/language/yaml_text.h"

namespace nlbsim::scenarios {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr std::string_view kVpcs =
    R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333"}]})";
constexpr std::string_view kSubnets =
    R"({"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/20",
    "AvailabilityZone": "eu-west-1a", "Tags": [{"Key": "kubernetes.io/cluster/blue", "Value": "shared"}]}]})";
constexpr std::string_view kBalancers = R"({"LoadBalancers": [
    {"LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/edge/50dc6c495c0c9188",
     "LoadBalancerName": "edge", "Type": "network", "VpcId": "vpc-1", "State": {"Code": "active"}, "Scheme": "internal",
     "DNSName": "edge.example", "CreatedTime": "2026-03-28T22:07:57.470000+00:00",
     "AvailabilityZones": [{"ZoneName": "eu-west-1a", "SubnetId": "subnet-1", "LoadBalancerAddresses": []}]},
    {"LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/60dc6c495c0c9188",
     "LoadBalancerName": "web", "Type": "application", "VpcId": "vpc-1"}]})";

class ImportTest : public testing::Test {
 protected:
  ImportTest() : folder_(fs::temp_directory_path() / ("nlbsim-import-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "aws");
    write("aws/v.json", kVpcs);
    write("aws/s.json", kSubnets);
    write("cluster.yaml", "apiVersion: v1\nkind: List\nitems: []\n");
  }
  ~ImportTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) { std::ofstream(folder_ / name) << text; }
  ImportSources sources() const {
    return {{(folder_ / "cluster.yaml").string()}, (folder_ / "aws").string(), {}, "seed-compat"};
  }
  std::string refused() const {
    const auto imported = import_world(sources());
    return imported ? std::string() : imported.error().message;
  }

  fs::path folder_;
};

TEST_F(ImportTest, NamesAreThoseOfTheAccount) {
  const auto imported = import_world(sources());
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->account, "111122223333");
  EXPECT_EQ(imported->region, "eu-west-1");
  EXPECT_EQ(imported->vpc, "vpc-1");
  EXPECT_EQ(imported->cluster, "blue");
  EXPECT_THAT(imported->passed_over, ElementsAre());
}

TEST_F(ImportTest, WhatIsNotANetworkLoadBalancersIsNamedOnce) {
  write("aws/lb.json", kBalancers);
  write("aws/zones.json", R"({"HostedZones": [{"Id": "Z"}]})");
  write("aws/limits.json", R"({"Limits": [{"Name": "x"}]})");
  const auto imported = import_world(sources());
  ASSERT_TRUE(imported) << imported.error().message;
  ASSERT_EQ(imported->holdings.LoadBalancers.size(), 1U);
  EXPECT_THAT(imported->passed_over, Contains("load balancers of another type than network: web"));
  EXPECT_THAT(imported->passed_over, Contains(HasSubstr("zones.json: holds HostedZones: not an answer of AWS")));
  EXPECT_THAT(imported->passed_over,
              Contains(HasSubstr("limits.json: the answer of DescribeAccountLimits is not needed")));
}

TEST_F(ImportTest, AnAnswerWithoutANameHasThatOfItsFile) {
  constexpr std::string_view kAttributes =
      R"({"Attributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]})";
  write("aws/lb.json", kBalancers);
  write("aws/attributes-50dc6c495c0c9188.json", kAttributes);
  write("aws/more.json", kAttributes);
  const auto imported = import_world(sources());
  ASSERT_TRUE(imported) << imported.error().message;
  ASSERT_EQ(imported->holdings.Attributes.size(), 1U);
  EXPECT_THAT(imported->holdings.Attributes[0].ResourceArn, testing::EndsWith("net/edge/50dc6c495c0c9188"));
  EXPECT_THAT(imported->passed_over, Contains(HasSubstr("more.json: does not tell which load balancer")));
}

TEST_F(ImportTest, WishesBecomeManifestsAndWhatCameOfThemDoesNot) {
  write("cluster.yaml", R"(apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Service, metadata: {name: s, namespace: a, uid: u1, resourceVersion: "7", creationTimestamp: "2025-01-01T00:00:00Z"}, spec: {type: NodePort, clusterIP: 172.20.0.9, ports: [{port: 80, nodePort: 30080}]}}
- {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s-1, namespace: a, uid: u2, labels: {kubernetes.io/service-name: s}}, addressType: IPv4, endpoints: [], ports: []}
- {apiVersion: v1, kind: Secret, metadata: {name: k, namespace: a}, data: {k: c2VjcmV0}}
- {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: a}}
- {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: c, uid: u3}, spec: {controllerName: gateway.k8s.aws/nlb}}
)");
  const auto imported = import_world(sources());
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->objects.size(), 4U);  // and the namespace that they are in
  ASSERT_EQ(imported->manifests.size(), 2U);
  const auto& [file, wishes] = *imported->manifests.rbegin();
  EXPECT_EQ(file, "a.yaml");
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_TRUE(api::at(wishes[0], "metadata", "uid").is_null());
  EXPECT_TRUE(api::at(wishes[0], "spec", "clusterIP").is_null());
  EXPECT_THAT(imported->passed_over,
              ElementsAre("Secret (v1) is not needed (1 object)", "Widget (example.com/v1) is not needed (1 object)"));
  EXPECT_THAT(to_yaml(world_document(*imported)), testing::Not(HasSubstr("c2VjcmV0")));
}

TEST_F(ImportTest, WhatIsWrittenIsReadAgain) {
  write("aws/lb.json", kBalancers);
  const auto imported = import_world(sources());
  ASSERT_TRUE(imported) << imported.error().message;
  write("world.yaml", to_compact_yaml(world_document(*imported), 120));
  const auto world = load_world((folder_ / "world.yaml").string());
  ASSERT_TRUE(world) << world.error().describe();
  EXPECT_EQ(world->clusters.front().name, "blue");
  EXPECT_EQ(world->aws.account, "111122223333");
  ASSERT_TRUE(world->aws.holds);
  EXPECT_EQ(world->aws.holds->LoadBalancers.at(0).DNSName, "edge.example");
  const auto scenario =
      load_scenario_text(scenario_text(*imported, "world.yaml"), (folder_ / "nothing-changes.yaml").string(), {});
  ASSERT_TRUE(scenario) << scenario.error().describe();
  EXPECT_EQ(scenario->front().world.clusters.front().vpc, "vpc-1");
}

TEST_F(ImportTest, WithoutAnAccountNodesAreNotTaken) {
  write("cluster.yaml", "{apiVersion: v1, kind: Node, metadata: {name: n}, spec: {providerID: 'aws:///x/i-1'}}");
  ImportSources sources = this->sources();
  sources.aws.clear();
  const auto imported = import_world(sources);
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->objects.size(), 0U);
  EXPECT_THAT(imported->passed_over, ElementsAre("Node (v1) belongs to an account (1 object)"));
}

TEST_F(ImportTest, WhatContradictsItselfOrIsMissingIsRefused) {
  write("aws/more.json", R"({"Subnets": [{"SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.16.0/20",
      "AvailabilityZone": "eu-west-1b", "Tags": [{"Key": "kubernetes.io/cluster/green", "Value": "shared"}]}]})");
  EXPECT_EQ(refused(), "tags tell of several clusters, --cluster NAME says which one it is: blue, green");
  write("aws/more.json", R"({"Vpcs": {"VpcId": "x"}})");
  EXPECT_EQ(refused(), "Vpcs must be a list");
  fs::remove(folder_ / "aws/v.json");
  write("aws/more.json", "{}");
  EXPECT_EQ(refused(), "no file tells of a VPC: aws ec2 describe-vpcs does");
  write("aws/v.json", R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]})");
  EXPECT_EQ(refused(), "no file tells whose account it is: aws ec2 describe-vpcs does");
}

}  // namespace
}  // namespace nlbsim::scenarios
