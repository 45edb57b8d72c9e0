#include "scenarios/runner/manifest_set.h"

#include <gmock/gmock.h>

#include "scenarios/language/load.h"
#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ManifestSet prepared(std::string_view text, std::string_view served = "seed-compat") {
  auto manifests = load_manifests_text(text, "m.yaml");
  EXPECT_TRUE(manifests) << manifests.error().describe();
  return prepare_manifests(*std::move(manifests), served);
}

std::vector<std::string> subjects(const ManifestSet& set) {
  std::vector<std::string> out;
  for (const Manifest& manifest : set.manifests) out.push_back(subject_text(*manifest.document));
  return out;
}

TEST(ManifestSetTest, NamesEachKindThatIsNotSimulatedOnceAndKeepsTheRest) {
  const ManifestSet set = prepared(R"(
apiVersion: example.org/v1
kind: Widget
metadata: {name: a, namespace: shop}
---
apiVersion: example.org/v1
kind: Widget
metadata: {name: b, namespace: shop}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: shop}
)");
  EXPECT_THAT(subjects(set), ElementsAre("Namespace shop", "Service shop/s"));
  ASSERT_EQ(set.not_simulated.size(), 1U);
  EXPECT_EQ(set.not_simulated[0].text(), "Widget (example.org/v1) is not simulated: shop/a, shop/b");
  EXPECT_THAT(set.not_simulated[0].needed, IsEmpty());
}

TEST(ManifestSetTest, WhatIsStoredAndReadByNobodyIsToldAndApplied) {
  ManifestSet set = prepared(R"(
apiVersion: gateway.networking.x-k8s.io/v1alpha1
kind: XListenerSet
metadata: {name: more, namespace: shop}
spec: {parentRef: {name: gw}, listeners: [{name: l, protocol: TCP, port: 80}]}
)",
                             "gateway-api-v1.3");
  EXPECT_THAT(set.not_simulated, IsEmpty());
  tell_unread(set);
  EXPECT_THAT(subjects(set), ElementsAre("Namespace shop", "XListenerSet shop/more"));
  ASSERT_EQ(set.not_simulated.size(), 1U);
  EXPECT_THAT(set.not_simulated[0].needed, ElementsAre("shop/more"));
}

TEST(ManifestSetTest, TellsWhichOfThemAListenerDependsOn) {
  const ManifestSet set = prepared(R"(
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: {name: r, namespace: shop}
spec: {rules: [{backendRefs: [{group: example.org, kind: Widget, name: b}]}]}
---
apiVersion: example.org/v1
kind: Widget
metadata: {name: a, namespace: shop}
---
apiVersion: example.org/v1
kind: Widget
metadata: {name: b, namespace: shop}
---
apiVersion: gateway.networking.k8s.io/v1
kind: MeshRoute
metadata: {name: m, namespace: shop}
)");
  ASSERT_EQ(set.not_simulated.size(), 2U);
  EXPECT_THAT(set.not_simulated[0].needed, ElementsAre("shop/b"));
  EXPECT_THAT(set.not_simulated[1].needed, ElementsAre("shop/m"));
}

TEST(ManifestSetTest, AKindThatIsServedAtAnotherVersionIsLeftToTheServer) {
  const ManifestSet set = prepared(R"(
apiVersion: gateway.networking.k8s.io/v1alpha1
kind: Gateway
metadata: {name: g}
)");
  EXPECT_THAT(set.not_simulated, IsEmpty());
  EXPECT_THAT(subjects(set), ElementsAre("Gateway g"));
}

TEST(ManifestSetTest, NamespacesGoFirstAndThoseThatNobodyBringsAreAdded) {
  const ManifestSet set = prepared(R"(
apiVersion: v1
kind: Service
metadata: {name: s, namespace: late}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: nowhere}
---
apiVersion: v1
kind: Namespace
metadata: {name: late}
)");
  EXPECT_THAT(subjects(set), ElementsAre("Namespace late", "Service late/s", "Namespace nowhere", "Service nowhere/s"));
  EXPECT_THAT(set.added_namespaces, ElementsAre("nowhere"));
}

TEST(ManifestSetTest, WhatTheServerSetInAnExportedObjectIsTakenOut) {
  const ManifestSet set = prepared(R"(
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: s
    namespace: default
    uid: 1c1a5b1e-0000-4000-8000-000000000000
    resourceVersion: "4711"
    generation: 3
    creationTimestamp: "2026-01-01T00:00:00Z"
    managedFields: [{manager: kubectl}]
    labels: {app: s}
  spec: {type: NodePort, clusterIP: 172.20.1.9, clusterIPs: [172.20.1.9], ports: [{port: 80, nodePort: 30080}]}
  status: {loadBalancer: {}}
- apiVersion: v1
  kind: Service
  metadata: {name: headless, namespace: default, uid: 1c1a5b1e-0000-4000-8000-000000000001}
  spec: {clusterIP: None, clusterIPs: [None]}
)");
  ASSERT_EQ(set.manifests.size(), 2U);
  EXPECT_EQ(*set.manifests[0].document, *api::parse_json(R"({
      "apiVersion": "v1", "kind": "Service",
      "metadata": {"name": "s", "namespace": "default", "labels": {"app": "s"}},
      "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]}})"));
  EXPECT_EQ(api::at(*set.manifests[1].document, "spec", "clusterIP"), Json("None"));
}

TEST(ManifestSetTest, WhatSomebodyWroteByHandIsLeftAsItIs) {
  const ManifestSet set = prepared(R"(
apiVersion: v1
kind: Service
metadata: {name: s, namespace: default}
spec: {clusterIP: 10.96.0.77}
)");
  EXPECT_EQ(api::at(*set.manifests[0].document, "spec", "clusterIP"), Json("10.96.0.77"));
}

}  // namespace
}  // namespace nlbsim::scenarios
