#include "engine/reconcilers/gateway_event_handlers.h"

#include <gtest/gtest.h>

#include "engine/model/tags.h"
#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {
namespace {

using kube::WatchEventType;

class Events : public ::testing::Test {
 protected:
  Events() : cluster_(kGateway + "gateway b/gw {listeners: []}\n" + kService + kRoute) {}

  // "gateways ... classes ... routes ..." of a change.
  std::string affected(const kube::Resource& resource, WatchEventType type, const kube::ObjectRef& object,
                       const kube::ObjectRef& previous, const Profile& profile = *find_profile("seed")) {
    const Affected keys = affected_by(resource, {type, object, previous, 0}, cluster_.snapshot(), profile);
    std::string out;
    for (const auto& key : keys.gateways) out += " gateway:" + key.text();
    for (const auto& key : keys.gateway_classes) out += " class:" + key.text();
    for (const auto& key : keys.routes) out += " route:" + key.text();
    return out;
  }
  std::string modified(const kube::Resource& resource, const kube::ObjectKey& key, const std::string& patch) {
    const kube::ObjectRef before = cluster_.patch(resource, key, flow(patch));
    return affected(resource, WatchEventType::modified, cluster_.get(resource, key), before);
  }
  std::string deleted(const kube::Resource& resource, const kube::ObjectKey& key) {
    const kube::ObjectRef last = cluster_.erase(resource, key);
    return affected(resource, WatchEventType::deleted, last, last);
  }

  Cluster cluster_;
};

const std::string kOwnEntry =
    "{status: {parents: [{parentRef: {name: gw, sectionName: tcp-app}, controllerName: gateway.k8s.aws/nlb, "
    "conditions: []}]}}";

TEST_F(Events, GatewayWakesItself) {
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

TEST_F(Events, GatewayOfAnotherClassIsNotOurs) {
  EXPECT_EQ(modified(kube::kGateways, {"b", "gw"}, "{spec: {gatewayClassName: other}}"), "");
}

TEST_F(Events, GatewayThatLeftOurClassIsReconciledForItsFinalizer) {
  cluster_.patch(kube::kGateways, {"a", "gw"}, flow("{metadata: {finalizers: [gateway.k8s.aws/nlb]}}"));
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, "{spec: {gatewayClassName: other}}"), " gateway:a/gw");
}

TEST_F(Events, DeletedGatewayHasItsRouteEntriesRemoved) {
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow(kOwnEntry));
  EXPECT_EQ(deleted(kube::kGateways, {"a", "gw"}), " gateway:a/gw route:a/r");
}

TEST_F(Events, DeletedGatewayWakesAClassThatWaitsToGo) {
  cluster_.patch(kube::kGatewayClasses, {"", "nlb"}, flow("{metadata: {deletionTimestamp: \"2026-01-01T00:00:05Z\"}}"));
  EXPECT_EQ(deleted(kube::kGateways, {"b", "gw"}), " gateway:b/gw class:nlb");
}

TEST_F(Events, ClassWakesItselfAndItsGateways) {
  EXPECT_EQ(modified(kube::kGatewayClasses, {"", "nlb"}, "{metadata: {labels: {x: y}}}"),
            " gateway:a/gw gateway:b/gw class:nlb");
}

TEST_F(Events, RouteWakesItsGateway) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

TEST_F(Events, RouteThatMovesWakesBothGateways) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{spec: {parentRefs: [{name: gw, namespace: b}]}}"),
            " gateway:a/gw gateway:b/gw");
}

TEST_F(Events, DetachedRouteIsFoundThroughItsStatus) {
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow(kOwnEntry));
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow("{spec: {parentRefs: []}}"));
  // A restarted controller sees no previous version.
  const auto route = cluster_.get(kube::kTcpRoutes, {"a", "r"});
  EXPECT_EQ(affected(kube::kTcpRoutes, WatchEventType::added, route, nullptr), " gateway:a/gw route:a/r");
}

TEST_F(Events, ForeignEntryWakesNobody) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"},
                     "{spec: {parentRefs: []}, status: {parents: [{parentRef: {name: gw}, controllerName: "
                     "example.com/other, conditions: []}]}}"),
            " gateway:a/gw");  // by the parentRef it had before
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{metadata: {labels: {x: y}}}"), "");
}

TEST_F(Events, DeletedRouteWakesItsGateway) {
  EXPECT_EQ(deleted(kube::kTcpRoutes, {"a", "r"}), " gateway:a/gw route:a/r");
}

TEST_F(Events, ServiceWakesTheGatewaysOfItsRoutes) {
  EXPECT_EQ(modified(kube::kServices, {"a", "s"}, "{spec: {ports: []}}"), " gateway:a/gw");
  EXPECT_EQ(deleted(kube::kServices, {"a", "s"}), " gateway:a/gw");
}

TEST_F(Events, GrantWakesTheGatewaysOfTheRoutesItLetsRefer) {
  cluster_.apply(
      "route a/r {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: t, namespace: c, port: 1}]}]}\n"
      "grant c/g {from: [{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: a}], to: [{group: \"\", kind: "
      "Service}]}\n");
  EXPECT_EQ(deleted(kube::kReferenceGrants, {"c", "g"}), " gateway:a/gw");
}

TEST_F(Events, GrantThatNoLongerCoversWakesToo) {
  cluster_.apply(
      "route a/r {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: t, namespace: c, port: 1}]}]}\n"
      "grant c/g {from: [{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: a}], to: [{group: \"\", kind: "
      "Service}]}\n");
  EXPECT_EQ(modified(kube::kReferenceGrants, {"c", "g"}, "{spec: {to: [{group: \"\", kind: Secret}]}}"),
            " gateway:a/gw");
  EXPECT_EQ(modified(kube::kReferenceGrants, {"c", "g"}, "{metadata: {labels: {x: y}}}"), "");
}

TEST_F(Events, RelabelledNamespaceWakesTheGatewaysOfItsRoutes) {
  cluster_.apply("namespace a {}");
  EXPECT_EQ(modified(kube::kNamespaces, {"", "a"}, "{metadata: {labels: {team: x}}}"), " gateway:a/gw");
  EXPECT_EQ(modified(kube::kNamespaces, {"", "a"}, "{metadata: {annotations: {team: x}}}"), "");
}

TEST_F(Events, NamespacesAreNotWatchedByAProfileThatDoesNot) {
  cluster_.apply("namespace a {team: x}");
  Profile profile = *find_profile("seed");
  profile.namespaces_watched = false;
  const auto object = cluster_.get(kube::kNamespaces, {"", "a"});
  EXPECT_EQ(affected(kube::kNamespaces, WatchEventType::added, object, nullptr, profile), "");
}

TEST_F(Events, BindingDeletedByHandWakesItsGateway) {
  cluster_.put(kube::kTargetGroupBindings,
               {{"metadata",
                 {{"namespace", "a"},
                  {"name", "k8s-x"},
                  {"generation", 1},
                  {"labels", {{std::string(kStackNameLabel), "gw"}, {std::string(kStackNamespaceLabel), "a"}}}}}});
  EXPECT_EQ(modified(kube::kTargetGroupBindings, {"a", "k8s-x"}, "{metadata: {annotations: {x: y}}}"), "");
  EXPECT_EQ(modified(kube::kTargetGroupBindings, {"a", "k8s-x"}, "{metadata: {generation: 2}}"), " gateway:a/gw");
  EXPECT_EQ(deleted(kube::kTargetGroupBindings, {"a", "k8s-x"}), " gateway:a/gw");
}

}  // namespace
}  // namespace nlbsim::engine::testing
