#include "fake_apiserver/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The messages are encoding/json's.
TEST(JsonText, SaysWhereATextBreaksOff) {
  const std::vector<std::pair<std::string, std::string>> broken{
      {"", "unexpected end of JSON input"},
      {R"({"a":)", "unexpected end of JSON input"},
      {R"({"a":"b)", "unexpected end of JSON input"},
      {"nonsense", "invalid character 'o' in literal null (expecting 'u')"},
      {"x", "invalid character 'x' looking for beginning of value"},
      {"\x81", "invalid character '\\u0081' looking for beginning of value"},
      {"{a", "invalid character 'a' looking for beginning of object key string"},
      {R"({"a" 1})", "invalid character '1' after object key"},
      {R"({"a":1 "b"})", "invalid character '\"' after object key:value pair"},
      {"[1 2]", "invalid character '2' after array element"},
      {R"(["\x"])", "invalid character 'x' in string escape code"},
      {"\"a\nb\"", "invalid character '\\n' in string literal"},
      {"-x", "invalid character 'x' in numeric literal"},
      {"1.x", "invalid character 'x' after decimal point in numeric literal"},
      {"{} {}", "invalid character '{' after top-level value"},
      {"[1,]", "invalid character ']' looking for beginning of value"},
  };
  for (const auto& [text, message] : broken) EXPECT_EQ(json_syntax_error(text), message) << text;
}

TEST(JsonText, TakesWhatIsJson) {
  for (const std::string text : {"{}", "[]", " null ", "-0.5e+10", R"("\u00e9")", R"({"a":[1,{"b":[]},true],"c":{}})"})
    EXPECT_EQ(json_syntax_error(text), "") << text;
}

TEST(JsonText, DeepNestingIsNoRecursion) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(json_syntax_error(deep), "exceeded max depth");
}

TEST(JsonText, FindsRepeatedMembersByPath) {
  EXPECT_THAT(duplicate_fields(R"({"a":1,"b":[{"x":1},{"x":1,"x":2}],"a":2,"a":3,"c":{"\"":1,"\"":2}})"),
              ElementsAre("b[1].x", "a", "c.\\\""));
  EXPECT_THAT(duplicate_fields(R"({"a":{"b":"a"},"b":["a","a",{"a":1}]})"), IsEmpty());
}

TEST(JsonText, LooksForNoMoreThanAHundredRepeatedMembers) {
  std::string text = "{";
  for (int i = 0; i < 200; ++i) text += "\"m" + std::to_string(i) + "\":1,\"m" + std::to_string(i) + "\":2,";
  text.back() = '}';
  EXPECT_EQ(duplicate_fields(text).size(), 100U);
}

TEST(JsonText, LeavesOutWhatAListSaysOnce) {
  const auto bare = [](std::string_view text) {
    std::string out;
    append_bare_item(text, out);
    return out;
  };
  EXPECT_EQ(bare(R"({"apiVersion":"v1","data":{"kind":"x"},"kind":"ConfigMap","metadata":{"apiVersion":"y"}})"),
            R"({"data":{"kind":"x"},"metadata":{"apiVersion":"y"}})");
  EXPECT_EQ(bare(R"({"apiVersion":"v1","kind":"ConfigMap"})"), "{}");
  EXPECT_EQ(bare(R"({"a":"\"kind\":","kind":"X"})"), R"({"a":"\"kind\":"})");
}

TEST(JsonText, ShowsTheBeginningOfABody) {
  EXPECT_EQ(summarized(""), "<empty>");
  EXPECT_EQ(summarized("[1]"), "5b315d");
  EXPECT_EQ(summarized("{" + std::string(40, 'x')), "{" + std::string(29, 'x') + " ...");
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
