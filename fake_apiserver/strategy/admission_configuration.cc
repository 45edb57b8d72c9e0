// Configurations of admission: webhooks, and policies with their bindings.
#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

void default_match(Json& match, std::string_view rules) {
  default_member(match, "matchPolicy", "Equivalent");
  default_member(match, "namespaceSelector", Json::object());
  default_member(match, "objectSelector", Json::object());
  change_items(match, rules, [](Json& rule) { default_member(rule, "scope", "*"); });
}

class Webhooks final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    const bool mutating = candidate.target.kind.resource.kind == "MutatingWebhookConfiguration";
    change_items(document, "webhooks", [&](Json& webhook) {
      default_match(webhook, "rules");
      default_member(webhook, "failurePolicy", "Fail");
      default_member(webhook, "timeoutSeconds", 10);
      if (mutating) default_member(webhook, "reinvocationPolicy", "Never");
      change_member(webhook, "clientConfig", [](Json& client) {
        change_member(client, "service", [](Json& service) { default_member(service, "port", 443); });
      });
    });
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& webhooks = member(document, "webhooks");
    for (std::size_t i = 0; i < webhooks.size(); ++i) {
      check(webhooks[i], fmt::format("webhooks[{}]", i), findings);
      for (std::size_t k = 0; k < i; ++k)
        if (member(webhooks[k], "name") == member(webhooks[i], "name")) {
          findings.causes.push_back({"FieldValueDuplicate",
                                     fmt::format("Duplicate value: \"{}\"", text(member(webhooks[i], "name"))),
                                     fmt::format("webhooks[{}].name", i)});
          break;
        }
    }
  }

 private:
  static void check(const Json& webhook, const std::string& path, Findings& findings) {
    const auto add = [&](std::string_view reason, std::string_view field, std::string message) {
      findings.causes.push_back({std::string(reason), std::move(message), fmt::format("{}.{}", path, field)});
    };
    const std::string_view name = text(member(webhook, "name"));
    if (name.empty()) add("FieldValueRequired", "name", "Required value");
    else if (std::ranges::count(name, '.') < 2)
      add("FieldValueInvalid", "name",
          fmt::format("Invalid value: \"{}\": should be a domain with at least three segments separated by dots",
                      name));
    if (text(member(webhook, "sideEffects")).empty())
      add("FieldValueRequired", "sideEffects", "Required value: must specify one of None, NoneOnDryRun");
    if (member(webhook, "admissionReviewVersions").empty())
      add("FieldValueRequired", "admissionReviewVersions", "Required value: must specify one of v1, v1beta1");
    const Json& client = member(webhook, "clientConfig");
    if (member(client, "url").is_null() == member(client, "service").is_null())
      add("FieldValueRequired", "clientConfig", "Required value: exactly one of url or service is required");
    const Json& timeout = member(webhook, "timeoutSeconds");
    if (timeout.is_number_integer() && (timeout.get<std::int64_t>() < 1 || timeout.get<std::int64_t>() > 30))
      add("FieldValueInvalid", "timeoutSeconds",
          fmt::format("Invalid value: {}: the timeout value must be between 1 and 30 seconds",
                      timeout.get<std::int64_t>()));
  }
};

class AdmissionPolicy final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "spec", [](Json& spec) {
      default_member(spec, "failurePolicy", "Fail");
      change_member(spec, "matchConstraints", [](Json& match) { default_match(match, "resourceRules"); });
    });
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& spec = member(document, "spec");
    if (at(spec, "matchConstraints").is_null())
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.matchConstraints"});
    if (at(spec, "matchConstraints", "resourceRules").empty())
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.matchConstraints.resourceRules"});
    if (member(spec, "validations").empty() && member(spec, "auditAnnotations").empty())
      findings.causes.push_back({"FieldValueRequired",
                                 "Required value: validations or auditAnnotations must contain at least one item",
                                 "spec.validations"});
    const Json& validations = member(spec, "validations");
    for (std::size_t i = 0; i < validations.size(); ++i)
      if (text(member(validations[i], "expression")).empty())
        findings.causes.push_back({"FieldValueRequired", "Required value: expression is not specified",
                                   fmt::format("spec.validations[{}].expression", i)});
  }
};

class AdmissionBinding final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "spec", [](Json& spec) {
      change_member(spec, "matchResources", [](Json& match) { default_match(match, "resourceRules"); });
    });
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& spec = member(document, "spec");
    if (text(member(spec, "policyName")).empty())
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.policyName"});
    const Json& actions = member(spec, "validationActions");
    if (actions.empty()) findings.causes.push_back({"FieldValueRequired", "Required value", "spec.validationActions"});
    for (std::size_t i = 0; i < actions.size(); ++i)
      if (const std::string_view action = text(actions[i]); action != "Deny" && action != "Warn" && action != "Audit")
        findings.causes.push_back(
            {"FieldValueNotSupported",
             fmt::format(R"(Unsupported value: "{}": supported values: "Audit", "Deny", "Warn")", action),
             fmt::format("spec.validationActions[{}]", i)});
  }
};

}  // namespace

const Strategy& webhooks_strategy() { return only<Webhooks>(); }
const Strategy& admission_policy_strategy() { return only<AdmissionPolicy>(); }
const Strategy& admission_binding_strategy() { return only<AdmissionBinding>(); }

}  // namespace nlbsim::fake_apiserver
