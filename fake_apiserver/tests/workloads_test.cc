// What Deployments, Pods and Services lead to by themselves.
#include <gmock/gmock.h>

#include <set>

#include "fake_apiserver/tests/core_fixture.h"
#include "fake_apiserver/workloads/controllers.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectRef;
using namespace std::chrono_literals;

ApiServerConfig with_workloads() {
  ApiServerConfig config;
  config.workloads = true;
  return config;
}

constexpr std::string_view kService = R"({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
  "spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80, "targetPort": "http"}]}})";

std::string pod_body(const std::string& name, const std::string& more = {}) {
  return R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": ")" + name + R"(", "labels": {"app": "web"}},
    "spec": {"containers": [{"name": "c", "image": "i", "ports": [{"name": "http", "containerPort": 8080}]}])" +
         more + "}}";
}

class Workloads : public CoreFixture {
 protected:
  Workloads() : CoreFixture(with_workloads()) {
    node("node-a", "10.0.0.10", "us-west-2a");
    node("node-b", "10.0.16.10", "us-west-2b");
  }
  void node(const std::string& name, const std::string& address, const std::string& zone) {
    ASSERT_TRUE(create(kube::kNodes, "",
                       R"({"apiVersion": "v1", "kind": "Node", "metadata": {"name": ")" + name +
                           R"(", "labels": {"topology.kubernetes.io/zone": ")" + zone + R"("}},
      "status": {"conditions": [{"type": "Ready", "status": "True"}],
                 "addresses": [{"type": "InternalIP", "address": ")" +
                           address + R"("}]}})"));
  }
  std::vector<ObjectRef> all(const kube::Resource& resource) {
    kube::List::Request request;
    request.resource = resource;
    request.namespace_ = "default";
    auto listed = call<kube::List>(std::move(request));
    EXPECT_TRUE(listed);
    return listed ? listed->items : std::vector<ObjectRef>();
  }
  ObjectRef pod(const std::string& name) { return get(kPods, {"default", name}).value_or(nullptr); }
  void settle() { advance(5s); }
};

TEST_F(Workloads, APodIsScheduledAndRunsAtOnce) {
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  ASSERT_TRUE(create(kPods, "default", pod_body("b")));
  settle();
  std::set<std::string> nodes;
  std::set<std::string> addresses;
  for (const char* name : {"a", "b"}) {
    const Json& document = pod(name)->document();
    EXPECT_EQ(at(document, "status", "phase"), "Running");
    EXPECT_TRUE(is_ready(*pod(name)));
    nodes.insert(std::string(text(at(document, "spec", "nodeName"))));
    addresses.insert(std::string(text(at(document, "status", "podIP"))));
  }
  EXPECT_THAT(nodes, testing::ElementsAre("node-a", "node-b"));             // in turn
  EXPECT_THAT(addresses, testing::ElementsAre("10.0.0.64", "10.0.16.64"));  // of the node's subnet
}

TEST_F(Workloads, APodWithoutANodeSaysSoAndRunsWhenOneComes) {
  ASSERT_TRUE(create(kPods, "default", pod_body("a", R"(, "nodeSelector": {"disk": "fast"})")));
  settle();
  EXPECT_EQ(at(pod("a")->document(), "status", "phase"), "Pending");
  EXPECT_EQ(at(pod("a")->document(), "status", "conditions")[0]["reason"], "Unschedulable");
  ASSERT_TRUE(create(kube::kNodes, "", R"({"apiVersion": "v1", "kind": "Node",
    "metadata": {"name": "node-c", "labels": {"disk": "fast"}},
    "status": {"conditions": [{"type": "Ready", "status": "True"}],
               "addresses": [{"type": "InternalIP", "address": "10.0.32.10"}]}})"));
  settle();
  EXPECT_EQ(at(pod("a")->document(), "spec", "nodeName"), "node-c");
  EXPECT_TRUE(is_ready(*pod("a")));
}

TEST_F(Workloads, AClosedGateKeepsAPodFromBeingReady) {
  ASSERT_TRUE(create(kPods, "default", pod_body("a", R"(, "readinessGates": [{"conditionType": "lb/ready"}])")));
  settle();
  EXPECT_EQ(at(pod("a")->document(), "status", "phase"), "Running");
  EXPECT_FALSE(is_ready(*pod("a")));
  Json conditions = at(pod("a")->document(), "status", "conditions");
  conditions.push_back(Json{{"type", "lb/ready"}, {"status", "True"}});
  ASSERT_TRUE(patch(kPods, {"default", "a"}, R"({"status": {"conditions": )" + conditions.dump() + "}}", "status"));
  settle();
  EXPECT_TRUE(is_ready(*pod("a")));
  EXPECT_TRUE(condition_holds(member(pod("a")->document(), "status"), "lb/ready"));  // another's condition stays
}

TEST_F(Workloads, AServiceHasASliceOfThePodsThatItSelects) {
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  settle();
  ASSERT_EQ(all(kEndpointSlices).size(), 1U);  // of nothing yet
  EXPECT_EQ(member(all(kEndpointSlices)[0]->document(), "endpoints").size(), 0U);
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  settle();
  ASSERT_EQ(all(kEndpointSlices).size(), 1U);
  const Json& slice = all(kEndpointSlices)[0]->document();
  EXPECT_EQ(at(slice, "metadata", "labels", kServiceNameLabel), "web");
  EXPECT_EQ(at(slice, "metadata", "ownerReferences")[0]["kind"], "Service");
  EXPECT_EQ(member(slice, "addressType"), "IPv4");
  EXPECT_EQ(member(slice, "ports")[0], Json::parse(R"({"name": "http", "port": 8080, "protocol": "TCP"})"));
  const Json& endpoint = member(slice, "endpoints")[0];
  EXPECT_EQ(endpoint["addresses"], Json::array({at(pod("a")->document(), "status", "podIP")}));
  EXPECT_EQ(endpoint["conditions"], Json::parse(R"({"ready": true, "serving": true, "terminating": false})"));
  EXPECT_EQ(endpoint["targetRef"]["name"], "a");
  EXPECT_EQ(endpoint["nodeName"], "node-a");
  EXPECT_EQ(endpoint["zone"], "us-west-2a");
}

TEST_F(Workloads, ASliceFollowsReadinessLabelsAndTheEnd) {
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  settle();
  const auto endpoints = [&] { return member(all(kEndpointSlices)[0]->document(), "endpoints"); };
  ASSERT_EQ(endpoints().size(), 1U);
  Json conditions = at(pod("a")->document(), "status", "conditions");
  conditions.update_each([](Json& condition) {
    if (condition["type"] == "Ready") condition["status"] = "False";
  });
  ASSERT_TRUE(patch(kPods, {"default", "a"}, R"({"status": {"conditions": )" + conditions.dump() + "}}", "status"));
  settle();
  EXPECT_EQ(endpoints()[0]["conditions"]["ready"], false);
  EXPECT_FALSE(is_ready(*pod("a")));  // what somebody else wrote stays
  ASSERT_TRUE(patch(kPods, {"default", "a"}, R"({"metadata": {"labels": {"app": "other"}}})"));
  settle();
  EXPECT_EQ(endpoints().size(), 0U);
  ASSERT_TRUE(patch(kPods, {"default", "a"}, R"({"metadata": {"labels": {"app": "web"}}})"));
  settle();
  EXPECT_EQ(endpoints().size(), 1U);
  ASSERT_TRUE(remove(kPods, {"default", "a"}));
  settle();
  EXPECT_EQ(pod("a"), nullptr);
  EXPECT_EQ(endpoints().size(), 0U);
  ASSERT_TRUE(remove(kube::kServices, {"default", "web"}));
  settle();
  EXPECT_TRUE(all(kEndpointSlices).empty());
}

TEST_F(Workloads, WhatSomebodyDidToASliceIsUndone) {
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  settle();
  const kube::ObjectKey key = all(kEndpointSlices)[0]->meta().key();
  ASSERT_TRUE(patch(kEndpointSlices, key, R"({"endpoints": []})"));
  settle();
  EXPECT_EQ(member(all(kEndpointSlices)[0]->document(), "endpoints").size(), 1U);
  ASSERT_TRUE(remove(kEndpointSlices, key));
  settle();
  ASSERT_EQ(all(kEndpointSlices).size(), 1U);
  EXPECT_EQ(member(all(kEndpointSlices)[0]->document(), "endpoints").size(), 1U);
}

TEST_F(Workloads, MorePodsThanASliceHoldsTakeASecond) {
  for (int i = 0; i < 101; ++i) ASSERT_TRUE(create(kPods, "default", pod_body("p" + std::to_string(i))));
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  settle();
  std::vector<std::size_t> sizes;
  for (const ObjectRef& slice : all(kEndpointSlices)) sizes.push_back(member(slice->document(), "endpoints").size());
  EXPECT_THAT(sizes, testing::UnorderedElementsAre(100U, 1U));
}

TEST_F(Workloads, ComesToRest) {
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  settle();
  const std::uint64_t revision = core.store().revision();
  EXPECT_EQ(core.next_deadline(), std::nullopt);
  advance(1h);
  EXPECT_EQ(core.store().revision(), revision);
}

constexpr std::string_view kDeployment = R"({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
  "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "c", "image": "one"}]}}}})";

std::vector<std::string> images(const std::vector<ObjectRef>& pods) {
  std::vector<std::string> out;
  for (const ObjectRef& pod : pods)
    out.emplace_back(text(member(at(pod->document(), "spec", "containers")[0], "image")));
  return out;
}

TEST_F(Workloads, ADeploymentMakesItsPodsAndSaysSo) {
  ASSERT_TRUE(create(kDeployments, "default", kDeployment));
  settle();
  ASSERT_EQ(all(kReplicaSets).size(), 1U);
  const Json& set = all(kReplicaSets)[0]->document();
  EXPECT_EQ(at(set, "metadata", "ownerReferences")[0]["kind"], "Deployment");
  EXPECT_EQ(at(set, "status", "readyReplicas"), 3);
  ASSERT_EQ(all(kPods).size(), 3U);
  for (const ObjectRef& pod : all(kPods)) {
    EXPECT_TRUE(is_ready(*pod));
    EXPECT_EQ(at(pod->document(), "metadata", "ownerReferences")[0]["kind"], "ReplicaSet");
    EXPECT_TRUE(pod->meta().name.starts_with(all(kReplicaSets)[0]->meta().name + "-"));
  }
  const Json status = at(get(kDeployments, {"default", "web"}).value()->document(), "status");
  EXPECT_EQ(status["availableReplicas"], 3);
  EXPECT_EQ(status["updatedReplicas"], 3);
  EXPECT_TRUE(condition_holds(status, "Available"));
  const std::uint64_t revision = core.store().revision();
  advance(1h);
  EXPECT_EQ(core.store().revision(), revision);  // it comes to rest
}

TEST_F(Workloads, ADeploymentIsScaledReplacedAndDeleted) {
  ASSERT_TRUE(create(kDeployments, "default", kDeployment));
  settle();
  ASSERT_TRUE(patch(kDeployments, {"default", "web"}, R"({"spec": {"replicas": 1}})"));
  settle();
  EXPECT_EQ(all(kPods).size(), 1U);
  ASSERT_TRUE(patch(kDeployments, {"default", "web"},
                    R"({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "two"}]}}}})"));
  settle();
  EXPECT_THAT(images(all(kPods)), testing::ElementsAre("two"));
  EXPECT_EQ(all(kReplicaSets).size(), 2U);  // the older one stays, without Pods
  EXPECT_EQ(get(kDeployments, {"default", "web"}).value()->meta().annotations.at("deployment.kubernetes.io/revision"),
            "2");
  ASSERT_TRUE(remove(kPods, all(kPods)[0]->meta().key()));
  settle();
  EXPECT_EQ(all(kPods).size(), 1U);  // another in its place
  ASSERT_TRUE(remove(kDeployments, {"default", "web"}));
  settle();
  EXPECT_TRUE(all(kReplicaSets).empty());
  EXPECT_TRUE(all(kPods).empty());
}

TEST_F(Workloads, NobodyAsksForMorePodsThanAMachineHolds) {
  for (const char* name : {"node-a", "node-b"}) ASSERT_TRUE(remove(kube::kNodes, {"", name}));
  ASSERT_TRUE(create(kDeployments, "default", kDeployment));
  ASSERT_TRUE(patch(kDeployments, {"default", "web"}, R"({"spec": {"replicas": 1000000000}})"));
  settle();
  EXPECT_EQ(all(kPods).size(), 1'000U);
  EXPECT_EQ(at(all(kReplicaSets)[0]->document(), "status", "conditions")[0]["type"], "ReplicaFailure");
}

TEST_F(CoreFixture, NothingMovesByItselfUnlessAsked) {
  ASSERT_TRUE(create(kube::kServices, "default", kService));
  ASSERT_TRUE(create(kPods, "default", pod_body("a")));
  EXPECT_EQ(core.next_deadline(), std::nullopt);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
