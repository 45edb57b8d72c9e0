// What a request is refused with: the Status's details, the texts of the decoder, the methods that a path takes.
#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string gateway_with(std::string_view member) {
  std::string body = kGateway;
  body.replace(body.find("\"spec\":{"), 8, "\"spec\":{" + std::string(member));
  return body;
}

TEST_F(KubeFrontTest, ABodyThatIsTooLargeIsToldByAStatus) {
  const http::Response answer = front.refuse(413, "body limit exceeded");
  EXPECT_EQ(answer.status, 413);
  const Json status = Json::parse(*answer.body);
  EXPECT_EQ(status["reason"], "RequestEntityTooLarge");
  EXPECT_EQ(status["message"], "Request entity too large: limit is 3145728");
  EXPECT_EQ(front.refuse(431, "header limit exceeded").status, 431);
}

TEST_F(KubeFrontTest, DetailsNameWhatTheMessageNames) {
  create_gateway();
  const Json missing = ask("GET", std::string(kGateways) + "/x")->body()["details"];
  EXPECT_EQ(missing, (Json{{"name", "x"}, {"group", "gateway.networking.k8s.io"}, {"kind", "gateways"}}));
  // Not the Gateway that was to be made is missing.
  const Json nowhere = ask("POST", "/apis/gateway.networking.k8s.io/v1/namespaces/nosuch/gateways", kGateway)->body();
  EXPECT_EQ(nowhere["details"], (Json{{"name", "nosuch"}, {"kind", "namespaces"}}));
  const Json conflict = ask("DELETE", std::string(kGateways) + "/g", R"({"preconditions":{"uid":"1"}})")->body();
  EXPECT_THAT(conflict["message"].get<std::string>(), StartsWith("Operation cannot be fulfilled on Gateway."));
  EXPECT_EQ(conflict["details"]["kind"], "Gateway");
  Json stale = ask("GET", std::string(kGateways) + "/g")->body();
  stale["metadata"]["resourceVersion"] = "1";
  EXPECT_EQ(ask("PUT", std::string(kGateways) + "/g", stale.dump())->body()["details"]["kind"], "gateways");
  EXPECT_FALSE(ask("GET", std::string(kGateways) + "?labelSelector=a+in+x")->body().contains("details"));
  EXPECT_EQ(ask("GET", "/api/v1/podtemplates")->body()["details"], Json::object());
  const Json patched = patch(std::string(kGateways) + "/g", "json-patch+json",
                             R"([{"op":"test","path":"/metadata/name","value":"other"}])")
                           ->body();
  EXPECT_EQ(patched["code"], 422);
  EXPECT_EQ(patched["details"], Json::object()) << "kubectl shows the message only if nothing is named";
}

TEST_F(KubeFrontTest, BodiesAreRefusedInTheWordsOfTheDecoder) {
  EXPECT_EQ(ask("POST", kGateways, "{")->message(),
            "the object provided is unrecognized (must be of type Gateway): couldn't get version/kind; json parse "
            "error: unexpected end of JSON input ({)");
  EXPECT_THAT(ask("POST", kGateways, R"({"metadata":{"name":"q"}})")->message(),
              HasSubstr("Object 'Kind' is missing in '{\"metadata\":{\"name\":\"q\"}}'"));
  EXPECT_EQ(ask("POST", kConfigMaps, R"({"metadata":{"name":"q"}})")->answer.status, 201)
      << "what is built in is known from the path";
  create_gateway();
  EXPECT_EQ(patch(std::string(kGateways) + "/g", "merge-patch+json", R"({"a":)")->message(),
            "error decoding patch: unexpected end of JSON input");
  const auto type = ask("POST", kGateways, kGateway, {{"Content-Type", "text/plain"}});
  EXPECT_EQ(type->answer.status, 415);
  EXPECT_THAT(type->message(), HasSubstr("application/json, application/yaml, application/vnd.kubernetes.protobuf"));
  EXPECT_EQ(patch(std::string(kGateways) + "/g", "strategic-merge-patch+json", "{}")->answer.status, 415);
  EXPECT_EQ(patch(std::string(kConfigMaps) + "/q", "json", "{}")->message(), "415: Unsupported Media Type");
}

TEST_F(KubeFrontTest, PathsTakeTheirMethods) {
  create_gateway();
  const std::string gateway = std::string(kGateways) + "/g";
  const auto created = ask("POST", gateway, kGateway);
  EXPECT_EQ(created->answer.status, 409) << "a POST to a custom object's name is one to its collection";
  EXPECT_EQ(patch(kGateways, "merge-patch+json", "{}")->message(), "name must be provided");
  EXPECT_EQ(ask("PUT", kGateways, kGateway)->answer.status, 400);
  const Json config_map = ask("POST", std::string(kConfigMaps) + "/q", "{}")->body();
  EXPECT_EQ(config_map["message"], "the server does not allow this method on the requested resource");
  EXPECT_EQ(config_map["details"], Json::object());
  EXPECT_EQ(ask("DELETE", "/api/v1/configmaps")->answer.status, 405);
  EXPECT_EQ(*ask("DELETE", "/apis/gateway.networking.k8s.io/v1/gateways")->answer.body, "404 page not found\n");
  EXPECT_EQ(ask("DELETE", gateway + "/status")->message(),
            "delete is not supported on resources of kind \"gateways.gateway.networking.k8s.io\"");
  EXPECT_EQ(ask("GET", gateway + "/bogus")->message(), "gateways.gateway.networking.k8s.io \"g\" not found");
}

TEST_F(KubeFrontTest, AnUpdateThatCreatesSaysSo) {
  const std::string services = "/api/v1/namespaces/default/services/fresh";
  const std::string body = R"({"metadata":{"name":"fresh"},"spec":{"ports":[{"port":80}]}})";
  EXPECT_EQ(ask("PUT", services, body)->answer.status, 201);
  EXPECT_EQ(ask("PUT", services, body)->answer.status, 200);
}

TEST_F(KubeFrontTest, RepeatedAndUnknownFieldsWarnOrAreRefused) {
  const std::string body = gateway_with(R"("gatewayClassName":"a","bogus":1,)");
  const auto strict = ask("POST", std::string(kGateways) + "?fieldValidation=Strict", body);
  EXPECT_EQ(strict->message(),
            "Gateway in version \"v1\" cannot be handled as a Gateway: strict decoding error: duplicate field "
            "\"spec.gatewayClassName\", unknown field \"spec.bogus\"");
  EXPECT_TRUE(ask("POST", std::string(kGateways) + "?fieldValidation=Ignore&dryRun=All", body)->warnings().empty());
  EXPECT_THAT(ask("POST", kGateways, body)->warnings(),
              ElementsAre("299 - \"duplicate field \\\"spec.gatewayClassName\\\"\"",
                          "299 - \"unknown field \\\"spec.bogus\\\"\""));
  EXPECT_EQ(ask("GET", std::string(kGateways) + "/g")->body()["spec"]["gatewayClassName"], "aws-nlb");
  const auto metadata = patch(std::string(kGateways) + "/g", "merge-patch+json", R"({"metadata":{"bogus":1}})");
  EXPECT_THAT(metadata->warnings(), ElementsAre("299 - \"unknown field \\\"metadata.bogus\\\"\""));
  EXPECT_FALSE(metadata->body()["metadata"].contains("bogus"));
}

TEST_F(KubeFrontTest, UnknownFieldsOfEveryPatchTypeAreSeen) {
  create_gateway();
  const std::string gateway = std::string(kGateways) + "/g";
  const std::string added = R"([{"op":"add","path":"/spec/bogus","value":1}])";
  const auto warned = patch(gateway, "json-patch+json", added);
  EXPECT_EQ(warned->answer.status, 200);
  EXPECT_THAT(warned->warnings(), ElementsAre("299 - \"unknown field \\\"spec.bogus\\\"\""));
  const auto strict = patch(gateway + "?fieldValidation=Strict", "json-patch+json", added);
  EXPECT_EQ(strict->answer.status, 422);
  EXPECT_THAT(strict->message(), HasSubstr("strict decoding error: unknown field \"spec.bogus\""));
  EXPECT_EQ(strict->body()["details"].size(), 1U) << "only causes: a patch is nobody's object";
}

TEST_F(KubeFrontTest, BuiltInKindsKnowTheirFields) {
  const auto strict = ask("POST", "/api/v1/namespaces/default/services?fieldValidation=Strict",
                          R"({"metadata":{"name":"s"},"spec":{"bogus":1,"ports":[{"port":80,"bogus":1}]}})");
  EXPECT_EQ(strict->message(),
            "Service in version \"v1\" cannot be handled as a Service: strict decoding error: unknown field "
            "\"spec.bogus\", unknown field \"spec.ports[0].bogus\"");
  // Of both, the wrong type is told.
  const auto both = ask("POST", std::string(kConfigMaps) + "?fieldValidation=Strict",
                        R"({"metadata":{"name":"c"},"Data":{"a":"b"},"data":{"n":1}})");
  EXPECT_THAT(both->message(), HasSubstr("json: cannot unmarshal number into Go struct field ConfigMap.data of type"));
  const auto warned = ask("POST", kConfigMaps, R"({"metadata":{"name":"c"},"Data":{"a":"b"}})");
  EXPECT_THAT(warned->warnings(), ElementsAre("299 - \"unknown field \\\"Data\\\"\""));
}

TEST_F(KubeFrontTest, WarnsOfNewFinalizersWithoutADomain) {
  create_gateway();
  const std::string gateway = std::string(kGateways) + "/g";
  const auto first = patch(gateway, "merge-patch+json", R"({"metadata":{"finalizers":["x"]}})");
  ASSERT_EQ(first->warnings().size(), 1U);
  EXPECT_THAT(first->warnings()[0], HasSubstr("metadata.finalizers: \\\"x\\\": prefer a domain-qualified finalizer"));
  const auto second = patch(gateway, "merge-patch+json", R"({"metadata":{"finalizers":["x","a.b/c"]}})");
  EXPECT_TRUE(second->warnings().empty());
  const auto config_map = ask("POST", kConfigMaps, R"({"metadata":{"name":"c","finalizers":["x"]}})");
  EXPECT_TRUE(config_map->warnings().empty()) << "only custom kinds are warned of";
}

TEST_F(KubeFrontTest, OwnersNamedTwiceAreKeptOnce) {
  const auto made = ask("POST", kConfigMaps, R"({"metadata":{"name":"c","ownerReferences":[
      {"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"u1"},
      {"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"u1"}]}})");
  EXPECT_EQ(made->body()["metadata"]["ownerReferences"].size(), 1U);
  ASSERT_EQ(made->warnings().size(), 1U);
  EXPECT_THAT(made->warnings()[0], HasSubstr("duplicate UID(s) observed: u1"));
}

TEST_F(KubeFrontTest, NoClientBeginsADeletionByWritingItsTime) {
  create_gateway();
  const auto refused = patch(std::string(kGateways) + "/g", "merge-patch+json",
                             R"({"metadata":{"deletionTimestamp":"2030-01-01T00:00:00Z"}})");
  EXPECT_EQ(refused->answer.status, 422);
  EXPECT_THAT(
      refused->message(),
      HasSubstr("metadata.deletionTimestamp: Invalid value: 2030-01-01 00:00:00 +0000 UTC: field is immutable"));
  EXPECT_FALSE(ask("GET", std::string(kGateways) + "/g")->body()["metadata"].contains("deletionTimestamp"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
