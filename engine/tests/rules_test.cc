#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {
namespace {

std::string backends(const std::string& name, const std::string& rules) {
  return "route " + name + " {parentRefs: [{name: gw}], rules: " + rules + "}\n";
}
const std::string kLost = " Accepted=False/UnsupportedValue ResolvedRefs=True/ResolvedRefs";
const std::string kViolation = "violation FailedBuildModel Failed build model due to ";
const std::string kTwoSlots =
    "gateway a/gw {listeners: [{name: one, protocol: TCP, port: 8080}, {name: two, protocol: TCP, port: 9090}]}\n";
const std::string kAnyNamespace =
    "gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080, allowedRoutes: {namespaces: {from: "
    "All}}}]}\n";
const std::string kPassthrough = "protocol: TLS, tls: {mode: Passthrough}";
const std::string kCrossRoute = backends("a/r", "[{backendRefs: [{name: s, namespace: b, port: 9000}]}]");
const std::string kCrossService =
    "service b/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30901}]}\n";

std::string grant(const std::string& from, const std::string& to) {
  return "grant b/g {from: [" + from + "], to: [" + to + "]}\n";
}
const std::string kFromRoute = "{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: a}";

const LoadRow kOneRoutePerListener[] = {
    {"OldestServes", kGateway + kService + route("a/young@9") + route("a/old@3"),
     "port 8080 TCP serving a/old\nlistener tcp-app valid attached=1\nroute a/old -> gw Accepted=True/Accepted\nroute "
     "a/young -> gw" +
         kLost},
    {"LoserNamesListenerAndWinner", kGateway + kService + route("a/young@9") + route("a/old@3"),
     "  listener tcp-app (TCP:8080) of Gateway a/gw already serves TCPRoute a/old: a listener takes one route, the "
     "oldest"},
    {"GatewayGetsOneViolation", kGateway + kService + route("a/young@9") + route("a/old@3"),
     kViolation +
         "multiple routes [a/old a/young] are not supported for listener TCP:8080 for gateway a/gw; TCPRoute a/old is "
         "the oldest and serves"},
    {"EqualAgeGoesByName", kGateway + kService + route("a/z@3") + route("a/b@3"),
     "port 8080 TCP serving a/b\nroute a/z -> gw" + kLost},
    {"EqualAgeGoesByNamespaceFirst",
     kAnyNamespace + kService + "service b/s {ports: [{port: 9000, nodePort: 30901}]}\n" +
         route("b/a@3", "{name: gw, namespace: a}") + route("a/z@3"),
     "port 8080 TCP serving a/z\nroute b/a -> gw" + kLost},
    {"LoserServesOnAnotherListenerOfTheParent",
     kTwoSlots + kService + route("a/old@1", "{name: gw, sectionName: one}") + route("a/young@2"),
     "port 8080 TCP serving a/old\nport 9090 TCP serving a/young\nlistener one valid attached=1\nlistener two valid "
     "attached=1\nroute a/young -> gw Accepted=True/Accepted"},
    {"LosingParentRefIsJudgedAlone",
     kTwoSlots + kService + route("a/old@1", "{name: gw, sectionName: one}") +
         route("a/young@2", "{name: gw, sectionName: one}, {name: gw, sectionName: two}"),
     "route a/young -> gw/one" + kLost +
         "\nroute a/young -> gw/two Accepted=True/Accepted\nport 9090 TCP serving "
         "a/young"},
    {"OneViolationForEachPort", kTwoSlots + kService + route("a/old@1") + route("a/young@2"),
     kViolation + "multiple routes [a/old a/young] are not supported for listener TCP:8080\n" + kViolation +
         "multiple routes [a/old a/young] are not supported for listener TCP:9090"},
    {"ListenersOfOnePortHoldOneRouteTogether",
     "gateway a/gw {listeners: [{name: x, protocol: TLS, port: 443, hostname: x.example.com}, {name: y, protocol: TLS, "
     "port: 443, hostname: y.example.com}]}\n" +
         kService + route("a/old@1", "{name: gw, sectionName: x}") + route("a/young@2", "{name: gw, sectionName: y}"),
     "route a/old -> gw/x Accepted=True/Accepted\nroute a/young -> gw/y" + kLost +
         "\n  listener y (TLS:443) of Gateway a/gw is held by TCPRoute a/old"},
    {"RefusedRouteDoesNotCompete",
     kGateway + kService + "service b/s {ports: [{port: 9000}]}\n" + route("b/old@1", "{name: gw, namespace: a}") +
         route("a/young@2"),
     "port 8080 TCP serving a/young\nroute a/young -> gw Accepted=True/Accepted\n!violation"},
    {"RouteWithoutServiceStillHoldsItsListener",
     kGateway + kService + backends("a/old@1", "[{backendRefs: [{name: absent, port: 1}]}]") + route("a/young@2"),
     "port 8080 TCP unused\nroute a/old -> gw Accepted=True/Accepted ResolvedRefs=False/BackendNotFound\nroute a/young "
     "-> gw" +
         kLost},
    {"ListenerThatServesNothingIsOnlyHeld",
     kGateway + kService + backends("a/old@1", "[{backendRefs: [{name: absent, port: 1}]}]") + route("a/young@2"),
     "  listener tcp-app (TCP:8080) of Gateway a/gw is held by TCPRoute a/old: a listener takes one route, the oldest"},
    {"NothingIsSaidToServeThatDoesNot",
     kGateway + kService + backends("a/old@1", "[{backendRefs: [{name: s, port: 9000, weight: 0}]}]") +
         route("a/young@2"),
     kViolation +
         "multiple routes [a/old a/young] are not supported for listener TCP:8080 for gateway a/gw; TCPRoute a/old is "
         "the oldest and holds it\n!" +
         kViolation +
         "multiple routes [a/old a/young] are not supported for listener TCP:8080 for gateway a/gw; TCPRoute a/old is "
         "the oldest and serves"},
    {"RouteThatIsNotValidCannotWin", kGateway + kService + backends("a/old@1", "[{}]") + route("a/young@2"),
     "port 8080 TCP serving a/young\nlistener tcp-app valid attached=1\nroute a/young -> gw "
     "Accepted=True/Accepted\nroute a/old -> gw" +
         kLost + "\n  no backend refs found for route a/old\n!" + kViolation + "multiple routes"},
    {"OfSeveralThatAreNotValidNoneServes",
     kGateway + kService + backends("a/old@1", "[{}]") + backends("a/young@2", "[]"),
     "port 8080 TCP frozen\nlistener tcp-app valid attached=0\nroute a/old -> gw" + kLost + "\nroute a/young -> gw" +
         kLost + "\n  no backend refs found for route a/young\n" + kViolation +
         "no backend refs found for route a/old\n" + kViolation + "no backend refs found for route a/young"},
    {"OfThreeTheOldestValidOneWins",
     kGateway + kService + backends("a/first@1", "[{}]") + route("a/second@2") + route("a/third@3"),
     "port 8080 TCP serving a/second\nroute a/third -> gw" + kLost +
         "\n  listener tcp-app (TCP:8080) of Gateway a/gw already serves TCPRoute a/second\n" + kViolation +
         "multiple routes [a/second a/third] are not supported"},
};

const LoadRow kExactlyOneBackend[] = {
    {"NoBackendsKeyFreezesThePort", kGateway + kService + backends("a/r", "[{}]"),
     "port 8080 TCP frozen\nlistener tcp-app valid attached=0\nroute a/r -> gw" + kLost + "\n" + kViolation +
         "no backend refs found for route a/r for listener on port:protocol 8080:TCP for gateway a/gw , only one must "
         "be specified"},
    {"EmptyBackendsFreezesThePort", kGateway + kService + backends("a/r", "[{backendRefs: []}]"),
     "port 8080 TCP frozen\nroute a/r -> gw" + kLost},
    {"NoRulesFreezesThePort", kGateway + kService + backends("a/r", "[]"),
     "port 8080 TCP frozen\nroute a/r -> gw" + kLost},
    {"TwoBackendsFreezeThePort",
     kGateway + kService + backends("a/r", "[{backendRefs: [{name: s, port: 9000}, {name: t, port: 9000}]}]"),
     "port 8080 TCP frozen\nroute a/r -> gw" + kLost + "\n" + kViolation +
         "multiple backend refs found for route a/r for listener on port:protocol 8080:TCP for gateway a/gw , only one "
         "must be specified"},
    {"BackendsOfAllRulesCount",
     kGateway + kService +
         backends("a/r", "[{backendRefs: [{name: s, port: 9000}]}, {backendRefs: [{name: s, port: 9000}]}]"),
     "port 8080 TCP frozen\nroute a/r -> gw" + kLost},
    {"ARuleWithoutBackendsDoesNotCount",
     kGateway + kService + backends("a/r", "[{}, {backendRefs: [{name: s, port: 9000}]}]"),
     "port 8080 TCP serving a/r -> a/s:9000\n!violation"},
    {"ViolationComesBeforeLookup",
     kGateway + kService + backends("a/r", "[{backendRefs: [{name: s, port: 9000}, {name: absent, port: 9000}]}]"),
     "port 8080 TCP frozen\nroute a/r -> gw" + kLost},
    {"ViolatingLoserDoesNotFreeze", kGateway + kService + route("a/old@1") + backends("a/young@2", "[{}]"),
     "port 8080 TCP serving a/old\nroute a/young -> gw" + kLost},
    {"OtherPortsConverge",
     kTwoSlots + kService + route("a/good", "{name: gw, sectionName: two}") +
         "route a/bad {parentRefs: [{name: gw, sectionName: one}], rules: [{}]}\n",
     "port 8080 TCP frozen\nport 9090 TCP serving a/good"},
};

const LoadRow kBackends[] = {
    {"MissingServiceIsBackendNotFound", kGateway + kRoute,
     "port 8080 TCP unused\nlistener tcp-app valid attached=1\nroute a/r -> gw/tcp-app Accepted=True/Accepted "
     "ResolvedRefs=False/BackendNotFound\n  Service (a:s) not found\n!violation"},
    {"MissingPortIsBackendNotFound", kGateway + "service a/s {ports: [{port: 1}]}\n" + kRoute,
     "port 8080 TCP unused\nroute a/r -> gw/tcp-app Accepted=True/Accepted ResolvedRefs=False/BackendNotFound\n  "
     "Service (a:s) has no TCP port 9000"},
    {"UdpPortOfThatNumberIsNotMeant", kGateway + "service a/s {ports: [{port: 9000, protocol: UDP}]}\n" + kRoute,
     "route a/r -> gw/tcp-app Accepted=True/Accepted ResolvedRefs=False/BackendNotFound"},
    {"TcpPortBesideUdpIsFound",
     kGateway + "service a/s {ports: [{port: 9000, protocol: UDP}, {port: 9000, protocol: TCP}]}\n" + kRoute,
     "port 8080 TCP serving a/r -> a/s:9000"},
    {"PortWithoutNodePortIsToldAndKeptForTheModel",
     kGateway + "service a/s {type: ClusterIP, ports: [{port: 9000, protocol: TCP}]}\n" + kRoute,
     "port 8080 TCP serving a/r -> a/s:9000\nlistener tcp-app valid attached=1\nroute a/r -> gw/tcp-app "
     "Accepted=True/Accepted ResolvedRefs=False/BackendNotFound\n  port 9000 of Service (a:s), which has type "
     "ClusterIP, "
     "has no node port"},
    {"BackendWithoutPort", kGateway + kService + backends("a/r", "[{backendRefs: [{name: s}]}]"),
     "port 8080 TCP unused\nroute a/r -> gw Accepted=True/Accepted ResolvedRefs=False/BackendNotFound"},
    {"OtherKindIsInvalidKind",
     kGateway + kService + backends("a/r", "[{backendRefs: [{kind: ConfigMap, name: s, port: 9000}]}]"),
     "port 8080 TCP unused\nroute a/r -> gw Accepted=True/Accepted ResolvedRefs=False/InvalidKind"},
    {"OtherGroupIsInvalidKind",
     kGateway + kService + backends("a/r", "[{backendRefs: [{group: example.com, name: s, port: 9000}]}]"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/InvalidKind"},
    {"WeightZeroServesNothing",
     kGateway + kService + backends("a/r", "[{backendRefs: [{name: s, port: 9000, weight: 0}]}]"),
     "port 8080 TCP unused\nroute a/r -> gw Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs"},
    {"AnyOtherWeightOfASingleBackendIsAllOfIt",
     kGateway + kService + backends("a/r", "[{backendRefs: [{name: s, port: 9000, weight: 1000000}]}]"),
     "port 8080 TCP serving a/r"},
    {"CrossNamespaceWithoutGrantIsRefused", kGateway + kCrossService + kCrossRoute,
     "port 8080 TCP unused\nlistener tcp-app valid attached=1\nroute a/r -> gw Accepted=True/Accepted "
     "ResolvedRefs=False/RefNotPermitted\n  No explicit ReferenceGrant exists to allow the reference."},
    {"RefusalDoesNotTellWhetherTheServiceExists", kGateway + kCrossRoute,
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantPermits", kGateway + kCrossService + kCrossRoute + grant(kFromRoute, "{group: \"\", kind: Service}"),
     "port 8080 TCP serving a/r -> b/s:9000"},
    {"GrantForThatNamePermits",
     kGateway + kCrossService + kCrossRoute + grant(kFromRoute, "{group: \"\", kind: Service, name: s}"),
     "port 8080 TCP serving a/r -> b/s:9000"},
    {"GrantForAnotherNameDoesNot",
     kGateway + kCrossService + kCrossRoute + grant(kFromRoute, "{group: \"\", kind: Service, name: t}"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantFromAnotherKindDoesNot",
     kGateway + kCrossService + kCrossRoute +
         grant("{group: gateway.networking.k8s.io, kind: UDPRoute, namespace: a}", "{group: \"\", kind: Service}"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantFromAnotherNamespaceDoesNot",
     kGateway + kCrossService + kCrossRoute +
         grant("{group: gateway.networking.k8s.io, kind: TCPRoute, namespace: c}", "{group: \"\", kind: Service}"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantFromAnotherGroupDoesNot",
     kGateway + kCrossService + kCrossRoute +
         grant("{group: example.com, kind: TCPRoute, namespace: a}", "{group: \"\", kind: Service}"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantToAnotherKindDoesNot",
     kGateway + kCrossService + kCrossRoute + grant(kFromRoute, "{group: \"\", kind: Secret}"),
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantInTheRoutesNamespaceDoesNot",
     kGateway + kCrossService + kCrossRoute + "grant a/g {from: [" + kFromRoute +
         "], to: [{group: \"\", kind: Service}]}\n",
     "route a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
    {"GrantsAddUp",
     kGateway + kCrossService + kCrossRoute + grant(kFromRoute, "{group: \"\", kind: Service, name: t}") +
         "grant b/h {from: [" + kFromRoute + "], to: [{group: \"\", kind: Service, name: s}]}\n",
     "port 8080 TCP serving a/r -> b/s:9000"},
    {"OtherListenersAreNotHarmed",
     kTwoSlots + kService + route("a/good", "{name: gw, sectionName: two}") +
         "route a/bad {parentRefs: [{name: gw, sectionName: one}], rules: [{backendRefs: [{name: none, port: 1}]}]}\n",
     "port 8080 TCP unused\nport 9090 TCP serving a/good"},
};

const LoadRow kListeners[] = {
    {"TcpAndUdpOnOnePortConflict",
     "gateway a/gw {listeners: [{name: t, protocol: TCP, port: 53}, {name: u, protocol: UDP, port: 53}, {name: ok, "
     "protocol: TCP, port: 80}]}\n" +
         kService + route("a/r", "{name: gw, sectionName: ok}"),
     "port 53 TCP frozen\nport 80 TCP serving a/r\n!port 53 UDP\nlistener t invalid attached=0 kinds=TCPRoute "
     "Conflicted=True/ProtocolConflict Accepted=False/ProtocolConflict ResolvedRefs=True/ResolvedRefs\nlistener u "
     "invalid attached=0 kinds=UDPRoute Conflicted=True/ProtocolConflict\nlistener ok valid\n" +
         kViolation + "Protocol conflict for port 53"},
    {"ConflictedListenerTakesNoRoutes",
     "gateway a/gw {listeners: [{name: u, protocol: UDP, port: 53}, {name: t, protocol: TCP, port: 53}]}\n" + kService +
         route("a/r"),
     "port 53 UDP frozen\nlistener t invalid attached=0\nroute a/r -> gw Accepted=False/NotAllowedByListeners\n  "
     "Listener t is in conflict with another listener and takes no routes"},
    {"RouteOfAConflictedListenerServesOnAnother",
     "gateway a/gw {listeners: [{name: u, protocol: UDP, port: 53}, {name: t, protocol: TCP, port: 53}, {name: ok, "
     "protocol: TCP, port: 80}]}\n" +
         kService + route("a/r"),
     "port 53 UDP frozen\nport 80 TCP serving a/r\nlistener t invalid attached=0\nlistener ok valid attached=1\nroute "
     "a/r -> gw Accepted=True/Accepted"},
    {"TcpBesideTlsOnOnePortConflicts",
     "gateway a/gw {listeners: [{name: t, protocol: TCP, port: 443}, {name: s, port: 443, " + kPassthrough + "}]}\n",
     "port 443 TCP frozen\nlistener t invalid\nlistener s invalid"},
    {"PassthroughBesideTerminateOnOnePortConflicts",
     "gateway a/gw {listeners: [{name: p, port: 443, hostname: p.example.com, " + kPassthrough +
         "}, {name: t, port: 443, protocol: TLS, hostname: t.example.com}]}\n",
     "port 443 TCP frozen\n!port 443 TLS\nlistener p invalid\nlistener t invalid"},
    {"SameHostnameTwiceConflicts",
     "gateway a/gw {listeners: [{name: p, port: 443, hostname: x.example.com, " + kPassthrough +
         "}, {name: t, port: 443, hostname: x.example.com, " + kPassthrough + "}]}\n",
     "port 443 TCP frozen\nlistener p invalid attached=0 kinds=TLSRoute Conflicted=True/HostnameConflict"},
    {"PassthroughIsATcpListener", "gateway a/gw {listeners: [{name: p, port: 443, " + kPassthrough + "}]}\n",
     "port 443 TCP unused\nlistener p valid\n!violation"},
    {"ProtocolOfOnesOwnHarmsNobody",
     "gateway a/gw {listeners: [{name: own, protocol: example.com/own, port: 8080}, {name: tcp-app, protocol: TCP, "
     "port: "
     "8080}]}\n" +
         kService + kRoute,
     "port 8080 TCP serving a/r\nlistener own invalid attached=0 kinds= Conflicted=False/NoConflicts "
     "Accepted=False/UnsupportedProtocol ResolvedRefs=True/ResolvedRefs\nlistener tcp-app valid attached=1\n" +
         kViolation + "Unsupported protocol example.com/own for listener own"},
    {"HttpBesideTcpOnOnePortConflicts",
     "gateway a/gw {listeners: [{name: http-app, protocol: HTTP, port: 8080}, {name: tcp-app, protocol: TCP, port: "
     "8080}]}\n" +
         kService + kRoute,
     "port 8080 TCP frozen\nlistener http-app invalid attached=0 kinds= Conflicted=True/ProtocolConflict "
     "Accepted=False/UnsupportedProtocol ResolvedRefs=True/ResolvedRefs\nlistener tcp-app invalid attached=0 "
     "kinds=TCPRoute Conflicted=True/ProtocolConflict Accepted=False/ProtocolConflict\nroute a/r -> gw/tcp-app "
     "Accepted=False/NotAllowedByListeners\n" +
         kViolation + "Protocol conflict for port 8080\n" + kViolation +
         "Unsupported protocol HTTP for listener http-app"},
    {"HttpOnAnotherPortHarmsNobody",
     "gateway a/gw {listeners: [{name: http-app, protocol: HTTP, port: 80}, {name: tcp-app, protocol: TCP, port: "
     "8080}]}\n" +
         kService + kRoute,
     "port 8080 TCP serving a/r\n!port 80 \nlistener http-app invalid attached=0 kinds= Conflicted=False/NoConflicts"},
    {"HttpsBesideTlsOfAnotherHostnameIsDistinct",
     "gateway a/gw {listeners: [{name: h, protocol: HTTPS, port: 443, hostname: h.example.com}, {name: p, port: 443, "
     "hostname: p.example.com, " +
         kPassthrough + "}]}\n",
     "port 443 TCP unused\nlistener p valid\nlistener h invalid attached=0 kinds= Conflicted=False/NoConflicts"},
    {"HttpsBesideTlsOfTheSameHostnameConflicts",
     "gateway a/gw {listeners: [{name: h, protocol: HTTPS, port: 443, hostname: x.example.com}, {name: p, port: 443, "
     "hostname: x.example.com, " +
         kPassthrough + "}]}\n",
     "port 443 TCP frozen\nlistener p invalid\nlistener h invalid attached=0 kinds= Conflicted=True/ProtocolConflict"},
    {"HttpBesideUdpIsDistinct",
     "gateway a/gw {listeners: [{name: h, protocol: HTTP, port: 53}, {name: u, protocol: UDP, port: 53}]}\n",
     "port 53 UDP unused\nlistener u valid"},
    {"UnsupportedProtocolHasNoPort", "gateway a/gw {listeners: [{name: h, protocol: HTTP, port: 80}]}\n", "!port"},
    {"TlsWithoutCertificateIsNotProgrammed",
     "gateway a/gw {listeners: [{name: s, protocol: TLS, port: 443, hostname: x.example.com}, {name: ok, protocol: "
     "TCP, "
     "port: 80}]}\n" +
         kService + route("a/r", "{name: gw, sectionName: ok}"),
     "port 80 TCP serving a/r\nport 443 TLS frozen\nlistener s invalid attached=0 kinds=TCPRoute,TLSRoute "
     "Conflicted=False/NoConflicts Accepted=True/Accepted ResolvedRefs=False/InvalidCertificateRef\n" +
         kViolation + "no certificate found for host: x.example.com"},
    {"TlsWithoutHostnameHasNothingToLookFor", "gateway a/gw {listeners: [{name: s, protocol: TLS, port: 443}]}\n",
     kViolation + "listener s (TLS:443) has no hostname by which a certificate could be found"},
};

class RulesTest : public ::testing::TestWithParam<LoadRow> {};

TEST_P(RulesTest, Holds) {
  const Cluster cluster(GetParam().objects);
  expect_lines(load_and_render(cluster, *find_profile("seed")), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(OneRoutePerListener, RulesTest, ::testing::ValuesIn(kOneRoutePerListener), row_name);
INSTANTIATE_TEST_SUITE_P(ExactlyOneBackend, RulesTest, ::testing::ValuesIn(kExactlyOneBackend), row_name);
INSTANTIATE_TEST_SUITE_P(Backends, RulesTest, ::testing::ValuesIn(kBackends), row_name);
INSTANTIATE_TEST_SUITE_P(Listeners, RulesTest, ::testing::ValuesIn(kListeners), row_name);

// What the releases do where the product's rules differ: the same cluster under their decision points.
struct ReleaseRow {
  LoadRow row;
  const char* release;
};
void PrintTo(const ReleaseRow& row, std::ostream* out) { *out << row.row.name; }

const ReleaseRow kReleases[] = {
    {{"NoRouteWinsAndAllAreAccepted", kGateway + kService + route("a/young@9") + route("a/old@3"),
      "port 8080 TCP frozen\nlistener tcp-app valid attached=2\nroute a/young -> gw Accepted=True/Accepted\n" +
          kViolation + "multiple routes [a/old a/young] are not supported for listener TCP:8080 for gateway a/gw"},
     "lbc-v2.14"},
    {{"SurplusRoutesAreAcceptedWithoutAWord", kGateway + kService + route("a/young@9") + route("a/old@3"),
      "port 8080 TCP serving a/old\nlistener tcp-app valid attached=2\nroute a/young -> gw "
      "Accepted=True/Accepted\n!violation"},
     "lbc-v3.5"},
    {{"EmptyRouteLosesItsListener", kGateway + kService + backends("a/r", "[{}]"), "port 8080 TCP unused"}, "lbc-v3.5"},
    {{"BackendErrorRefusesTheRoute", kGateway + kRoute,
      "route a/r -> gw/tcp-app Accepted=False/BackendNotFound ResolvedRefs=False/BackendNotFound"},
     "lbc-v2.14"},
    {{"SectionNameTypoIsNotReported", kGateway + kService + route("a/r", "{name: gw, sectionName: tpc-app}"), "!route"},
     "lbc-v2.14"},
    {{"PassthroughTerminatesAllTheSame", "gateway a/gw {listeners: [{name: p, port: 443, " + kPassthrough + "}]}\n",
      "port 443 TLS"},
     "lbc-v2.14"},
    {{"TcpRouteJoinsPassthrough",
      "gateway a/gw {listeners: [{name: p, port: 443, " + kPassthrough + "}]}\n" + kService + route("a/r"),
      "port 443 TCP serving a/r\nlistener p valid attached=1 kinds=TCPRoute"},
     "lbc-v3.5"},
    {{"FirstListenerOfAPortShowsItsTotal",
      "gateway a/gw {listeners: [{name: x, protocol: TLS, port: 443, hostname: x.example.com}, {name: y, protocol: "
      "TLS, "
      "port: 443, hostname: y.example.com}]}\n" +
          kService + route("a/r", "{name: gw, sectionName: y}"),
      "listener x invalid attached=1\nlistener y invalid attached=0"},
     "lbc-v2.14"},
};

class ReleaseTest : public ::testing::TestWithParam<ReleaseRow> {};

TEST_P(ReleaseTest, Differs) {
  const Cluster cluster(GetParam().row.objects);
  expect_lines(load_and_render(cluster, *find_draft_profile(GetParam().release)), GetParam().row.expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, ReleaseTest, ::testing::ValuesIn(kReleases),
                         [](const auto& row) { return std::string(row.param.row.name); });

// rule-order-independence: the same winner whatever order the cluster was filled in.
TEST(OneRoutePerListener, OrderOfArrivalDoesNotMatter) {
  const std::string young = route("a/young@9"), old = route("a/old@3"), same = route("a/other@3");
  const Profile& seed = *find_profile("seed");
  const std::string first = load_and_render(Cluster(kGateway + kService + young + old + same), seed);
  EXPECT_EQ(first, load_and_render(Cluster(same + old + young + kService + kGateway), seed));
  EXPECT_EQ(first, load_and_render(Cluster(old + kGateway + same + kService + young), seed));
}

TEST(OneRoutePerListener, RemovingTheSurplusRouteChangesNoPort) {
  Cluster cluster(kGateway + kService + route("a/old@1") + route("a/young@2"));
  const Profile& seed = *find_profile("seed");
  cluster.erase(kube::kTcpRoutes, {"a", "young"});
  expect_lines(load_and_render(cluster, seed), "port 8080 TCP serving a/old\n!violation\n!route a/young");
}

}  // namespace
}  // namespace nlbsim::engine::testing
