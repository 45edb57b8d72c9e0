// Paths that are no resources: aggregated discovery, OpenAPI, health, reviews and who may do what.
#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::HasSubstr;

constexpr const char* kAggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
constexpr const char* kOlder = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
constexpr const char* kSelfAccess = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

class Documents : public KubeFrontTest {
 protected:
  std::shared_ptr<Client> get(std::string path, const std::string& accept) {
    return ask("GET", std::move(path), "", {{"Accept", accept}});
  }
  // Whose entry in a list of objects has that member.
  static Json entry(const Json& list, std::string_view key, std::string_view value) {
    for (const Json& each : list)
      if (each[key] == value) return each;
    return {};
  }
  static std::string header(const Client& client, std::string_view name) {
    for (const http::Header& each : client.answer.headers)
      if (each.first == name) return each.second;
    return {};
  }
};

TEST_F(Documents, DiscoveryInOneDocumentNamesEverySubresource) {
  const auto answer = get("/apis", std::string(kAggregated) + "," + kOlder + ",application/json");
  EXPECT_EQ(answer->answer.content_type, kAggregated);
  const Json body = answer->body();
  EXPECT_EQ(body["kind"], "APIGroupDiscoveryList");
  Json gateway_api;
  for (const Json& item : body["items"])
    if (item["metadata"]["name"] == "gateway.networking.k8s.io") gateway_api = item;
  EXPECT_EQ(gateway_api["versions"][0]["version"], "v1");
  EXPECT_EQ(gateway_api["versions"][0]["freshness"], "Current");
  const Json gateways = entry(gateway_api["versions"][0]["resources"], "resource", "gateways");
  EXPECT_EQ(gateways["scope"], "Namespaced");
  EXPECT_EQ(gateways["responseKind"],
            Json::parse(R"({"group": "gateway.networking.k8s.io", "version": "v1", "kind": "Gateway"})"));
  EXPECT_EQ(gateways["subresources"][0]["subresource"], "status");
  const Json legacy = get("/api", kAggregated)->body();
  const Json services = entry(legacy["items"][0]["versions"][0]["resources"], "resource", "services");
  EXPECT_EQ(services["responseKind"]["kind"], "Service");
}

TEST_F(Documents, DiscoveryFallsBackToTheListsOfEachGroup) {
  EXPECT_EQ(get("/apis", std::string(kOlder) + ",application/json")->body()["kind"], "APIGroupList");
  EXPECT_EQ(get("/apis", kOlder)->answer.status, 406);
  EXPECT_EQ(get("/apis/discovery.k8s.io", kAggregated)->body()["kind"], "APIGroup");
  EXPECT_EQ(ask("GET", "/apis/discovery.k8s.io/v9")->body()["reason"], "NotFound");
  EXPECT_EQ(*ask("GET", "/apis/nosuch.example.com/v1")->answer.body, "404 page not found\n");
  EXPECT_EQ(ask("POST", "/version", "{}")->answer.status, 405);
}

TEST_F(Documents, AClientThatHasADocumentIsToldSo) {
  const auto first = get("/apis", kAggregated);
  const std::string tag = header(*first, "Etag");
  EXPECT_EQ(tag.size(), 130U);
  const auto again = ask("GET", "/apis", "", {{"Accept", kAggregated}, {"If-None-Match", tag}});
  EXPECT_EQ(again->answer.status, 304);
  EXPECT_EQ(again->answer.body, nullptr);
}

TEST_F(Documents, OpenApiOfAVersionHasSchemasAndWhatAPatchMayBe) {
  const Json index = Json::parse(*ask("GET", "/openapi/v3")->answer.body);
  EXPECT_THAT(index["paths"]["apis/gateway.networking.k8s.io/v1"]["serverRelativeURL"].get<std::string>(),
              HasSubstr("/openapi/v3/apis/gateway.networking.k8s.io/v1?hash="));
  const Json document = ask("GET", "/openapi/v3/apis/gateway.networking.k8s.io/v1?hash=X")->body();
  const Json& gateway = document["components"]["schemas"]["io.k8s.networking.gateway.v1.Gateway"];
  EXPECT_EQ(gateway["x-kubernetes-group-version-kind"][0]["kind"], "Gateway");
  EXPECT_EQ(gateway["properties"]["spec"]["properties"]["listeners"]["items"]["properties"]["port"]["maximum"], 65535);
  EXPECT_EQ(gateway["properties"]["metadata"]["allOf"][0]["$ref"],
            "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  const Json& patch =
      document["paths"]["/apis/gateway.networking.k8s.io/v1/namespaces/{namespace}/gateways/{name}"]["patch"];
  EXPECT_EQ(patch["x-kubernetes-group-version-kind"]["kind"], "Gateway");
  EXPECT_EQ(patch["parameters"][0]["name"], "dryRun");
  EXPECT_TRUE(patch["requestBody"]["content"].contains("application/merge-patch+json"));
  EXPECT_FALSE(patch["requestBody"]["content"].contains("application/strategic-merge-patch+json"));
  EXPECT_EQ(ask("GET", "/openapi/v3/apis/nosuch/v1")->answer.status, 404);
}

TEST_F(Documents, OpenApiOfEverythingComesAsJsonAndAsProtobuf) {
  const Json document = ask("GET", "/openapi/v2")->body();
  EXPECT_EQ(document["swagger"], "2.0");
  const Json& route = document["definitions"]["io.k8s.networking.gateway.v1alpha2.TCPRoute"];
  EXPECT_EQ(route["properties"]["metadata"]["$ref"], "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  const auto binary = get("/openapi/v2?timeout=32s", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
  EXPECT_EQ(binary->answer.content_type, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
  EXPECT_TRUE(binary->answer.body->starts_with(std::string("\x0a\x03", 2) + "2.0"));  // field 1: swagger
  EXPECT_THAT(*binary->answer.body, HasSubstr("io.k8s.networking.gateway.v1alpha2.TCPRoute"));
}

TEST_F(Documents, HealthIsToldCheckByCheck) {
  EXPECT_THAT(*ask("GET", "/readyz?verbose")->answer.body,
              testing::AllOf(HasSubstr("[+]shutdown ok\n"), HasSubstr("readyz check passed\n")));
  const std::string live = *ask("GET", "/livez?verbose&exclude=etcd&exclude=nosuch")->answer.body;
  EXPECT_THAT(live, testing::AllOf(HasSubstr("[+]etcd excluded: ok\n"), HasSubstr("no matches for \"nosuch\"\n"),
                                   testing::Not(HasSubstr("shutdown"))));
  EXPECT_EQ(*ask("POST", "/healthz")->answer.body, "ok");
  EXPECT_EQ(ask("GET", "/livez/shutdown")->answer.status, 404);
}

TEST_F(Documents, ReviewsAnswerWhoMayDoWhat) {
  const std::string question =
      R"({"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
          "spec": {"resourceAttributes": {"verb": "get", "resource": "pods", "namespace": "default"}}})";
  const Json yes = ask("POST", kSelfAccess, question)->body();
  EXPECT_EQ(yes["status"], Json::parse(R"({"allowed": true})"));
  EXPECT_EQ(yes["metadata"], Json::parse(R"({"creationTimestamp": null})"));
  const Json no = ask("POST", kSelfAccess, question, {{"Impersonate-User", "jane"}})->body();
  EXPECT_EQ(no["status"], Json::parse(R"({"allowed": false})"));
  const Json other = ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                         R"({"spec": {"user": "jane", "nonResourceAttributes": {"verb": "get", "path": "/healthz"}}})")
                         ->body();
  EXPECT_EQ(other["status"]["allowed"], false);  // jane alone is in no group, not even of those who are authenticated
  const Json self = ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}",
                        {{"Impersonate-User", "jane"}, {"Impersonate-Group", "dev"}})
                        ->body();
  EXPECT_EQ(self["status"]["userInfo"],
            Json::parse(R"({"username": "jane", "groups": ["dev", "system:authenticated"]})"));
  EXPECT_EQ(ask("GET", kSelfAccess)->answer.status, 405);
  EXPECT_EQ(ask("POST", kSelfAccess, R"({"spec": {}})")->answer.status, 422);
}

TEST_F(Documents, AUserMayDoWhatHeIsBoundTo) {
  front.set_users({{"janes", Identity{"jane", "", {kAuthenticated}}}});
  const std::vector<http::Header> jane{{"Authorization", "Bearer janes"}};
  const auto refused = ask("GET", kGateways, "", jane);
  EXPECT_EQ(refused->answer.status, 403);
  EXPECT_EQ(refused->message(),
            "gateways.gateway.networking.k8s.io is forbidden: User \"jane\" cannot list resource \"gateways\" in API "
            "group \"gateway.networking.k8s.io\" in the namespace \"default\"");
  EXPECT_EQ(ask("GET", "/apis", "", jane)->answer.status, 200);  // everybody may look around
  EXPECT_EQ(ask("GET", "/", "", jane)->answer.status, 403);
  EXPECT_EQ(
      ask("GET", kGateways, "", {{"Authorization", "Bearer janes"}, {"Impersonate-User", "admin"}})->answer.status,
      403);
  EXPECT_EQ(ask("GET", kGateways)->answer.status, 200);
}

TEST_F(Documents, WhatAPolicyDeniesIsNamedInTheStatus) {
  constexpr const char* kAdmission = "/apis/admissionregistration.k8s.io/v1/";
  const std::string policy = R"({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
    "metadata": {"name": "none"}, "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""],
    "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"]}]},
    "validations": [{"expression": "false", "message": "not here"}]}})";
  const std::string binding = R"({"apiVersion": "admissionregistration.k8s.io/v1",
    "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "none"},
    "spec": {"policyName": "none", "validationActions": ["Deny"]}})";
  ASSERT_EQ(ask("POST", std::string(kAdmission) + "validatingadmissionpolicies", policy)->answer.status, 201);
  ASSERT_EQ(ask("POST", std::string(kAdmission) + "validatingadmissionpolicybindings", binding)->answer.status, 201);
  const auto denied =
      ask("POST", kConfigMaps, R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})");
  EXPECT_EQ(denied->answer.status, 422);
  EXPECT_EQ(denied->body()["reason"], "Invalid");
  EXPECT_EQ(denied->body()["details"]["name"], "a");
  EXPECT_EQ(denied->body()["details"]["kind"], "configmaps");
}

// ---- bodies in protobuf ----

// One field with a length.
std::string part(int number, std::string_view content) {
  std::string out{static_cast<char>((number << 3) | 2), static_cast<char>(content.size())};
  return out.append(content);
}
std::string envelope(std::string_view version, std::string_view kind, std::string_view object) {
  const std::string type = part(1, version) + part(2, kind);
  return std::string("k8s\0", 4) + part(1, type) + part(2, object) + part(3, "") + part(4, "");
}

TEST_F(Documents, AnObjectInProtobufIsTheObjectInJson) {
  const std::vector<http::Header> headers{{"Accept", "application/vnd.kubernetes.protobuf, application/json"},
                                          {"Content-Type", "application/vnd.kubernetes.protobuf"}};
  const std::string label = part(1, "team") + part(2, "edge");
  const std::string metadata =
      part(1, "shop") + part(2, "") + part(3, "") + part(5, "") + part(8, "") + part(11, label);
  const std::string data = part(1, "key") + part(2, "value");
  const auto made =
      ask("POST", kConfigMaps,
          envelope("v1", "ConfigMap", part(1, metadata) + part(2, data) + std::string("\x20\x01", 2)), headers);
  ASSERT_EQ(made->answer.status, 201) << *made->answer.body;
  EXPECT_EQ(made->body()["metadata"]["labels"], Json::parse(R"({"team": "edge"})"));
  EXPECT_EQ(made->body()["data"], Json::parse(R"({"key": "value"})"));
  EXPECT_EQ(made->body()["immutable"], true);
  EXPECT_FALSE(made->body()["metadata"].contains("generateName"));  // an empty text is one that was not given
}

TEST_F(Documents, WhatCannotBeReadInProtobufIsRefused) {
  const std::vector<http::Header> headers{{"Content-Type", "application/vnd.kubernetes.protobuf"}};
  const std::string named = part(1, part(1, "a"));
  EXPECT_EQ(ask("POST", kGateways, envelope("gateway.networking.k8s.io/v1", "Gateway", named), headers)->answer.status,
            415);
  EXPECT_EQ(ask("POST", kConfigMaps, "{}", headers)->answer.status, 415);
  const std::string cut = envelope("v1", "ConfigMap", named);
  EXPECT_EQ(ask("POST", kConfigMaps, cut.substr(0, cut.size() - 9), headers)->answer.status, 400);
  const auto unknown = ask("POST", kConfigMaps, envelope("v1", "ConfigMap", named + part(9, "x")), headers);
  EXPECT_EQ(unknown->answer.status, 400);
  EXPECT_THAT(unknown->message(), HasSubstr("field 9 of ConfigMap can't be read in protobuf here"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
