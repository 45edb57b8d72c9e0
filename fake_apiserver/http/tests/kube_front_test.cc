#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(KubeFrontTest, CreatesReadsAndListsObjects) {
  const auto created = create_gateway();
  ASSERT_EQ(created->answer.status, 201) << *created->answer.body;
  EXPECT_EQ(created->body()["status"]["conditions"][0]["reason"], "Pending");
  const auto got = ask("GET", std::string(kGateways) + "/g");
  EXPECT_EQ(got->answer.status, 200);
  EXPECT_EQ(*got->answer.body, *created->answer.body);
  const Json list = ask("GET", "/apis/gateway.networking.k8s.io/v1/gateways")->body();
  EXPECT_EQ(list["kind"], "GatewayList");
  EXPECT_EQ(list["items"].size(), 1U);
  EXPECT_EQ(list["metadata"]["resourceVersion"], created->body()["metadata"]["resourceVersion"]);
  const Json beta = ask("GET", "/apis/gateway.networking.k8s.io/v1beta1/namespaces/default/gateways/g")->body();
  EXPECT_EQ(beta["apiVersion"], "gateway.networking.k8s.io/v1beta1");
}

TEST_F(KubeFrontTest, SecondCreateIsAlreadyExists) {
  create_gateway();
  const auto again = create_gateway();
  EXPECT_EQ(again->answer.status, 409);
  EXPECT_EQ(again->body()["reason"], "AlreadyExists");
  EXPECT_EQ(again->body()["details"]["kind"], "gateways");
}

TEST_F(KubeFrontTest, PatchesMainAndStatusApart) {
  create_gateway();
  const std::vector<http::Header> merge{{"Content-Type", "application/merge-patch+json"}};
  const auto spec = ask("PATCH", std::string(kGateways) + "/g", R"({"metadata":{"labels":{"a":"b"}}})", merge);
  EXPECT_EQ(spec->answer.status, 200);
  EXPECT_EQ(spec->body()["metadata"]["labels"]["a"], "b");
  const auto status = ask("PATCH", std::string(kGateways) + "/g/status",
                          R"({"status":{"addresses":[{"type":"Hostname","value":"x.example.com"}]}})", merge);
  EXPECT_EQ(status->answer.status, 200) << *status->answer.body;
  EXPECT_EQ(status->body()["status"]["addresses"][0]["value"], "x.example.com");
  const auto apply =
      ask("PATCH", std::string(kGateways) + "/g", "{}", {{"Content-Type", "application/apply-patch+yaml"}});
  EXPECT_EQ(apply->answer.status, 422) << "a server-side apply names its manager";
}

TEST_F(KubeFrontTest, DeletesObjectsAndCollections) {
  create_gateway();
  const auto gone = ask("DELETE", std::string(kGateways) + "/g",
                        R"({"kind":"DeleteOptions","apiVersion":"gateway.networking.k8s.io/v1"})");
  EXPECT_EQ(gone->body()["status"], "Success");
  EXPECT_EQ(gone->body()["details"]["name"], "g");
  EXPECT_EQ(ask("GET", std::string(kGateways) + "/g")->answer.status, 404);
  create_gateway();
  EXPECT_EQ(ask("DELETE", kGateways)->body()["items"].size(), 1U);
  EXPECT_EQ(ask("GET", kGateways)->body()["items"].size(), 0U);
}

TEST_F(KubeFrontTest, UnknownFieldsWarnOrAreRefused) {
  std::string body = kGateway;
  body.replace(body.find("\"spec\":{"), 8, R"("spec":{"bogus":1,)");
  const auto strict = ask("POST", std::string(kGateways) + "?fieldValidation=Strict", body);
  EXPECT_EQ(strict->answer.status, 400);
  EXPECT_THAT(*strict->answer.body, HasSubstr("strict decoding error: unknown field \\\"spec.bogus\\\""));
  const auto warned = ask("POST", kGateways, body);
  EXPECT_EQ(warned->answer.status, 201);
  ASSERT_EQ(warned->answer.headers.size(), 1U);
  EXPECT_EQ(warned->answer.headers[0].second, "299 - \"unknown field \\\"spec.bogus\\\"\"");
}

TEST_F(KubeFrontTest, WhatIsNotThereIsAProperError) {
  EXPECT_EQ(ask("GET", "/apis/apps/v1/controllerrevisions")->answer.status, 404);
  EXPECT_EQ(*ask("GET", "/nonsense")->answer.body, "404 page not found\n");
  EXPECT_EQ(ask("GET", "/api/v1/podtemplates")->body()["reason"], "NotFound");
  EXPECT_EQ(ask("POST", std::string(kConfigMaps) + "/g", "{}")->answer.status, 405);
  EXPECT_EQ(ask("POST", kGateways, "k8s\0", {{"Content-Type", "application/vnd.kubernetes.protobuf"}})->answer.status,
            415);
  EXPECT_EQ(ask("POST", kGateways, "{broken")->answer.status, 400);
  EXPECT_EQ(ask("GET", kGateways, "", {{"Accept", "application/vnd.kubernetes.protobuf"}})->answer.status, 406);
  EXPECT_EQ(
      ask("GET", "/apis/gateway.networking.k8s.io/v1beta1/namespaces/default/referencegrants/r/status")->answer.status,
      404);
  EXPECT_EQ(ask("GET", "/api/v1/%zz")->answer.status, 400);
}

TEST_F(KubeFrontTest, AnswersDiscovery) {
  EXPECT_EQ(ask("GET", "/version")->body()["major"], "1");
  EXPECT_EQ(ask("GET", "/api")->body()["versions"][0], "v1");
  const Json groups = ask("GET", "/apis?timeout=32s")->body();
  EXPECT_EQ(groups["kind"], "APIGroupList");
  const Json resources = ask("GET", "/apis/gateway.networking.k8s.io/v1")->body();
  bool gateways = false;
  bool status = false;
  for (const Json& resource : resources["resources"]) {
    gateways = gateways || (resource["name"] == "gateways" && resource["shortNames"][0] == "gtw");
    status = status || resource["name"] == "gateways/status";
  }
  EXPECT_TRUE(gateways && status);
  EXPECT_EQ(ask("GET", "/apis/aga.k8s.aws/v1beta1")->answer.status, 404);
  EXPECT_EQ(*ask("GET", "/readyz")->answer.body, "ok");
  EXPECT_EQ(ask("GET", "/readyz/nothing")->answer.status, 404);
}

TEST_F(KubeFrontTest, TablesHaveTheColumnsOfTheKind) {
  create_gateway();
  const Json table =
      ask("GET", kGateways, "", {{"Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"}})->body();
  EXPECT_EQ(table["kind"], "Table");
  std::vector<std::string> names;
  for (const Json& column : table["columnDefinitions"]) names.push_back(column["name"].get<std::string>());
  EXPECT_THAT(names, ElementsAre("Name", "Class", "Address", "Programmed", "Age"));
  EXPECT_EQ(table["rows"][0]["cells"].dump(), R"(["g","aws-nlb",null,"Unknown","0s"])");
  EXPECT_EQ(table["rows"][0]["object"]["kind"], "PartialObjectMetadata");
}

TEST_F(KubeFrontTest, RowsCarryAsMuchOfTheirObjectsAsIsAsked) {
  create_gateway();
  const char* accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  const Json none = ask("GET", std::string(kGateways) + "?includeObject=None", "", {{"Accept", accept}})->body();
  EXPECT_TRUE(none["rows"][0].contains("object"));
  EXPECT_TRUE(none["rows"][0]["object"].is_null());
  EXPECT_EQ(ask("GET", std::string(kGateways) + "?includeObject=Bogus", "", {{"Accept", accept}})->message(),
            "Unable to convert to Table as requested: includeObject: Invalid value: \"Bogus\": must be 'Metadata', "
            "'Object', 'None', or empty");
}

TEST_F(KubeFrontTest, ItemsOfBuiltInListsDoNotRepeatTheirKind) {
  ask("POST", kConfigMaps, R"({"metadata":{"name":"c"},"data":{"kind":"x","a":"\"kind\":"}})");
  const Json list = ask("GET", kConfigMaps)->body();
  EXPECT_EQ(list["kind"], "ConfigMapList");
  EXPECT_FALSE(list["items"][0].contains("kind"));
  EXPECT_FALSE(list["items"][0].contains("apiVersion"));
  EXPECT_EQ(list["items"][0]["data"], (Json{{"kind", "x"}, {"a", "\"kind\":"}}));
  EXPECT_EQ(list["items"][0]["metadata"]["name"], "c");
  create_gateway();
  EXPECT_EQ(ask("GET", kGateways)->body()["items"][0]["kind"], "Gateway") << "those of custom kinds do";
}

TEST_F(KubeFrontTest, WatchesShowInitialThenLiveEvents) {
  create_gateway();
  const auto watch = ask("GET", std::string(kGateways) + "?watch=1");
  ASSERT_TRUE(watch->streaming);
  ask("PATCH", std::string(kGateways) + "/g", R"({"metadata":{"labels":{"a":"b"}}})",
      {{"Content-Type", "application/merge-patch+json"}});
  ask("DELETE", std::string(kGateways) + "/g");
  std::vector<std::string> types;
  for (const Json& event : watch->events()) types.push_back(event["type"].get<std::string>());
  EXPECT_THAT(types, ElementsAre("ADDED", "MODIFIED", "DELETED"));
}

TEST_F(KubeFrontTest, AWatchFromForgottenHistoryIsOneExpiredEvent) {
  create_gateway();
  server.compact(core.store().revision());
  const auto watch = ask("GET", std::string(kGateways) + "?watch=true&resourceVersion=1");
  ASSERT_EQ(watch->events().size(), 1U);
  EXPECT_EQ(watch->events()[0]["type"], "ERROR");
  EXPECT_EQ(watch->events()[0]["object"]["code"], 410);
  EXPECT_TRUE(watch->ended);
}

TEST_F(KubeFrontTest, InitialEventsEndWithABookmark) {
  create_gateway();
  const auto watch = ask("GET", std::string(kGateways) +
                                    "?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch="
                                    "NotOlderThan&timeoutSeconds=300");
  ASSERT_EQ(watch->events().size(), 2U);
  const Json mark = watch->events()[1];
  EXPECT_EQ(mark["type"], "BOOKMARK");
  EXPECT_EQ(mark["object"]["kind"], "Gateway");
  EXPECT_EQ(mark["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"], "true");
  // {"apiVersion":"gateway.networking.k8s.io/v1","items":[],"kind":"GatewayList"} and a line's end
  EXPECT_EQ(mark["object"]["metadata"]["annotations"]["kubernetes.io/initial-events-list-blueprint"],
            "eyJhcGlWZXJzaW9uIjoiZ2F0ZXdheS5uZXR3b3JraW5nLms4cy5pby92MSIsIml0ZW1zIjpbXSwia2luZCI6IkdhdGV3YXlMaXN0In0K");
}

TEST_F(KubeFrontTest, AClosedWatchIsForgottenByTheServer) {
  const auto watch = ask("GET", std::string(kGateways) + "?watch=1");
  EXPECT_EQ(server.watches(), 1U);
  watch->closed();
  while (scheduler.has_ready() || server.watches() > 0)
    if (!scheduler.step()) break;
  EXPECT_EQ(server.watches(), 0U);
}

// What the server has ended is let go of as well, not only what a client has closed.
TEST_F(KubeFrontTest, AWatchThatTimesOutIsForgottenByTheFront) {
  const auto watch = ask("GET", std::string(kGateways) + "?watch=1&timeoutSeconds=5");
  EXPECT_EQ(front.open_watches(), 1U);
  scheduler.run_until(scheduler.now() + std::chrono::seconds{6}, 1'000);
  EXPECT_TRUE(watch->ended);
  EXPECT_EQ(front.open_watches(), 0U);
}

TEST(HumanDuration, PrintsAsKubectlDoes) {
  using namespace std::chrono_literals;
  EXPECT_EQ(human_duration(45s), "45s");
  EXPECT_EQ(human_duration(119s), "119s");
  EXPECT_EQ(human_duration(190s), "3m10s");
  EXPECT_EQ(human_duration(12min), "12m");
  EXPECT_EQ(human_duration(4h + 5min), "4h5m");
  EXPECT_EQ(human_duration(51h), "2d3h");
  EXPECT_EQ(human_duration(24h * 30), "30d");
}

TEST_F(KubeFrontTest, PodsAreBoundAndEvicted) {
  const std::string pod = "/api/v1/namespaces/default/pods/p";
  ask("POST", "/api/v1/namespaces/default/pods",
      R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}})");
  const std::string binding = R"({"metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}})";
  const auto bound = ask("POST", pod + "/binding", binding);
  EXPECT_EQ(bound->answer.status, 201);
  EXPECT_EQ(bound->body()["status"], "Success");
  EXPECT_EQ(ask("GET", pod)->body()["spec"]["nodeName"], "n1");
  EXPECT_EQ(ask("POST", pod + "/binding", binding)->message(),
            "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node \"n1\"");
  EXPECT_EQ(ask("POST", pod + "/eviction", R"({"metadata":{"name":"q"}})")->answer.status, 400);
  EXPECT_EQ(ask("GET", pod + "/eviction")->answer.status, 405);
  const auto evicted =
      ask("POST", pod + "/eviction", R"({"metadata":{"name":"p"},"deleteOptions":{"gracePeriodSeconds":0}})");
  EXPECT_EQ(evicted->answer.status, 201);
  EXPECT_EQ(ask("GET", pod)->answer.status, 404);
}

TEST_F(KubeFrontTest, WorkloadsAreScaled) {
  const std::string deployment = "/apis/apps/v1/namespaces/default/deployments/d";
  ask("POST", "/apis/apps/v1/namespaces/default/deployments",
      R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
          "spec":{"containers":[{"name":"c","image":"i"}]}}}})");
  const auto scale = ask("GET", deployment + "/scale")->body();
  EXPECT_EQ(scale["spec"]["replicas"], 1);
  EXPECT_EQ(scale["status"]["selector"], "a=b");
  EXPECT_EQ(ask("PATCH", deployment + "/scale", R"({"spec":{"replicas":3}})",
                {{"Content-Type", "application/merge-patch+json"}})
                ->answer.status,
            200);
  EXPECT_EQ(ask("GET", deployment)->body()["spec"]["replicas"], 3);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
