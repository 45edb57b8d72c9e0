#include "scenarios/language/yaml.h"
#include "scenarios/language/files.h"

#include <gmock/gmock.h>

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

Json value_of(std::string_view text) {
  const auto documents = parse_yaml(text, "t.yaml");
  EXPECT_TRUE(documents) << documents.error().describe();
  if (!documents || documents->empty()) return {};
  const auto value = to_json(documents->front(), "t.yaml");
  EXPECT_TRUE(value) << value.error().describe();
  return value ? *value : Json();
}

std::string refusal(std::string_view text) {
  const auto documents = parse_yaml(text, "t.yaml");
  if (!documents) return documents.error().describe();
  const auto value = to_json(documents->front(), "t.yaml");
  return value ? "accepted" : value.error().describe();
}

TEST(YamlTest, ScalarsAreWhatTheyLookLike) {
  EXPECT_EQ(value_of("{a: 80, b: \"80\", c: true, d: ~, e: 0x10, f: -3, g: 1.5, h: word, i: '', j: !!str 5}"),
            (Json{{"a", 80},
                  {"b", "80"},
                  {"c", true},
                  {"d", nullptr},
                  {"e", 16},
                  {"f", -3},
                  {"g", 1.5},
                  {"h", "word"},
                  {"i", ""},
                  {"j", "5"}}));
  EXPECT_EQ(value_of("a: 2026-01-12T09:31:44Z"), (Json{{"a", "2026-01-12T09:31:44Z"}}));
  EXPECT_EQ(value_of("on: 1"), (Json{{"on", 1}})) << "keys are text";
}

TEST(YamlTest, ScalarsThatReadersDisagreeOnAreRefused) {
  for (const std::string word : {"yes", "No", "on", "OFF", "010", "-.inf"})
    EXPECT_THAT(refusal("a:\n- " + word), testing::StartsWith("t.yaml:2: " + word)) << word;
  EXPECT_EQ(value_of("a: '010'"), (Json{{"a", "010"}}));
}

TEST(YamlTest, AliasesCopyAndBombsAreRefused) {
  EXPECT_EQ(value_of("a: &x {p: 1}\nb: *x"), (Json{{"a", {{"p", 1}}}, {"b", {{"p", 1}}}}));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_THAT(refusal(bomb), HasSubstr("aliases are expanded"));
  EXPECT_THAT(refusal("a: &a [*a]"), HasSubstr("t.yaml:1: "));
}

TEST(YamlTest, WhatIsNoCleanDocumentIsRefusedWithItsLine) {
  EXPECT_THAT(refusal("a: 1\nb: 2\na: 3"), HasSubstr("t.yaml:3: the key \"a\" stands here a second time"));
  EXPECT_THAT(refusal("a: 1\n<<: {b: 2}"), HasSubstr("t.yaml:2: merge keys"));
  EXPECT_THAT(refusal("a: [1\nb: 2"), HasSubstr("t.yaml:2: not valid YAML"));
  EXPECT_THAT(refusal("a: 1\nb: \xff\xfe"), HasSubstr("t.yaml:2: not UTF-8"));
  EXPECT_THAT(refusal(std::string("a: \0", 4)), HasSubstr("t.yaml:1: holds the control character 0x00"));
  EXPECT_THAT(refusal("a:\n- {b: c, \x04 d"), HasSubstr("t.yaml:2: holds the control character 0x04"));
  EXPECT_THAT(refusal(", a: b"), HasSubstr("t.yaml:1: not valid YAML: no value begins so"));
  EXPECT_THAT(refusal("a: 1\n---\n,"), HasSubstr("t.yaml:3: not valid YAML: no value begins so"));
  EXPECT_THAT(refusal("a: !!binary xyz"), HasSubstr("the tag"));
  EXPECT_THAT(refusal("? [a]\n: 1"), HasSubstr("a key must be text"));
  EXPECT_THAT(refusal(std::string(100, '[')), HasSubstr("t.yaml:1: "));
  EXPECT_THAT(refusal(std::string(100000, '[')), HasSubstr("t.yaml:1: "));
  EXPECT_THAT(refusal(std::string(kMaxInputBytes + 1, '#')), HasSubstr("larger than 8 MiB"));
}

TEST(YamlTest, DocumentsAreSeparatedAndEmptyOnesLeftOut) {
  const auto documents = parse_yaml("a: 1\n---\n---\nb: 2\n", "t.yaml");
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 2U);
  EXPECT_EQ((*documents)[1].entries[0].key.mark.line, 4);
  EXPECT_TRUE(parse_yaml("", "t.yaml")->empty());
}

TEST(YamlTest, MissingFilesAndFoldersAreErrors) {
  EXPECT_EQ(read_input("no/such/file.yaml").error().code, "NotFound");
  EXPECT_EQ(read_input("scenarios").error().code, "InvalidInput");
}

}  // namespace
}  // namespace nlbsim::scenarios
