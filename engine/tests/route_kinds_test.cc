// UDPRoute and TLSRoute: what sets them apart from TCPRoute, and the rules that hold across kinds.
#include "engine/routes/rules/hostname_intersection.h"
#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {
namespace {

std::string listeners(const std::string& list) { return "gateway a/gw {listeners: [" + list + "]}\n"; }
std::string listener(const std::string& name, const std::string& rest) { return "{name: " + name + ", " + rest + "}"; }
const std::string kUdp = "protocol: UDP, port: 53";
const std::string kPassthrough = "protocol: TLS, port: 443, tls: {mode: Passthrough}";
const std::string kTerminate = "protocol: TLS, port: 443, tls: {mode: Terminate}";

std::string kinded(const std::string& kind, const std::string& name, const std::string& more = "") {
  return kind + " " + name + " {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: s, port: 9000}]}]" + more +
         "}\n";
}
const std::string kTcpService = "service a/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30900}]}\n";
const std::string kBothService =
    "service a/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30900}, {port: 9000, protocol: UDP, "
    "nodePort: 30901}]}\n";

const std::string kAccepted = " Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs";
const std::string kNotAllowed = " Accepted=False/NotAllowedByListeners";
const std::string kLost = " Accepted=False/UnsupportedValue";

const LoadRow kRows[] = {
    {"UdpRouteServesOnUdp", listeners(listener("dns", kUdp)) + kBothService + kinded("udproute", "a/r"),
     "port 53 UDP serving a/r -> a/s:9000 as UDP\nlistener dns valid attached=1 kinds=UDPRoute\nroute a/r -> gw" +
         kAccepted},
    {"UdpRouteNeedsAUdpPortOfItsService", listeners(listener("dns", kUdp)) + kTcpService + kinded("udproute", "a/r"),
     "port 53 UDP unused\nroute a/r -> gw Accepted=True/Accepted ResolvedRefs=False/BackendNotFound\n  Service (a:s) "
     "has no UDP port 9000"},
    {"UdpRouteDoesNotFitTcp", kGateway + kBothService + kinded("udproute", "a/r"),
     "port 8080 TCP unused\nlistener tcp-app valid attached=0 kinds=TCPRoute\nroute a/r -> gw" + kNotAllowed},
    {"UdpRouteDoesNotFitTls", listeners(listener("p", kPassthrough)) + kBothService + kinded("udproute", "a/r"),
     "route a/r -> gw" + kNotAllowed},
    {"UdpRouteWithTwoBackendsFreezesItsPort",
     listeners(listener("dns", kUdp)) + kBothService +
         "udproute a/r {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: s, port: 9000}, {name: t, port: "
         "9000}]}]}\n",
     "port 53 UDP frozen\nroute a/r -> gw" + kLost},
    {"OneRoutePerUdpListener",
     listeners(listener("dns", kUdp)) + kBothService + kinded("udproute", "a/young@9") + kinded("udproute", "a/old@1"),
     "port 53 UDP serving a/old\nlistener dns valid attached=1\nroute a/young -> gw" + kLost +
         "\n  listener dns (UDP:53) of Gateway a/gw already serves UDPRoute a/old: a listener takes one route"},
    {"KindsOnListenersOfTheirOwn",
     listeners(listener("dns", kUdp) + ", " + listener("tcp", "protocol: TCP, port: 80")) + kBothService +
         kinded("udproute", "a/u") + kinded("route", "a/t"),
     "port 53 UDP serving a/u\nport 80 TCP serving a/t\nlistener dns valid attached=1 kinds=UDPRoute\nlistener tcp "
     "valid "
     "attached=1 kinds=TCPRoute\nroute a/u -> gw" +
         kAccepted + "\nroute a/t -> gw" + kAccepted},
    {"TlsRouteIsPassedThroughAsTcp", listeners(listener("p", kPassthrough)) + kTcpService + kinded("tlsroute", "a/r"),
     "port 443 TCP serving a/r -> a/s:9000 as TCP\nlistener p valid attached=1 kinds=TLSRoute\nroute a/r -> gw" +
         kAccepted},
    {"PassthroughTakesNoTcpRoute", listeners(listener("p", kPassthrough)) + kTcpService + kinded("route", "a/r"),
     "port 443 TCP unused\nlistener p valid attached=0 kinds=TLSRoute\nroute a/r -> gw" + kNotAllowed},
    {"PassthroughThatListsTcpRouteHasAnInvalidKind",
     listeners(listener("p", kPassthrough + ", allowedRoutes: {kinds: [{kind: TCPRoute}, {kind: TLSRoute}]}")),
     "listener p valid attached=0 kinds=TLSRoute Conflicted=False/NoConflicts Accepted=True/Accepted "
     "ResolvedRefs=False/InvalidRouteKinds"},
    {"TerminateTakesBothKinds", listeners(listener("t", kTerminate)),
     "listener t invalid attached=0 kinds=TCPRoute,TLSRoute"},
    {"TlsRouteDoesNotFitTcp", kGateway + kTcpService + kinded("tlsroute", "a/r"), "route a/r -> gw" + kNotAllowed},
    {"OneRoutePerListenerHoldsAcrossKinds",
     listeners(listener("x", kTerminate + ", hostname: x.example.com")) + kTcpService + kinded("route", "a/young@9") +
         kinded("tlsroute", "a/old@1"),
     "port 443 TLS frozen\nlistener x invalid attached=1\nroute a/old -> gw" + kAccepted + "\nroute a/young -> gw" +
         kLost + "\n  listener x (TLS:443) of Gateway a/gw is held by TLSRoute a/old"},
    {"TlsListenersOfOnePortHoldOneRouteTogether",
     listeners(listener("x", kPassthrough + ", hostname: x.example.com") + ", " +
               listener("y", kPassthrough + ", hostname: y.example.com")) +
         kTcpService + kinded("tlsroute", "a/old@1", ", hostnames: [x.example.com]") +
         kinded("tlsroute", "a/young@2", ", hostnames: [y.example.com]"),
     "port 443 TCP serving a/old\nlistener x valid attached=1\nlistener y valid attached=0\nroute a/young -> gw" +
         kLost},
    {"HostnamesThatDoNotMeetDoNotAttach",
     listeners(listener("p", kPassthrough + ", hostname: www.example.com")) + kTcpService +
         kinded("tlsroute", "a/r", ", hostnames: [www.different.com]"),
     "port 443 TCP unused\nlistener p valid attached=0\nroute a/r -> gw Accepted=False/NoMatchingListenerHostname\n  "
     "Listener does not allow route attachment, hostname does not match between listener and route"},
    {"OneHostnameThatMeetsSuffices",
     listeners(listener("p", kPassthrough + ", hostname: www.example.com")) + kTcpService +
         kinded("tlsroute", "a/r", ", hostnames: [www.different.com, www.example.com]"),
     "port 443 TCP serving a/r"},
    {"HostnameSaysMoreThanTheKindOfAnotherListener",
     listeners(listener("tcp", "protocol: TCP, port: 80") + ", " +
               listener("p", kPassthrough + ", hostname: www.example.com")) +
         kTcpService + kinded("tlsroute", "a/r", ", hostnames: [www.different.com]"),
     "route a/r -> gw Accepted=False/NoMatchingListenerHostname"},
    {"TlsRouteWithoutHostnamesMeetsAny",
     listeners(listener("p", kPassthrough + ", hostname: www.example.com")) + kTcpService + kinded("tlsroute", "a/r"),
     "port 443 TCP serving a/r"},
    {"GrantOfAnotherRouteKindDoesNotPermit",
     listeners(listener("dns", kUdp)) +
         "service b/s {ports: [{port: 9000, protocol: UDP}]}\nudproute a/r {parentRefs: [{name: gw}], rules: "
         "[{backendRefs: [{name: s, namespace: b, port: 9000}]}]}\ngrant b/g {from: [{group: "
         "gateway.networking.k8s.io, "
         "kind: TCPRoute, namespace: a}], to: [{group: \"\", kind: Service}]}\n",
     "port 53 UDP unused\nroute a/r -> gw Accepted=True/Accepted ResolvedRefs=False/RefNotPermitted"},
};

class RouteKindsTest : public ::testing::TestWithParam<LoadRow> {};

TEST_P(RouteKindsTest, Loads) {
  const Cluster cluster(GetParam().objects);
  expect_lines(load_and_render(cluster, *find_profile("seed")), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, RouteKindsTest, ::testing::ValuesIn(kRows), row_name);

struct HostnameRow {
  const char* listener;
  std::vector<std::string> route;
  bool meet;
};

const HostnameRow kHostnames[] = {
    {"a.example.com", {"a.example.com"}, true},
    {"a.example.com", {"A.Example.COM"}, true},
    {"a.example.com", {"b.example.com"}, false},
    {"*.example.com", {"a.example.com"}, true},
    {"*.example.com", {"a.b.example.com"}, true},
    {"*.example.com", {"example.com"}, false},
    {"*.example.com", {"aexample.com"}, false},
    {"a.example.com", {"*.example.com"}, true},
    {"example.com", {"*.example.com"}, false},
    {"*.example.com", {"*.example.com"}, true},
    {"*.example.com", {"*.com"}, true},
    {"*.a.example.com", {"*.example.com"}, true},
    {"*.a.example.com", {"*.b.example.com"}, false},
    {"a.example.com", {"x.com", "*.example.com"}, true},
    {"a.example.com", {}, true},
    {"", {"a.example.com"}, true},
};

TEST(HostnamesIntersect, AsTheGatewayApiSays) {
  for (const HostnameRow& row : kHostnames)
    EXPECT_EQ(rules::hostnames_intersect(std::string(row.listener), row.route), row.meet)
        << row.listener << " with " << (row.route.empty() ? "none" : row.route.front());
  const std::vector<std::string> any{"a.example.com"};
  EXPECT_TRUE(rules::hostnames_intersect(std::nullopt, any));
}

}  // namespace
}  // namespace nlbsim::engine::testing
