#include "fake_apiserver/http/yaml_body.h"

#include <gmock/gmock.h>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using testing::HasSubstr;
using testing::StartsWith;

Json value_of(std::string_view text) {
  const auto value = parse_yaml_body(text);
  EXPECT_TRUE(value) << value.error().message;
  return value ? *value : Json();
}

std::string refusal(std::string_view text) {
  const auto value = parse_yaml_body(text);
  return value ? "accepted" : value.error().message;
}

TEST(YamlBodyTest, ScalarsAreTypedAsYaml11TypesThem) {
  EXPECT_EQ(value_of("{a: 80, b: '80', c: yes, d: ~, e: 0x10, f: 010, g: 1.5, h: word, i: '', j: !!str 5}"),
            (Json{{"a", 80},
                  {"b", "80"},
                  {"c", true},
                  {"d", nullptr},
                  {"e", 16},
                  {"f", 8},
                  {"g", 1.5},
                  {"h", "word"},
                  {"i", ""},
                  {"j", "5"}}));
}

TEST(YamlBodyTest, KeysAreTextWhateverTheyLookLike) {
  EXPECT_EQ(value_of("{80: a, true: b, '1': c}"), (Json{{"80", "a"}, {"true", "b"}, {"1", "c"}}));
  EXPECT_THAT(refusal("? [a]\n: 1"), HasSubstr("line 1: a key of a map must be a text"));
  EXPECT_THAT(refusal("a: 1\nb: 2\na: 3"), HasSubstr("line 3: key \"a\" already set in map"));
}

TEST(YamlBodyTest, OnlyTheFirstDocumentCounts) {
  EXPECT_EQ(value_of("a: 1\n---\nb: 2\n"), (Json{{"a", 1}}));
  EXPECT_EQ(value_of(""), Json());
}

TEST(YamlBodyTest, AliasesStandForTheirValueAndBombsAreRefused) {
  EXPECT_EQ(value_of("a: &x {p: [1]}\nb: *x"), (Json{{"a", {{"p", {1}}}}, {"b", {{"p", {1}}}}}));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_THAT(refusal(bomb), HasSubstr("excessive aliasing"));
  EXPECT_THAT(refusal("a: &a [*a]"), HasSubstr("contains itself"));
}

// Each of these would keep the parser busy for ever, or take it into nesting without end, if it were let to them.
TEST(YamlBodyTest, WhatTheParserWouldChokeOnIsRefusedAtOnce) {
  EXPECT_THAT(refusal(",\n"), StartsWith("yaml: line 1: did not find expected node content"));
  EXPECT_THAT(refusal("a: 1\n---\n,"), StartsWith("yaml: line 3: did not find expected node content"));
  EXPECT_EQ(refusal("[a, \x04"), "yaml: control characters are not allowed");
  EXPECT_EQ(refusal("a: \xff\xfe"), "yaml: invalid leading UTF-8 octet");
  EXPECT_THAT(refusal(std::string(100, '[') + std::string(100, ']')), HasSubstr("exceeded max depth"));
  EXPECT_THAT(refusal(std::string(100'000, '[')), StartsWith("yaml: line 1: "));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
