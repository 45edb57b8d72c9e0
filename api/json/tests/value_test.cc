#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/json/json.h"
#include "api/json/vocabulary.h"

namespace nlbsim::api {
namespace {

Json service() {
  return Json{{"metadata", {{"name", "web"}, {"labels", {{"app", "web"}}}}},
              {"spec", {{"ports", Json::array({{{"port", 80}}, {{"port", 443}}})}}}};
}

TEST(JsonValue, BracedListsOfPairsThatBeginWithTextAreObjects) {
  EXPECT_EQ(Json({{"a", 1}, {"b", "x"}}).dump(), R"({"a":1,"b":"x"})");
  EXPECT_EQ(Json({1, "x", nullptr, true}).dump(), R"([1,"x",null,true])");
  EXPECT_EQ(Json::array({{"a", 1}}).dump(), R"([["a",1]])");
  EXPECT_EQ(Json::array({Json{{"a", 1}}}).dump(), R"([{"a":1}])");
  EXPECT_EQ((Json{{"list", {"a", "b", "c"}}, {"name", std::string("n")}}).dump(),
            R"({"list":["a","b","c"],"name":"n"})");
}

TEST(JsonValue, MembersStandInTheOrderOfTheirNamesHoweverTheyCome) {
  Json object = Json::object();
  for (const char* name : {"m", "z", "a", "metadata", "b", "y", "x", "w", "v", "u"}) object[name] = name;
  EXPECT_EQ(object.dump(),
            R"({"a":"a","b":"b","m":"m","metadata":"metadata","u":"u","v":"v","w":"w","x":"x","y":"y","z":"z"})");
  for (const char* name : {"m", "z", "a", "metadata", "u"}) EXPECT_EQ(object.at(name), name);
  EXPECT_FALSE(object.contains("c"));
}

TEST(JsonValue, OfTwoMembersWithOneNameTheLastIsRead) {
  EXPECT_EQ(parse_json(R"({"b":1,"a":2,"b":3})")->dump(), R"({"a":2,"b":3})");
}

TEST(JsonValue, ReadingMakesNothing) {
  Json value = service();
  const std::string before = value.dump();
  EXPECT_TRUE(value["status"]["conditions"][0]["type"].is_null());
  EXPECT_TRUE(at(value, "spec", "no", "such").is_null());
  EXPECT_TRUE(value["spec"]["ports"][7].is_null());
  EXPECT_EQ(value.dump(), before);
}

TEST(JsonValue, ACopySharesUntilOneOfTheTwoChanges) {
  const Json original = service();
  Json copy = original;
  EXPECT_TRUE(copy.same(original));
  copy["metadata"]["labels"]["app"] = "other";
  EXPECT_EQ(at(original, "metadata", "labels", "app"), "web");
  EXPECT_EQ(at(copy, "metadata", "labels", "app"), "other");
  EXPECT_TRUE(member(copy, "spec").same(member(original, "spec"))) << "what did not change is shared still";
  EXPECT_FALSE(member(copy, "metadata").same(member(original, "metadata")));
}

TEST(JsonValue, APlaceHeldAcrossACopyWritesToItsOwnDocumentAlone) {
  Json document = service();
  Json::Place metadata = document["metadata"];
  metadata["name"] = "first";
  const Json kept = document;
  metadata["name"] = "second";
  EXPECT_EQ(at(kept, "metadata", "name"), "first");
  EXPECT_EQ(at(document, "metadata", "name"), "second");
}

TEST(JsonValue, ARememberedFingerprintEndsWithAChangeAnywhereBelow) {
  Json document = service();
  Json::Place port = document["spec"]["ports"][1];
  const std::uint64_t before = fingerprint(document);
  port["port"] = 8443;
  const std::uint64_t changed = fingerprint(document);
  EXPECT_NE(changed, before);
  EXPECT_EQ(changed, fingerprint(Json::parse(document.dump())));
  document["spec"]["ports"].push_back(Json{{"port", 1}});
  EXPECT_EQ(fingerprint(document), fingerprint(Json::parse(document.dump())));
  document["spec"]["ports"].update_each([](Json& item) { item["name"] = "p"; });
  EXPECT_EQ(fingerprint(document), fingerprint(Json::parse(document.dump())));
  document["metadata"].erase("labels");
  EXPECT_EQ(fingerprint(document), fingerprint(Json::parse(document.dump())));
  document["spec"]["ports"].erase_if([](const Json& item) { return member(item, "port") == 1; });
  EXPECT_EQ(fingerprint(document), fingerprint(Json::parse(document.dump())));
  EXPECT_FALSE(document.take("metadata").is_null());
  EXPECT_EQ(fingerprint(document), fingerprint(Json::parse(document.dump())));
}

TEST(JsonValue, AChangeForgetsWhichSchemaAdmittedTheNode) {
  Json document = service();
  document.admit(7);
  member(document, "spec").admit(8);
  const Json copy = document;
  EXPECT_TRUE(copy.admitted_by(7));
  document["metadata"]["name"] = "x";
  EXPECT_FALSE(document.admitted_by(7));
  EXPECT_TRUE(member(document, "spec").admitted_by(8)) << "it has not changed";
  EXPECT_TRUE(copy.admitted_by(7)) << "nor has the copy";
}

TEST(JsonValue, EmptyObjectsAndListsAreOneNodeEachAndDiffer) {
  EXPECT_TRUE(Json::object().same(Json::object()));
  EXPECT_TRUE(Json::array().same(Json::array()));
  EXPECT_NE(fingerprint(Json::object()), fingerprint(Json::array()));
}

TEST(JsonValue, UpdateEachLeavesWhatStaysTheSameShared) {
  const Json original = service();
  Json copy = original;
  copy.update_each([](const Key& name, Json& value) {
    if (name == "metadata") value["name"] = "x";
  });
  EXPECT_TRUE(member(copy, "spec").same(member(original, "spec")));
  EXPECT_EQ(at(copy, "metadata", "name"), "x");
  Json untouched = original;
  untouched.update_each([](Json&) {});
  EXPECT_TRUE(untouched.same(original));
}

TEST(JsonValue, AValueMayBePutIntoItself) {
  Json document = service();
  document["copy"] = document;
  EXPECT_EQ(at(document, "copy", "metadata", "name"), "web");
  document["copy"]["spec"] = document["metadata"];
  EXPECT_EQ(at(document, "copy", "spec", "name"), "web");
  merge_patch(document, member(document, "copy"));
  EXPECT_EQ(at(document, "spec", "name"), "web");
}

TEST(JsonValue, AWrongTypeThrowsAndChangesNothing) {
  Json document = service();
  EXPECT_THROW(document["metadata"]["name"]["x"] = 1, Json::exception);
  EXPECT_THROW(document["spec"]["ports"][2] = 1, Json::exception);
  EXPECT_THROW(document.at("status"), Json::exception);
  EXPECT_THROW(document["metadata"]["name"].get<int>(), Json::exception);
  EXPECT_EQ(document, service());
}

TEST(JsonValue, NumbersAreEqualByValueAndThenHaveOneFingerprint) {
  const std::vector<std::pair<Json, Json>> equal{
      {1, std::uint64_t{1}}, {1.0, 1}, {-0.0, 0}, {9007199254740993, std::uint64_t{9007199254740993}}, {-4.0, -4}};
  for (const auto& [a, b] : equal) {
    EXPECT_EQ(a, b);
    EXPECT_EQ(fingerprint(a), fingerprint(b)) << a;
  }
  EXPECT_NE(Json(-1), Json(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_LT(Json(-1), Json(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_NE(Json(9007199254740992.0), Json(9007199254740993)) << "though they are equal as doubles";
  EXPECT_LT(Json(1), Json(1.5));
  EXPECT_LT(Json(-1.5), Json(-1));
  EXPECT_LT(Json(std::numeric_limits<std::uint64_t>::max()), Json(1e300));
}

TEST(JsonValue, WordsOfTheVocabularyAreOneKeyAndOthersAreEqualByText) {
  for (const std::string_view word : vocabulary()) EXPECT_TRUE(Key(word).in_vocabulary()) << word;
  EXPECT_FALSE(Key("example.com/a-label-of-a-user").in_vocabulary());
  EXPECT_EQ(Key("example.com/a-label-of-a-user"), Key(std::string("example.com/a-label-of-a-user")));
  EXPECT_EQ(Key("a") <=> Key("b"), std::strong_ordering::less);
  EXPECT_TRUE(Key("").empty());
}

TEST(JsonValue, TextWithinTheDepthLimitIsReadAndDeeperIsRefused) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(64)));
  const auto deep = parse_json(nested(65));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, "InvalidJson");
  EXPECT_EQ(deep.error().message, "nested more than 64 levels deep");
  EXPECT_THAT(parse_json(R"({"a": tru})").error().message, testing::HasSubstr("column"));
}

TEST(JsonValue, JsonPatchAnswersNothingWhenAnOperationFails) {
  const Json document = service();
  const auto patched = json_patched(document, Json::parse(R"([{"op":"remove","path":"/spec/ports/0"}])"));
  ASSERT_TRUE(patched);
  EXPECT_EQ(at(*patched, "spec", "ports").dump(), R"([{"port":443}])");
  EXPECT_FALSE(json_patched(document, Json::parse(R"([{"op":"remove","path":"/none"}])")));
  EXPECT_FALSE(json_patched(document, Json::parse(R"([{"op":"none"}])")));
}

TEST(JsonFreeze, EqualDocumentsAreKeptOnce) {
  const Json first = freeze(service());
  EXPECT_TRUE(first.immortal());
  EXPECT_TRUE(at(first, "metadata", "labels").immortal());
  EXPECT_TRUE(freeze(service()).same(first));
  EXPECT_FALSE(freeze(Json{{"n", 1.0}}).same(freeze(Json{{"n", 1}}))) << "they print differently";
}

TEST(JsonFreeze, AChangeOfACopyIsItsOwn) {
  const Json frozen = freeze(service());
  Json copy = frozen;
  copy["metadata"]["name"] = "x";
  EXPECT_EQ(at(frozen, "metadata", "name"), "web");
  EXPECT_FALSE(copy.immortal());
  EXPECT_TRUE(member(copy, "spec").immortal());
}

}  // namespace
}  // namespace nlbsim::api
