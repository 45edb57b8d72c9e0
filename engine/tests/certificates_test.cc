// Which certificates a listener is given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/configuration/certificates.h"
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

template <class Row>
std::string name_of(const ::testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

KnownCertificate certificate(std::string arn, std::vector<std::string> names, int since = 0) {
  return {std::move(arn), std::move(names), sim::kWorldStart + std::chrono::seconds{since}};
}

struct HostRow {
  const char* name;
  std::string host;
  std::string arn;
};
void PrintTo(const HostRow& row, std::ostream* out) { *out << row.name; }

const HostRow kHosts[] = {
    {"PreciseBeatsNewerWildcard", "a.example.com", "precise"},
    {"NewestOfTwoWildcards", "b.example.com", "wildcard-new"},
    {"CaseDoesNotCount", "A.Example.COM", "precise"},
    {"WildcardCoversOneLabel", "x.y.example.com", ""},
    {"WildcardDoesNotCoverItsParent", "example.com", ""},
    {"WildcardHostTakesTheWildcard", "*.example.com", "wildcard-new"},
    {"WildcardHostTakesNoPreciseName", "*.org.net", ""},
    {"AnyNameOfTheCertificate", "second.net", "two-names"},
    {"SameAgeGoesByArn", "tie.net", "tie-b"},
};

class Host : public ::testing::TestWithParam<HostRow> {};
TEST_P(Host, TakesCertificate) {
  const std::vector<KnownCertificate> known{certificate("wildcard-old", {"*.example.com"}, 1),
                                            certificate("precise", {"a.example.com"}, 2),
                                            certificate("wildcard-new", {"*.example.com"}, 9),
                                            certificate("two-names", {"first.net", "second.net"}),
                                            certificate("x", {"a.org.net"}),
                                            certificate("tie-b", {"tie.net"}),
                                            certificate("tie-a", {"tie.net"})};
  const KnownCertificate* found = best_certificate(known, GetParam().host);
  EXPECT_EQ(found ? found->arn : "", GetParam().arn);
}
INSTANTIATE_TEST_SUITE_P(Rows, Host, ::testing::ValuesIn(kHosts), name_of<HostRow>);

kube::Listener tls_listener(const char* hostname) {
  kube::Listener listener;
  listener.name = "tls";
  listener.protocol = "TLS";
  listener.port = 443;
  if (hostname) listener.hostname = hostname;
  return listener;
}

TEST(FindCertificates, ConfiguredOnesCountAndAcmIsNotAsked) {
  EffectiveConfiguration configuration;
  configuration.spec = load_balancer(
      "{listenerConfigurations: [{protocolPort: \"TLS:443\", defaultCertificate: one, certificates: [two, one]}]}");
  const auto found = find_certificates(tls_listener("a.example.com"), &configuration, nullptr, {});
  EXPECT_THAT(found.arns, ElementsAre("one", "two"));
  kube::GatewaySpec gateway;
  gateway.listeners = {tls_listener("a.example.com")};
  EXPECT_FALSE(needs_inventory(gateway.listeners, &configuration));
  EXPECT_TRUE(needs_inventory(gateway.listeners, nullptr));
}

TEST(FindCertificates, RoutesHostsCountWhereTheListenersOwnHasNone) {
  const CertificateInventory inventory{{certificate("app", {"app.example.com"})}};
  const std::vector<std::string> hosts{"app.example.com"};
  EXPECT_THAT(find_certificates(tls_listener(nullptr), nullptr, &inventory, hosts).arns, ElementsAre("app"));
  EXPECT_THAT(find_certificates(tls_listener("*.example.com"), nullptr, &inventory, hosts).arns, ElementsAre("app"));
  EXPECT_THAT(find_certificates(tls_listener(nullptr), nullptr, &inventory, {}).lacking, HasSubstr("no hostname"));
  EXPECT_EQ(find_certificates(tls_listener("b.org"), nullptr, &inventory, {}).lacking,
            "no certificate found for host: b.org");
}

TEST(FindCertificates, WhatAcmRefusesIsTheReason) {
  CertificateInventory inventory;
  inventory.error = sim::Error{};
  inventory.error->message = "not allowed";
  inventory.error->origin = "ListCertificates";
  EXPECT_THAT(find_certificates(tls_listener("b.org"), nullptr, &inventory, {}).lacking,
              HasSubstr("ListCertificates: not allowed"));
}

}  // namespace
}  // namespace nlbsim::engine::testing
