#include "fake_apiserver/schema/schema.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

std::vector<std::string> refusals_of(std::string_view source) {
  Causes refusals;
  const auto schema = Schema::compile(json(source), "s", refusals);
  if (schema && refusals.empty()) schema->check_rule_texts("s", refusals);
  std::vector<std::string> out;
  for (const sim::ErrorCause& cause : refusals) out.push_back(cause.field + ": " + cause.message);
  return out;
}

std::shared_ptr<const Schema> schema(std::string_view source) {
  Causes refusals;
  auto out = Schema::compile(json(source), "s", refusals);
  EXPECT_TRUE(refusals.empty()) << refusals.front().field << " " << refusals.front().message;
  return out;
}

std::string spec_schema(std::string_view spec) {
  return R"({"type": "object", "properties": {"spec": )" + std::string(spec) + "}}";
}

std::vector<std::string> findings_of(const Schema& schema, std::string_view value, std::string_view old = "") {
  Findings findings;
  const Json now = json(value);
  const Json before = old.empty() ? Json() : json(old);
  const Json* known = old.empty() ? nullptr : &before;
  schema.check_structure(now, known, FieldPath{}, findings);
  schema.check_embedded(now, FieldPath{}, findings);
  schema.check_lists(now, FieldPath{}, findings);
  if (!findings.blocking()) schema.check_rules(now, known, FieldPath{}, findings);
  std::vector<std::string> out;
  for (const sim::ErrorCause& cause : findings.causes) out.push_back(cause.field + ": " + cause.message);
  return out;
}

using Lines = std::vector<std::string>;

struct Refusal {
  const char* name;
  const char* source;
  const char* refusal;
};

class StructuralTest : public testing::TestWithParam<Refusal> {};

TEST_P(StructuralTest, IsRefusedByPath) { EXPECT_EQ(refusals_of(GetParam().source), Lines{GetParam().refusal}); }

INSTANTIATE_TEST_SUITE_P(
    Rows, StructuralTest,
    testing::Values(
        Refusal{"NoType", R"({})", "s.type: Required value: must not be empty at the root"},
        Refusal{"RootIsNoObject", R"({"type": "string"})",
                "s.type: Invalid value: \"string\": must be object at the root"},
        Refusal{"UnknownType", R"({"type": "object", "properties": {"a": {"type": "strang"}}})",
                "s.properties[a].type: Unsupported value: \"strang\": supported values: \"array\", \"boolean\", "
                "\"integer\", \"number\", \"object\", \"string\""},
        Refusal{"FieldWithoutType", R"({"type": "object", "properties": {"a": {}}})",
                "s.properties[a].type: Required value: must not be empty for specified object fields"},
        Refusal{"ItemsWithoutType", R"({"type": "object", "properties": {"a": {"type": "array", "items": {}}}})",
                "s.properties[a].items.type: Required value: must not be empty for specified array items"},
        Refusal{"Reference", R"({"type": "object", "$ref": "#/x"})", "s.$ref: Forbidden: $ref is not supported"},
        Refusal{"BothProperties", R"({"type": "object", "properties": {"a": {"type": "string"}},
                                      "additionalProperties": {"type": "string"}})",
                "s.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"},
        Refusal{"TypeInAnAlternative",
                R"({"type": "object", "properties": {"a": {"type": "string", "anyOf": [{"type": "string"}]}}})",
                "s.properties[a].anyOf[0].type: Forbidden: must be empty to be structural"},
        Refusal{"AlternativeOfNoField", R"({"type": "object", "anyOf": [{"properties": {"a": {"minimum": 1}}}]})",
                "s.properties[a]: Required value: because it is defined in s.anyOf[0].properties[a]"},
        Refusal{"Pattern", R"({"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}})",
                "s.properties[a].pattern: Invalid value: \"(\": must be a valid regular expression, but isn't: missing "
                "): ("},
        Refusal{"KeysOfNoProperty",
                R"({"type": "object", "properties": {"a": {"type": "array", "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["k"], "items": {"type": "object"}}}})",
                "s.properties[a].x-kubernetes-list-map-keys[0]: Invalid value: \"k\": must be a key of the item's "
                "properties"},
        Refusal{"DefaultThatIsWrong",
                R"({"type": "object", "properties": {"a": {"type": "integer", "maximum": 3, "default": 4}}})",
                "s.properties[a].default: Invalid value: 4: s.properties[a].default in body should be less than or "
                "equal to 3"},
        Refusal{"Metadata", R"({"type": "object", "properties": {"metadata": {"type": "object",
                                "properties": {"labels": {"type": "object"}}}}})",
                "s.properties[metadata].properties[labels]: Forbidden: must not be specified in a nested field"},
        Refusal{"NoSchemaAtAll", "7", "s: Invalid value: 7: a schema must be an object"}),
    [](const auto& row) { return row.param.name; });

TEST(RuleTextTest, WhatARuleMustNotBe) {
  const auto refused = [](std::string_view rule, std::string_view spec) {
    const Lines lines = refusals_of(spec_schema(R"({"type": "object", "x-kubernetes-validations": [)" +
                                                std::string(rule) + "], " + std::string(spec) + "}"));
    return lines.size() == 1 ? lines.front() : std::to_string(lines.size()) + " refusals";
  };
  const std::string place = "s.properties[spec].x-kubernetes-validations[0]";
  constexpr std::string_view kA = R"("properties": {"a": {"type": "integer"}})";
  EXPECT_NE(refused(R"({"rule": "self.b == 1"})", kA).find("undefined field 'b'"), std::string::npos);
  EXPECT_NE(refused(R"({"rule": "self.a"})", kA).find("cel expression must evaluate to a bool"), std::string::npos);
  EXPECT_EQ(refused(R"({"rule": " "})", kA).substr(0, place.size() + 5), place + ".rule");
  EXPECT_EQ(
      refused(R"({"rule": "self.a == 1", "fieldPath": ".b"})", kA),
      place + ".fieldPath: Invalid value: \".b\": fieldPath must be a valid path: does not refer to a valid field");
  EXPECT_EQ(refused(R"({"rule": "self.a == 1", "reason": "Odd"})", kA).substr(0, place.size() + 7), place + ".reason");
  EXPECT_EQ(refused(R"({"rule": "self.a == 1", "optionalOldSelf": true})", kA),
            place + ".optionalOldSelf: Invalid value: \"self.a == 1\": may not be set if oldSelf is not used in rule");
}

TEST(RuleTextTest, ATransitionRuleNeedsAnOldValue) {
  const std::string rule = R"("x-kubernetes-validations": [{"rule": "self == oldSelf"}])";
  const auto list = [&](const std::string& type) {
    return spec_schema(R"({"type": "array", "maxItems": 4, )" + type + R"("items": {"type": "object", "required": ["k"],
      "properties": {"k": {"type": "string", "maxLength": 10}}, )" +
                       rule + "}}");
  };
  EXPECT_TRUE(refusals_of(list(R"("x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"], )")).empty());
  const Lines atomic = refusals_of(list(""));
  ASSERT_EQ(atomic.size(), 1U);
  EXPECT_NE(atomic.front().find("oldSelf cannot be used on the uncorrelatable portion of the schema"),
            std::string::npos);
}

TEST(SchemaTest, PrunesWhatItDoesNotName) {
  const auto pruning = schema(spec_schema(R"({"type": "object", "properties": {
      "kept": {"type": "object", "properties": {"a": {"type": "string"}}},
      "open": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
               "properties": {"inner": {"type": "object", "properties": {"a": {"type": "string"}}}}},
      "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {"type": "string"}}}},
      "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}}})"));
  const auto pruned = pruning->pruned(json(R"({"apiVersion": "v1", "kind": "K", "metadata": {"labels": {}}, "stray": 1,
      "spec": {"kept": {"a": "x", "b": 1}, "open": {"b": {"c": 1}, "inner": {"a": "x", "b": 1}},
               "map": {"k": {"a": "x", "b": 1}}, "list": [{"a": "x"}, {"b": 1}], "stray": []}})"));
  ASSERT_TRUE(pruned);
  EXPECT_EQ(*pruned, json(R"({"apiVersion": "v1", "kind": "K", "metadata": {"labels": {}},
      "spec": {"kept": {"a": "x"}, "open": {"b": {"c": 1}, "inner": {"a": "x"}}, "map": {"k": {"a": "x"}},
               "list": [{"a": "x"}, {}]}})"));
  EXPECT_FALSE(pruning->pruned(*pruned));
}

TEST(SchemaTest, FillsDefaultsFromTheTopDown) {
  const auto defaulting = schema(spec_schema(R"({"type": "object", "default": {"inner": {}}, "properties": {
      "inner": {"type": "object", "properties": {"a": {"type": "integer", "default": 3}}},
      "nothing": {"type": "string", "nullable": true, "default": "x"},
      "given": {"type": "string", "default": "x"},
      "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer", "default": 1}}}}}})"));
  EXPECT_EQ(*defaulting->defaulted(json("{}")), json(R"({"spec": {"inner": {"a": 3}, "given": "x", "nothing": "x"}})"));
  EXPECT_EQ(*defaulting->defaulted(json(R"({"spec": {"nothing": null, "given": null, "inner": null, "list": [{}]}})")),
            json(R"({"spec": {"nothing": null, "given": "x", "list": [{"a": 1}]}})"));
  EXPECT_FALSE(defaulting->defaulted(json(R"({"spec": {"inner": {"a": 1}, "given": "y", "nothing": null}})")));
}

constexpr std::string_view kSmallNumber =
    R"({"type": "object", "properties": {"a": {"type": "object", "properties": {"n": {"type": "integer", "maximum": 5},
                                                                                "d": {"type": "string"}}}}})";

std::size_t wrong_in(const Schema& schema, const Json& value, const Json* old) {
  Findings findings;
  schema.check_structure(value, old, FieldPath{}, findings);
  return findings.causes.size();
}

TEST(SchemaTest, WhatPassedOnlyBecauseItWasOldIsRefusedWhenItIsNew) {
  const auto small = schema(spec_schema(kSmallNumber));
  const Json value = json(R"({"spec": {"a": {"n": 9}}})");
  EXPECT_FALSE(small->defaulted(value));
  EXPECT_EQ(wrong_in(*small, value, &value), 0U);
  EXPECT_EQ(wrong_in(*small, value, nullptr), 1U);
}

TEST(SchemaTest, WhatItHasFoundSoundIsLookedAtAgainWhenItChanges) {
  const auto small = schema(spec_schema(kSmallNumber));
  Json value = json(R"({"spec": {"a": {"n": 1}}})");
  EXPECT_FALSE(small->defaulted(value));
  EXPECT_EQ(wrong_in(*small, value, nullptr), 0U);
  value["spec"]["a"]["n"] = 9;
  EXPECT_EQ(wrong_in(*small, value, nullptr), 1U);
  value["spec"]["a"]["stray"] = true;
  EXPECT_EQ(*small->pruned(value), json(R"({"spec": {"a": {"n": 9}}})"));
}

TEST(SchemaTest, AnotherSchemaLooksForItself) {
  const auto small = schema(spec_schema(kSmallNumber));
  const auto smaller = schema(spec_schema(
      R"({"type": "object", "properties": {"a": {"type": "object", "properties": {
              "n": {"type": "integer", "maximum": 1}, "d": {"type": "string", "default": "x"}}}}})"));
  const Json value = json(R"({"spec": {"a": {"n": 3}}})");
  EXPECT_FALSE(small->defaulted(value));
  EXPECT_EQ(wrong_in(*small, value, nullptr), 0U);
  EXPECT_EQ(*smaller->defaulted(value), json(R"({"spec": {"a": {"n": 3, "d": "x"}}})"));
  EXPECT_EQ(wrong_in(*smaller, value, nullptr), 1U);
}

TEST(SchemaTest, SaysWhatIsWrongAsAServerDoes) {
  const auto strict = schema(spec_schema(R"({"type": "object", "required": ["must"], "properties": {
      "must": {"type": "string"},
      "short": {"type": "string", "minLength": 2, "pattern": "^a"},
      "long": {"type": "string", "maxLength": 2},
      "port": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
      "ratio": {"type": "number", "minimum": 0.5, "exclusiveMinimum": true},
      "even": {"type": "integer", "multipleOf": 2},
      "mode": {"type": "string", "enum": ["a", "b"]},
      "when": {"type": "string", "format": "date-time"},
      "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
      "few": {"type": "object", "maxProperties": 1, "additionalProperties": {"type": "string"}},
      "whole": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true},
      "one": {"type": "integer", "oneOf": [{"minimum": 5}, {"maximum": 3}]},
      "no": {"type": "string", "not": {"enum": ["x"]}}}})"));
  const auto lines = [&](const std::string& members) {
    return findings_of(*strict, R"({"spec": {"must": "x", )" + members + "}}");
  };
  EXPECT_EQ(findings_of(*strict, R"({"spec": {}})"), Lines{"spec.must: Required value"});
  EXPECT_EQ(lines(R"("short": "b")"),
            Lines{R"(spec.short: Invalid value: "b": spec.short in body should be at least 2 chars long)"});
  EXPECT_EQ(lines(R"("short": "bb")"),
            Lines{R"(spec.short: Invalid value: "bb": spec.short in body should match '^a')"});
  EXPECT_EQ(lines(R"("long": "€€€")"), Lines{"spec.long: Too long: may not be more than 2 bytes"});
  EXPECT_EQ(
      lines(R"("port": true)"),
      (Lines{R"(spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean")",
             R"(<nil>: Invalid value: "": "spec.port" must validate at least one schema (anyOf))",
             R"(spec.port: Invalid value: "boolean": spec.port in body must be of type integer: "boolean")"}));
  EXPECT_EQ(lines(R"("ratio": 0.5)"),
            Lines{"spec.ratio: Invalid value: 0.5: spec.ratio in body should be greater than 0.5"});
  EXPECT_EQ(lines(R"("even": 3)"), Lines{"spec.even: Invalid value: 3: spec.even in body should be a multiple of 2"});
  EXPECT_EQ(lines(R"("mode": "c")"), Lines{R"(spec.mode: Unsupported value: "c": supported values: "a", "b")"});
  EXPECT_EQ(lines(R"("when": "then")"),
            Lines{R"(spec.when: Invalid value: "then": spec.when in body must be of type date-time: "then")"});
  EXPECT_EQ(lines(R"("set": ["a", "b", "a"])"), Lines{R"(spec.set[2]: Duplicate value: "a")"});
  EXPECT_EQ(lines(R"("few": {"a": "1", "b": "2"})"), Lines{"spec.few: Too many: 2: must have at most 1 items"});
  EXPECT_EQ(lines(R"("whole": {"kind": "K"})"), Lines{"spec.whole.apiVersion: Required value: must not be empty"});
  EXPECT_EQ(
      lines(R"("one": 4)"),
      (Lines{R"(<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found none valid)",
             "spec.one: Invalid value: 4: spec.one in body should be greater than or equal to 5"}));
  EXPECT_EQ(lines(R"("no": "x")"), Lines{R"(<nil>: Invalid value: "": "spec.no" must not validate the schema (not))"});
  EXPECT_TRUE(lines(R"("no": "y", "one": 7, "port": 80, "when": "2026-01-01T00:00:00+02:00", "even": 4)").empty());
}

TEST(SchemaTest, WhatHasNotChangedPasses) {
  const auto ratcheting = schema(spec_schema(R"({"type": "object", "properties": {
      "mode": {"type": "string", "enum": ["a"]}, "other": {"type": "string"},
      "keyed": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                "items": {"type": "object", "required": ["k"],
                          "properties": {"k": {"type": "string"}, "mode": {"type": "string", "enum": ["a"]}}}},
      "plain": {"type": "array", "items": {"type": "string", "enum": ["a"]}}}})"));
  const std::string old =
      R"({"spec": {"mode": "old", "keyed": [{"k": "1", "mode": "old"}, {"k": "2"}], "plain": ["old"]}})";
  EXPECT_TRUE(findings_of(*ratcheting, R"({"spec": {"mode": "old", "other": "new",
      "keyed": [{"k": "2", "mode": "a"}, {"k": "1", "mode": "old"}], "plain": ["old"]}})",
                          old)
                  .empty());
  EXPECT_EQ(findings_of(*ratcheting, R"({"spec": {"mode": "new", "keyed": [{"k": "2", "mode": "old"}],
      "plain": ["old", "a"]}})",
                        old),
            (Lines{R"(spec.keyed[0].mode: Unsupported value: "old": supported values: "a")",
                   R"(spec.mode: Unsupported value: "new": supported values: "a")",
                   R"(spec.plain[0]: Unsupported value: "old": supported values: "a")"}));
}

TEST(SchemaTest, RulesSeeOldAndNew) {
  const auto ruled = schema(spec_schema(R"json({"type": "object", "properties": {
      "replicas": {"type": "integer", "x-kubernetes-validations": [
        {"rule": "self <= 3", "messageExpression": "'at most 3, not ' + string(self)"},
        {"rule": "self >= oldSelf", "message": "never fewer", "reason": "FieldValueForbidden"}]},
      "kept": {"type": "string", "x-kubernetes-validations": [{"rule": "self == oldSelf.orValue('first')",
        "optionalOldSelf": true, "message": "begins as first"}]},
      "pair": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "x-kubernetes-validations": [{"rule": "self.a < self.b", "fieldPath": ".b"}]}}})json"));
  EXPECT_EQ(findings_of(*ruled, R"({"spec": {"replicas": 4}})"),
            Lines{R"(spec.replicas: Invalid value: "integer": at most 3, not 4)"});
  EXPECT_EQ(findings_of(*ruled, R"({"spec": {"replicas": 1}})", R"({"spec": {"replicas": 2}})"),
            Lines{"spec.replicas: Forbidden: never fewer"});
  EXPECT_TRUE(findings_of(*ruled, R"({"spec": {"replicas": 4}, "a": 1})", R"({"spec": {"replicas": 4}})").empty());
  EXPECT_EQ(findings_of(*ruled, R"({"spec": {"kept": "x"}})"),
            Lines{R"(spec.kept: Invalid value: "string": begins as first)"});
  EXPECT_EQ(findings_of(*ruled, R"({"spec": {"pair": {"a": 2, "b": 1}}})"),
            Lines{R"(spec.pair.b: Invalid value: "object": failed rule: self.a < self.b)"});
  EXPECT_EQ(findings_of(*ruled, R"({"spec": {"pair": {"a": 2}}})"),
            Lines{R"(spec.pair: Invalid value: "object": no such key: b evaluating rule: self.a < self.b)"});
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
