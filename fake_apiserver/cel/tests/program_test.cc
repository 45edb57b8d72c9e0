#include "fake_apiserver/cel/program.h"

#include <gtest/gtest.h>

#include "fake_apiserver/cel/tests/widget.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

std::shared_ptr<const Program> compiled(std::string_view expression, const Environment& environment) {
  auto program = Program::compile(expression, environment);
  EXPECT_TRUE(program) << program.error().message;
  return *program;
}

std::string refusal(std::string_view expression) {
  const auto program = Program::compile(expression, widget_environment());
  EXPECT_FALSE(program) << expression;
  return program ? "" : program.error().message;
}

TEST(CelProgram, KnowsItsVariablesAndItsType) {
  const auto program = compiled("self.name == 'x' || [1].all(any, any > 0)", widget_environment());
  EXPECT_TRUE(program->uses("self"));
  EXPECT_FALSE(program->uses("oldSelf"));
  EXPECT_FALSE(program->uses("any")) << "the variable of the macro hides the document";
  EXPECT_EQ(program->result_type()->shown(), "bool");
  EXPECT_EQ(compiled("self.tags.map(t, t.size())", widget_environment())->result_type()->shown(), "list(int)");
  EXPECT_EQ(compiled("any.x", widget_environment())->result_type()->shown(), "dyn");
}

TEST(CelProgram, ARefusalShowsThePlace) {
  EXPECT_EQ(refusal("self.x"),
            "compilation failed: ERROR: <input>:1:5: undefined field 'x'\n"
            " | self.x\n"
            " | ....^");
  EXPECT_EQ(
      refusal("true &&\n  self.name == 1"),
      "compilation failed: ERROR: <input>:2:13: found no matching overload for '_==_' applied to '(string, int)'\n"
      " |   self.name == 1\n"
      " | ............^");
  EXPECT_EQ(refusal("'é' + x"),
            "compilation failed: ERROR: <input>:1:7: undeclared reference to 'x' (in container '')\n"
            " | 'é' + x\n"
            " | .\uff0e....^");
}

TEST(CelProgram, EveryMistakeIsTold) {
  EXPECT_EQ(refusal("a + b"),
            "compilation failed: ERROR: <input>:1:1: undeclared reference to 'a' (in container '')\n"
            " | a + b\n"
            " | ^\n"
            "ERROR: <input>:1:5: undeclared reference to 'b' (in container '')\n"
            " | a + b\n"
            " | ....^");
}

TEST(CelProgram, AVariableWithoutABindingIsAnErrorWhereItIsRead) {
  const auto program = compiled("true || self.name == 'x'", widget_environment());
  Budget budget;
  EXPECT_EQ(program->evaluate({}, budget)->as_bool(), true);
  const auto reads = compiled("self.name", widget_environment());
  const auto answer = reads->evaluate({}, budget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "no such attribute(s): self");
  EXPECT_EQ(answer.error().code, kEvaluationError);
}

TEST(CelProgram, NestingAndLengthAreBounded) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "1" + std::string(depth, ')'); };
  EXPECT_TRUE(Program::compile(nested(200), {}));
  EXPECT_NE(refusal(nested(300)).find("expression recursion limit exceeded: 250"), std::string::npos);
  std::string chain = "1";
  for (int i = 0; i < 2'000; ++i) chain += " + 1";
  EXPECT_NE(refusal(chain).find("expression recursion limit exceeded: 1000"), std::string::npos);
  std::string wide = "true";
  for (int i = 0; i < 2'000; ++i) wide += " && true";
  EXPECT_TRUE(Program::compile(wide, {})) << "a chain of && is not deep";
  EXPECT_NE(
      refusal(std::string(100'001, ' ')).find("expression code point size exceeds limit: size: 100001, limit 100000"),
      std::string::npos);
  EXPECT_NE(refusal("'\xff'").find("not valid UTF-8"), std::string::npos);
}

TEST(CelProgram, WhatACallMayCostIsBounded) {
  const std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  std::string nested = "true";
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) nested = ten + ".all(" + name + ", " + nested + ")";
  const auto program = compiled(nested, {});
  Budget budget;
  const auto answer = program->evaluate({}, budget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, kCallCostExceeded);
  EXPECT_EQ(answer.error().message, "operation cancelled: actual cost limit exceeded");
  EXPECT_LT(budget.remaining, 9'000'001U);
  EXPECT_GT(budget.remaining, 8'900'000U) << "evaluation stopped soon after the limit";
}

TEST(CelProgram, WhatAnObjectMayCostIsASum) {
  const auto program = compiled("self.name == self.name", widget_environment());
  Budget budget{.per_call = 1'000'000, .remaining = 12};
  EXPECT_TRUE(program->evaluate(widget_bindings(), budget));
  EXPECT_EQ(budget.remaining, 7U) << "two names, two fields, one comparison of up to ten characters";
  EXPECT_TRUE(program->evaluate(widget_bindings(), budget));
  EXPECT_EQ(budget.remaining, 2U);
  const auto answer = program->evaluate(widget_bindings(), budget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, kBudgetExceeded);
  EXPECT_EQ(budget.remaining, 0U);
}

TEST(CelProgram, TheEstimateFollowsWhatTheTypesPromise) {
  const auto environment = [](const TypeRef& self) { return Environment{{{"self", self}}}; };
  const auto estimate = [&](std::string_view rule, const TypeRef& self) {
    return compiled(rule, environment(self))->estimated_cost();
  };
  const TypeRef ten = Type::list(Type::string()->bounded(5))->bounded(10);
  // The list; then for each item the loop's three, the name, the call of half a tenth.
  EXPECT_EQ(estimate("self.all(x, x.startsWith('a'))", ten), 1U + 1U + 10U * (3U + 1U + 1U));
  EXPECT_LT(estimate("self.all(x, self.all(y, x == y))", ten), 1'000U);
  const TypeRef unbounded = Type::list(Type::string());
  EXPECT_GT(estimate("self.all(x, self.all(y, x == y))", unbounded), kMaxRuleCost);
  EXPECT_LT(estimate("self.size() > 3", unbounded), kMaxRuleCost);
  EXPECT_GT(estimate("self.all(x, x.matches('^[a-z]*$'))", unbounded), kMaxRuleCost);
  EXPECT_EQ(estimate("self ? 1 : [1].size()", Type::boolean()), 1U + 10U + 1U) << "the dearer branch";
}

TEST(CelProgram, ARefusalOfCostSaysByHowMuch) {
  EXPECT_EQ(cost_refusal("estimated rule cost", 32'000'000, kMaxRuleCost),
            "estimated rule cost exceeds budget by factor of 3.2x (try simplifying the rule, or adding maxItems, "
            "maxProperties, and maxLength where arrays, maps, and strings are declared)");
  EXPECT_NE(cost_refusal("x", 10'000'001, kMaxRuleCost).find("factor of 1.000000x"), std::string::npos);
  EXPECT_NE(cost_refusal("x", 2'000'000'000, kMaxRuleCost).find("factor of more than 100x"), std::string::npos);
}

// Values share their parts, so nothing stops an expression from naming a huge one; looking at it does.
TEST(CelProgram, AnAstronomicValueIsRefused) {
  std::string doubled = "[0]";
  for (int i = 0; i < 40; ++i) doubled = "[" + doubled + "].map(x, [x, x])[0]";
  const auto program = compiled(doubled + " == []", {});
  Budget budget;
  const auto answer = program->evaluate({}, budget);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "list is too large");
}

TEST(CelTypes, PropertiesAreEscapedAsKubernetesDoes) {
  const struct {
    std::string_view name;
    std::optional<std::string> spelled;
  } rows[] = {{"plain", "plain"},
              {"namespace", "__namespace__"},
              {"in", "__in__"},
              {"a-b.c/d", "a__dash__b__dot__c__slash__d"},
              {"a__b", "a__underscores__b"},
              {"a_b", "a_b"},
              {"___", "__underscores___"},
              {"1a", std::nullopt},
              {"a b", std::nullopt},
              {"", std::nullopt}};
  for (const auto& row : rows) {
    EXPECT_EQ(escape_property(row.name), row.spelled) << row.name;
    if (row.spelled) {
      EXPECT_EQ(unescape_property(*row.spelled), row.name);
    }
  }
  EXPECT_EQ(unescape_property("namespace"), std::nullopt) << "a reserved word is only reached by its escape";
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::cel
