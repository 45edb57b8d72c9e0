// What a real server (kube-apiserver 1.33, Gateway API v1.3.0 experimental) says of invalid objects, row by row.
#include <algorithm>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;

struct Row {
  std::string_view name;
  std::string_view spec;
  std::string_view field;    // of the first cause
  std::string_view message;  // of it
  bool rules_skipped;        // and a cause says that rules were not checked
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

const kube::Resource kRoutes = kube::kTcpRoutes;

class GatewayValidationTest : public CoreFixture, public testing::WithParamInterface<Row> {};

TEST_P(GatewayValidationTest, SaysWhatIsWrong) {
  const Row& row = GetParam();
  Json body = json(R"({"metadata": {"name": "v"}})");
  body["spec"] = json(row.spec);
  const auto created = create(kube::kGateways, "default", api::dump_json(body));
  ASSERT_FALSE(created);
  const sim::Error& error = created.error();
  EXPECT_EQ(error.code, "Invalid");
  EXPECT_EQ(error.http_status, 422);
  ASSERT_FALSE(error.causes.empty());
  EXPECT_EQ(error.causes[0].field, row.field);
  EXPECT_EQ(error.causes[0].message, row.message);
  const bool skipped = std::ranges::any_of(error.causes, [](const sim::ErrorCause& cause) {
    return cause.field == "<nil>" && cause.message.find("some validation rules were not checked") != std::string::npos;
  });
  EXPECT_EQ(skipped, row.rules_skipped);
  if (error.causes.size() == 1) {
    EXPECT_EQ(error.message, "Gateway.gateway.networking.k8s.io \"v\" is invalid: " + std::string(row.field) + ": " +
                                 std::string(row.message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, GatewayValidationTest,
    testing::Values(
        Row{"NoClass", R"({"listeners": [{"name": "l", "port": 80, "protocol": "TCP"}]})", "spec.gatewayClassName",
            "Required value", true},
        Row{"WrongType", R"("x")", "spec", "Invalid value: \"string\": spec in body must be of type object: \"string\"",
            true},
        Row{"NoListeners", R"({"gatewayClassName": "c", "listeners": []})", "spec.listeners",
            "Invalid value: 0: spec.listeners in body should have at least 1 items", false},
        Row{"PortZero", R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 0, "protocol": "TCP"}]})",
            "spec.listeners[0].port",
            "Invalid value: 0: spec.listeners[0].port in body should be greater than or equal to 1", false},
        Row{"PortFloat", R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 80.5, "protocol": "TCP"}]})",
            "spec.listeners[0].port",
            "Invalid value: \"number\": spec.listeners[0].port in body must be of type integer: \"number\"", true},
        Row{"NullPort", R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": null, "protocol": "TCP"}]})",
            "spec.listeners[0].port", "Required value", true},
        Row{"NullItem", R"({"gatewayClassName": "c", "listeners": [null]})", "spec.listeners[0]",
            "Invalid value: \"null\": spec.listeners[0] in body must be of type object: \"null\"", true},
        Row{"EnumInTheOrderOfTheSchema",
            R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 443, "protocol": "TLS",
                "tls": {"mode": "Nope"}}]})",
            "spec.listeners[0].tls.mode",
            "Unsupported value: \"Nope\": supported values: \"Terminate\", \"Passthrough\"", true},
        Row{"DuplicateName",
            R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 80, "protocol": "TCP"},
                {"name": "l", "port": 81, "protocol": "TCP"}]})",
            "spec.listeners[1]", "Duplicate value: map[string]interface {}{\"name\":\"l\"}", false},
        Row{"DuplicatePort",
            R"({"gatewayClassName": "c", "listeners": [{"name": "a", "port": 80, "protocol": "TCP"},
                {"name": "b", "port": 80, "protocol": "TCP"}]})",
            "spec.listeners",
            "Invalid value: \"array\": Combination of port, protocol and hostname must be unique for each listener",
            false},
        Row{"HostnameOnTcp",
            R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 80, "protocol": "TCP",
                "hostname": "a.b"}]})",
            "spec.listeners", "Invalid value: \"array\": hostname must not be specified for protocols ['TCP', 'UDP']",
            false},
        Row{"TerminateWithoutCertificate",
            R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 443, "protocol": "TLS", "tls": {}}]})",
            "spec.listeners[0].tls",
            "Invalid value: \"object\": no such key: certificateRefs evaluating rule: certificateRefs or options must "
            "be "
            "specified when mode is Terminate",
            false},
        Row{"AddressWithoutValue",
            R"({"gatewayClassName": "c", "addresses": [{}],
                "listeners": [{"name": "l", "port": 80, "protocol": "TCP"}]})",
            "spec.addresses",
            "Invalid value: \"array\": no such key: value evaluating rule: IPAddress values must be unique", false},
        Row{"AddressOfNoFormat",
            R"({"gatewayClassName": "c", "addresses": [{"value": "nope"}],
                "listeners": [{"name": "l", "port": 80, "protocol": "TCP"}]})",
            "<nil>",
            "Invalid value: \"\": \"spec.addresses[0]\" must validate one and only one schema (oneOf). Found none "
            "valid",
            true}));

struct Fact {
  std::string_view spec;
  std::string_view message;  // empty: accepted
};

TEST_F(CoreFixture, RoutesAreJudged) {
  const Fact facts[] = {
      {R"({"rules": [{"backendRefs": [{"name": "s", "port": 80}]}]})", ""},
      {R"({"rules": [{}]})", ""},
      {R"({"rules": [{"backendRefs": []}]})",
       "TCPRoute.gateway.networking.k8s.io \"r\" is invalid: spec.rules[0].backendRefs: Invalid value: 0: "
       "spec.rules[0].backendRefs in body should have at least 1 items"},
      {R"({"rules": [{"backendRefs": [{"name": "s"}]}]})",
       "TCPRoute.gateway.networking.k8s.io \"r\" is invalid: spec.rules[0].backendRefs[0]: Invalid value: \"object\": "
       "Must have port for Service reference"},
      {R"({"parentRefs": [{"name": "g"}, {"name": "g"}], "rules": [{}]})",
       "TCPRoute.gateway.networking.k8s.io \"r\" is invalid: spec.parentRefs: Invalid value: \"array\": sectionName or "
       "port must be unique when parentRefs includes 2 or more references to the same parent"},
  };
  for (const Fact& fact : facts) {
    Json body = json(R"({"metadata": {"name": "r"}})");
    body["spec"] = json(fact.spec);
    const auto created = create(kRoutes, "default", api::dump_json(body), true);
    EXPECT_EQ(created ? "" : created.error().message, fact.message) << fact.spec;
  }
}

TEST_F(CoreFixture, TransitionRulesAndStatusPaths) {
  create(kube::kGatewayClasses, "", R"({"metadata": {"name": "c"}, "spec": {"controllerName": "a.b/c"}})");
  EXPECT_EQ(patch(kube::kGatewayClasses, {"", "c"}, R"({"spec": {"controllerName": "a.b/d"}})").error().message,
            "GatewayClass.gateway.networking.k8s.io \"c\" is invalid: spec.controllerName: Invalid value: \"string\": "
            "Value is immutable");
  create(kube::kGateways, "default", kGatewayBody);
  const auto status = patch(kube::kGateways, {"default", "gw"},
                            R"({"status": {"conditions": [{"type": "A", "status": "True", "reason": "",
                                "message": "m", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}})",
                            "status");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().causes[0].field, "status.conditions[0].reason");
  EXPECT_EQ(status.error().causes[0].message,
            "Invalid value: \"\": conditions[0].reason in body should be at least 1 chars long");
}

TEST_F(CoreFixture, NamesAndLabels) {
  const auto message = [&](const kube::Resource& resource, std::string_view metadata, std::string_view spec) {
    Json body;
    body["metadata"] = json(metadata);
    body["spec"] = json(spec);
    const auto created = create(resource, "default", api::dump_json(body), true);
    return created ? std::string() : created.error().message;
  };
  constexpr std::string_view kSpec =
      R"({"gatewayClassName": "c", "listeners": [{"name": "l", "port": 80, "protocol": "TCP"}]})";
  EXPECT_EQ(message(kube::kGateways, R"({"name": "a.b-c"})", kSpec), "");
  EXPECT_TRUE(
      message(kube::kGateways, R"({"name": "Bad_Name"})", kSpec)
          .starts_with("Gateway.gateway.networking.k8s.io \"Bad_Name\" is invalid: metadata.name: Invalid value: "
                       "\"Bad_Name\": a lowercase RFC 1123 subdomain must consist of"));
  EXPECT_TRUE(message(kube::kServices, R"({"name": "1a"})", R"({"ports": [{"port": 80}]})")
                  .starts_with("Service \"1a\" is invalid: metadata.name: Invalid value: \"1a\": a DNS-1035 label"));
  EXPECT_EQ(
      message(kube::kGateways, R"({"labels": {}})", kSpec),
      "Gateway.gateway.networking.k8s.io \"\" is invalid: [metadata.name: Required value: name or generateName is "
      "required, <nil>: Invalid value: \"null\": some validation rules were not checked because the object was "
      "invalid; correct the existing errors to complete validation]");
  EXPECT_EQ(
      message(kube::kGateways, R"({"name": "a", "labels": {"k": 1}})", kSpec),
      "Gateway in version \"v1\" cannot be handled as a Gateway: json: cannot unmarshal number into Go struct field "
      "ObjectMeta.labels of type string");
  const std::string prefix(70, 'g');
  Json body = json(kGatewayBody);
  body["metadata"] = Json{{"generateName", prefix}};
  const auto generated = create(kube::kGateways, "default", api::dump_json(body));
  ASSERT_TRUE(generated);
  EXPECT_EQ((*generated)->meta().name.size(), 63U);
}
}  // namespace
}  // namespace nlbsim::fake_apiserver
