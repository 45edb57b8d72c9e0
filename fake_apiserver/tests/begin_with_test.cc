// Objects that are there from the start, as another server has shown them.
#include <gmock/gmock.h>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::HasSubstr;

class BeginWithTest : public CoreFixture {
 protected:
  // What is said of it; nothing if it is taken.
  std::string begin(std::string_view body) {
    const auto held = core.begin_with(std::make_shared<const kube::Json>(json(body)), now);
    return held ? std::string() : held.error().message;
  }
  kube::Json shown(const kube::Resource& resource, const kube::ObjectKey& key) {
    const auto object = get(resource, key);
    EXPECT_TRUE(object);
    return object ? (*object)->document() : kube::Json();
  }
};

constexpr std::string_view kService = R"({
  "apiVersion": "v1", "kind": "Service",
  "metadata": {"name": "s", "namespace": "default", "uid": "0aa", "resourceVersion": "77",
               "creationTimestamp": "2025-01-02T03:04:05Z", "managedFields": [{"manager": "kubectl"}]},
  "spec": {"type": "LoadBalancer", "clusterIP": "172.20.3.4", "clusterIPs": ["172.20.3.4"],
           "ports": [{"port": 80, "nodePort": 30080}]},
  "status": {"loadBalancer": {"ingress": [{"hostname": "h"}]}}})";

TEST_F(BeginWithTest, WhatAnotherServerHasSetIsKept) {
  ASSERT_EQ(begin(kService), "");
  const kube::Json service = shown(kube::kServices, {"default", "s"});
  EXPECT_EQ(api::at(service, "metadata", "uid"), "0aa");
  EXPECT_EQ(api::at(service, "metadata", "creationTimestamp"), "2025-01-02T03:04:05Z");
  EXPECT_NE(api::at(service, "metadata", "resourceVersion"), "77");  // a revision is this server's own
  EXPECT_TRUE(api::at(service, "metadata", "managedFields").is_null());
  // An address of another network, and a node port that is taken from here on.
  EXPECT_EQ(api::at(service, "spec", "clusterIP"), "172.20.3.4");
  EXPECT_EQ(api::at(service, "spec", "sessionAffinity"), "None");
  EXPECT_EQ(api::at(service, "status", "loadBalancer", "ingress").size(), 1U);
  const auto second = create(kube::kServices, "default", R"({"metadata": {"name": "t"},
      "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]}})");
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("already allocated"));
  EXPECT_TRUE(patch(kube::kServices, {"default", "s"}, R"({"metadata": {"labels": {"a": "b"}}})"));
}

TEST_F(BeginWithTest, WhatThereIsAlreadyIsReplaced) {
  ASSERT_EQ(begin(R"({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default", "uid": "0bb"}})"), "");
  EXPECT_EQ(api::at(shown(kube::kNamespaces, {"", "default"}), "metadata", "uid"), "0bb");
}

TEST_F(BeginWithTest, NodesAreAsReadyAsTheyWere) {
  ASSERT_EQ(
      begin(R"({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}, "spec": {"providerID": "aws:///a/i-1"},
                      "status": {"conditions": [{"type": "Ready", "status": "True"}]}})"),
      "");
  const kube::Json node = shown(kube::kNodes, {"", "n"});
  EXPECT_TRUE(api::at(node, "spec", "taints").empty());  // only who comes new is not ready
  EXPECT_EQ(api::at(node, "status", "conditions").size(), 1U);
}

TEST_F(BeginWithTest, WhatCannotBeIsRefused) {
  EXPECT_THAT(begin(R"({"apiVersion": "v1", "kind": "Sevice", "metadata": {"name": "s"}})"),
              HasSubstr("no kind \"Sevice\""));
  EXPECT_THAT(begin(R"({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "nowhere"},
                        "spec": {"ports": [{"port": 80}]}})"),
              HasSubstr("\"nowhere\" not found"));
  EXPECT_THAT(begin(R"({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
                        "metadata": {"name": "g", "namespace": "default"}, "spec": {"listeners": []}})"),
              HasSubstr("gatewayClassName"));
  EXPECT_THAT(begin(R"({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "default"},
                        "spec": {"ports": 7}})"),
              HasSubstr("cannot be handled as a Service"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
