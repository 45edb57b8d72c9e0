#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {
namespace {

const std::string kTwoListeners =
    "gateway a/gw {listeners: [{name: one, protocol: TCP, port: 8080}, {name: two, protocol: TCP, port: 9090}]}\n";
const std::string kForeignService =
    "service b/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30901}]}\n";

std::string gateway_from(const std::string& namespaces) {
  return "gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080, allowedRoutes: {namespaces: " +
         namespaces + "}}]}\n";
}
std::string gateway_kinds(const std::string& kinds) {
  return "gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080, allowedRoutes: {kinds: " + kinds +
         "}}]}\n";
}

const std::string kAccepted = " Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs";
const std::string kNotAllowed = " Accepted=False/NotAllowedByListeners";
const std::string kNoMatch = " Accepted=False/NoMatchingParent";

const LoadRow kRows[] = {
    {"GatewayWithoutRoutesHasAnUnusedPort", kGateway + kService,
     "port 8080 TCP unused\nlistener tcp-app valid attached=0 kinds=TCPRoute\n!violation\n!route"},
    {"RouteAttachesBySectionName", kGateway + kService + kRoute,
     "port 8080 TCP serving a/r -> a/s:9000\nlistener tcp-app valid attached=1\nroute a/r -> gw/tcp-app" + kAccepted},
    {"RouteAttachesByPort", kTwoListeners + kService + route("a/r", "{name: gw, port: 9090}"),
     "port 8080 TCP unused\nport 9090 TCP serving a/r\nroute a/r -> gw:9090" + kAccepted},
    {"SectionNameAndPortMustBothMatch",
     kTwoListeners + kService + route("a/r", "{name: gw, sectionName: one, port: 9090}"),
     "port 8080 TCP unused\nport 9090 TCP unused\nroute a/r -> gw/one:9090" + kNoMatch},
    {"SectionNameAndPortThatAgree", kTwoListeners + kService + route("a/r", "{name: gw, sectionName: two, port: 9090}"),
     "port 9090 TCP serving a/r\nroute a/r -> gw/two:9090" + kAccepted},
    {"ParentRefWithoutSectionJoinsEveryListener", kTwoListeners + kService + route("a/r"),
     "port 8080 TCP serving a/r\nport 9090 TCP serving a/r\nlistener one valid attached=1\nlistener two valid "
     "attached=1"},
    {"TwoParentRefsTakeTheirOwnListeners",
     kTwoListeners + kService + route("a/r", "{name: gw, sectionName: one}, {name: gw, sectionName: none}"),
     "port 8080 TCP serving a/r\nport 9090 TCP unused\nroute a/r -> gw/one" + kAccepted + "\nroute a/r -> gw/none" +
         kNoMatch},
    {"RouteOnOneListenerByTwoParentRefsCountsOnce",
     kGateway + kService + route("a/r", "{name: gw, sectionName: tcp-app}, {name: gw, port: 8080}"),
     "listener tcp-app valid attached=1\nport 8080 TCP serving a/r\n!violation"},
    {"SectionNameTypoIsNoMatchingParent", kGateway + kService + route("a/r", "{name: gw, sectionName: tpc-app}"),
     "port 8080 TCP unused\nlistener tcp-app valid attached=0\nroute a/r -> gw/tpc-app" + kNoMatch +
         " ResolvedRefs=True/ResolvedRefs\n  Route parentRef does not match listener"},
    {"ParentOfAnotherKindIsNotOurs", kGateway + kService + route("a/r", "{kind: Service, group: \"\", name: gw}"),
     "!route\nlistener tcp-app valid attached=0"},
    {"ParentOfAnotherGroupIsNotOurs", kGateway + kService + route("a/r", "{group: example.com, name: gw}"),
     "!route\nlistener tcp-app valid attached=0"},
    {"OtherGatewayIsNotLoaded", kGateway + kService + route("a/r", "{name: other}"), "!route\nport 8080 TCP unused"},
    {"ParentNamespaceDefaultsToTheRoutes", gateway_from("{from: All}") + kForeignService + route("b/r", "{name: gw}"),
     "!route\nport 8080 TCP unused"},
    {"FromAllTakesOtherNamespaces",
     gateway_from("{from: All}") + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP serving b/r -> b/s:9000\nlistener tcp-app valid attached=1"},
    {"FromSameRefusesOtherNamespaces",
     gateway_from("{from: Same}") + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP unused\nlistener tcp-app valid attached=0\nroute b/r -> gw" + kNotAllowed},
    {"FromDefaultsToSame", kGateway + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"SelectorMatchesNamespaceLabels",
     gateway_from("{from: Selector, selector: {matchLabels: {team: x}}}") + "namespace b {team: x}\n" +
         kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP serving b/r -> b/s:9000"},
    {"SelectorRefusesOtherLabels",
     gateway_from("{from: Selector, selector: {matchLabels: {team: x}}}") + "namespace b {team: y}\n" +
         kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"SelectorExpressionIn",
     gateway_from("{from: Selector, selector: {matchExpressions: [{key: team, operator: In, values: [x, y]}]}}") +
         "namespace b {team: y}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP serving b/r"},
    {"SelectorExpressionNotInTakesAnAbsentLabel",
     gateway_from("{from: Selector, selector: {matchExpressions: [{key: team, operator: NotIn, values: [x]}]}}") +
         "namespace b {}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP serving b/r"},
    {"SelectorExpressionExistsRefusesAnAbsentLabel",
     gateway_from("{from: Selector, selector: {matchExpressions: [{key: team, operator: Exists}]}}") +
         "namespace b {}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"SelectorExpressionDoesNotExist",
     gateway_from("{from: Selector, selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}}") +
         "namespace b {}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "port 8080 TCP serving b/r"},
    {"UnknownSelectorOperatorSelectsNothing",
     gateway_from("{from: Selector, selector: {matchExpressions: [{key: team, operator: Like}]}}") +
         "namespace b {team: x}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"SelectorWithoutSelectorAllowsNothing",
     gateway_from("{from: Selector}") + "namespace b {}\n" + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"UnknownNamespaceIsNotSelected",
     gateway_from("{from: Selector, selector: {}}") + kForeignService + route("b/r", "{name: gw, namespace: a}"),
     "route b/r -> gw" + kNotAllowed},
    {"ListedKindIsSupported", gateway_kinds("[{kind: TCPRoute}]") + kService + kRoute,
     "port 8080 TCP serving a/r\nlistener tcp-app valid attached=1 kinds=TCPRoute Conflicted=False/NoConflicts "
     "Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs"},
    {"UnsupportedKindBesideTcpStillServesTcp",
     gateway_kinds("[{kind: TCPRoute}, {kind: HTTPRoute}]") + kService + kRoute,
     "port 8080 TCP serving a/r\nlistener tcp-app valid attached=1 kinds=TCPRoute Conflicted=False/NoConflicts "
     "Accepted=True/Accepted ResolvedRefs=False/InvalidRouteKinds\nviolation FailedBuildModel Failed build model due "
     "to Invalid route kind for listener tcp-app"},
    {"OnlyUnsupportedKindsServesNothing", gateway_kinds("[{kind: HTTPRoute}]") + kService + kRoute,
     "!port\nlistener tcp-app invalid attached=0 kinds= Conflicted=False/NoConflicts Accepted=True/Accepted "
     "ResolvedRefs=False/InvalidRouteKinds\nroute a/r -> gw/tcp-app" +
         kNotAllowed},
    {"KindOfAnotherGroupIsNotTcpRoute", gateway_kinds("[{group: example.com, kind: TCPRoute}]") + kService + kRoute,
     "listener tcp-app invalid attached=0 kinds="},
    {"KindListedTwiceIsReportedOnce", gateway_kinds("[{kind: TCPRoute}, {kind: TCPRoute}]") + kService + kRoute,
     "listener tcp-app valid attached=1 kinds=TCPRoute Conflicted"},
    {"TcpRouteDoesNotFitUdp",
     "gateway a/gw {listeners: [{name: dns, protocol: UDP, port: 53}]}\n" + kService + route("a/r"),
     "port 53 UDP unused\nlistener dns valid attached=0\nroute a/r -> gw" + kNotAllowed},
    {"OneFittingListenerSuffices",
     "gateway a/gw {listeners: [{name: dns, protocol: UDP, port: 53}, {name: tcp, protocol: TCP, port: 80}]}\n" +
         kService + route("a/r"),
     "port 53 UDP unused\nport 80 TCP serving a/r\nroute a/r -> gw" + kAccepted},
};

class AttachmentTest : public ::testing::TestWithParam<LoadRow> {};

TEST_P(AttachmentTest, Loads) {
  const Cluster cluster(GetParam().objects);
  expect_lines(load_and_render(cluster, *find_profile("seed")), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, AttachmentTest, ::testing::ValuesIn(kRows), row_name);

}  // namespace
}  // namespace nlbsim::engine::testing
