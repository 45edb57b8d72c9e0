// ListenerSets: whose listeners join a Gateway, who wins a port, which routes attach to them.
#include "engine/tests/load_rows.h"

namespace nlbsim::engine::testing {
namespace {

// Takes sets of its own namespace.
const std::string kTaking =
    "gateway a/gw {allowedListeners: {namespaces: {from: Same}}, "
    "listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}\n";
std::string taking(const std::string& namespaces) {
  return "gateway a/gw {allowedListeners: {namespaces: " + namespaces +
         "}, listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}\n";
}
std::string set(const std::string& name, const std::string& listeners, const std::string& parent = "{name: gw}") {
  return "set " + name + " {parentRef: " + parent + ", listeners: [" + listeners + "]}\n";
}
const std::string kNinety = "{name: more, protocol: TCP, port: 9090}";
const std::string kToSet = "{kind: ListenerSet, name: s1}";
const std::string kAccepted = " Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs";
const std::string kLost = " Conflicted=True/HostnameConflict Accepted=False/HostnameConflict";

const LoadRow kRows[] = {
    {"ListenersJoinTheGateway", kTaking + kService + set("a/s1", kNinety),
     "port 8080 TCP unused\nport 9090 TCP unused\nset a/s1 taken\nlistener a/s1/more valid attached=0 kinds=TCPRoute"},
    {"ARouteAttachesToTheSet", kTaking + kService + set("a/s1", kNinety) + route("a/r", kToSet),
     "port 9090 TCP serving a/r -> a/s:9000\nport 8080 TCP unused\nlistener a/s1/more valid attached=1\n"
     "listener tcp-app valid attached=0\nroute a/r -> s1" +
         kAccepted},
    {"ARouteOfTheGatewayDoesNotAttachToTheSet", kTaking + kService + set("a/s1", kNinety) + route("a/r"),
     "port 8080 TCP serving a/r\nport 9090 TCP unused\nlistener a/s1/more valid attached=0"},
    {"SectionNamesAreTheSets",
     kTaking + kService + set("a/s1", kNinety) + route("a/r", "{kind: ListenerSet, name: s1, sectionName: tcp-app}"),
     "port 8080 TCP unused\nport 9090 TCP unused\nroute a/r -> s1/tcp-app Accepted=False/NoMatchingParent"},
    {"NoneIsTheDefault", kGateway + kService + set("a/s1", kNinety) + route("a/r", kToSet),
     "set a/s1 refused\n!port 9090\n!listener a/s1\nroute a/r -> s1 Accepted=False/ParentNotAccepted\n"
     "  spec.allowedListeners of Gateway a/gw takes no listeners of ListenerSets in namespace a"},
    {"SameIsTheGatewaysNamespace", kTaking + set("b/s1", kNinety, "{name: gw, namespace: a}"),
     "set b/s1 refused\n!port 9090"},
    {"AllTakesEveryNamespace", taking("{from: All}") + set("b/s1", kNinety, "{name: gw, namespace: a}"),
     "set b/s1 taken\nport 9090 TCP unused"},
    {"ASelectorTakesByTheLabelsOfTheNamespace",
     taking("{from: Selector, selector: {matchLabels: {team: x}}}") + "namespace b {team: x}\nnamespace c {team: y}\n" +
         set("b/s1", kNinety, "{name: gw, namespace: a}") + set("c/s2", kNinety, "{name: gw, namespace: a}"),
     "set b/s1 taken\nset c/s2 refused"},
    {"AnotherGatewaysSetIsNotLoaded", kTaking + set("a/s1", kNinety, "{name: other}"), "!set\n!port 9090"},
    {"AParentOfAnotherKindIsNone", kTaking + set("a/s1", kNinety, "{kind: Service, group: \"\", name: gw}"), "!set"},
    {"AllowedRoutesCountFromTheSetsNamespace",
     taking("{from: All}") + "service b/s {type: NodePort, ports: [{port: 9000, protocol: TCP, nodePort: 30901}]}\n" +
         set("b/s1", kNinety, "{name: gw, namespace: a}") + route("b/r", kToSet) +
         route("a/q", "{kind: ListenerSet, name: s1, namespace: b}"),
     "port 9090 TCP serving b/r\nroute b/r -> s1" + kAccepted +
         "\nroute a/q -> s1 Accepted=False/NotAllowedByListeners"},
    {"TheGatewayWinsAPort",
     kTaking + kService + kRoute + set("a/s1", "{name: same, protocol: TCP, port: 8080}, " + kNinety),
     "port 8080 TCP serving a/r\nport 9090 TCP unused\nlistener tcp-app valid attached=1\n"
     "listener a/s1/same invalid attached=0 kinds=TCPRoute" +
         kLost + "\nlistener a/s1/more valid\n!violation"},
    {"TheOlderSetWinsAPort",
     kTaking + kService + set("a/s1@9", kNinety) + set("a/s2@5", kNinety) +
         route("a/r", "{kind: ListenerSet, name: s2}") + route("a/q", kToSet),
     "port 9090 TCP serving a/r\nlistener a/s2/more valid attached=1\nlistener a/s1/more invalid attached=0 "
     "kinds=TCPRoute" +
         kLost + "\nroute a/q -> s1 Accepted=False/NotAllowedByListeners"},
    {"OfTwoSetsOfOneAgeTheFirstByNameWins", kTaking + set("a/s2@5", kNinety) + set("a/s1@5", kNinety),
     "listener a/s1/more valid\nlistener a/s2/more invalid"},
    {"AnotherProtocolOnAPortLosesToo",
     kTaking + kService + kRoute + set("a/s1", "{name: u, protocol: UDP, port: 8080}"),
     "port 8080 TCP serving a/r\nlistener a/s1/u invalid attached=0 kinds=UDPRoute Conflicted=True/ProtocolConflict "
     "Accepted=False/ProtocolConflict"},
    {"WithinASetNobodyWins",
     kTaking + set("a/s1", "{name: t, protocol: TCP, port: 9090}, {name: u, protocol: UDP, port: 9090}"),
     "port 9090 TCP frozen\nlistener a/s1/t invalid\nlistener a/s1/u invalid\nlistener tcp-app valid"},
    {"OneRoutePerListenerAcrossOwners",
     "gateway a/gw {allowedListeners: {namespaces: {from: Same}}, listeners: [{name: one, protocol: TLS, port: 443, "
     "hostname: one.example.com, tls: {mode: Passthrough}}]}\n" +
         kService +
         set("a/s1", "{name: two, protocol: TLS, port: 443, hostname: two.example.com, tls: {mode: Passthrough}}") +
         "tlsroute a/r@1 {parentRefs: [{name: gw}], hostnames: [one.example.com], rules: [{backendRefs: [{name: s, "
         "port: "
         "9000}]}]}\ntlsroute a/q@2 {parentRefs: [{kind: ListenerSet, name: s1}], hostnames: [two.example.com], rules: "
         "[{backendRefs: [{name: s, port: 9000}]}]}\n",
     "port 443 TCP serving a/r\nlistener one valid attached=1\nlistener a/s1/two valid attached=0\n"
     "route a/q -> s1 Accepted=False/UnsupportedValue\nviolation FailedBuildModel"},
};

class ListenerSetsTest : public ::testing::TestWithParam<LoadRow> {};

TEST_P(ListenerSetsTest, Loads) {
  const Cluster cluster(GetParam().objects);
  expect_lines(load_and_render(cluster, *find_profile("seed")), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, ListenerSetsTest, ::testing::ValuesIn(kRows), row_name);

}  // namespace
}  // namespace nlbsim::engine::testing
