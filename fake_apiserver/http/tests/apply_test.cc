// Server-side apply on the wire: who owns what, what conflicts, what an apply lets go of.
#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ApplyTest : public KubeFrontTest {
 protected:
  std::shared_ptr<Client> apply(const std::string& manager, const std::string& body, const std::string& more = "") {
    return patch(std::string(kGateways) + "/g?fieldManager=" + manager + more, "apply-patch+yaml", body);
  }
  std::shared_ptr<Client> apply_map(const std::string& manager, const std::string& data, const std::string& more = "") {
    return patch(std::string(kConfigMaps) + "/c?fieldManager=" + manager + more, "apply-patch+yaml",
                 R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":)" + data + "}");
  }
  static std::string gateway(const std::string& spec) {
    return R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},"spec":)" + spec +
           "}";
  }
  // The fields of one manager, as fieldsV1 has them.
  static Json fields_of(const Json& object, std::string_view manager) {
    for (const Json& entry : object["metadata"]["managedFields"])
      if (entry["manager"] == manager) return entry["fieldsV1"];
    return {};
  }
  const std::string listener_a = R"({"name":"a","port":1,"protocol":"TCP"})";
  const std::string listener_b = R"({"name":"b","port":2,"protocol":"TCP"})";
  const std::string first = gateway(R"({"gatewayClassName":"c","listeners":[)" + listener_a + "]}");
};

TEST_F(ApplyTest, CreatesAndOwnsWhatItSays) {
  const auto made = apply("m1", first);
  ASSERT_EQ(made->answer.status, 201) << *made->answer.body;
  EXPECT_EQ(fields_of(made->body(), "m1"),
            Json::parse(R"({"f:spec":{"f:gatewayClassName":{},"f:listeners":{"k:{\"name\":\"a\"}":
              {".":{},"f:name":{},"f:port":{},"f:protocol":{}}}}})"));
  // The first write after a create stores the status that its schema has filled in; from then on there is nothing new.
  const auto second = apply("m1", first);
  EXPECT_EQ(second->answer.status, 200);
  const auto third = apply("m1", first);
  EXPECT_EQ(third->body()["metadata"]["resourceVersion"], second->body()["metadata"]["resourceVersion"]);
}

TEST_F(ApplyTest, ManagersShareAListByItsKeys) {
  apply("m1", first);
  const Json both = apply("m2", gateway("{\"listeners\":[" + listener_b + "]}"))->body();
  ASSERT_EQ(both["spec"]["listeners"].size(), 2U);
  EXPECT_EQ(both["spec"]["listeners"][1]["name"], "b");
  const Json left = apply("m2", gateway("{}"))->body();
  ASSERT_EQ(left["spec"]["listeners"].size(), 1U) << "what nobody else owns goes with its owner";
  EXPECT_EQ(left["spec"]["listeners"][0]["name"], "a");
}

TEST_F(ApplyTest, RefusesToTakeWhatOthersOwn) {
  apply("m1", first);
  const std::string other = gateway(R"({"gatewayClassName":"x","listeners":[{"name":"a","port":9,"protocol":"TCP"}]})");
  const auto refused = apply("m2", other);
  EXPECT_EQ(refused->answer.status, 409);
  EXPECT_EQ(refused->message(),
            "Apply failed with 2 conflicts: conflicts with \"m1\":\n- .spec.gatewayClassName\n"
            "- .spec.listeners[name=\"a\"].port");
  const Json details = refused->body()["details"];
  EXPECT_EQ(details.size(), 1U);
  EXPECT_EQ(details["causes"][0], (Json{{"reason", "FieldManagerConflict"},
                                        {"message", "conflict with \"m1\""},
                                        {"field", ".spec.gatewayClassName"}}));
  const Json forced = apply("m2", other, "&force=true")->body();
  EXPECT_EQ(forced["spec"]["gatewayClassName"], "x");
  EXPECT_FALSE(fields_of(forced, "m1")["f:spec"].contains("f:gatewayClassName"));
  EXPECT_EQ(apply("m1", first)->answer.status, 409);
  EXPECT_EQ(apply("m3", other)->answer.status, 200) << "equal values are shared";
}

TEST_F(ApplyTest, UpdatesTakeWhatTheyChange) {
  apply_map("m1", R"({"a":"1","b":"2"})");
  patch(std::string(kConfigMaps) + "/c?fieldManager=editor", "merge-patch+json", R"({"data":{"a":"9"}})");
  const auto refused = apply_map("m1", R"({"a":"1","b":"2"})");
  EXPECT_EQ(refused->message(), "Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.a");
  const Json map = ask("GET", std::string(kConfigMaps) + "/c")->body();
  EXPECT_EQ(fields_of(map, "editor"), Json::parse(R"({"f:data":{"f:a":{}}})"));
}

TEST_F(ApplyTest, StatusHasOwnersOfItsOwn) {
  apply("m1", first);
  const std::string status = R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},
      "spec":{"gatewayClassName":"ignored"},"status":{"addresses":[{"type":"Hostname","value":"lb.example.com"}]}})";
  const auto answer = patch(std::string(kGateways) + "/g/status?fieldManager=ctl", "apply-patch+yaml", status);
  ASSERT_EQ(answer->answer.status, 200) << *answer->answer.body;
  EXPECT_EQ(answer->body()["status"]["addresses"][0]["value"], "lb.example.com");
  EXPECT_EQ(answer->body()["spec"]["gatewayClassName"], "c");
  const Json fields = fields_of(answer->body(), "ctl");
  EXPECT_EQ(fields.size(), 1U);
  EXPECT_TRUE(fields.contains("f:status"));
  EXPECT_EQ(patch(std::string(kGateways) + "/none/status?fieldManager=ctl", "apply-patch+yaml", status)->answer.status,
            404);
}

TEST_F(ApplyTest, RefusesWhatIsNoConfiguration) {
  apply("m1", first);
  const std::string typed = "failed to create typed patch object (/g; gateway.networking.k8s.io/v1, Kind=Gateway): ";
  EXPECT_EQ(apply("m1", gateway(R"({"bogus":1})"))->message(), typed + ".spec.bogus: field not declared in schema");
  EXPECT_EQ(apply("m1", gateway(R"({"listeners":"x"})"))->message(),
            typed + ".spec.listeners: expected list, got &{x}");
  EXPECT_EQ(apply("m1", gateway("{\"listeners\":[" + listener_a + "," + listener_a + "]}"))->message(),
            typed + ".spec.listeners: duplicate entries for key [name=\"a\"]");
  EXPECT_THAT(apply("m1", gateway(R"({"listeners":[{"port":1}]})"))->message(),
              HasSubstr("element 0: associative list with keys has an element that omits key field \"name\""));
  EXPECT_EQ(apply("m1", R"({"metadata":{"name":"g"}})")->message(), "invalid object type: /, Kind=");
  EXPECT_EQ(apply("m1", R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g",
      "managedFields":[{"manager":"x"}]}})")
                ->message(),
            "metadata.managedFields must be nil");
  EXPECT_THAT(apply("m1", "a: [")->message(),
              HasSubstr("error decoding YAML: error converting YAML to JSON: yaml: line"));
}

TEST_F(ApplyTest, WhatHadNoOwnerBelongsToBeforeFirstApply) {
  ask("POST", kConfigMaps, R"({"metadata":{"name":"c"},"data":{"a":"1"}})");
  patch(std::string(kConfigMaps) + "/c", "merge-patch+json", R"({"metadata":{"managedFields":[{}]}})");
  EXPECT_FALSE(ask("GET", std::string(kConfigMaps) + "/c")->body()["metadata"].contains("managedFields"));
  EXPECT_EQ(apply_map("m1", R"({"a":"z"})")->message(),
            "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a");
}

TEST_F(ApplyTest, KubectlTakesOverFromItsClientSideApply) {
  const std::string last =
      R"({\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"},\"data\":{\"a\":\"1\"}})";
  ask("POST", std::string(kConfigMaps) + "?fieldManager=kubectl-client-side-apply",
      R"({"metadata":{"name":"c","annotations":{"kubectl.kubernetes.io/last-applied-configuration":")" + last +
          R"("}},"data":{"a":"1"}})");
  EXPECT_EQ(apply_map("someone", R"({"a":"2"})")->answer.status, 409);
  const auto taken = apply_map("kubectl", R"({"a":"2"})");
  EXPECT_EQ(taken->answer.status, 200) << *taken->answer.body;
  EXPECT_EQ(taken->body()["data"]["a"], "2");
}

TEST_F(ApplyTest, TakesYaml) {
  const auto made = apply("kubectl",
                          "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: g\n"
                          "spec:\n  gatewayClassName: c\n  listeners:\n  - name: tcp\n    port: 80\n"
                          "    protocol: TCP\n");
  ASSERT_EQ(made->answer.status, 201) << *made->answer.body;
  EXPECT_EQ(made->body()["spec"]["listeners"][0]["port"], 80);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
