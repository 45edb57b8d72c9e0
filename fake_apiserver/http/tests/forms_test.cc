// In which forms answers are written: tables of built-in kinds, lists of bare items, YAML.
#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;

constexpr const char* kTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

class FormsTest : public KubeFrontTest {
 protected:
  // The cells of the first row.
  std::string row(const std::string& path) {
    const Json table = ask("GET", path, "", {{"Accept", kTable}})->body();
    return table["rows"].empty() ? "" : table["rows"][0]["cells"].dump();
  }
};

TEST_F(FormsTest, TablesShowBuiltInKindsAsKubectlDoes) {
  const std::string ns = "/api/v1/namespaces/default";
  ask("POST", ns + "/services", R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","clusterIP":"10.96.9.9",
      "selector":{"app":"x"},"ports":[{"name":"a","port":80,"nodePort":30080},
      {"name":"b","port":53,"nodePort":30053,"protocol":"UDP"}]}})");
  EXPECT_EQ(row(ns + "/services"),
            R"(["s","LoadBalancer","10.96.9.9","<pending>","80:30080/TCP,53:30053/UDP","0s","app=x"])");
  ask("POST", ns + "/pods",
      R"({"metadata":{"name":"p"},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"i"}]}})");
  EXPECT_EQ(row(ns + "/pods"), R"(["p","0/1","Pending","0","0s","<none>","n1","<none>","<none>"])");
  ask("POST", "/api/v1/nodes", R"({"metadata":{"name":"n1","labels":{"node-role.kubernetes.io/worker":""}},
      "status":{"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],"nodeInfo":{"kubeletVersion":"v1.33.3"},
      "conditions":[{"type":"Ready","status":"True"}]}})");
  EXPECT_EQ(row("/api/v1/nodes"),
            R"(["n1","Ready","worker","0s","v1.33.3","10.0.0.1","<none>","<unknown>","<unknown>",)"
            R"("<unknown>"])");
  ask("POST", ns + "/secrets", R"({"metadata":{"name":"sec"},"stringData":{"a":"b"}})");
  EXPECT_EQ(row(ns + "/secrets"), R"(["sec","Opaque",1,"0s"])");
  ask("POST", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
      R"({"metadata":{"name":"sl"},"addressType":"IPv4","ports":[{"port":9000}],
      "endpoints":[{"addresses":["10.1.0.1"]},{"addresses":["10.1.0.2"]}]})");
  EXPECT_EQ(row("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"),
            R"(["sl","IPv4","9000","10.1.0.1,10.1.0.2","0s"])");
}

TEST_F(FormsTest, ItemsOfBuiltInListsAreBare) {
  ask("POST", kConfigMaps, R"({"metadata":{"name":"c"},"data":{"kind":"x"}})");
  const Json list = ask("GET", kConfigMaps)->body();
  EXPECT_EQ(list["kind"], "ConfigMapList");
  EXPECT_FALSE(list["items"][0].contains("kind"));
  EXPECT_FALSE(list["items"][0].contains("apiVersion"));
  EXPECT_EQ(list["items"][0]["data"]["kind"], "x");
  create_gateway();
  EXPECT_EQ(ask("GET", kGateways)->body()["items"][0]["kind"], "Gateway") << "those of custom kinds are whole";
}

TEST_F(FormsTest, AnswersAndBodiesMayBeYaml) {
  const auto made = ask("POST", kConfigMaps, "metadata:\n  name: c\ndata:\n  a: 'true'\n  b: \"1\"\n",
                        {{"Content-Type", "application/yaml"}, {"Accept", "application/yaml"}});
  EXPECT_EQ(made->answer.status, 201) << *made->answer.body;
  EXPECT_EQ(made->answer.content_type, "application/yaml");
  EXPECT_THAT(*made->answer.body,
              testing::StartsWith("apiVersion: v1\ndata:\n  a: \"true\"\n  b: \"1\"\nkind: ConfigMap\n"));
  EXPECT_EQ(ask("GET", std::string(kConfigMaps) + "?watch=1", "", {{"Accept", "application/yaml"}})->answer.status,
            406);
}

TEST_F(FormsTest, AFormThatDoesNotFitIsRefused) {
  const std::string partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  EXPECT_EQ(ask("GET", kGateways, "", {{"Accept", partial}})->message(),
            "you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)");
  EXPECT_EQ(ask("GET", std::string(kGateways) + "?includeObject=Bogus", "", {{"Accept", kTable}})->message(),
            "Unable to convert to Table as requested: includeObject: Invalid value: \"Bogus\": must be 'Metadata', "
            "'Object', 'None', or empty");
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
