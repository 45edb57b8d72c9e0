#include "engine/tests/watches.h"

namespace nlbsim::engine::testing {
namespace {

// A set of a/gw, and a route that is attached to it.
const std::string kSetAndRoute =
    "set a/s1 {parentRef: {name: gw}, listeners: [{name: more, protocol: TCP, port: 9090}]}\n"
    "route a/q {parentRefs: [{kind: ListenerSet, name: s1}], rules: [{backendRefs: [{name: s, port: 9000}]}]}\n";

TEST_F(Watches, AListenerSetWakesItsGateway) {
  cluster_.apply(kSetAndRoute);
  EXPECT_EQ(modified(kube::kListenerSets, {"a", "s1"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
  EXPECT_EQ(modified(kube::kListenerSets, {"a", "s1"}, "{spec: {parentRef: {namespace: b}}}"),
            " gateway:a/gw gateway:b/gw route:a/q");
}

TEST_F(Watches, AListenerSetThatIsGoneWakesItsRoutes) {
  cluster_.apply(kSetAndRoute);
  EXPECT_EQ(deleted(kube::kListenerSets, {"a", "s1"}), " gateway:a/gw route:a/q");
}

TEST_F(Watches, ARouteWakesTheGatewayOfItsListenerSet) {
  cluster_.apply(kSetAndRoute);
  EXPECT_EQ(modified(kube::kTcpRoutes, {"a", "q"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

TEST_F(Watches, ANamespaceWakesTheGatewaysOfItsListenerSets) {
  cluster_.apply("namespace c {}\nset c/s1 {parentRef: {name: gw, namespace: a}, listeners: []}\n");
  EXPECT_EQ(modified(kube::kNamespaces, {"", "c"}, "{metadata: {labels: {x: y}}}"), " gateway:a/gw");
}

}  // namespace
}  // namespace nlbsim::engine::testing
