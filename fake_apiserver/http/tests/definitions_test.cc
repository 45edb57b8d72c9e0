#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;

constexpr const char* kDefinitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
constexpr const char* kThings = "/apis/example.com/v1/namespaces/default/things";
constexpr const char* kDefinition = R"({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
  "spec": {"group": "example.com", "scope": "Namespaced",
    "names": {"plural": "things", "kind": "Thing", "shortNames": ["th"], "categories": ["all"]},
    "versions": [
      {"name": "v1", "served": true, "storage": true,
       "schema": {"openAPIV3Schema": {"type": "object", "properties": {
         "spec": {"type": "object", "properties": {"size": {"type": "integer", "default": 3}, "note": {"type": "string"}}},
         "status": {"type": "object", "properties": {"size": {"type": "integer"}}}}}},
       "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size"}},
       "additionalPrinterColumns": [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"},
                                    {"name": "Note", "type": "string", "jsonPath": ".spec.note", "priority": 1}]},
      {"name": "v1beta1", "served": true, "storage": false, "deprecated": true,
       "schema": {"openAPIV3Schema": {"type": "object", "properties": {
         "spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}}}]}})";

class DefinitionsFrontTest : public KubeFrontTest {
 protected:
  void define() {
    ASSERT_EQ(ask("POST", kDefinitionsPath, kDefinition)->answer.status, 201);
    pass(std::chrono::seconds(1));
  }
  std::shared_ptr<Client> create(const std::string& name, const std::string& spec) {
    return ask("POST", kThings,
               R"({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": ")" + name + R"("})" +
                   (spec.empty() ? "" : R"(, "spec": )" + spec) + "}");
  }
  void pass(sim::Duration time) { scheduler.run_until(scheduler.now() + time, 100'000); }
};

TEST_F(DefinitionsFrontTest, DiscoveryAndPathsFollowAtOnce) {
  EXPECT_EQ(ask("GET", kThings)->answer.status, 404);
  EXPECT_EQ(ask("GET", "/apis/example.com")->answer.status, 404);
  define();
  const Json group = ask("GET", "/apis/example.com")->body();
  EXPECT_EQ(group["preferredVersion"]["version"], "v1");
  const Json resources = ask("GET", "/apis/example.com/v1")->body()["resources"];
  ASSERT_EQ(resources.size(), 3U);
  EXPECT_EQ(resources[0]["shortNames"], Json::parse(R"(["th"])"));
  EXPECT_EQ(resources[1]["name"], "things/status");
  EXPECT_EQ(resources[2]["name"], "things/scale");
  EXPECT_EQ(ask("POST", kThings, R"({"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "one"},
      "spec": {"extra": 1}})")
                ->warnings(),
            std::vector<std::string>{R"(299 - "unknown field \"spec.extra\"")"});
}

TEST_F(DefinitionsFrontTest, ColumnsAreThoseOfTheVersion) {
  define();
  create("one", R"({"note": "n"})");
  const std::vector<http::Header> as_table{{"Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"}};
  const Json table = ask("GET", kThings, "", as_table)->body();
  EXPECT_EQ(table["rows"][0]["cells"], Json::parse(R"(["one", 3, "n"])"));
  EXPECT_EQ(table["columnDefinitions"][2]["priority"], 1);
  const auto definition = ask("GET", std::string(kDefinitionsPath) + "/things.example.com", "", as_table);
  EXPECT_EQ(definition->body()["rows"][0]["cells"], Json::parse(R"(["things.example.com", "2026-01-01T00:00:00Z"])"));
  const auto older = ask("GET", "/apis/example.com/v1beta1/namespaces/default/things", "", as_table);
  EXPECT_EQ(older->body()["columnDefinitions"][1]["name"], "Age");
  EXPECT_THAT(older->warnings(),
              ElementsAre(R"(299 - "example.com/v1beta1 Thing is deprecated; use example.com/v1 Thing")"));
}

TEST_F(DefinitionsFrontTest, ScaleReadsAndWritesReplicas) {
  define();
  create("one", "");
  create("two", "{}");
  const std::string scale = std::string(kThings) + "/two/scale";
  EXPECT_EQ(ask("GET", scale)->body()["spec"]["replicas"], 3);
  EXPECT_EQ(ask("GET", std::string(kThings) + "/one/scale")->body()["spec"]["replicas"], 0);
  const Json changed = patch(scale, "merge-patch+json", R"({"spec": {"replicas": 5}})")->body();
  EXPECT_EQ(changed["kind"], "Scale");
  EXPECT_EQ(changed["spec"]["replicas"], 5);
  EXPECT_EQ(ask("GET", std::string(kThings) + "/two")->body()["spec"]["size"], 5);
  Json stale = changed;
  stale["metadata"]["resourceVersion"] = "1";
  EXPECT_EQ(ask("PUT", scale, stale.dump())->answer.status, 409);
  EXPECT_EQ(patch(scale, "merge-patch+json", R"({"spec": {"replicas": -1}})")->answer.status, 422);
}

TEST_F(DefinitionsFrontTest, AWatchEndsWithItsKind) {
  define();
  create("one", "");
  const auto watch = ask("GET", std::string(kThings) + "?watch=true");
  const auto beta = ask("GET", "/apis/example.com/v1beta1/namespaces/default/things?watch=true");
  ASSERT_TRUE(watch->streaming);
  patch(std::string(kDefinitionsPath) + "/things.example.com", "json-patch+json",
        R"([{"op": "replace", "path": "/spec/versions/1/served", "value": false}])");
  pass(std::chrono::milliseconds(100));
  EXPECT_EQ(ask("GET", "/apis/example.com/v1beta1/namespaces/default/things")->answer.status, 404);
  EXPECT_FALSE(beta->ended);
  EXPECT_EQ(ask("DELETE", std::string(kDefinitionsPath) + "/things.example.com")->answer.status, 200);
  const auto late = create("late", "");
  EXPECT_EQ(late->answer.status, 405);
  EXPECT_EQ(late->body()["details"], Json::parse(R"({"group": "example.com", "kind": "things"})"));
  pass(std::chrono::seconds(1));
  EXPECT_TRUE(watch->ended);
  EXPECT_TRUE(beta->ended);
  ASSERT_EQ(watch->events().size(), 2U);
  EXPECT_EQ(watch->events()[1]["type"], "DELETED");
  EXPECT_EQ(watch->events()[1]["object"]["metadata"]["name"], "one");
  EXPECT_EQ(ask("GET", kThings)->answer.status, 404);
  EXPECT_EQ(ask("GET", std::string(kDefinitionsPath) + "/things.example.com")->answer.status, 404);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
