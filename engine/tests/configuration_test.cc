// Configurations: what they come to, as tables. One row each: the rule, what is written, what it comes to.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/configuration/cidr.h"
#include "engine/configuration/merge.h"
#include "engine/configuration/target_group.h"
#include "engine/configuration/unusable.h"
#include "engine/model/subnets.h"
#include "engine/routes/rules/gateway_refusal.h"
#include "engine/tests/cluster.h"

namespace nlbsim::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

kube::LoadBalancerConfigurationSpec load_balancer(const std::string& spec) {
  kube::LoadBalancerConfiguration view;
  kube::read_view({{"spec", flow(spec)}}, view);
  return view.spec;
}

kube::TargetGroupConfigurationSpec target_group(const std::string& spec) {
  kube::TargetGroupConfiguration view;
  kube::read_view({{"spec", flow(spec)}}, view);
  return view.spec;
}

template <class Row>
std::string name_of(const ::testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

// ---- merging ----
std::string render(const kube::LoadBalancerConfigurationSpec& spec) {
  std::string out;
  const auto say = [&](const char* field, const std::string& value) { out += fmt::format("{}={} ", field, value); };
  if (spec.loadBalancerName) say("name", *spec.loadBalancerName);
  if (spec.scheme) say("scheme", *spec.scheme);
  if (spec.securityGroups) say("groups", fmt::format("{}", fmt::join(*spec.securityGroups, ",")));
  if (spec.sourceRanges) say("ranges", fmt::format("{}", fmt::join(*spec.sourceRanges, ",")));
  if (spec.minimumLoadBalancerCapacity)
    say("capacity", std::to_string(spec.minimumLoadBalancerCapacity->capacityUnits));
  for (const auto& [key, value] : spec.tags) say("tag", key + ":" + value);
  for (const auto& attribute : spec.loadBalancerAttributes) say("attribute", attribute.key + ":" + attribute.value);
  for (const auto& listener : spec.listenerConfigurations)
    say("listener", listener.protocolPort + ":" + listener.sslPolicy.value_or(""));
  if (!out.empty()) out.pop_back();
  return out;
}

struct MergeRow {
  const char* name;
  std::string of_class;
  std::string of_gateway;
  std::string merged;
};
void PrintTo(const MergeRow& row, std::ostream* out) { *out << row.name; }

const MergeRow kMerges[] = {
    {"ClassWinsUnlessItSaysOtherwise", "{scheme: internal}", "{scheme: internet-facing}", "scheme=internal"},
    {"ClassWinsWhereItSaysSo", "{mergingMode: prefer-gateway-class, scheme: internal}", "{scheme: internet-facing}",
     "scheme=internal"},
    {"GatewayWinsWhereTheClassSaysSo", "{mergingMode: prefer-gateway, scheme: internal}", "{scheme: internet-facing}",
     "scheme=internet-facing"},
    {"GatewaysOwnModeDoesNotCount", "{scheme: internal}", "{mergingMode: prefer-gateway, scheme: internet-facing}",
     "scheme=internal"},
    {"LoserFillsWhatTheWinnerLeavesOut", "{scheme: internal}", "{loadBalancerName: x}", "name=x scheme=internal"},
    {"EmptyListOfTheWinnerCounts", "{securityGroups: [], sourceRanges: [10.0.0.0/8]}",
     "{securityGroups: [sg-1], sourceRanges: [10.1.0.0/16]}", "groups= ranges=10.0.0.0/8"},
    {"CapacityIsNotLost", "{scheme: internal}", "{minimumLoadBalancerCapacity: {capacityUnits: 100}}",
     "scheme=internal capacity=100"},
    {"TagsAreJoinedByKey", "{tags: {a: class, b: class}}", "{tags: {b: gateway, c: gateway}}",
     "tag=a:class tag=b:class tag=c:gateway"},
    {"AttributesAreJoinedByKeyAndSorted", "{loadBalancerAttributes: [{key: z, value: class}]}",
     "{loadBalancerAttributes: [{key: z, value: gateway}, {key: a, value: gateway}]}",
     "attribute=a:gateway attribute=z:class"},
    {"ListenersAreJoinedWholeByProtocolAndPort",
     "{listenerConfigurations: [{protocolPort: \"TLS:443\"}, {protocolPort: \"TLS:8443\", sslPolicy: class}]}",
     "{listenerConfigurations: [{protocolPort: \"TLS:443\", sslPolicy: gateway}, {protocolPort: \"TCP:80\"}]}",
     "listener=TCP:80: listener=TLS:443: listener=TLS:8443:class"},
};

class Merge : public ::testing::TestWithParam<MergeRow> {};
TEST_P(Merge, ComesTo) {
  const auto merged = merge_configurations(load_balancer(GetParam().of_class), load_balancer(GetParam().of_gateway));
  EXPECT_EQ(render(merged), GetParam().merged);
}
INSTANTIATE_TEST_SUITE_P(Rows, Merge, ::testing::ValuesIn(kMerges), name_of<MergeRow>);

// ---- what parametersRef names ----
const std::string kNames = "parametersRef: {group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: ";

std::string gateway_with(const std::string& name) {
  return "gateway a/gw {listeners: [], infrastructure: {" + kNames + name + "}}}\n";
}
std::string class_with(const std::string& parameters) {
  return "class nlb {controllerName: gateway.k8s.aws/nlb, " + parameters + "}\n";
}

struct ResolveRow {
  const char* name;
  std::string objects;
  std::string comes_to;
};
void PrintTo(const ResolveRow& row, std::ostream* out) { *out << row.name; }

const ResolveRow kResolved[] = {
    {"NoneIsAskedFor", "gateway a/gw {listeners: []}\n", "none"},
    {"OfTheGateway", gateway_with("x") + "lbc a/x {scheme: internal}\n", "scheme=internal"},
    {"OfAnotherNamespaceIsNotFound", gateway_with("x") + "lbc b/x {scheme: internal}\n",
     "missing LoadBalancerConfiguration (x,a) not found"},
    {"OfTheClass",
     class_with(kNames + "y, namespace: b}") + "gateway a/gw {listeners: []}\nlbc b/y {scheme: internet-facing}\n",
     "scheme=internet-facing"},
    {"OfBoth",
     class_with(kNames + "y, namespace: b}") + gateway_with("x") + "lbc a/x {tags: {g: 1x}}\nlbc b/y {tags: {c: 1x}}\n",
     "tag=c:1x tag=g:1x"},
    {"ClassWithoutNamespace", class_with(kNames + "y}") + "gateway a/gw {listeners: []}\nlbc a/y {}\n",
     "missing LoadBalancerConfiguration (y,) not found"},
    {"AnotherKind",
     "gateway a/gw {listeners: [], infrastructure: {parametersRef: {group: x.io, kind: Other, name: x}}}\nlbc a/x {}\n",
     "missing Other (x,a) not found"},
    {"DefaultForTargetGroupsIsMissing", gateway_with("x") + "lbc a/x {defaultTargetGroupConfiguration: {name: t}}\n",
     "missing TargetGroupConfiguration (t,a) not found"},
};

class Resolve : public ::testing::TestWithParam<ResolveRow> {};
TEST_P(Resolve, ComesTo) {
  const Cluster cluster(GetParam().objects);
  const Listers& listers = cluster.listers();
  const auto resolved = resolve_configuration(listers, listers.get(kube::kGatewayClasses, {"", "nlb"}),
                                              listers.get(kube::kGateways, {"a", "gw"}));
  const std::string text = !resolved.missing.empty() ? "missing " + resolved.missing
                           : !resolved.configuration ? "none"
                                                     : render(resolved.configuration->spec);
  EXPECT_EQ(text, GetParam().comes_to);
}
INSTANTIATE_TEST_SUITE_P(Rows, Resolve, ::testing::ValuesIn(kResolved), name_of<ResolveRow>);

// ---- listener entries ----
struct EntryRow {
  const char* name;
  std::string entries;
  std::string protocol;
  int port;
  std::string policy;  // of the entry that counts; "-": none does
};
void PrintTo(const EntryRow& row, std::ostream* out) { *out << row.name; }

const EntryRow kEntries[] = {
    {"ProtocolAndPort", "[{protocolPort: \"TCP:53\", sslPolicy: tcp}, {protocolPort: \"UDP:53\", sslPolicy: udp}]",
     "UDP", 53, "udp"},
    {"OtherProtocol", "[{protocolPort: \"TLS:443\"}]", "TCP", 443, "-"},
    {"OtherPort", "[{protocolPort: \"TLS:443\"}]", "TLS", 8443, "-"},
    {"LastOfTwo", "[{protocolPort: \"TLS:443\", sslPolicy: a}, {protocolPort: \"TLS:443\", sslPolicy: b}]", "TLS", 443,
     "b"},
    {"PortAlone", "[{protocolPort: \":443\", sslPolicy: any}]", "TLS", 443, "any"},
    {"ProtocolAlone", "[{protocolPort: \"TLS:\", sslPolicy: any}]", "TLS", 443, "any"},
    {"BothBeatOneAlone", "[{protocolPort: \"TLS:443\", sslPolicy: both}, {protocolPort: \":443\", sslPolicy: any}]",
     "TLS", 443, "both"},
};

class ListenerEntry : public ::testing::TestWithParam<EntryRow> {};
TEST_P(ListenerEntry, Counts) {
  EffectiveConfiguration configuration;
  configuration.spec = load_balancer("{listenerConfigurations: " + GetParam().entries + "}");
  const auto* found = listener_configuration(&configuration, GetParam().protocol, GetParam().port);
  EXPECT_EQ(found ? found->sslPolicy.value_or("") : "-", GetParam().policy);
}
INSTANTIATE_TEST_SUITE_P(Rows, ListenerEntry, ::testing::ValuesIn(kEntries), name_of<EntryRow>);

// ---- target groups ----
struct PropsRow {
  const char* name;
  std::string objects;
  std::string tag;  // value of the tag "from"; "-": nothing is asked for
};
void PrintTo(const PropsRow& row, std::ostream* out) { *out << row.name; }

std::string props(const std::string& from) { return "{tags: {from: " + from + "}}"; }
std::string entry(const std::string& route, const std::string& from) {
  return "{routeIdentifier: " + route + ", targetGroupProps: " + props(from) + "}";
}
std::string of_service(const std::string& entries, const std::string& name = "t") {
  return "tgc a/" + name + " {targetReference: {name: s}, defaultConfiguration: " + props("default") +
         ", routeConfigurations: [" + entries + "]}\n";
}

const PropsRow kProps[] = {
    {"Default", of_service(""), "default"},
    {"ByKind", of_service(entry("{kind: TCPRoute}", "kind")), "kind"},
    {"OtherKind", of_service(entry("{kind: UDPRoute}", "kind")), "default"},
    {"NamespaceBeatsKind",
     of_service(entry("{kind: TCPRoute}", "kind") + ", " + entry("{kind: TCPRoute, namespace: a}", "namespace")),
     "namespace"},
    {"NameBeatsNamespace",
     of_service(entry("{kind: TCPRoute, namespace: a, name: r}", "name") + ", " +
                entry("{kind: TCPRoute, namespace: a}", "namespace")),
     "name"},
    {"AnotherNameNeverStandsIn", of_service(entry("{kind: TCPRoute, namespace: a, name: other}", "name")), "default"},
    {"FirstOfEqualRank", of_service(entry("{kind: TCPRoute}", "first") + ", " + entry("{kind: TCPRoute}", "second")),
     "first"},
    {"CaseCounts", of_service(entry("{kind: tcproute}", "kind")), "default"},
    {"OtherService", "tgc a/t {targetReference: {name: other}, defaultConfiguration: " + props("x") + "}\n", "-"},
    {"OtherNamespace", "tgc b/t {targetReference: {name: s}, defaultConfiguration: " + props("x") + "}\n", "-"},
    {"NotOfAService", "tgc a/t {targetReference: {kind: Gateway, name: s}, defaultConfiguration: " + props("x") + "}\n",
     "-"},
    {"OldestOfTwo",
     "tgc a/new@9 {targetReference: {name: s}, defaultConfiguration: " + props("new") + "}\ntgc a/old@2 " +
         "{targetReference: {name: s}, defaultConfiguration: " + props("old") + "}\n",
     "old"},
};

class Props : public ::testing::TestWithParam<PropsRow> {};
TEST_P(Props, OfARoute) {
  const Cluster cluster(GetParam().objects);
  const kube::ObjectKey route{"a", "r"};
  const auto found = target_group_props(cluster.listers(), {"a", "s"}, {"TCPRoute", route}, nullptr);
  EXPECT_EQ(found ? found->tags.at("from") : "-", GetParam().tag);
}
INSTANTIATE_TEST_SUITE_P(Rows, Props, ::testing::ValuesIn(kProps), name_of<PropsRow>);

TEST(TargetGroupProps, DefaultsOfTheGatewayLieBelowThoseOfTheService) {
  Cluster cluster("tgc a/all {defaultConfiguration: {targetType: ip, tags: {from: all, kept: all}}}\n");
  EffectiveConfiguration configuration;
  configuration.default_target_group = cluster.get(kube::kTargetGroupConfigurations, {"a", "all"});
  const kube::ObjectKey route{"a", "r"};
  const auto alone = target_group_props(cluster.listers(), {"a", "s"}, {"TCPRoute", route}, &configuration);
  EXPECT_EQ(alone->tags.at("from"), "all");
  cluster.apply(of_service(""));
  const auto both = target_group_props(cluster.listers(), {"a", "s"}, {"TCPRoute", route}, &configuration);
  EXPECT_EQ(both->tags.at("from"), "default");
  EXPECT_EQ(both->tags.at("kept"), "all");
  EXPECT_EQ(both->targetType, "ip");
}

// ---- what an NLB cannot be ----
struct RefusedRow {
  const char* name;
  std::string spec;
  std::string text;  // a part of it; empty: nothing is refused
};
void PrintTo(const RefusedRow& row, std::ostream* out) { *out << row.name; }

const RefusedRow kRefused[] = {
    {"Nothing", "{scheme: internal, sourceRanges: [10.0.0.5/24]}", ""},
    {"CustomerOwnedPool", "{customerOwnedIpv4Pool: p}", "customerOwnedIpv4Pool"},
    {"WithoutPublicIpv4", "{ipAddressType: dualstack-without-public-ipv4}", "ipv4 or dualstack"},
    {"WithoutSecurityGroups", "{disableSecurityGroup: true}", "disableSecurityGroup"},
    {"NoBlock", "{sourceRanges: [10.0.0.0/33]}", "10.0.0.0/33 is no CIDR block"},
    {"ElasticIpOfAnInternalOne", "{loadBalancerSubnets: [{eipAllocation: e}]}", "needs scheme internet-facing"},
    {"ElasticIpOfAPublicOne", "{scheme: internet-facing, loadBalancerSubnets: [{eipAllocation: e}]}", ""},
    {"ElasticIpForOneSubnetOnly",
     "{scheme: internet-facing, loadBalancerSubnets: [{identifier: x, eipAllocation: e}, {identifier: y}]}",
     "eipAllocation must be given for every subnet or for none"},
    {"PrivateAddressOfAPublicOne",
     "{scheme: internet-facing, loadBalancerSubnets: [{privateIPv4Allocation: 10.0.0.1}]}", "needs scheme internal"},
    {"Ipv6AddressWithoutDualstack", "{loadBalancerSubnets: [{ipv6Allocation: x}]}", "needs ipAddressType dualstack"},
    {"PrefixWithoutDualstack", "{loadBalancerSubnets: [{sourceNatIPv6Prefix: auto_assigned}]}",
     "needs ipAddressType dualstack"},
    {"SomeSubnetsWithoutAName", "{loadBalancerSubnets: [{identifier: x}, {}]}", "identifier must be given for every"},
};

class Refused : public ::testing::TestWithParam<RefusedRow> {};
TEST_P(Refused, Wish) {
  const auto refused = refused_wish(load_balancer(GetParam().spec), "internal");
  EXPECT_EQ(refused.has_value(), !GetParam().text.empty()) << refused.value_or("");
  EXPECT_THAT(refused.value_or(""), HasSubstr(GetParam().text));
}
INSTANTIATE_TEST_SUITE_P(Rows, Refused, ::testing::ValuesIn(kRefused), name_of<RefusedRow>);

struct UnusableRow {
  const char* name;
  std::string spec;
  std::string text;  // the beginning of the one text; empty: there is none
};
void PrintTo(const UnusableRow& row, std::ostream* out) { *out << row.name; }

const UnusableRow kUnusable[] = {
    {"Nothing", "{tags: {a: b}, listenerConfigurations: [{protocolPort: \"TLS:443\", alpnPolicy: HTTP1Only}]}", ""},
    {"AlpnNoneIsTheDefault", "{listenerConfigurations: [{protocolPort: \"TCP:1\", alpnPolicy: None}]}", ""},
    {"WebAcl", "{wafV2: {webACL: x}}", "wafV2:"},
    {"Shield", "{shieldConfiguration: {enabled: true}}", "shieldConfiguration:"},
    {"ShieldSwitchedOff", "{shieldConfiguration: {enabled: false}}", ""},
    {"IpamPool", "{ipv4IPAMPoolId: x}", "ipv4IPAMPoolId:"},
    {"Http", "{listenerConfigurations: [{protocolPort: \"HTTP:80\"}]}", "listenerConfigurations HTTP:80: protocolPort"},
    {"CertificateOfTcp", "{listenerConfigurations: [{protocolPort: \"TCP:1\", defaultCertificate: x}]}",
     "listenerConfigurations TCP:1: defaultCertificate"},
    {"PolicyOfUdp", "{listenerConfigurations: [{protocolPort: \"UDP:1\", sslPolicy: x}]}",
     "listenerConfigurations UDP:1: sslPolicy"},
    {"AttributesOfTls",
     "{listenerConfigurations: [{protocolPort: \"TLS:1\", listenerAttributes: [{key: a, value: b}]}]}",
     "listenerConfigurations TLS:1: listenerAttributes"},
    {"MutualAuthentication",
     "{listenerConfigurations: [{protocolPort: \"TLS:1\", mutualAuthentication: {mode: passthrough}}]}",
     "listenerConfigurations TLS:1: mutualAuthentication"},
    {"Quic", "{listenerConfigurations: [{protocolPort: \"UDP:1\", quicEnabled: true}]}",
     "listenerConfigurations UDP:1: quicEnabled"},
    {"RangesBesideGivenGroups", "{securityGroups: [sg-1], sourceRanges: [10.0.0.0/8]}", "sourceRanges:"},
    {"IcmpBesideGivenGroups", "{securityGroups: [sg-1], enableICMP: true}", "enableICMP:"},
    {"ManagedRulesWithoutGroups", "{manageBackendSecurityGroupRules: true}", "manageBackendSecurityGroupRules:"},
    {"TagOfAws", "{tags: {\"aws:team\": x}}", "tags: aws:team"},
    {"OwnTag", "{tags: {gateway.k8s.aws.nlb/stack: x}}", "tags: gateway.k8s.aws.nlb/stack"},
};

class Unusable : public ::testing::TestWithParam<UnusableRow> {};
TEST_P(Unusable, Field) {
  const auto texts = unusable_fields(load_balancer(GetParam().spec));
  ASSERT_EQ(texts.size(), GetParam().text.empty() ? 0U : 1U) << fmt::format("{}", fmt::join(texts, "\n"));
  for (const auto& text : texts) EXPECT_TRUE(text.starts_with(GetParam().text)) << text;
}
INSTANTIATE_TEST_SUITE_P(Rows, Unusable, ::testing::ValuesIn(kUnusable), name_of<UnusableRow>);

TEST(UnusableOfTargetGroups, EachFieldIsTold) {
  const auto texts = unusable_fields(target_group(
      "{targetReference: {name: s}, defaultConfiguration: {protocolVersion: HTTP2, targetType: ip, nodeSelector: {}, "
      "healthCheckConfig: {healthCheckProtocol: TCP, healthCheckPath: /x, matcher: {grpcCode: 0, httpCode: 200x}}}}"));
  ASSERT_EQ(texts.size(), 5U) << fmt::format("{}", fmt::join(texts, "\n"));
  EXPECT_THAT(texts[0], HasSubstr("protocolVersion"));
  EXPECT_THAT(texts[1], HasSubstr("grpcCode"));
  EXPECT_THAT(texts[2], HasSubstr("healthCheckPath"));
  EXPECT_THAT(texts[3], HasSubstr("httpCode"));
  EXPECT_THAT(texts[4], HasSubstr("nodeSelector"));
}

// ---- subnets and blocks ----
TEST(Cidr, IsWrittenAsAwsStoresIt) {
  EXPECT_EQ(canonical_cidr("10.0.0.5/24"), "10.0.0.0/24");
  EXPECT_EQ(canonical_cidr("2001:DB8::1/32"), "2001:db8::/32");
  EXPECT_EQ(canonical_cidr("10.0.0.5"), std::nullopt);
  EXPECT_TRUE(cidr_contains("10.0.16.0/20", "10.0.17.4"));
  EXPECT_FALSE(cidr_contains("10.0.16.0/20", "10.0.32.4"));
  EXPECT_FALSE(cidr_contains("10.0.16.0/20", "2001:db8::1"));
}

aws::ec2::Subnet subnet(std::string id, std::string zone, std::string cidr) {
  aws::ec2::Subnet out;
  out.SubnetId = std::move(id);
  out.AvailabilityZone = std::move(zone);
  out.CidrBlock = std::move(cidr);
  out.Tags.push_back({"Name", "name-of-" + out.SubnetId});
  return out;
}

TEST(NamedSubnets, StandInTheOrderOfTheConfiguration) {
  const std::vector<aws::ec2::Subnet> found{subnet("subnet-a", "a", "10.0.0.0/24"),
                                            subnet("subnet-b", "b", "10.0.1.0/24"),
                                            subnet("subnet-c", "a", "10.0.2.0/24")};
  const std::vector<std::string> wanted{"subnet-b", "name-of-subnet-a"};
  EXPECT_THAT(*in_order_of(wanted, found), ElementsAre("subnet-b", "subnet-a"));
  const std::vector<std::string> one_zone{"subnet-a", "subnet-c"};
  EXPECT_THAT(in_order_of(one_zone, found).error().message, HasSubstr("is the second in a"));
  const std::vector<std::string> missing{"nobody"};
  EXPECT_THAT(in_order_of(missing, found).error().message, HasSubstr("there is no subnet nobody"));
}

TEST(FixedAddresses, GoByPositionOrByBlock) {
  const std::vector<aws::ec2::Subnet> subnets{subnet("subnet-a", "a", "10.0.0.0/24"),
                                              subnet("subnet-b", "b", "10.0.1.0/24")};
  const std::vector<std::string> ids{"subnet-a", "subnet-b"};
  const auto by_position =
      *load_balancer("{loadBalancerSubnets: [{eipAllocation: one}, {eipAllocation: two}]}").loadBalancerSubnets;
  EXPECT_EQ(fixed_addresses(by_position, ids, subnets)->at("subnet-b").AllocationId, "two");
  const auto by_block =
      *load_balancer("{loadBalancerSubnets: [{privateIPv4Allocation: 10.0.1.9}, {privateIPv4Allocation: 10.0.0.9}]}")
           .loadBalancerSubnets;
  EXPECT_EQ(fixed_addresses(by_block, ids, subnets)->at("subnet-a").PrivateIPv4Address, "10.0.0.9");
  const auto outside =
      *load_balancer("{loadBalancerSubnets: [{privateIPv4Allocation: 10.0.1.9}, {privateIPv4Allocation: 10.9.0.9}]}")
           .loadBalancerSubnets;
  EXPECT_THAT(fixed_addresses(outside, ids, subnets).error().message, HasSubstr("must lie in subnet subnet-a"));
  const std::vector<std::string> fewer{"subnet-a"};
  EXPECT_THAT(fixed_addresses(by_position, fewer, subnets).error().message, HasSubstr("has 1 subnets"));
}

}  // namespace
}  // namespace nlbsim::engine::testing
