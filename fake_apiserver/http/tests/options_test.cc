// Options in the query and in the body of a DELETE: read as the real server reads them, refused in its words.
#include "fake_apiserver/http/tests/front_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string options_error(std::string_view options, std::string_view what) {
  return std::string(options) + ".meta.k8s.io \"\" is invalid: " + std::string(what);
}

TEST_F(KubeFrontTest, RefusesListOptionsThatCanNotBeMeant) {
  const std::vector<std::pair<std::string, std::string>> refused{
      {"?resourceVersionMatch=Exact",
       "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"},
      {"?resourceVersionMatch=Exact&resourceVersion=0",
       "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""},
      {"?resourceVersionMatch=Bogus&resourceVersion=1",
       "resourceVersionMatch: Unsupported value: \"Bogus\": supported values: \"Exact\", \"NotOlderThan\", \"\""},
      {"?resourceVersionMatch=NotOlderThan&resourceVersion=1&continue=x",
       "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"},
      {"?sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"},
      {"?watch=1&sendInitialEvents=true&resourceVersion=1",
       "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"},
      {"?watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan",
       "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is "
       "provided"},
      {"?watch=1&continue=abc",
       "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"},
  };
  for (const auto& [query, what] : refused) {
    const auto answer = ask("GET", kConfigMaps + query);
    EXPECT_EQ(answer->answer.status, 422) << query;
    EXPECT_EQ(answer->message(), options_error("ListOptions", what)) << query;
    EXPECT_EQ(answer->body()["details"]["kind"], "ListOptions") << query;
    EXPECT_EQ(answer->body()["details"]["group"], "meta.k8s.io") << query;
  }
}

TEST_F(KubeFrontTest, RefusesParametersThatAreNoNumbers) {
  for (const std::string query : {"?limit=abc", "?timeoutSeconds=abc", "?watch=1&timeoutSeconds=abc"}) {
    const auto answer = ask("GET", kConfigMaps + query);
    EXPECT_EQ(answer->answer.status, 400) << query;
    EXPECT_EQ(answer->message(), "strconv.ParseInt: parsing \"abc\": invalid syntax") << query;
    EXPECT_FALSE(answer->body().contains("details")) << query;
  }
  const auto list = ask("GET", std::string(kConfigMaps) + "?resourceVersion=abc");
  EXPECT_EQ(list->answer.status, 400);
  EXPECT_EQ(list->message(),
            "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": "
            "invalid syntax");
  EXPECT_EQ(ask("GET", std::string(kConfigMaps) + "?watch=1&resourceVersion=abc")->answer.status, 500);
}

TEST_F(KubeFrontTest, FlagsAreTrueUnlessTheySayFalse) {
  for (const std::string query : {"?watch=True", "?watch=maybe", "?watch", "?watch="})
    EXPECT_TRUE(ask("GET", kConfigMaps + query)->streaming) << query;
  for (const std::string query : {"?watch=false", "?watch=0", ""})
    EXPECT_EQ(ask("GET", kConfigMaps + query)->body()["kind"], "ConfigMapList") << query;
}

TEST_F(KubeFrontTest, AWatchMayDoWithoutInitialEvents) {
  create_gateway();
  const std::string none = "?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan";
  const auto watch = ask("GET", kGateways + none);
  EXPECT_TRUE(watch->events().empty());
  patch(std::string(kGateways) + "/g", "merge-patch+json", R"({"metadata":{"labels":{"a":"b"}}})");
  ASSERT_EQ(watch->events().size(), 1U);
  EXPECT_EQ(watch->events()[0]["type"], "MODIFIED");
}

TEST_F(KubeFrontTest, InitialEventsOfAFutureRevisionAreOneError) {
  const auto watch = ask("GET", std::string(kConfigMaps) +
                                    "?watch=1&resourceVersion=99999&sendInitialEvents=true&resourceVersionMatch="
                                    "NotOlderThan&allowWatchBookmarks=true");
  ASSERT_EQ(watch->events().size(), 1U);
  EXPECT_EQ(watch->events()[0]["type"], "ERROR");
  EXPECT_EQ(watch->events()[0]["object"]["code"], 504);
  EXPECT_EQ(watch->events()[0]["object"]["details"]["causes"][0]["reason"], "ResourceVersionTooLarge");
  EXPECT_TRUE(watch->ended);
}

TEST_F(KubeFrontTest, ListsAtExactlyARevision) {
  const std::string first = R"({"metadata":{"name":"a"}})";
  const Json made = ask("POST", kConfigMaps, first)->body();
  const std::string revision = made["metadata"]["resourceVersion"].get<std::string>();
  ask("POST", kConfigMaps, R"({"metadata":{"name":"b"}})");
  const Json then = ask("GET", kConfigMaps + ("?resourceVersionMatch=Exact&resourceVersion=" + revision))->body();
  ASSERT_EQ(then["items"].size(), 1U);
  EXPECT_EQ(then["items"][0]["metadata"]["name"], "a");
  EXPECT_EQ(then["metadata"]["resourceVersion"], revision);
  const auto future = ask("GET", std::string(kConfigMaps) + "?resourceVersionMatch=Exact&resourceVersion=99999");
  EXPECT_EQ(future->answer.status, 500);
  server.compact(core.store().revision());
  const auto gone = ask("GET", kConfigMaps + ("?resourceVersionMatch=Exact&resourceVersion=" + revision));
  EXPECT_EQ(gone->answer.status, 410);
  EXPECT_EQ(gone->message(), "The resourceVersion for the provided list is too old.");
}

TEST_F(KubeFrontTest, RefusesOptionsOfAChange) {
  const auto dry = ask("POST", std::string(kGateways) + "?dryRun=Maybe", kGateway);
  EXPECT_EQ(dry->message(),
            options_error("CreateOptions", R"(dryRun: Unsupported value: []string{"Maybe"}: supported values: "All")"));
  EXPECT_EQ(ask("POST", std::string(kGateways) + "?dryRun=", kGateway)->answer.status, 422);
  const auto mode = ask("PUT", std::string(kGateways) + "/g?fieldValidation=Loose", kGateway);
  EXPECT_EQ(mode->message(),
            options_error(
                "UpdateOptions",
                R"(fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn")"));
  const auto force = patch(std::string(kGateways) + "/g?force=true", "merge-patch+json", "{}");
  EXPECT_EQ(force->message(),
            options_error("PatchOptions", "force: Forbidden: may not be specified for non-apply patch"));
  const auto manager = patch(std::string(kGateways) + "/g?fieldManager=a%07b", "merge-patch+json", "{}");
  EXPECT_EQ(manager->message(),
            options_error("PatchOptions",
                          R"(fieldManager: Invalid value: "a\ab": invalid character U+0007 (at position 1))"));
}

TEST_F(KubeFrontTest, RefusesDeleteOptionsThatContradict) {
  create_gateway();
  const std::string gateway = std::string(kGateways) + "/g";
  const auto both = ask("DELETE", gateway, R"({"propagationPolicy":"Orphan","orphanDependents":true})");
  EXPECT_EQ(both->message(), options_error("DeleteOptions",
                                           "propagationPolicy: Invalid value: \"Orphan\": orphanDependents and "
                                           "deletionPropagation cannot be both set"));
  EXPECT_EQ(ask("DELETE", gateway + "?gracePeriodSeconds=x")->answer.status, 400);
  const auto kind = ask("DELETE", gateway, R"({"kind":"Gateway","apiVersion":"gateway.networking.k8s.io/v1"})");
  EXPECT_EQ(kind->answer.status, 500);
  const auto text = ask("DELETE", gateway, "nonsense");
  EXPECT_EQ(text->answer.status, 500);
  EXPECT_EQ(text->message(),
            "couldn't get version/kind; json parse error: invalid character 'o' in literal null (expecting 'u')");
  EXPECT_EQ(ask("DELETE", gateway, "{}", {{"Content-Type", "text/plain"}})->answer.status, 415);
  EXPECT_EQ(ask("GET", gateway)->answer.status, 200) << "nothing of this deletes";
  EXPECT_EQ(ask("DELETE", gateway + "?dryRun=All", "{}")->answer.status, 200);
  EXPECT_EQ(ask("GET", gateway)->answer.status, 404) << "a body hides the query";
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
