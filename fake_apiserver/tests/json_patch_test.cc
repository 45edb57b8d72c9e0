// JSON patches as evanphx/json-patch applies them inside a real server, and what bounds them.
#include <gtest/gtest.h>

#include "fake_apiserver/patch/patch.h"

namespace nlbsim::fake_apiserver {
namespace {

Json parsed(std::string_view text) { return *api::parse_json(text); }

sim::Result<Json> patched(std::string_view document, std::string_view patch) {
  return apply_json_patch(parsed(document), parsed(patch));
}

TEST(JsonPatch, DoesEachOperation) {
  const auto result = patched(R"({"a":{"x":1},"l":[1,2],"k/y":0})", R"([
      {"op":"test","path":"/a/x","value":1}, {"op":"add","path":"/l/1","value":9}, {"op":"add","path":"/l/-","value":3},
      {"op":"replace","path":"/k~1y","value":5}, {"op":"copy","from":"/a","path":"/b"},
      {"op":"move","from":"/a/x","path":"/c"}, {"op":"remove","path":"/l/0"}, {"op":"test","path":"/none"}])");
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, parsed(R"({"a":{},"b":{"x":1},"c":1,"l":[9,2,3],"k/y":5})"));
}

TEST(JsonPatch, RefusesWhatCanNotBeDone) {
  for (const std::string_view patch :
       {R"([{"op":"test","path":"/a","value":2}])", R"([{"op":"remove","path":"/none"}])",
        R"([{"op":"replace","path":"/none/x","value":1}])", R"([{"op":"add","path":"/none/x","value":1}])",
        R"([{"op":"add","path":"/l/9","value":1}])", R"([{"op":"add","value":1}])", R"([{"op":"frob","path":"/a"}])",
        R"([{"op":"copy","from":"/none","path":"/a"}])", R"([{"op":"add","path":"a","value":1}])"}) {
    const auto result = patched(R"({"a":1,"l":[]})", patch);
    ASSERT_FALSE(result) << patch;
    EXPECT_EQ(result.error().http_status, 422) << patch;
    EXPECT_EQ(result.error().message, "the server rejected our request due to an error in our request");
  }
}

TEST(JsonPatch, CopiesAreBounded) {
  // Each copies all that there is: forty of them would make a document of a terabyte.
  Json patch = Json::array();
  for (int i = 0; i < 40; ++i) patch.push_back({{"op", "copy"}, {"from", ""}, {"path", "/" + std::to_string(i)}});
  const auto grown = apply_json_patch(parsed(R"({"a":"text"})"), patch);
  ASSERT_FALSE(grown);
  EXPECT_EQ(grown.error().http_status, 422);
  // Ten thousand of a large value: refused at the few that reach the bound.
  Json many = Json::array();
  for (int i = 0; i < 10'000; ++i) many.push_back({{"op", "copy"}, {"from", "/a"}, {"path", "/x" + std::to_string(i)}});
  EXPECT_FALSE(apply_json_patch(Json{{"a", std::string(100'000, 'x')}}, many));
  EXPECT_TRUE(apply_json_patch(Json{{"a", "x"}}, many)) << "small copies are fine";
}

TEST(JsonPatch, OperationsAreCounted) {
  Json patch = Json::array();
  for (int i = 0; i < 10'001; ++i) patch.push_back({{"op", "test"}, {"path", "/none"}});
  const auto result = apply_json_patch(Json::object(), patch);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().http_status, 413);
  EXPECT_EQ(result.error().message,
            "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001");
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
