#include "scenarios/runner/apply_patch.h"

#include <gtest/gtest.h>

#include "fake_apiserver/patch/patch.h"

namespace nlbsim::scenarios {
namespace {

using api::Json;

Json json(std::string_view text) { return *api::parse_json(text); }

TEST(ApplyPatchTest, OfACustomKindDeletesWhatTheManifestNoLongerSays) {
  EXPECT_EQ(merge_apply_patch(json(R"({"a": 1, "b": {"c": 1, "d": 2}})"), json(R"({"b": {"d": 3}})")),
            json(R"({"a": null, "b": {"c": null, "d": 3}})"));
  EXPECT_EQ(merge_apply_patch(json(R"({"l": [1, 2]})"), json(R"({"l": [1]})")), json(R"({"l": [1]})"));
  EXPECT_EQ(merge_apply_patch(Json(), json(R"({"l": [1]})")), json(R"({"l": [1]})"));
}

// What the server makes of the patch of an object that others have written to as well.
Json applied(const Json& there, const Json& before, const Json& now) {
  const auto after = fake_apiserver::apply_strategic_merge(there, strategic_apply_patch(before, now));
  EXPECT_TRUE(after) << after.error().message;
  return after ? *after : Json();
}

TEST(ApplyPatchTest, OfABuiltInKindKeepsWhatOthersSetInItemsOfAList) {
  const Json before = json(R"({"spec": {"ports": [{"port": 80, "name": "a"}, {"port": 90, "name": "b"}]}})");
  const Json there = json(
      R"({"spec": {"clusterIP": "10.96.0.9", "ports": [{"port": 80, "name": "a", "nodePort": 30080},
                                                        {"port": 90, "name": "b", "nodePort": 30090}]}})");
  const Json renamed = json(R"({"spec": {"ports": [{"port": 80, "name": "x"}, {"port": 90, "name": "b"}]}})");
  EXPECT_EQ(applied(there, before, renamed),
            json(R"({"spec": {"clusterIP": "10.96.0.9", "ports": [{"port": 80, "name": "x", "nodePort": 30080},
                                                                  {"port": 90, "name": "b", "nodePort": 30090}]}})"));
}

TEST(ApplyPatchTest, OfABuiltInKindDropsItemsThatTheManifestNoLongerHasAndOnlyThose) {
  const Json before = json(R"({"spec": {"ports": [{"port": 80}, {"port": 90}]}})");
  const Json there = json(R"({"spec": {"ports": [{"port": 70}, {"port": 80}, {"port": 90}]}})");
  const Json after = applied(there, before, json(R"({"spec": {"ports": [{"port": 90}]}})"));
  ASSERT_EQ(api::at(after, "spec", "ports").size(), 2U);
  for (const Json& port : api::at(after, "spec", "ports")) EXPECT_NE(api::member(port, "port"), Json(80));
}

TEST(ApplyPatchTest, OfABuiltInKindDropsMembersThatTheManifestNoLongerSays) {
  const Json before = json(R"({"metadata": {"labels": {"a": "1", "b": "2"}}, "spec": {"type": "NodePort"}})");
  const Json there = json(R"({"metadata": {"labels": {"a": "1", "b": "2", "c": "3"}}, "spec": {"type": "NodePort"}})");
  EXPECT_EQ(applied(there, before, json(R"({"metadata": {"labels": {"b": "2"}}, "spec": {}})")),
            json(R"({"metadata": {"labels": {"b": "2", "c": "3"}}, "spec": {}})"));
}

TEST(ApplyPatchTest, OfWhatSomebodyElseMadeOnlyWhatDiffersIsSent) {
  const Json there = json(R"({"metadata": {"uid": "u", "labels": {"a": "1"}},
                              "spec": {"ports": [{"port": 53, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}})");
  const auto sent = [&there](std::string_view now) {
    return differing(strategic_apply_patch(Json(), json(now)), there);
  };
  EXPECT_EQ(sent(R"({"metadata": {"labels": {"a": "1"}},
                     "spec": {"ports": [{"port": 53, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}})"),
            Json::object());
  EXPECT_EQ(sent(R"({"metadata": {"labels": {"a": "1", "b": "2"}}, "spec": {"type": "NodePort"}})"),
            json(R"({"metadata": {"labels": {"b": "2"}}, "spec": {"type": "NodePort"}})"));
  EXPECT_EQ(sent(R"({"metadata": {"annotations": {}}})"), json(R"({"metadata": {"annotations": {}}})"));
}

}  // namespace
}  // namespace nlbsim::scenarios
