#include "engine/targets/endpoints.h"

#include <gtest/gtest.h>

#include "engine/tests/target_objects.h"

namespace nlbsim::engine {
namespace {

using kube::Json;
using testing_objects::node;
using testing_objects::service;

struct Row {
  std::string_view name;
  std::string_view patch;  // merged into a Ready node i-1 that is otherwise fine
  bool registered;
};

constexpr std::string_view kPlain = "{}";
const Row kNodeRows[] = {
    {"ready", kPlain, true},
    {"cordoned", R"({"spec":{"unschedulable":true}})", true},
    {"control plane role", R"({"metadata":{"labels":{"node-role.kubernetes.io/control-plane":""}}})", true},
    {"master role", R"({"metadata":{"labels":{"node-role.kubernetes.io/master":""}}})", false},
    {"excluded", R"({"metadata":{"labels":{"node.kubernetes.io/exclude-from-external-load-balancers":"x"}}})", false},
    {"excluded, old label", R"({"metadata":{"labels":{"alpha.service-controller.kubernetes.io/exclude-balancer":""}}})",
     false},
    {"fargate", R"({"metadata":{"labels":{"eks.amazonaws.com/compute-type":"fargate"}}})", false},
    {"other compute type", R"({"metadata":{"labels":{"eks.amazonaws.com/compute-type":"ec2"}}})", true},
    {"autoscaler, NoSchedule",
     R"({"spec":{"taints":[{"key":"ToBeDeletedByClusterAutoscaler","effect":"NoSchedule"}]}})", false},
    {"autoscaler, other effect",
     R"({"spec":{"taints":[{"key":"ToBeDeletedByClusterAutoscaler","effect":"PreferNoSchedule"}]}})", false},
    {"karpenter", R"({"spec":{"taints":[{"key":"karpenter.sh/disrupted","effect":"NoSchedule"}]}})", false},
    {"karpenter, other effect", R"({"spec":{"taints":[{"key":"karpenter.sh/disrupted","effect":"NoExecute"}]}})", true},
    {"foreign taint", R"({"spec":{"taints":[{"key":"dedicated","effect":"NoSchedule"}]}})", true},
    {"not ready", R"({"status":{"conditions":[{"type":"Ready","status":"False"}]}})", false},
    {"no Ready condition", R"({"status":{"conditions":[{"type":"DiskPressure","status":"False"}]}})", false},
    {"unknown, nobody else", R"({"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})", true},
    {"short provider id", R"({"spec":{"providerID":"i-1"}})", true},
};

TEST(Endpoints, OneNode) {
  for (const Row& row : kNodeRows) {
    Lister nodes;
    nodes.put(node("a", "i-1", row.patch));
    const auto resolved = testing_objects::resolve(Json::object(), service("NodePort", 30900), nodes);
    ASSERT_TRUE(resolved) << row.name;
    EXPECT_EQ(resolved->endpoints.size(), row.registered ? 1U : 0U) << row.name;
    EXPECT_TRUE(resolved->skipped.empty()) << row.name;
  }
}

struct SelectorRow {
  std::string_view selector;
  bool registered;
};

const SelectorRow kSelectorRows[] = {
    {R"({})", true},
    {R"({"matchLabels":{"pool":"blue"}})", true},
    {R"({"matchLabels":{"pool":"red"}})", false},
    {R"({"matchLabels":{"zone":"a"}})", false},
    {R"({"matchExpressions":[{"key":"pool","operator":"In","values":["red","blue"]}]})", true},
    {R"({"matchExpressions":[{"key":"pool","operator":"NotIn","values":["blue"]}]})", false},
    {R"({"matchExpressions":[{"key":"zone","operator":"NotIn","values":["a"]}]})", true},
    {R"({"matchExpressions":[{"key":"pool","operator":"Exists"}]})", true},
    {R"({"matchExpressions":[{"key":"pool","operator":"DoesNotExist"}]})", false},
    {R"({"matchExpressions":[{"key":"pool","operator":"Near","values":["blue"]}]})", false},
};

TEST(Endpoints, NodeSelector) {
  for (const SelectorRow& row : kSelectorRows) {
    Lister nodes;
    nodes.put(node("a", "i-1", R"({"metadata":{"labels":{"pool":"blue"}}})"));
    Json spec = Json::object();
    spec["nodeSelector"] = Json::parse(row.selector);
    const auto resolved = testing_objects::resolve(spec, service("NodePort", 30900), nodes);
    ASSERT_TRUE(resolved) << row.selector;
    EXPECT_EQ(resolved->endpoints.size(), row.registered ? 1U : 0U) << row.selector;
  }
}

TEST(Endpoints, UnknownReadinessServesOnlyIfNobodyIsReady) {
  Lister nodes;
  nodes.put(node("a", "i-1", R"({"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})"));
  nodes.put(node("b", "i-2"));
  const auto resolved = testing_objects::resolve(Json::object(), service("NodePort", 30900), nodes);
  ASSERT_TRUE(resolved);
  ASSERT_EQ(resolved->endpoints.size(), 1U);
  EXPECT_EQ(resolved->endpoints[0].target_id, "i-2");
}

TEST(Endpoints, AscendingAndWithoutDuplicates) {
  Lister nodes;
  nodes.put(node("a", "i-3"));
  nodes.put(node("b", "i-1"));
  nodes.put(node("c", "i-1"));
  const auto resolved = testing_objects::resolve(Json::object(), service("LoadBalancer", 31000), nodes);
  ASSERT_TRUE(resolved);
  ASSERT_EQ(resolved->endpoints.size(), 2U);
  EXPECT_EQ(resolved->endpoints[0].text(), "i-1:31000:1767225600000");
  EXPECT_EQ(resolved->endpoints[1].target_id, "i-3");
}

TEST(Endpoints, NodesWithoutUsableProviderIdAreNamed) {
  Lister nodes;
  nodes.put(node("a", "i-1"));
  nodes.put(node("b", "", R"({"spec":{"providerID":""}})"));
  nodes.put(node("c", "", R"({"spec":{"providerID":"gce://project/zone/vm"}})"));
  nodes.put(node("d", "", R"({"spec":{"providerID":"aws:///us-west-2a/i-"}})"));
  const auto resolved = testing_objects::resolve(Json::object(), service("NodePort", 30900), nodes);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->endpoints.size(), 1U);
  ASSERT_EQ(resolved->skipped.size(), 3U);
  EXPECT_EQ(resolved->skipped[0], (SkippedNode{"b", "has no providerID"}));
  EXPECT_EQ(resolved->skipped[1].node, "c");
  EXPECT_EQ(resolved->skipped[2].node, "d");
}

TEST(Endpoints, AProfileMayLetABadNodeStopTheBinding) {
  Lister nodes;
  nodes.put(node("b", "", R"({"spec":{"providerID":""}})"));
  Profile profile;
  profile.bad_node_is_skipped = false;
  const auto resolved = testing_objects::resolve(Json::object(), service("NodePort", 30900), nodes, profile);
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().code, kInvalidProviderId);
  EXPECT_EQ(resolved.error().message, "node b has no providerID");
}

TEST(Endpoints, BackendErrors) {
  Lister nodes;
  nodes.put(node("a", "i-1"));
  const auto missing = testing_objects::resolve(Json::object(), nullptr, nodes);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, kBackendNotFound);
  EXPECT_EQ(missing.error().message, "backend not found: Service \"my-tcp-service\" not found");

  Json other_port = Json::object();
  other_port["serviceRef"] = {{"name", "my-tcp-service"}, {"port", 9001}};
  const auto no_port = testing_objects::resolve(other_port, service("NodePort", 30900), nodes);
  ASSERT_FALSE(no_port);
  EXPECT_EQ(no_port.error().code, kBackendNotFound);
  EXPECT_EQ(no_port.error().message,
            "backend not found: unable to find port 9001 on service example-ns/my-tcp-service");

  const auto cluster_ip = testing_objects::resolve(Json::object(), service("ClusterIP", 0), nodes);
  ASSERT_FALSE(cluster_ip);
  EXPECT_EQ(cluster_ip.error().code, kInvalidBackend);
  const auto no_node_port = testing_objects::resolve(Json::object(), service("LoadBalancer", 0), nodes);
  ASSERT_FALSE(no_node_port);
  EXPECT_EQ(no_node_port.error().code, kInvalidBackend);

  Json ip = Json::object();
  ip["targetType"] = "ip";
  const auto unsupported = testing_objects::resolve(ip, service("NodePort", 30900), nodes);
  ASSERT_FALSE(unsupported);
  EXPECT_EQ(unsupported.error().code, kUnsupportedTargetType);
}

TEST(Endpoints, PortByName) {
  Lister nodes;
  nodes.put(node("a", "i-1"));
  Json named = Json::object();
  named["serviceRef"] = {{"name", "my-tcp-service"}, {"port", "app"}};
  const auto resolved = testing_objects::resolve(named, service("NodePort", 30900), nodes);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->endpoints.at(0).port, 30900);
}

}  // namespace
}  // namespace nlbsim::engine
