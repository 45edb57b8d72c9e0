#include "fake_apiserver/schema/rule.h"

#include <utility>

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;

// Without what stands before and after, as a message shows a text.
std::string trimmed(const std::string& value) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = value.find_first_not_of(kBlank);
  if (first == value.npos) return "";
  return value.substr(first, value.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

Rule::Text Rule::read(const api::Json& source) {
  Text out;
  out.rule = api::text(member(source, "rule"));
  out.message = api::text(member(source, "message"));
  out.message_expression = api::text(member(source, "messageExpression"));
  out.reason = api::text(member(source, "reason"));
  out.field_path = api::text(member(source, "fieldPath"));
  if (const api::Json& flag = member(source, "optionalOldSelf"); flag.is_boolean())
    out.optional_old_self = flag.get<bool>();
  return out;
}

Rule::Rule(Text text) : text_(std::move(text)) {}

std::string Rule::shown() const { return trimmed(text_.message.empty() ? text_.rule : text_.message); }

const Rule::Programs& Rule::programs(const cel::TypeRef& self) const {
  std::call_once(once_, [&] {
    cel::Environment environment;
    environment.variables.emplace("self", self);
    environment.variables.emplace("oldSelf", optional_old_self() ? cel::Type::optional(self) : self);
    const auto compile = [&](const std::string& expression, std::string& error) {
      auto program = cel::Program::compile(expression, environment);
      if (program) return *std::move(program);
      error = program.error().message;
      return std::shared_ptr<const cel::Program>();
    };
    programs_.rule = compile(text_.rule, programs_.rule_error);
    if (programs_.rule && !programs_.rule->result_type()->is(cel::Kind::boolean)) {
      programs_.rule_error = "cel expression must evaluate to a bool";
      programs_.rule = nullptr;
    }
    programs_.compares_old = programs_.rule && programs_.rule->uses("oldSelf");
    if (text_.message_expression.empty()) return;
    programs_.message = compile(text_.message_expression, programs_.message_error);
    if (programs_.message && !programs_.message->result_type()->is(cel::Kind::string)) {
      programs_.message_error = "messageExpression must evaluate to a string";
      programs_.message = nullptr;
    }
  });
  return programs_;
}

}  // namespace nlbsim::fake_apiserver
