#include "engine/routes/route_references.h"

#include <gtest/gtest.h>

#include "engine/model/tags.h"
#include "engine/tests/target_objects.h"
#include "engine/tests/watches.h"

namespace nlbsim::engine::testing {
namespace {

using kube::WatchEventType;

const std::string kOwnEntry =
    "{status: {parents: [{parentRef: {name: gw, sectionName: tcp-app}, controllerName: gateway.k8s.aws/nlb, "
    "conditions: []}]}}";

TEST_F(Watches, GatewayWakesItself) {
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

TEST_F(Watches, GatewayOfAnotherClassIsNotOurs) {
  EXPECT_EQ(modified(kube::kGateways, {"b", "gw"}, "{spec: {gatewayClassName: other}}"), "");
}

TEST_F(Watches, GatewayThatLeftOurClassIsReconciledForItsFinalizer) {
  cluster_.patch(kube::kGateways, {"a", "gw"}, flow("{metadata: {finalizers: [gateway.k8s.aws/nlb]}}"));
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, "{spec: {gatewayClassName: other}}"), " gateway:a/gw");
}

TEST_F(Watches, DeletedGatewayHasItsRouteEntriesRemoved) {
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow(kOwnEntry));
  EXPECT_EQ(deleted(kube::kGateways, {"a", "gw"}), " gateway:a/gw route:a/r");
}

TEST_F(Watches, DeletedGatewayWakesAClassThatWaitsToGo) {
  cluster_.patch(kube::kGatewayClasses, {"", "nlb"}, flow("{metadata: {deletionTimestamp: \"2026-01-01T00:00:05Z\"}}"));
  EXPECT_EQ(deleted(kube::kGateways, {"b", "gw"}), " gateway:b/gw class:nlb");
}

// ---- configurations ----
const std::string kOwnConfiguration =
    "{spec: {infrastructure: {parametersRef: {group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: mine}}}}";
const std::string kClassConfiguration =
    "{spec: {parametersRef: {group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: mine, namespace: a}}}";

TEST_F(Watches, LoadBalancerConfigurationWakesTheGatewaysThatNameIt) {
  cluster_.apply("lbc a/mine {scheme: internal}\nlbc b/mine {scheme: internal}\n");
  cluster_.patch(kube::kGateways, {"a", "gw"}, flow(kOwnConfiguration));
  const std::string edit = "{metadata: {generation: 2}, spec: {scheme: internet-facing}}";
  EXPECT_EQ(modified(kube::kLoadBalancerConfigurations, {"a", "mine"}, edit), " gateway:a/gw lbc:a/mine");
  EXPECT_EQ(modified(kube::kLoadBalancerConfigurations, {"b", "mine"}, edit), " lbc:b/mine");
  EXPECT_EQ(deleted(kube::kLoadBalancerConfigurations, {"a", "mine"}), " gateway:a/gw lbc:a/mine");
}

TEST_F(Watches, ConfigurationOfAClassWakesTheClassAndItsGateways) {
  cluster_.apply("lbc a/mine {scheme: internal}\n");
  cluster_.patch(kube::kGatewayClasses, {"", "nlb"}, flow(kClassConfiguration));
  EXPECT_EQ(modified(kube::kLoadBalancerConfigurations, {"a", "mine"}, "{metadata: {generation: 2}}"),
            " gateway:a/gw gateway:b/gw class:nlb lbc:a/mine");
  // Metadata alone is the class's concern, whose annotation says the version.
  EXPECT_EQ(modified(kube::kLoadBalancerConfigurations, {"a", "mine"}, "{metadata: {labels: {x: y}}}"),
            " class:nlb lbc:a/mine");
}

TEST_F(Watches, GatewayAndClassWakeTheConfigurationThatTheyUseOrUsed) {
  cluster_.apply("lbc a/mine {}\n");
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, kOwnConfiguration), " gateway:a/gw lbc:a/mine");
  EXPECT_EQ(modified(kube::kGateways, {"a", "gw"}, "{spec: {infrastructure: null}}"), " gateway:a/gw lbc:a/mine");
}

TEST_F(Watches, TargetGroupConfigurationThatTurnsToAnotherServiceWakesTheGatewaysOfBoth) {
  cluster_.apply("tgc a/t {targetReference: {name: s}}\ngateway a/two {listeners: []}\n");
  cluster_.apply("route a/r2 {parentRefs: [{name: two}], rules: [{backendRefs: [{name: s2, port: 9000}]}]}\n");
  EXPECT_EQ(modified(kube::kTargetGroupConfigurations, {"a", "t"},
                     "{metadata: {generation: 2}, spec: {targetReference: {name: s2}}}"),
            " gateway:a/gw gateway:a/two tgc:a/t");
  EXPECT_EQ(modified(kube::kTargetGroupConfigurations, {"a", "t"}, "{metadata: {labels: {x: y}}}"), " tgc:a/t");
}

TEST_F(Watches, DefaultForAllServicesWakesTheGatewaysWhoseConfigurationNamesIt) {
  cluster_.apply("tgc a/t {}\nlbc a/mine {defaultTargetGroupConfiguration: {name: t}}\n");
  cluster_.patch(kube::kGateways, {"a", "gw"}, flow(kOwnConfiguration));
  EXPECT_EQ(modified(kube::kTargetGroupConfigurations, {"a", "t"}, "{metadata: {generation: 2}}"),
            " gateway:a/gw tgc:a/t");
}

TEST_F(Watches, RouteAndServiceWakeTheConfigurationOfTheService) {
  cluster_.apply("tgc a/t {targetReference: {name: s}}\ntgc b/t {targetReference: {name: s}}\n");
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw tgc:a/t");
  EXPECT_EQ(modified(kube::kServices, {"a", "s"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw tgc:a/t");
}

TEST_F(Watches, ClassWakesItselfAndItsGateways) {
  EXPECT_EQ(modified(kube::kGatewayClasses, {"", "nlb"}, "{metadata: {labels: {x: y}}}"),
            " gateway:a/gw gateway:b/gw class:nlb");
}

TEST_F(Watches, RouteWakesItsGateway) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

TEST_F(Watches, RouteThatMovesWakesBothGateways) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{spec: {parentRefs: [{name: gw, namespace: b}]}}"),
            " gateway:a/gw gateway:b/gw");
}

TEST_F(Watches, DetachedRouteIsFoundThroughItsStatus) {
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow(kOwnEntry));
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow("{spec: {parentRefs: []}}"));
  // A restarted controller sees no previous version.
  const auto route = cluster_.get(kube::kTcpRoutes, {"a", "r"});
  EXPECT_EQ(affected(kube::kTcpRoutes, WatchEventType::added, route, nullptr), " gateway:a/gw route:a/r");
}

TEST_F(Watches, ForeignEntryWakesNobody) {
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"},
                     "{spec: {parentRefs: []}, status: {parents: [{parentRef: {name: gw}, controllerName: "
                     "example.com/other, conditions: []}]}}"),
            " gateway:a/gw");  // by the parentRef it had before
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "r"}, "{metadata: {labels: {x: y}}}"), "");
}

TEST_F(Watches, DeletedRouteWakesItsGateway) {
  EXPECT_EQ(deleted(kube::kTcpRoutes, {"a", "r"}), " gateway:a/gw route:a/r");
}

TEST_F(Watches, ServiceWakesTheGatewaysOfItsRoutes) {
  EXPECT_EQ(modified(kube::kServices, {"a", "s"}, "{spec: {ports: []}}"), " gateway:a/gw");
  EXPECT_EQ(deleted(kube::kServices, {"a", "s"}), " gateway:a/gw");
}

TEST_F(Watches, GrantWakesTheGatewaysOfTheRoutesItLetsRefer) {
  cluster_.apply(
      "route a/r {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: t, namespace: c, port: 1}]}]}\n"
      "grant c/g {from: [{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: a}], to: [{group: \"\", kind: "
      "Service}]}\n");
  EXPECT_EQ(deleted(kube::kReferenceGrants, {"c", "g"}), " gateway:a/gw");
}

TEST_F(Watches, GrantThatNoLongerCoversWakesToo) {
  cluster_.apply(
      "route a/r {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: t, namespace: c, port: 1}]}]}\n"
      "grant c/g {from: [{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: a}], to: [{group: \"\", kind: "
      "Service}]}\n");
  EXPECT_EQ(modified(kube::kReferenceGrants, {"c", "g"}, "{spec: {to: [{group: \"\", kind: Secret}]}}"),
            " gateway:a/gw");
  EXPECT_EQ(modified(kube::kReferenceGrants, {"c", "g"}, "{metadata: {labels: {x: y}}}"), "");
}

TEST_F(Watches, RelabelledNamespaceWakesTheGatewaysOfItsRoutes) {
  cluster_.apply("namespace a {}");
  EXPECT_EQ(modified(kube::kNamespaces, {"", "a"}, "{metadata: {labels: {team: x}}}"), " gateway:a/gw");
  EXPECT_EQ(modified(kube::kNamespaces, {"", "a"}, "{metadata: {annotations: {team: x}}}"), "");
}

TEST_F(Watches, NamespacesAreNotWatchedByAProfileThatDoesNot) {
  cluster_.apply("namespace a {team: x}");
  Profile profile = *find_profile("seed");
  profile.namespaces_watched = false;
  const auto object = cluster_.get(kube::kNamespaces, {"", "a"});
  EXPECT_EQ(affected(kube::kNamespaces, WatchEventType::added, object, nullptr, profile), "");
}

api::Json binding(const std::string& name, const std::string& service) {
  api::Json document = testing_objects::binding(name, "arn", 30900);
  document["metadata"]["namespace"] = "a";
  document["metadata"]["labels"] = {{std::string(kStackNameLabel), "gw"}, {std::string(kStackNamespaceLabel), "a"}};
  document["spec"]["serviceRef"]["name"] = service;
  return document;
}

TEST_F(Watches, BindingDeletedByHandWakesItsGateway) {
  cluster_.put(kube::kTargetGroupBindings, binding("k8s-x", "s"));
  const kube::ObjectKey key{"a", "k8s-x"};
  EXPECT_EQ(modified(kube::kTargetGroupBindings, key, "{metadata: {annotations: {x: y}}}"), " binding:a/k8s-x");
  EXPECT_EQ(modified(kube::kTargetGroupBindings, key, "{metadata: {generation: 2}}"), " gateway:a/gw binding:a/k8s-x");
  EXPECT_EQ(deleted(kube::kTargetGroupBindings, key), " gateway:a/gw binding:a/k8s-x");
}

TEST_F(Watches, BindingMadeByHandWakesNoGateway) {
  api::Json document = binding("by-hand", "s");
  document["metadata"].erase("labels");
  cluster_.put(kube::kTargetGroupBindings, std::move(document));
  EXPECT_EQ(deleted(kube::kTargetGroupBindings, {"a", "by-hand"}), " binding:a/by-hand");
}

TEST_F(Watches, EchoOfAnOwnWriteDoesNotWakeItsWriter) {
  cluster_.put(kube::kTargetGroupBindings, binding("b", "s"));
  const struct {
    kube::Resource resource;
    kube::ObjectKey key;
    std::string expected;
  } rows[] = {{kube::kGateways, {"a", "gw"}, ""},
              {kube::kGatewayClasses, {"", "nlb"}, " gateway:a/gw gateway:b/gw"},
              {kube::kTcpRoutes, {"a", "r"}, ""},
              {kube::kTargetGroupBindings, {"a", "b"}, ""}};
  for (const auto& row : rows) {
    const kube::ObjectRef before = cluster_.patch(row.resource, row.key, flow("{metadata: {labels: {x: y}}}"));
    Delta delta{WatchEventType::modified, cluster_.get(row.resource, row.key), before, 0};
    delta.echo = true;
    const Affected keys = affected_by(row.resource, {delta, cluster_.listers(), *find_profile("seed")});
    std::string out;
    for (const auto& key : keys.gateways) out += " gateway:" + key.text();
    for (const auto& key : keys.gateway_classes) out += " class:" + key.text();
    for (const auto& key : keys.bindings) out += " binding:" + key.text();
    EXPECT_EQ(out, row.expected) << row.resource.plural;
  }
}

struct ServiceRow {
  const char* patch;
  const char* bindings;
};

// The Gateways of its routes hear of every change of a Service; its bindings of those that move targets.
TEST_F(Watches, ServiceWakesTheBindingsThatReferToIt) {
  cluster_.put(kube::kTargetGroupBindings, binding("b1", "s"));
  cluster_.put(kube::kTargetGroupBindings, binding("b2", "s"));
  cluster_.put(kube::kTargetGroupBindings, binding("other", "t"));
  const std::string both = " binding:a/b1 binding:a/b2";
  const ServiceRow rows[] = {
      {"{metadata: {labels: {x: y}}}", ""},
      {"{spec: {type: LoadBalancer}}", both.c_str()},
      {"{spec: {ports: [{name: app, port: 9000, nodePort: 30901}]}}", both.c_str()},
      {"{spec: {ports: [{name: app, port: 9000, nodePort: 30901, targetPort: 1}]}}", ""},
      {"{spec: {ports: [{name: web, port: 9000, nodePort: 30901, targetPort: 1}]}}", both.c_str()},
      {"{spec: {ports: [{name: web, port: 9000, nodePort: 30901, protocol: UDP}]}}", both.c_str()},
  };
  for (const ServiceRow& row : rows)
    EXPECT_EQ(modified(kube::kServices, {"a", "s"}, row.patch), std::string(" gateway:a/gw") + row.bindings)
        << row.patch;
  EXPECT_EQ(deleted(kube::kServices, {"a", "s"}), " gateway:a/gw" + both);
}

TEST_F(Watches, BindingThatChangesItsServiceIsFoundByTheNewOne) {
  cluster_.put(kube::kTargetGroupBindings, binding("b", "s"));
  modified(kube::kTargetGroupBindings, {"a", "b"}, "{spec: {serviceRef: {name: t}}}");
  EXPECT_EQ(deleted(kube::kServices, {"a", "s"}), " gateway:a/gw");
}

struct NodeRow {
  const char* before;
  const char* after;
  const char* bindings;
};
constexpr const char* kEvery = " binding:a/all binding:a/some";
constexpr const char* kSelecting = " binding:a/some";

const NodeRow kNodeRows[] = {
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"x"}]}})", ""},
    {R"({})", R"({"spec":{"unschedulable":true}})", ""},
    {R"({})", R"({"metadata":{"labels":{"pool":"blue"}}})", kSelecting},
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"False"}]}})", kEvery},
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})", kEvery},
    {R"({})", R"({"metadata":{"labels":{"node.kubernetes.io/exclude-from-external-load-balancers":""}}})", kEvery},
    {R"({"spec":{"providerID":""}})", R"({})", kEvery},
    {R"({})", R"({"metadata":{"uid":"made anew"}})", kEvery},
};

class NodeWatch : public Watches {
 protected:
  NodeWatch() {
    api::Json selecting = binding("some", "s");
    selecting["spec"]["nodeSelector"] = {{"matchLabels", {{"pool", "blue"}}}};
    cluster_.put(kube::kTargetGroupBindings, binding("all", "s"));
    cluster_.put(kube::kTargetGroupBindings, std::move(selecting));
  }
};

TEST_F(NodeWatch, WakesBindingsWhenATargetChanges) {
  for (const NodeRow& row : kNodeRows)
    EXPECT_EQ(affected(kube::kNodes, WatchEventType::modified, testing_objects::node("n", "i-1", row.after),
                       testing_objects::node("n", "i-1", row.before)),
              row.bindings)
        << row.after;
}

TEST_F(NodeWatch, ComingAndGoingMatterAResyncDoesNot) {
  const kube::ObjectRef node = testing_objects::node("n", "i-1");
  EXPECT_EQ(affected(kube::kNodes, WatchEventType::added, node, nullptr), kEvery);
  EXPECT_EQ(affected(kube::kNodes, WatchEventType::deleted, node, node), kEvery);
  EXPECT_EQ(affected(kube::kNodes, WatchEventType::modified, node, node), "");
}

// Two bindings of Service a/s, one with addresses as targets, and one of Service a/t; slice a/x of a/s names Pod a/p.
class EndpointWatches : public Watches {
 protected:
  EndpointWatches() {
    for (const auto& [name, service, type] :
         {std::array{"nodes", "s", "instance"}, std::array{"addresses", "s", "ip"}, std::array{"others", "t", "ip"}}) {
      api::Json document = binding(name, service);
      document["spec"]["targetType"] = type;
      cluster_.put(kube::kTargetGroupBindings, std::move(document));
    }
    cluster_.put(kube::kEndpointSlices, slice("s")->document());
  }
  static kube::ObjectRef slice(const std::string& service, const std::string& pod = "p") {
    return testing_objects::slice(
        "x", "[" + testing_objects::endpoint("10.0.1.9", pod) + "]",
        R"({"metadata": {"namespace": "a", "labels": {"kubernetes.io/service-name": ")" + service + R"("}}})");
  }
  static kube::ObjectRef pod(const std::string& patch = "{}") {
    const auto made = testing_objects::pod("p", "n", {}, R"({"metadata": {"namespace": "a"}})");
    api::Json document = made->document();
    api::merge_patch(document, api::Json::parse(patch));
    return kube::Object::make(std::move(document));
  }
};

TEST_F(EndpointWatches, ASliceWakesTheBindingsOfItsServiceWhoseTargetsAreAddresses) {
  EXPECT_EQ(affected(kube::kEndpointSlices, WatchEventType::added, slice("s"), nullptr), " binding:a/addresses");
  EXPECT_EQ(affected(kube::kEndpointSlices, WatchEventType::deleted, slice("s"), slice("s")), " binding:a/addresses");
  EXPECT_EQ(affected(kube::kEndpointSlices, WatchEventType::modified, slice("t"), slice("s")),
            " binding:a/addresses binding:a/others");
  const kube::ObjectRef same = slice("s");
  EXPECT_EQ(affected(kube::kEndpointSlices, WatchEventType::modified, same, same), "");
}

TEST_F(EndpointWatches, APodWakesThemWhenItMayHaveBecomeATarget) {
  struct Row {
    const char* after;
    const char* bindings;
  };
  constexpr const char* kConcerned = " binding:a/addresses";
  const Row rows[] = {
      {R"({"metadata": {"labels": {"x": "y"}}})", ""},
      {R"({"status": {"phase": "Running"}})", ""},
      {R"({"status": {"conditions": [{"type": "ContainersReady", "status": "False"}]}})", kConcerned},
      {R"({"status": {"podIP": "10.0.1.9"}})", kConcerned},
      {R"({"metadata": {"deletionTimestamp": "2026-01-01T00:00:05Z"}})", kConcerned},
      {R"({"metadata": {"uid": "made anew"}})", kConcerned},
  };
  for (const Row& row : rows)
    EXPECT_EQ(affected(kube::kPods, WatchEventType::modified, pod(row.after), pod()), row.bindings) << row.after;
  EXPECT_EQ(affected(kube::kPods, WatchEventType::added, pod(), nullptr), kConcerned);
  EXPECT_EQ(affected(kube::kPods, WatchEventType::deleted, pod(), pod()), kConcerned);
}

TEST_F(EndpointWatches, APodOfNoSliceConcernsNobody) {
  cluster_.put(kube::kEndpointSlices, slice("s", "q")->document());
  EXPECT_EQ(affected(kube::kPods, WatchEventType::added, pod(), nullptr), "");
}

TEST(AllWatches, EachResourceOnceAndEveryRouteKind) {
  std::set<kube::Resource> seen;
  for (const Watch& watch : all_watches()) EXPECT_TRUE(seen.insert(watch.resource).second) << watch.resource.plural;
  for (const RouteKind& kind : kRouteKinds) EXPECT_TRUE(seen.contains(kind.resource)) << kind.resource.plural;
}

TEST(ListerIndex, FollowsPutsAndErases) {
  Cluster cluster(kGateway + kRoute);
  const auto found = [&](const kube::ObjectKey& gateway) {
    std::string out;
    for (const RouteId& id : routes_by(cluster.listers(), kRoutesByGateway, gateway)) out += describe(id) + " ";
    return out;
  };
  EXPECT_EQ(found({"a", "gw"}), "TCPRoute a/r ");
  // Named twice, found once, and gone when both are.
  cluster.patch(kube::kTcpRoutes, {"a", "r"}, flow("{spec: {parentRefs: [{name: other}, {name: other, port: 1}]}}"));
  EXPECT_EQ(found({"a", "gw"}), "");
  EXPECT_EQ(found({"a", "other"}), "TCPRoute a/r ");
  cluster.erase(kube::kTcpRoutes, {"a", "r"});
  EXPECT_EQ(found({"a", "other"}), "");
}

}  // namespace
}  // namespace nlbsim::engine::testing
