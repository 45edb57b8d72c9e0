#include "fake_apiserver/admission/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "fake_apiserver/admission/match.h"
#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver::admission {
namespace {

using api::at;
using api::member;
using api::text;

constexpr std::string_view kGroup = "admissionregistration.k8s.io";
constexpr std::size_t kMaxMessage = 5 * 1024;

cel::Environment environment(const std::map<std::string, cel::Field>& variables) {
  cel::Environment out;
  for (const std::string_view name : {"object", "oldObject", "request", "namespaceObject", "params"}) {
    out.variables.emplace(name, cel::Type::dyn());
  }
  out.variables.emplace("variables", cel::Type::object("kubernetes.variables", variables));
  return out;
}

// Compiles the expressions of one policy; what does not compile is a cause.
class Compiler {
 public:
  std::shared_ptr<const cel::Program> compile(const Json& source, std::string field, bool wants_bool = true) {
    auto program = cel::Program::compile(text(source), environment(variables_));
    if (!program) {
      refuse(field, text(source), program.error().message);
      return nullptr;
    }
    const cel::Type& type = *(*program)->result_type();
    const cel::Kind wanted = wants_bool ? cel::Kind::boolean : cel::Kind::string;
    if (!type.is(wanted) && !type.is(cel::Kind::dyn)) {
      refuse(field, text(source), fmt::format("must evaluate to {}", wants_bool ? "bool" : "string"));
    }
    return *program;
  }
  std::shared_ptr<const cel::Program> compile_variable(const Json& source, std::string field, std::string_view name) {
    auto program = cel::Program::compile(text(source), environment(variables_));
    if (!program) {
      refuse(field, text(source), program.error().message);
      return nullptr;
    }
    variables_[std::string(name)] = {(*program)->result_type(), true};
    return *program;
  }
  Causes& causes() { return causes_; }

 private:
  void refuse(const std::string& field, std::string_view expression, std::string_view why) {
    causes_.push_back(
        invalid_value(field, fmt::format("Invalid value: {}: {}", api::dump_json(Json(expression)), why)));
  }

  std::map<std::string, cel::Field> variables_;
  Causes causes_;
};

Json request_document(const AdmittedRequest& request) {
  const Json kind{
      {"group", request.resource.group}, {"version", request.resource.version}, {"kind", request.resource.kind}};
  const Json resource{
      {"group", request.resource.group}, {"version", request.resource.version}, {"resource", request.resource.plural}};
  Json groups = Json::array();
  for (const std::string& group : request.groups) groups.push_back(group);
  Json user{{"username", request.user}};
  user["groups"] = groups;
  Json out{{"operation", request.operation}, {"name", request.key.name}, {"uid", request.uid}};
  out["kind"] = kind;
  out["requestKind"] = kind;
  out["resource"] = resource;
  out["requestResource"] = resource;
  out["userInfo"] = user;
  out["dryRun"] = request.dry_run;
  if (!request.key.namespace_.empty()) out["namespace"] = request.key.namespace_;
  if (!request.subresource.empty()) out["subResource"] = request.subresource;
  if (request.options) out["options"] = *request.options;
  return out;
}

int http_status(std::string_view reason) {
  if (reason == "Unauthorized") return 401;
  if (reason == "Forbidden") return 403;
  return reason == "RequestEntityTooLarge" ? 413 : 422;
}

// What decides about admission can't be subject to it, or nobody could take it back.
bool is_exempt(const AdmittedRequest& request) {
  constexpr std::array<std::string_view, 6> kinds{
      "validatingadmissionpolicies",     "validatingadmissionpolicybindings", "mutatingadmissionpolicies",
      "mutatingadmissionpolicybindings", "validatingwebhookconfigurations",   "mutatingwebhookconfigurations"};
  return request.resource.group == kGroup && std::ranges::find(kinds, request.resource.plural) != kinds.end();
}

}  // namespace

sim::Result<std::shared_ptr<const Policy>> Policy::compile(const Json& document) {
  auto out = std::make_shared<Policy>();
  const Json& spec = member(document, "spec");
  out->name_ = text(at(document, "metadata", "name"));
  out->match_ = member(spec, "matchConstraints");
  out->ignores_failure_ = text(member(spec, "failurePolicy")) == "Ignore";
  out->has_parameters_ = !member(spec, "paramKind").is_null();
  Compiler compiler;
  std::size_t index = 0;
  for (const Json& condition : member(spec, "matchConditions")) {
    const std::string field = fmt::format("spec.matchConditions[{}].expression", index++);
    out->conditions_.push_back(
        {std::string(text(member(condition, "name"))), compiler.compile(member(condition, "expression"), field)});
  }
  index = 0;
  for (const Json& variable : member(spec, "variables")) {
    const std::string name(text(member(variable, "name")));
    const std::string field = fmt::format("spec.variables[{}].expression", index++);
    out->variables_.push_back({name, compiler.compile_variable(member(variable, "expression"), field, name)});
  }
  index = 0;
  for (const Json& source : member(spec, "validations")) {
    const std::string field = fmt::format("spec.validations[{}]", index++);
    Validation validation;
    validation.expression = text(member(source, "expression"));
    validation.message = text(member(source, "message"));
    validation.reason = text(member(source, "reason"));
    validation.program = compiler.compile(member(source, "expression"), field + ".expression");
    const Json& message = member(source, "messageExpression");
    if (!text(message).empty()) {
      validation.message_program = compiler.compile(message, field + ".messageExpression", false);
    }
    out->validations_.push_back(std::move(validation));
  }
  if (!compiler.causes().empty()) {
    return sim::forward(invalid("ValidatingAdmissionPolicy." + std::string(kGroup), out->name_, compiler.causes()));
  }
  return out;
}

// One policy with one set of parameters against one request.
class Evaluation {
 public:
  Evaluation(const Policy& policy, const AdmittedRequest& request, const Json& request_document, const Json* parameters)
      : policy_(policy) {
    bind("object", request.object);
    bind("oldObject", request.old_object);
    bind("request", &request_document);
    bind("namespaceObject", request.namespace_object);
    bind("params", parameters);
  }

  std::vector<Refusal> refusals() {
    std::vector<Refusal> out;
    if (!applies(out)) return out;
    bind_variables();
    for (const Policy::Validation& validation : policy_.validations_) {
      const auto holds = validation.program->evaluate(bindings_, budget_);
      if (holds && holds->as_bool() == true) continue;
      if (holds) {
        out.push_back({message_of(validation), validation.reason});
      } else if (!policy_.ignores_failure_) {
        out.push_back(
            {fmt::format("expression '{}' resulted in error: {}", validation.expression, holds.error().message), ""});
      }
    }
    return out;
  }

 private:
  void bind(std::string_view name, const Json* document) {
    bindings_.push_back({name, document ? cel::Value::of(*document, cel::Type::dyn()) : cel::Value()});
  }

  // Of the conditions one that is false decides, whatever became of the others.
  bool applies(std::vector<Refusal>& refusals) {
    std::optional<std::string> failure;
    for (const Policy::Named& condition : policy_.conditions_) {
      const auto holds = condition.program->evaluate(bindings_, budget_);
      if (holds && holds->as_bool() != true) return false;
      if (!holds && !failure) failure = fmt::format("{}: {}", condition.name, holds.error().message);
    }
    if (!failure) return true;
    if (!policy_.ignores_failure_) refusals.push_back({"failed to evaluate match condition " + *failure, ""});
    return false;
  }

  // Each sees those before it. An error of one is an error only where that one is read.
  void bind_variables() {
    std::vector<std::pair<cel::Value, cel::Value>> values;
    bindings_.push_back({"variables", cel::Value::record(values)});
    for (const Policy::Named& variable : policy_.variables_) {
      auto value = variable.program->evaluate(bindings_, budget_);
      values.emplace_back(cel::Value::string(variable.name),
                          value ? std::move(*value) : cel::Value::error(value.error().message));
      bindings_.back().value = cel::Value::record(values);
    }
  }

  std::string message_of(const Policy::Validation& validation) {
    if (validation.message_program) {
      const auto said = validation.message_program->evaluate(bindings_, budget_);
      const auto words = said ? said->as_string() : std::nullopt;
      if (words && words->find_first_not_of(" \t") != std::string_view::npos && words->size() <= kMaxMessage &&
          words->find('\n') == std::string_view::npos) {
        return std::string(*words);
      }
    }
    return validation.message.empty() ? "failed expression: " + validation.expression : validation.message;
  }

  const Policy& policy_;
  std::vector<cel::Binding> bindings_;
  cel::Budget budget_;
};

bool Policy::concerns(const AdmittedRequest& request) const { return matches(match_, request); }

std::vector<Refusal> Policy::refusals(const AdmittedRequest& request, const Json& request_document,
                                      const Json* parameters) const {
  return Evaluation(*this, request, request_document, parameters).refusals();
}

namespace {

// Once for each of the parameters that the binding picks.
std::vector<Refusal> refusals_of(const BoundPolicy& bound, const AdmittedRequest& request, const Json& document) {
  if (!bound.policy->has_parameters()) return bound.policy->refusals(request, document, nullptr);
  std::vector<Refusal> out;
  for (const Json* parameters : bound.parameters) {
    for (Refusal& refusal : bound.policy->refusals(request, document, parameters)) out.push_back(std::move(refusal));
  }
  const bool tolerated = text(at(*bound.binding, "spec", "paramRef", "parameterNotFoundAction")) == "Allow";
  if (bound.parameters.empty() && !tolerated) {
    out.push_back({"no params found for policy binding with `Deny` parameterNotFoundAction", ""});
  }
  return out;
}

void judge(const BoundPolicy& bound, const Refusal& refusal, const AdmittedRequest& request, Verdict& verdict) {
  const std::string_view binding = text(at(*bound.binding, "metadata", "name"));
  const std::string who =
      fmt::format("ValidatingAdmissionPolicy '{}' with binding '{}'", bound.policy->name(), binding);
  for (const Json& action : at(*bound.binding, "spec", "validationActions")) {
    if (text(action) == "Warn") {
      verdict.warnings.push_back(fmt::format("Validation failed for {}: {}", who, refusal.message));
    } else if (text(action) == "Deny" && !verdict.denied) {
      const std::string message = fmt::format("{} denied request: {}", who, refusal.message);
      sim::Error error = forbidden(request.resource, request.key.name, message, {{"", message, ""}});
      error.code = refusal.reason.empty() ? "Invalid" : refusal.reason;
      error.http_status = http_status(error.code);
      verdict.denied = std::move(error);
    }
  }
}

}  // namespace

Verdict admit(std::span<const BoundPolicy> policies, const AdmittedRequest& request) {
  Verdict verdict;
  if (is_exempt(request)) return verdict;
  std::optional<Json> document;
  for (const BoundPolicy& bound : policies) {
    const Json& spec = member(*bound.binding, "spec");
    if (!bound.policy->concerns(request) || !matches(member(spec, "matchResources"), request)) continue;
    if (!document) document = request_document(request);
    for (const Refusal& refusal : refusals_of(bound, request, *document)) {
      judge(bound, refusal, request, verdict);
    }
  }
  return verdict;
}

}  // namespace nlbsim::fake_apiserver::admission
