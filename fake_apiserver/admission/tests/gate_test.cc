// Stored policies at the verbs: what they deny, warn of and let through.
#include "fake_apiserver/admission/gate.h"

#include <gmock/gmock.h>

#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver::admission {
namespace {

using testing::HasSubstr;

constexpr kube::Resource kConfigMaps{"", "v1", "configmaps", "ConfigMap"};

constexpr std::string_view kPolicy = R"({"apiVersion": "admissionregistration.k8s.io/v1",
  "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "short"},
  "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"],
      "operations": ["CREATE", "UPDATE", "DELETE"], "resources": ["configmaps"]}]},
    "validations": [{"expression": "object == null || !has(object.data) || size(object.data) < 2",
                     "message": "too much of it"},
                    {"expression": "object != null || oldObject.metadata.name != 'kept'", "message": "it stays"}]}})";

std::string binding(const std::string& action) {
  return R"({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
    "metadata": {"name": "short"}, "spec": {"policyName": "short", "validationActions": [")" +
         action + R"("]}})";
}

class Gate : public CoreFixture {
 protected:
  using CoreFixture::CoreFixture;
  sim::Result<kube::ObjectRef> config_map(const std::string& name, const std::string& data, bool dry_run = false) {
    return create(
        kConfigMaps, "default",
        R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": ")" + name + R"("}, "data": )" + data + "}",
        dry_run);
  }
};

TEST_F(Gate, ABoundPolicyDeniesWhatBreaksIt) {
  ASSERT_TRUE(create(kPolicies, "", kPolicy));
  EXPECT_TRUE(config_map("before", R"({"a": "1", "b": "2"})"));  // nothing binds it yet
  ASSERT_TRUE(create(kBindings, "", binding("Deny")));
  const auto refused = config_map("a", R"({"a": "1", "b": "2"})", true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "Invalid");
  EXPECT_THAT(refused.error().message,
              HasSubstr("ValidatingAdmissionPolicy 'short' with binding 'short' denied request: too much of it"));
  ASSERT_TRUE(config_map("kept", R"({"a": "1"})"));
  EXPECT_FALSE(patch(kConfigMaps, {"default", "kept"}, R"({"data": {"b": "2"}})"));
  const auto stays = remove(kConfigMaps, {"default", "kept"});
  ASSERT_FALSE(stays);
  EXPECT_THAT(stays.error().message, HasSubstr("it stays"));
  EXPECT_TRUE(remove(kConfigMaps, {"default", "before"}));
}

TEST_F(Gate, APolicyThatChangesIsReadAnew) {
  ASSERT_TRUE(create(kPolicies, "", kPolicy));
  ASSERT_TRUE(create(kBindings, "", binding("Deny")));
  EXPECT_FALSE(config_map("a", R"({"a": "1", "b": "2"})"));
  ASSERT_TRUE(patch(kPolicies, {"", "short"}, R"({"spec": {"validations": [{"expression": "true"}]}})"));
  EXPECT_TRUE(config_map("a", R"({"a": "1", "b": "2"})"));
}

TEST_F(Gate, AWarningLetsTheWritePass) {
  ASSERT_TRUE(create(kPolicies, "", kPolicy));
  ASSERT_TRUE(create(kBindings, "", binding("Warn")));
  kube::Create::Request request;
  request.resource = kConfigMaps;
  request.namespace_ = "default";
  request.body = std::make_shared<const kube::Json>(
      json(R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": "1", "b": "2"}})"));
  const auto made = call<kube::Create>(std::move(request));
  ASSERT_TRUE(made);
  EXPECT_THAT(made->warnings,
              testing::ElementsAre(HasSubstr("Validation failed for ValidatingAdmissionPolicy 'short'")));
}

ApiServerConfig of_v1_6() {
  ApiServerConfig config;
  config.served = ServedVersions::gateway_api_v1_6;
  return config;
}

class GatewayGuard : public Gate {
 protected:
  GatewayGuard() : Gate(of_v1_6()) {}
  sim::Result<kube::ObjectRef> annotate(const std::string& annotations) {
    return patch(kDefinitions, {"", "gatewayclasses.gateway.networking.k8s.io"},
                 R"({"metadata": {"annotations": )" + annotations + "}}");
  }
};

TEST_F(GatewayGuard, DefinitionsAreNotReplacedByOlderOrLessStableOnes) {
  const auto experimental = annotate(R"({"gateway.networking.k8s.io/channel": "experimental"})");
  ASSERT_FALSE(experimental);
  EXPECT_THAT(experimental.error().message,
              HasSubstr("Installing experimental CRDs on top of standard channel CRDs is prohibited by default"));
  EXPECT_EQ(experimental.error().http_status, 422);
  const auto older = annotate(R"({"gateway.networking.k8s.io/bundle-version": "v1.3.0"})");
  ASSERT_FALSE(older);
  EXPECT_THAT(older.error().message, HasSubstr("Installing CRDs with version before v1.5.0 is prohibited by default"));
  EXPECT_TRUE(annotate(R"({"gateway.networking.k8s.io/bundle-version": "v1.4.0-rc.1"})"));
  EXPECT_TRUE(annotate(R"({"gateway.networking.k8s.io/bundle-version": "v1.7.0"})"));
  ASSERT_TRUE(remove(kBindings, {"", "safe-upgrades.gateway.networking.k8s.io"}));
  EXPECT_TRUE(annotate(R"({"gateway.networking.k8s.io/bundle-version": "v1.3.0"})"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::admission
