#include "fake_apiserver/cel/program.h"

#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/cel/checker.h"
#include "fake_apiserver/cel/cost.h"
#include "fake_apiserver/cel/evaluator.h"
#include "fake_apiserver/cel/literal_checks.h"
#include "fake_apiserver/cel/parser.h"

namespace nlbsim::fake_apiserver::cel {

std::string cost_refusal(std::string_view what, std::uint64_t cost, std::uint64_t limit) {
  const double factor = static_cast<double>(cost) / static_cast<double>(limit);
  // Past a hundred the figure says nothing; near one, a rounded figure would say that all is well.
  const std::string shown = factor > 100   ? "more than 100x"
                            : factor < 1.5 ? fmt::format("{:.6f}x", factor)
                                           : fmt::format("{:.1f}x", factor);
  return fmt::format(
      "{} exceeds budget by factor of {} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength "
      "where arrays, maps, and strings are declared)",
      what, shown);
}

sim::Result<std::shared_ptr<const Program>> Program::compile(std::string_view expression,
                                                             const Environment& environment) {
  Problems problems;
  syntax::ExpressionRef root = parse(expression, problems);
  Checked checked;
  if (root && problems.empty()) checked = check(*root, environment, problems);
  if (root && problems.empty()) check_literals(*root, problems);
  if (!problems.empty()) {
    return sim::fail(std::string(kCompileError), "compilation failed: " + problems.shown(expression));
  }
  auto program = std::shared_ptr<Program>(new Program);
  program->result_type_ = root->type;
  program->variables_ = std::move(checked.variables);
  program->slots_ = checked.slots;
  program->estimated_cost_ = estimate_cost(*root, checked.slots);
  program->root_ = std::move(root);
  return program;
}

Program::~Program() = default;

sim::Result<Value> Program::evaluate(std::span<const Binding> bindings, Budget& budget) const {
  std::vector<Value> slots(slots_);
  for (const auto& [name, slot] : variables_) {
    const auto bound = std::ranges::find(bindings, name, &Binding::name);
    slots[slot] = bound == bindings.end() ? Value::error("no such attribute(s): " + name) : bound->value;
  }
  Outcome outcome = cel::evaluate(*root_, std::move(slots), budget.per_call);
  const bool exhausted = outcome.cost > budget.remaining;
  budget.remaining -= std::min(budget.remaining, outcome.cost);
  if (outcome.over_limit) {
    return sim::fail(std::string(kCallCostExceeded), "operation cancelled: actual cost limit exceeded");
  }
  if (exhausted) {
    return sim::fail(std::string(kBudgetExceeded),
                     "validation failed due to running out of cost budget, no further validation rules will be run");
  }
  if (outcome.value.is_error()) {
    return sim::fail(std::string(kEvaluationError), std::string(outcome.value.error_message()));
  }
  return std::move(outcome.value);
}

}  // namespace nlbsim::fake_apiserver::cel
