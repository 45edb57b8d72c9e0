// A CEL expression in Kubernetes' environment (of release 1.33), compiled once and evaluated often.
//
//   Environment environment{.variables = {{"self", type}, {"oldSelf", type}}};
//   auto program = Program::compile("self.replicas <= 3", environment);      // refused: error().message says where
//   Budget budget;
//   const std::array bindings{Binding{"self", Value::of(document, type)}};
//   auto answer = (*program)->evaluate(bindings, budget);
//   answer->as_bool()
//
// compile() parses and checks against the types; what it refuses it words as a real API server does, with the position
// ("compilation failed: ERROR: <input>:1:6: undefined field 'x' ..."). A Program is immutable: threads may share it.
// evaluate() never throws and always ends: each step costs, and the budget bounds the sum.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "fake_apiserver/cel/type.h"
#include "fake_apiserver/cel/value.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver::cel {

struct Environment {
  std::map<std::string, TypeRef, std::less<>> variables;
};

// What evaluation may cost, in cel-go's units (about one for each read, one for ten characters looked at). A server
// gives each call a limit, and the object that is validated a sum.
struct Budget {
  std::uint64_t per_call = 1'000'000;
  std::uint64_t remaining = 10'000'000;  // evaluate() takes what it spent; 0 once that was too much
};

// What a server bears of one rule, and of all rules of one CRD, before it has seen an object.
constexpr std::uint64_t kMaxRuleCost = 10'000'000;
constexpr std::uint64_t kMaxDefinitionCost = 100'000'000;

// "estimated rule cost exceeds budget by factor of 3.2x (try simplifying ...)"; `what` is how it begins.
std::string cost_refusal(std::string_view what, std::uint64_t cost, std::uint64_t limit);

struct Binding {
  std::string_view name;
  Value value;
};

// Codes of the errors below.
constexpr std::string_view kCompileError = "CelCompileError";
constexpr std::string_view kEvaluationError = "CelEvaluationError";  // "no such key: x", "index out of bounds: 3"
constexpr std::string_view kCallCostExceeded = "CelCallCostExceeded";
constexpr std::string_view kBudgetExceeded = "CelBudgetExceeded";  // of the object: no further rule may run

// The syntax tree (syntax.h).
namespace syntax {
struct Expression;
}

class Program {
 public:
  // Error code kCompileError; message "compilation failed: ERROR: <input>:LINE:COLUMN: ...".
  static sim::Result<std::shared_ptr<const Program>> compile(std::string_view expression,
                                                             const Environment& environment);
  ~Program();

  const TypeRef& result_type() const { return result_type_; }
  // Whether the expression reads that variable of the environment.
  bool uses(std::string_view variable) const { return variables_.contains(variable); }
  // The most that one evaluation can cost by the sizes that the types promise; saturates.
  std::uint64_t estimated_cost() const { return estimated_cost_; }

  // A variable without a binding is an evaluation error when it is read. What the answer shows may lie in the bound
  // documents: they have to outlive it.
  sim::Result<Value> evaluate(std::span<const Binding> bindings, Budget& budget) const;

 private:
  Program() = default;

  std::unique_ptr<const syntax::Expression> root_;
  TypeRef result_type_;
  std::map<std::string, std::size_t, std::less<>> variables_;  // that it reads, and where evaluation keeps them
  std::size_t slots_ = 0;
  std::uint64_t estimated_cost_ = 0;
};

}  // namespace nlbsim::fake_apiserver::cel
