#include "scenarios/language/pattern.h"

#include <gmock/gmock.h>

#include "scenarios/language/fields.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

Json json(std::string_view yaml) { return *to_json(parse_yaml(yaml, "t").value().front(), "t"); }

Pattern pattern(std::string_view yaml, std::vector<std::string> bound = {}) {
  Problems problems("t");
  Scope scope{problems, std::move(bound)};
  Pattern made = Pattern::compile(parse_yaml(yaml, "t").value().front(), scope, "match");
  EXPECT_TRUE(problems.empty()) << (problems.empty() ? "" : problems.error().describe());
  return made;
}

bool matches(std::string_view yaml, std::string_view value) {
  Bindings bindings;
  const Pattern made = pattern(yaml);
  const bool good = made.matches(json(value), bindings);
  EXPECT_EQ(made.differences(json(value), bindings).empty(), good) << yaml;
  return good;
}

std::string problem(std::string_view yaml) {
  Problems problems("t");
  Scope scope{problems, {}};
  Pattern::compile(parse_yaml(yaml, "t").value().front(), scope, "match");
  return problems.empty() ? "none" : problems.error().describe();
}

TEST(PatternTest, MapsAreSubsets) {
  EXPECT_TRUE(matches("{a: 1}", "{a: 1, b: 2}"));
  EXPECT_FALSE(matches("{a: 1, c: 1}", "{a: 1, b: 2}"));
  EXPECT_FALSE(matches("{a: \"1\"}", "{a: 1}")) << "a number is not text";
  EXPECT_FALSE(matches("{a: 1}", "[1]"));
}

TEST(PatternTest, ListsAreUnorderedSubsetsWithDistinctElements) {
  EXPECT_TRUE(matches("[2, 1]", "[1, 2, 3]"));
  EXPECT_FALSE(matches("[1, 1]", "[1, 2]"));
  // The first pattern matches both elements; a greedy assignment would leave none for the second.
  EXPECT_TRUE(matches("[{a: 1}, {b: 2}]", "[{a: 1, b: 2}, {a: 1}]"));
  EXPECT_FALSE(matches("[{a: 1}, {b: 2}]", "[{a: 1, b: 2}]"));
}

TEST(PatternTest, OperatorsHold) {
  EXPECT_TRUE(matches("{a: {$absent: true}}", "{b: 1}"));
  EXPECT_FALSE(matches("{a: {$absent: false}}", "{b: 1}"));
  EXPECT_TRUE(matches("{$exact: {a: 1}}", "{a: 1}"));
  EXPECT_FALSE(matches("{$exact: {a: 1}}", "{a: 1, b: 2}"));
  EXPECT_TRUE(matches("{$len: 2}", "[1, 2]"));
  EXPECT_TRUE(matches("{$len: {$gte: 2}}", "[1, 2]"));
  EXPECT_TRUE(matches("{a: {$len: 0}}", "{a: []}"));
  EXPECT_TRUE(matches("{$any: {a: 1}}", "[{a: 2}, {a: 1}]"));
  EXPECT_FALSE(matches("{$any: [3, 4]}", "[1, 2]"));
  EXPECT_TRUE(matches("{a: {$any: [x, y]}}", "{a: y}")) << "a value stands for a list of one";
  EXPECT_TRUE(matches("{$all: [{a: 1}, {b: 2}]}", "[{a: 1, b: 2}]"));
  EXPECT_FALSE(matches("{$all: [{a: 1}, {b: 3}]}", "[{a: 1, b: 2}]"));
  EXPECT_TRUE(matches("{$none: {a: 1}}", "[{a: 2}]"));
  EXPECT_FALSE(matches("{$none: [{a: 1}, {a: 2}]}", "[{a: 2}]"));
  EXPECT_TRUE(matches("{$re: \"^multiple .* routes\"}", "multiple TCP routes"));
  EXPECT_FALSE(matches("{$re: \"^x\"}", "{a: x}"));
  EXPECT_TRUE(matches("{$gt: 1, $lt: 3}", "2"));
  EXPECT_FALSE(matches("{$gt: 2}", "2"));
  EXPECT_TRUE(matches("{$gte: 2}", "2"));
  EXPECT_FALSE(matches("{$lt: 2}", "2"));
  EXPECT_TRUE(matches("{$between: [10, 16]}", "16"));
  EXPECT_TRUE(matches("{$lte: 17m}", "16m59s"));
  EXPECT_FALSE(matches("{$lte: 17m}", "1020"));
  EXPECT_TRUE(matches("{$gte: 0}", "0"));
}

TEST(PatternTest, ReferencesBindOnceAndAreTakenBackWithAFailedMatch) {
  Bindings bindings;
  const Pattern binds = pattern("[{arn: {$ref: tg}, port: 1}, {copy: {$ref: tg}}]");
  EXPECT_FALSE(binds.matches(json("[{arn: a, port: 1}, {copy: b}]"), bindings));
  EXPECT_EQ(bindings.size(), 0U);
  EXPECT_TRUE(binds.matches(json("[{arn: b, port: 2}, {arn: a, port: 1}, {copy: a}]"), bindings));
  ASSERT_NE(bindings.find("tg"), nullptr);
  EXPECT_EQ(*bindings.find("tg"), "a");
  EXPECT_TRUE(pattern("{x: \"${tg}\", y: \"is ${tg}!\"}", {"tg"}).matches(json("{x: a, y: is a!}"), bindings));
  EXPECT_FALSE(pattern("{$ref: tg}").matches(json("b"), bindings));
}

TEST(PatternTest, DifferencesNamePathExpectedAndGot) {
  Bindings bindings;
  const auto found = pattern("{status: {conditions: {$any: {type: Programmed, status: \"True\"}}, n: 1}}")
                         .differences(json("{status: {conditions: [{type: Accepted, status: \"True\"}, {type: "
                                           "Programmed, status: Unknown}], n: 2}}"),
                                      bindings);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].path, "status.n");
  EXPECT_EQ(found[1].expected, "1");
  EXPECT_EQ(found[1].got, "2");
  const std::string text = to_text(found);
  EXPECT_THAT(text, HasSubstr("Programmed"));
  EXPECT_THAT(text, HasSubstr("Unknown"));
}

TEST(PatternTest, OfElementsThatAreFarOffWhatIsAskedAboutIsShownAndThatWhole) {
  Bindings bindings;
  const std::string reason(600, 'x');
  const Json list =
      json("[{Port: 80, Rest: much, TargetArn: arn-1, Reason: " + reason + "}, {Port: 81, TargetArn: arn-2}]");
  const auto found = pattern("{Port: 9090, Reason: y}").differences_of_element(list, bindings);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expected, "an element like {Port: 9090, Reason: y}");
  EXPECT_EQ(found[0].got, "2 elements\n- arn-1: {\"Port\":80,\"Reason\":\"" + reason + "\"}\n- arn-2: {\"Port\":81}");
}

TEST(PatternTest, OfTheClosestElementItIsSaidWhichItIs) {
  Bindings bindings;
  const Json list = json("[{metadata: {namespace: a, name: g}, kind: x, n: 1}, {metadata: {name: h}, kind: y, n: 1}]");
  const auto found = pattern("{kind: {$re: x}, n: 2}").differences_of_element(list, bindings);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].path, "[a/g].n");
  EXPECT_EQ(found[0].got, "1");
}

TEST(PatternTest, WhatMakesNoSenseIsRefusedWhenItIsRead) {
  EXPECT_THAT(problem("{$lenn: 1}"), HasSubstr("unknown operator $lenn; did you mean \"$len\"?"));
  EXPECT_THAT(problem("{$len: 1, a: 2}"), HasSubstr("can't stand in one map"));
  EXPECT_THAT(problem("{a: 2, $len: 1}"), HasSubstr("can't stand in one map"));
  EXPECT_THAT(problem("{$re: \"a(b\"}"), HasSubstr("$re is not a regular expression: a ( is not closed at a(b"));
  EXPECT_THAT(problem("{$between: [3, 1]}"), HasSubstr("the smaller one first"));
  EXPECT_THAT(problem("{$gt: soon}"), HasSubstr("a bound must be"));
  EXPECT_THAT(problem("{$all: {a: 1}}"), HasSubstr("$all takes a list"));
  EXPECT_THAT(problem("{a: \"${lb.Arn}\"}"), HasSubstr("nothing before this line binds \"lb\""));
  EXPECT_THAT(problem("{a: yes}"), HasSubstr("truth value to some"));
}

TEST(FieldsTest, NearestSpelling) {
  const std::vector<std::string_view> known{"advance", "apply", "assert"};
  EXPECT_EQ(nearest("asert", known), "assert");
  EXPECT_EQ(nearest("zzzzzz", known), "");
  EXPECT_THAT(suggest("zzzzzz", known), HasSubstr("known are advance, apply, assert"));
}

}  // namespace
}  // namespace nlbsim::scenarios
