// What a Kubernetes API server answers, exchange by exchange, over real HTTP with an independent client: discovery,
// create, read, update, status, patches, deletion, lists, tables and errors of the kinds that the example needs. The
// answers were observed on kube-apiserver 1.33.
#include <gmock/gmock.h>

#include "scenarios/control/tests/kube_exchanges.h"

namespace nlbsim::scenarios {
namespace {

std::vector<Exchange> listing() {
  return {
      {"cm-a",
       "POST",
       "/api/v1/namespaces/shop/configmaps",
       "",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"k":"1"}}})",
       201,
       {}},
      {"cm-b",
       "POST",
       "/api/v1/namespaces/shop/configmaps",
       "",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b","labels":{"k":"2"}}})",
       201,
       {}},
      {"cm-c",
       "POST",
       "/api/v1/namespaces/shop/configmaps",
       "",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}})",
       201,
       {}},
      {"list",
       "GET",
       "/api/v1/namespaces/shop/configmaps",
       "",
       "",
       200,
       {{"/kind", R"("ConfigMapList")"}, {"/items/2/metadata/name", R"("c")"}, {"/metadata/continue", "-"}}},
      {"custom-list",
       "GET",
       "/apis/gateway.networking.k8s.io/v1/gateways",
       "",
       "",
       200,
       {{"/metadata/continue", R"("")"}}},
      {"page-1",
       "GET",
       "/api/v1/namespaces/shop/configmaps?limit=2",
       "",
       "",
       200,
       {{"/items/1/metadata/name", R"("b")"},
        {"/items/2", "-"},
        {"/metadata/remainingItemCount", "1"},
        {"/metadata/continue", "*"}}},
      {"page-2",
       "GET",
       "/api/v1/namespaces/shop/configmaps?limit=2&continue=${page-1/metadata/continue}",
       "",
       "",
       200,
       {{"/items/0/metadata/name", R"("c")"},
        {"/items/1", "-"},
        {"/metadata/resourceVersion", R"("${page-1/metadata/resourceVersion}")"}}},
      {"cached-ignores-limit",
       "GET",
       "/api/v1/namespaces/shop/configmaps?limit=2&resourceVersion=0",
       "",
       "",
       200,
       {{"/items/2/metadata/name", R"("c")"}}},
      {"bad-token", "GET", "/api/v1/namespaces/shop/configmaps?limit=2&continue=garbage", "", "", 400, {}},
      {"equals",
       "GET",
       "/api/v1/configmaps?labelSelector=k%3D2",
       "",
       "",
       200,
       {{"/items/0/metadata/name", R"("b")"}, {"/items/1", "-"}}},
      {"set-based",
       "GET",
       "/api/v1/namespaces/shop/configmaps?labelSelector=k%20in%20%281%2C2%29",
       "",
       "",
       200,
       {{"/items/1/metadata/name", R"("b")"}}},
      {"not-there",
       "GET",
       "/api/v1/namespaces/shop/configmaps?labelSelector=%21k",
       "",
       "",
       200,
       {{"/items/0/metadata/name", R"("c")"}}},
      {"bad-selector", "GET", "/api/v1/namespaces/shop/configmaps?labelSelector=k%3D%3D%3D", "", "", 400, {}},
      {"by-name",
       "GET",
       "/api/v1/namespaces/shop/configmaps?fieldSelector=metadata.name%3Da",
       "",
       "",
       200,
       {{"/items/1", "-"}}},
      {"bad-field",
       "GET",
       "/api/v1/namespaces/shop/configmaps?fieldSelector=data.k%3Da",
       "",
       "",
       400,
       {{"/message", "~data.k"}}},
      {"unknown-ns", "GET", "/api/v1/namespaces/nowhere/configmaps", "", "", 200, {{"/items", "[]"}}},
      {"bad-rv",
       "GET",
       "/api/v1/namespaces/shop/configmaps?resourceVersion=abc",
       "",
       "",
       400,
       {{"/message", "~invalid resource version"}}},
      {"future-rv",
       "GET",
       "/api/v1/namespaces/shop/configmaps?resourceVersion=99999999",
       "",
       "",
       504,
       {{"/details/causes/0/reason", R"("ResourceVersionTooLarge")"}}},
      {"table",
       "GET",
       kGateways,
       "",
       "",
       200,
       {{"/kind", R"("Table")"},
        {"/columnDefinitions/1/name", R"("Class")"},
        {"/rows/0/cells/0", R"("g")"},
        {"/rows/0/object/kind", R"("PartialObjectMetadata")"}},
       kTable},
      {"table-of-one",
       "GET",
       "/api/v1/namespaces/shop/services/s",
       "",
       "",
       200,
       {{"/rows/0/cells/1", R"("NodePort")"}},
       kTable},
      {"partial",
       "GET",
       kGateways,
       "",
       "",
       200,
       {{"/kind", R"("PartialObjectMetadataList")"}, {"/items/0/spec", "-"}},
       "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"},
      {"watch-bad-rv",
       "GET",
       "/api/v1/namespaces/shop/configmaps?watch=true&resourceVersion=abc",
       "",
       "",
       500,
       {{"/reason", "-"}}},
      {"watch-list-needs-match",
       "GET",
       "/api/v1/namespaces/shop/configmaps?watch=true&sendInitialEvents=true",
       "",
       "",
       422,
       {{"/reason", R"("Invalid")"}}},
  };
}

std::vector<Exchange> deletion() {
  const std::string kGateway = "/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways/g";
  return {
      {"other-uid",
       "DELETE",
       kGateway,
       "",
       R"({"preconditions":{"uid":"not-mine"}})",
       409,
       {{"/message", "~the UID in the precondition"}}},
      {"bad-policy",
       "DELETE",
       kGateway,
       "",
       R"({"propagationPolicy":"Sideways"})",
       422,
       {{"/details/kind", R"("DeleteOptions")"}}},
      {"held",
       "DELETE",
       kGateway,
       "",
       R"({"kind":"DeleteOptions","apiVersion":"gateway.networking.k8s.io/v1"})",
       200,
       {{"/metadata/deletionTimestamp", "*"},
        {"/metadata/generation", "4"},
        {"/metadata/finalizers/0", R"("x.example/y")"}}},
      {"held-twice",
       "DELETE",
       kGateway,
       "",
       "",
       200,
       {{"/metadata/resourceVersion", R"("${held/metadata/resourceVersion}")"}}},
      {"no-new-finalizer",
       "PATCH",
       kGateway,
       kMerge,
       R"({"metadata":{"finalizers":["x.example/y","x.example/z"]}})",
       422,
       {{"/message", "~no new finalizers can be added if the object is being deleted"}}},
      {"create-while-deleting",
       "POST",
       kGateways,
       "",
       R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},
           "spec":{"gatewayClassName":"c","listeners":[{"name":"a","port":80,"protocol":"TCP"}]}})",
       409,
       {{"/message", "~object is being deleted"}}},
      {"last-finalizer",
       "PATCH",
       kGateway,
       kMerge,
       R"({"metadata":{"finalizers":null}})",
       200,
       {{"/metadata/resourceVersion", R"("${held/metadata/resourceVersion}")"}}},
      {"gone", "GET", kGateway, "", "", 404, {}},
      {"dry", "DELETE", "/api/v1/namespaces/shop/configmaps/a?dryRun=All", "", "", 200, {{"/status", R"("Success")"}}},
      {"body-hides-query",
       "DELETE",
       "/api/v1/namespaces/shop/configmaps/a?dryRun=All",
       "",
       "{}",
       200,
       {{"/details/kind", R"("configmaps")"},
        {"/details/name", R"("a")"},
        {"/details/uid", R"("${cm-a/metadata/uid}")"}}},
      {"really-gone", "GET", "/api/v1/namespaces/shop/configmaps/a", "", "", 404, {}},
      {"service",
       "DELETE",
       "/api/v1/namespaces/shop/services/s",
       "",
       R"({"propagationPolicy":"Background"})",
       200,
       {{"/kind", R"("Service")"}}},
      {"collection",
       "DELETE",
       "/api/v1/namespaces/shop/configmaps",
       "",
       "",
       200,
       {{"/items/0/metadata/name", R"("b")"}, {"/items/1", "*"}}},
      {"empty", "GET", "/api/v1/namespaces/shop/configmaps", "", "", 200, {{"/items", "[]"}}},
      {"everywhere",
       "DELETE",
       "/apis/gateway.networking.k8s.io/v1/gateways",
       "",
       "",
       404,
       {{"", "~404 page not found"}}},
      {"protected", "DELETE", "/api/v1/namespaces/kube-system", "", "", 403, {{"/reason", R"("Forbidden")"}}},
      {"namespace", "DELETE", "/api/v1/namespaces/shop", "", "", 200, {{"/status/phase", R"("Terminating")"}}},
      {"create-inside",
       "POST",
       "/api/v1/namespaces/shop/configmaps",
       "",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"late"}})",
       403,
       {{"/details/causes/0/reason", R"("NamespaceTerminating")"}}},
  };
}

using KubeWire = ServedTest;

TEST_F(KubeWire, AnswersAsAnApiServerDoes) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(discovery());
    script.play(creation());
    script.play(reading_and_updating());
    script.play(listing());
    script.play(deletion());
    EXPECT_GE(script.played(), 100);
  });
}

TEST_F(KubeWire, AWatchTellsWhatHappensWhileItIsOpen) {
  serve(any_port(), [&] {
    httplib::Client watcher = kube();
    httplib::Client writer = kube();
    Script script(writer);
    const std::string path = "/api/v1/namespaces/default/configmaps";
    script.play(
        {"first", "POST", path, "", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}})", 201, {}});
    std::size_t step = 0;
    const auto react = [&](const std::vector<Json>& events) {
      if (events.size() == ++step && step == 1)
        script.play({"patch", "PATCH", path + "/a", kMerge, R"({"data":{"k":"v"}})", 200, {}});
      if (step == 2) script.play({"delete", "DELETE", path + "/a", "", "", 200, {}});
      return events.size() == 3;
    };
    const std::vector<Json> events = read_watch(watcher, path + "?watch=1", react);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0]["type"], "ADDED");
    EXPECT_EQ(events[1]["type"], "MODIFIED");
    EXPECT_EQ(events[1]["object"]["data"]["k"], "v");
    EXPECT_EQ(events[2]["type"], "DELETED");
    EXPECT_EQ(events[2]["object"]["data"]["k"], "v");
    EXPECT_GT(std::stoi(events[2]["object"]["metadata"]["resourceVersion"].get<std::string>()),
              std::stoi(events[1]["object"]["metadata"]["resourceVersion"].get<std::string>()));
  });
}

TEST_F(KubeWire, AWatchFromForgottenHistoryIsOneErrorEvent) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    const std::string path = "/api/v1/namespaces/default/configmaps";
    script.play({"a", "POST", path, "", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}})", 201, {}});
    for (int i = 0; i < 1'100; ++i)
      script.play({"more", "PATCH", path + "/a", kMerge, R"({"data":{"k":")" + std::to_string(i) + R"("}})", 200, {}});
    const auto events = read_watch(client, path + "?watch=1&resourceVersion=2", [](const auto&) { return false; });
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["type"], "ERROR");
    EXPECT_EQ(events[0]["object"]["code"], 410);
    EXPECT_EQ(events[0]["object"]["reason"], "Expired");
  });
}

TEST_F(KubeWire, AnExpiredPageSaysHowToGoOn) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    const std::string path = "/api/v1/namespaces/default/configmaps";
    for (const char* name : {"a", "b", "c"})
      script.play({name,
                   "POST",
                   path,
                   "",
                   std::string(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")") + name + "\"}}",
                   201,
                   {}});
    script.play({"page", "GET", path + "?limit=1", "", "", 200, {{"/metadata/continue", "*"}}});
    for (int i = 0; i < 1'100; ++i)
      script.play({"more", "PATCH", path + "/a", kMerge, R"({"data":{"k":")" + std::to_string(i) + R"("}})", 200, {}});
    script.play({"expired",
                 "GET",
                 path + "?limit=1&continue=${page/metadata/continue}",
                 "",
                 "",
                 410,
                 {{"/reason", R"("Expired")"}, {"/metadata/continue", "*"}, {"/details/causes", "-"}}});
    script.play({"rest",
                 "GET",
                 path + "?limit=5&continue=${expired/metadata/continue}",
                 "",
                 "",
                 200,
                 {{"/items/0/metadata/name", R"("b")"}, {"/items/1/metadata/name", R"("c")"}}});
  });
}

}  // namespace
}  // namespace nlbsim::scenarios
