#include "fake_apiserver/admission/policy.h"

#include <gtest/gtest.h>

#include <array>

#include "fake_apiserver/admission/match.h"

namespace nlbsim::fake_apiserver::admission {
namespace {

constexpr kube::Resource kDefinitions{"apiextensions.k8s.io", "v1", "customresourcedefinitions",
                                      "CustomResourceDefinition", false};

Json json(std::string_view text) { return *api::parse_json(text); }

// As the Gateway API guards its CRDs: no old bundle, and no experimental one over a standard one.
const Json& guard() {
  static const Json document = json(R"json({
    "metadata": {"name": "guard.example.com"},
    "spec": {
      "failurePolicy": "Fail",
      "matchConstraints": {"resourceRules": [{
        "apiGroups": ["apiextensions.k8s.io"], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"],
        "resources": ["*"]}]},
      "variables": [
        {"name": "notes", "expression": "object.metadata.?annotations.orValue({})"},
        {"name": "channel", "expression": "variables.notes[?'channel'].orValue('')"},
        {"name": "broken", "expression": "object.metadata.absent"}],
      "validations": [
        {"expression": "object.spec.group != 'example.com' || oldObject == null || variables.channel == 'standard'",
         "message": "no experiments over a standard installation", "reason": "Invalid"},
        {"expression": "object.spec.group != 'example.com' || ('bundle' in variables.notes && !variables.notes['bundle'].matches('^v0'))",
         "messageExpression": "'bundle ' + variables.notes[?'bundle'].orValue('(none)') + ' is too old'",
         "reason": "Forbidden"}]}})json");
  return document;
}

const Json& deny() {
  static const Json document = json(R"({"metadata": {"name": "everywhere"}, "spec": {
    "policyName": "guard.example.com", "validationActions": ["Deny"]}})");
  return document;
}

Json definition(std::string_view annotations) {
  Json out = json(R"({"metadata": {"name": "widgets.example.com"}, "spec": {"group": "example.com"}})");
  out["metadata"]["annotations"] = json(annotations);
  return out;
}

AdmittedRequest write_of(const Json& object, const Json* old_object = nullptr) {
  AdmittedRequest out;
  out.operation = old_object ? "UPDATE" : "CREATE";
  out.resource = kDefinitions;
  out.key = {"", "widgets.example.com"};
  out.object = &object;
  out.old_object = old_object;
  return out;
}

std::shared_ptr<const Policy> compiled(const Json& document) {
  auto policy = Policy::compile(document);
  EXPECT_TRUE(policy) << policy.error().message;
  return *policy;
}

Verdict verdict(const Json& policy, const Json& binding, const AdmittedRequest& request) {
  const std::array bound{BoundPolicy{compiled(policy), &binding, {}}};
  return admit(bound, request);
}

TEST(AdmissionPolicy, LetsPassWhatHolds) {
  const Json old = definition(R"({"channel": "standard", "bundle": "v1.5.0"})");
  const Json next = definition(R"({"channel": "standard", "bundle": "v1.6.1"})");
  EXPECT_FALSE(verdict(guard(), deny(), write_of(next)).denied);
  EXPECT_FALSE(verdict(guard(), deny(), write_of(next, &old)).denied);
}

TEST(AdmissionPolicy, RefusesWithItsMessageAndReason) {
  const Json object = definition(R"({"channel": "standard", "bundle": "v0.8.1"})");
  const auto denied = verdict(guard(), deny(), write_of(object)).denied;
  ASSERT_TRUE(denied);
  EXPECT_EQ(denied->code, "Forbidden");
  EXPECT_EQ(denied->http_status, 403);
  EXPECT_EQ(denied->message,
            "customresourcedefinitions.apiextensions.k8s.io \"widgets.example.com\" is forbidden: "
            "ValidatingAdmissionPolicy 'guard.example.com' with binding 'everywhere' denied request: "
            "bundle v0.8.1 is too old");
  ASSERT_EQ(denied->causes.size(), 1U);
  EXPECT_EQ(denied->causes[0].message,
            "ValidatingAdmissionPolicy 'guard.example.com' with binding 'everywhere' denied request: "
            "bundle v0.8.1 is too old");
}

TEST(AdmissionPolicy, OfSeveralRefusalsTheFirstIsTold) {
  const Json old = definition(R"({"channel": "standard", "bundle": "v1.5.0"})");
  const Json next = definition(R"({"channel": "experimental"})");
  const auto denied = verdict(guard(), deny(), write_of(next, &old)).denied;
  ASSERT_TRUE(denied);
  EXPECT_EQ(denied->code, "Invalid");
  EXPECT_EQ(denied->http_status, 422);
  EXPECT_TRUE(denied->message.ends_with("denied request: no experiments over a standard installation"));
}

TEST(AdmissionPolicy, ConcernsWhatItsRulesName) {
  const Json object = definition(R"({"bundle": "v0.1.0"})");
  AdmittedRequest request = write_of(object);
  EXPECT_TRUE(verdict(guard(), deny(), request).denied);
  request.subresource = "status";
  EXPECT_FALSE(verdict(guard(), deny(), request).denied) << "\"*\" names no subresource";
  request.subresource = "";
  request.operation = "DELETE";
  EXPECT_FALSE(verdict(guard(), deny(), request).denied);
  request.operation = "CREATE";
  request.resource.version = "v2";
  EXPECT_FALSE(verdict(guard(), deny(), request).denied);
  Json narrowed = deny();
  narrowed["spec"]["matchResources"] = json(R"({"resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"],
    "operations": ["*"], "resources": ["customresourcedefinitions"], "resourceNames": ["others.example.com"]}]})");
  EXPECT_FALSE(verdict(guard(), narrowed, write_of(object)).denied);
}

TEST(AdmissionPolicy, ABindingMayWarnInsteadOfDenying) {
  Json warn = deny();
  warn["spec"]["validationActions"] = json(R"(["Warn", "Audit"])");
  const Json object = definition(R"({"bundle": "v0.1.0"})");
  const Verdict found = verdict(guard(), warn, write_of(object));
  EXPECT_FALSE(found.denied);
  ASSERT_EQ(found.warnings.size(), 1U);
  EXPECT_EQ(found.warnings[0],
            "Validation failed for ValidatingAdmissionPolicy 'guard.example.com' with binding 'everywhere': "
            "bundle v0.1.0 is too old");
}

Json policy_with(std::string_view expression, std::string_view failure_policy) {
  Json out = json(R"({"metadata": {"name": "p"}, "spec": {"validations": [{}]}})");
  Json validation = Json::object();
  validation["expression"] = expression;
  out["spec"]["validations"] = Json::array({validation});
  out["spec"]["failurePolicy"] = failure_policy;
  return out;
}

TEST(AdmissionPolicy, AnErrorRefusesUnlessItIsToBeIgnored) {
  const Json object = definition("{}");
  const auto denied = verdict(policy_with("object.absent > 1", "Fail"), deny(), write_of(object)).denied;
  ASSERT_TRUE(denied);
  EXPECT_TRUE(denied->message.ends_with(
      "denied request: expression 'object.absent > 1' resulted in error: no such key: absent"))
      << denied->message;
  EXPECT_FALSE(verdict(policy_with("object.absent > 1", "Ignore"), deny(), write_of(object)).denied);
  const auto unnamed = verdict(policy_with("1 > 2", "Ignore"), deny(), write_of(object)).denied;
  ASSERT_TRUE(unnamed);
  EXPECT_TRUE(unnamed->message.ends_with("denied request: failed expression: 1 > 2"));
}

TEST(AdmissionPolicy, AFalseConditionPassesOverThePolicy) {
  Json policy = policy_with("false", "Fail");
  const Json object = definition("{}");
  policy["spec"]["matchConditions"] =
      json(R"([{"name": "others", "expression": "request.name != 'widgets.example.com'"},
    {"name": "broken", "expression": "object.absent == 1"}])");
  EXPECT_FALSE(verdict(policy, deny(), write_of(object)).denied);
  policy["spec"]["matchConditions"] = json(R"([{"name": "broken", "expression": "object.absent == 1"}])");
  const auto denied = verdict(policy, deny(), write_of(object)).denied;
  ASSERT_TRUE(denied);
  EXPECT_NE(denied->message.find("broken: no such key: absent"), std::string::npos);
}

TEST(AdmissionPolicy, ExpressionsThatDoNotCompileAreNamed) {
  const auto refused = Policy::compile(policy_with("object.x ==", "Fail"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "Invalid");
  ASSERT_EQ(refused.error().causes.size(), 1U);
  EXPECT_EQ(refused.error().causes[0].field, "spec.validations[0].expression");
  EXPECT_NE(refused.error().causes[0].message.find("compilation failed: ERROR: <input>:1:12: Syntax error"),
            std::string::npos);
  EXPECT_FALSE(Policy::compile(policy_with("authorizer.path('/x').check('get').allowed()", "Fail")));
  EXPECT_FALSE(Policy::compile(policy_with("1 + 1", "Fail")));
}

TEST(AdmissionPolicy, ParametersAreSeenOneByOne) {
  Json policy = policy_with("object.spec.group != params.group", "Fail");
  policy["spec"]["paramKind"] = json(R"({"apiVersion": "v1", "kind": "ConfigMap"})");
  const Json object = definition("{}");
  const Json harmless = json(R"({"group": "other"})");
  const Json hit = json(R"({"group": "example.com"})");
  const auto with = [&](std::vector<const Json*> parameters) {
    const std::array bound{BoundPolicy{compiled(policy), &deny(), std::move(parameters)}};
    return admit(bound, write_of(object)).denied;
  };
  EXPECT_FALSE(with({&harmless}));
  EXPECT_TRUE(with({&harmless, &hit}));
  ASSERT_TRUE(with({}));
  EXPECT_NE(with({})->message.find("no params found for policy binding"), std::string::npos);
}

TEST(AdmissionPolicy, ItsOwnKindsAreExempt) {
  const Json object = definition("{}");
  AdmittedRequest request = write_of(object);
  request.resource = {"admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy",
                      false};
  EXPECT_FALSE(verdict(policy_with("false", "Fail"), deny(), request).denied);
}

TEST(AdmissionSelectors, PickByLabels) {
  const Json labels = json(R"({"app": "web", "tier": "front"})");
  EXPECT_TRUE(selects(Json(), labels));
  EXPECT_TRUE(selects(json("{}"), Json()));
  EXPECT_TRUE(selects(json(R"({"matchLabels": {"app": "web"}})"), labels));
  EXPECT_FALSE(selects(json(R"({"matchLabels": {"app": "db"}})"), labels));
  const auto by = [&](std::string_view expression) {
    Json selector = Json::object();
    selector["matchExpressions"] = Json::array({json(expression)});
    return selects(selector, labels);
  };
  EXPECT_TRUE(by(R"({"key": "tier", "operator": "In", "values": ["front", "back"]})"));
  EXPECT_FALSE(by(R"({"key": "tier", "operator": "NotIn", "values": ["front"]})"));
  EXPECT_TRUE(by(R"({"key": "tier", "operator": "Exists"})"));
  EXPECT_TRUE(by(R"({"key": "zone", "operator": "DoesNotExist"})"));
  EXPECT_FALSE(by(R"({"key": "zone", "operator": "In", "values": ["a"]})"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::admission
