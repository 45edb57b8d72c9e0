#include "fake_apiserver/cel/literal_checks.h"

#include <fmt/format.h>

#include <optional>

#include "fake_apiserver/cel/pattern.h"
#include "fake_apiserver/cel/time.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::Literal;

Value* literal_argument(Call& call, std::size_t index) {
  auto* literal = index < call.arguments.size() ? std::get_if<Literal>(&call.arguments[index]->form) : nullptr;
  return literal && literal->value.as_string() ? &literal->value : nullptr;
}

void check_call(Call& call, Problems& problems) {
  const auto refuse = [&](std::size_t index) {
    problems.add(call.arguments[index]->offset, fmt::format("invalid {} argument", call.function));
  };
  if (call.function == "duration" || call.function == "timestamp") {
    const Value* text = literal_argument(call, 0);
    const bool good = !text || (call.function == "duration" ? parse_duration(*text->as_string()).has_value()
                                                            : parse_timestamp(*text->as_string()).has_value());
    if (!good) refuse(0);
  } else if (call.function == "matches" || call.function == "find" || call.function == "findAll") {
    Value* text = literal_argument(call, 1);
    if (!text) return;
    auto pattern = compile_pattern(*text->as_string());
    if (pattern) *text = pattern_value(*text->as_string(), std::move(*pattern));
    else if (call.function == "matches") refuse(1);
  }
}

}  // namespace

void check_literals(Expression& root, Problems& problems) {
  if (auto* call = std::get_if<Call>(&root.form)) check_call(*call, problems);
  syntax::for_each_part(root, [&](Expression& part) { check_literals(part, problems); });
}

}  // namespace nlbsim::fake_apiserver::cel
