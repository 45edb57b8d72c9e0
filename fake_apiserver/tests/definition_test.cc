#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "fake_apiserver/crds/bundled.h"
#include "fake_apiserver/crds/checks.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::text;

constexpr std::string_view kThings = R"({
  "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
  "spec": {"group": "example.com", "scope": "Namespaced",
    "names": {"plural": "things", "kind": "Thing", "shortNames": ["th"], "categories": ["all"]},
    "versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "size": {"type": "integer", "minimum": 1, "default": 3,
                 "x-kubernetes-validations": [{"rule": "self < 10", "message": "not so big"}]},
        "note": {"type": "string"}}}}}},
      "subresources": {"status": {}},
      "additionalPrinterColumns": [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}]}]}})";

class DefinitionTest : public CoreFixture {
 protected:
  static constexpr kube::Resource kThing{"example.com", "v1", "things", "Thing"};

  kube::Json condition(const std::string& name, std::string_view type) {
    const auto definition = get(kDefinitions, {"", name});
    if (!definition) return {};
    for (const kube::Json& entry : at((*definition)->document(), "status", "conditions"))
      if (text(api::member(entry, "type")) == type) return entry;
    return {};
  }
  void define() {
    const auto created = create(kDefinitions, "", kThings);
    ASSERT_TRUE(created) << created.error().message;
    advance(std::chrono::seconds(1));
  }
  sim::Result<kube::ObjectRef> thing(const std::string& name, const std::string& spec) {
    return create(kThing, "default", R"({"metadata": {"name": ")" + name + R"("}, "spec": )" + spec + "}");
  }
};

TEST_F(DefinitionTest, AKindIsServedOnceItsNamesAreAccepted) {
  const auto created = create(kDefinitions, "", kThings);
  ASSERT_TRUE(created) << created.error().message;
  const kube::Json& document = (*created)->document();
  EXPECT_EQ(at(document, "spec", "names", "singular"), "thing");
  EXPECT_EQ(at(document, "spec", "names", "listKind"), "ThingList");
  EXPECT_EQ(at(document, "spec", "conversion", "strategy"), "None");
  EXPECT_EQ(at(document, "status", "storedVersions"), json(R"(["v1"])"));
  EXPECT_EQ(thing("early", "{}").error().http_status, 404);
  advance(std::chrono::milliseconds(30));
  EXPECT_EQ(text(api::member(condition("things.example.com", "Established"), "reason")), "Installing");
  EXPECT_EQ(thing("early", "{}").error().http_status, 404);
  advance(std::chrono::milliseconds(30));
  EXPECT_EQ(text(api::member(condition("things.example.com", "NamesAccepted"), "reason")), "NoConflicts");
  EXPECT_EQ(text(api::member(condition("things.example.com", "Established"), "reason")), "InitialNamesAccepted");
  const auto made = thing("one", R"({"note": "n", "extra": 1})");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(at((*made)->document(), "spec"), json(R"({"note": "n", "size": 3})"));
  EXPECT_EQ(thing("two", R"({"size": 0})").error().message,
            "Thing.example.com \"two\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater "
            "than or equal to 1");
  EXPECT_EQ(thing("two", R"({"size": 10})").error().message,
            "Thing.example.com \"two\" is invalid: spec.size: Invalid value: \"integer\": not so big");
}

TEST_F(DefinitionTest, AnUpdateChangesTheKindAtOnce) {
  define();
  ASSERT_TRUE(thing("one", R"({"note": "long"})"));
  const auto tighter = patch(kDefinitions, {"", "things.example.com"},
                             R"([{"op": "add", "path":
      "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/note/maxLength", "value": 3},
     {"op": "add", "path": "/spec/versions/-", "value": {"name": "v2", "served": true, "storage": false, "schema":
      {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "size": {"type": "integer"}}}}}}}}])",
                             {}, kube::PatchType::json);
  ASSERT_TRUE(tighter) << tighter.error().message;
  EXPECT_EQ((*tighter)->meta().generation, 2);
  EXPECT_EQ(thing("two", R"({"note": "long"})").error().causes.front().message,
            "Too long: may not be more than 3 bytes");
  kube::Resource second = kThing;
  second.version = "v2";
  EXPECT_EQ((*get(second, {"default", "one"}))->document()["apiVersion"], "example.com/v2");
  EXPECT_EQ(at((*get(second, {"default", "one"}))->document(), "spec"), json(R"({"size": 3})"));
  EXPECT_TRUE(patch(kThing, {"default", "one"}, R"({"spec": {"size": 4}})"));  // the note was there before
}

TEST_F(DefinitionTest, WhatAnUpdateMustNotDo) {
  define();
  const auto refused = [&](std::string_view body) {
    return patch(kDefinitions, {"", "things.example.com"}, body).error().causes.front();
  };
  EXPECT_EQ(refused(R"({"spec": {"scope": "Cluster"}})"),
            (sim::ErrorCause{"FieldValueInvalid", "Invalid value: \"Cluster\": field is immutable", "spec.scope"}));
  EXPECT_EQ(refused(R"({"spec": {"names": {"kind": "Thingy"}}})").field, "spec.names.kind");
  const auto gone =
      patch(kDefinitions, {"", "things.example.com"},
            R"([{"op": "replace", "path": "/spec/versions/0/name", "value": "v2"}])", {}, kube::PatchType::json);
  EXPECT_EQ(gone.error().causes.front().field, "status.storedVersions[0]");
}

TEST_F(DefinitionTest, NamesOfAGroupConflict) {
  define();
  kube::Json other = json(kThings);
  other["metadata"]["name"] = "thangs.example.com";
  other["spec"]["names"] = kube::Json{{"plural", "thangs"}, {"kind", "Thing"}};
  ASSERT_TRUE(create(kDefinitions, "", api::dump_json(other)));
  advance(std::chrono::seconds(1));
  const kube::Json accepted = condition("thangs.example.com", "NamesAccepted");
  EXPECT_EQ(text(api::member(accepted, "reason")), "ListKindConflict");
  EXPECT_EQ(text(api::member(accepted, "message")), "\"ThingList\" is already in use");
  EXPECT_EQ(text(api::member(condition("thangs.example.com", "Established"), "reason")), "NotAccepted");
  EXPECT_FALSE(core.registry().served("example.com", "v1", "thangs"));
  // Once the names are free they are accepted.
  ASSERT_TRUE(remove(kDefinitions, {"", "things.example.com"}));
  advance(std::chrono::seconds(1));
  EXPECT_TRUE(core.registry().served("example.com", "v1", "thangs"));
}

TEST_F(DefinitionTest, ADeletedDefinitionTakesItsObjectsWithIt) {
  define();
  ASSERT_TRUE(thing("one", "{}"));
  ASSERT_TRUE(thing("held", "{}"));
  ASSERT_TRUE(patch(kThing, {"default", "held"}, R"({"metadata": {"finalizers": ["example.com/hold"]}})"));
  const auto deleted = remove(kDefinitions, {"", "things.example.com"});
  ASSERT_TRUE(deleted);
  EXPECT_FALSE(deleted->removed);
  EXPECT_TRUE(deleted->object->meta().has_finalizer(kCleanupFinalizer));
  const auto late = thing("late", "{}");
  EXPECT_EQ(late.error().http_status, 405);
  EXPECT_EQ(late.error().message, "create not allowed while custom resource definition is terminating");
  advance(std::chrono::seconds(1));
  EXPECT_EQ(get(kThing, {"default", "one"}).error().http_status, 404);
  EXPECT_EQ(text(api::member(condition("things.example.com", "Terminating"), "reason")), "InstanceDeletionInProgress");
  ASSERT_TRUE(patch(kThing, {"default", "held"}, R"({"metadata": {"finalizers": null}})"));
  advance(std::chrono::seconds(1));
  EXPECT_EQ(get(kDefinitions, {"", "things.example.com"}).error().code, "NotFound");
  EXPECT_FALSE(core.registry().served("example.com", "v1", "things"));
  define();
  EXPECT_TRUE(thing("again", "{}"));
}

TEST_F(DefinitionTest, OfAGuardedGroupTellsWhetherItWasApproved) {
  const std::string name = "things.x.k8s.io";
  kube::Json body = json(kThings);
  api::merge_patch(body, json(R"({"metadata": {"name": "things.x.k8s.io",
      "annotations": {"api-approved.kubernetes.io": "unapproved, a try"}}, "spec": {"group": "x.k8s.io"}})"));
  ASSERT_TRUE(create(kDefinitions, "", api::dump_json(body)));
  advance(std::chrono::seconds(1));
  const auto told = [&](std::string_view member) {
    return std::string(text(api::member(condition(name, "KubernetesAPIApprovalPolicyConformant"), member)));
  };
  EXPECT_EQ(told("status") + " " + told("reason"), "False UnapprovedAnnotation");
  EXPECT_EQ(told("message"), "not approved: \"unapproved, a try\"");
  const auto bundled = condition("gateways.gateway.networking.k8s.io", "KubernetesAPIApprovalPolicyConformant");
  EXPECT_EQ(text(api::member(bundled, "reason")), "ApprovedAnnotation");
  define();
  EXPECT_TRUE(condition("things.example.com", "KubernetesAPIApprovalPolicyConformant").is_null());
}

TEST_F(DefinitionTest, IsRefusedByPath) {
  const auto causes = [&](std::string_view patch_text) {
    kube::Json body = json(kThings);
    api::merge_patch(body, json(patch_text));
    const auto answer = create(kDefinitions, "", api::dump_json(body));
    return answer ? Causes() : answer.error().causes;
  };
  EXPECT_EQ(causes(R"({"metadata": {"name": "wrong"}})"),
            (Causes{{"FieldValueInvalid", "Invalid value: \"wrong\": must be spec.names.plural+\".\"+spec.group",
                     "metadata.name"}}));
  EXPECT_EQ(causes(R"({"spec": {"versions": [{"name": "v1", "served": true, "storage": true}]}})"),
            (Causes{{"FieldValueRequired", "Required value: schemas are required",
                     "spec.versions[0].schema.openAPIV3Schema"}}));
  EXPECT_EQ(causes(R"({"metadata": {"name": "things.x.k8s.io"}, "spec": {"group": "x.k8s.io"}})").front().field,
            "metadata.annotations[api-approved.kubernetes.io]");
  EXPECT_EQ(causes(R"({"spec": {"versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-validations": [{"rule": "self.x =="}]}}}]}})")
                .front()
                .field,
            "spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule");
  EXPECT_EQ(causes(R"({"spec": {"versions": [{"name": "v1", "served": true, "storage": true,
      "schema": {"openAPIV3Schema": {"type": "object"}},
      "additionalPrinterColumns": [{"name": "A", "type": "string", "jsonPath": "spec"}]}]}})")
                .front()
                .field,
            "spec.versions[0].additionalPrinterColumns[0].jsonPath");
}

TEST_F(DefinitionTest, BundledDefinitionsAreThereFromTheStart) {
  const auto gateways = get(kDefinitions, {"", "gateways.gateway.networking.k8s.io"});
  ASSERT_TRUE(gateways);
  EXPECT_EQ((*gateways)->meta().resource_version, 1U);
  EXPECT_EQ(text(api::member(condition("gateways.gateway.networking.k8s.io", "Established"), "status")), "True");
  EXPECT_EQ(create(kDefinitions, "", api::dump_json((*gateways)->document())).error().http_status,
            500);  // with a revision
  // A bundled kind changes as any other does.
  ASSERT_TRUE(patch(kDefinitions, {"", "gatewayclasses.gateway.networking.k8s.io"},
                    R"([{"op": "replace", "path":
      "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/description/maxLength", "value": 3}])",
                    {}, kube::PatchType::json));
  const auto refused = create(kube::kGatewayClasses, "", R"({"metadata": {"name": "c"}, "spec": {
      "controllerName": "a.b/c", "description": "long"}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().causes.front().message, "Too long: may not be more than 3 bytes");
}

class BundledTest : public testing::TestWithParam<ServedVersions> {};

TEST_P(BundledTest, EveryDefinitionPassesTheChecksOfAUsersOwn) {
  for (kube::Json& document : bundled_documents(GetParam())) {
    const std::string name(text(at(document, "metadata", "name")));
    kube::Json stored = kube::Json::array();
    for (const kube::Json& version : at(document, "spec", "versions"))
      if (api::member(version, "storage") == true) stored.push_back(api::member(version, "name"));
    document["status"]["storedVersions"] = stored;
    Causes refusals;
    check_definition(document, kube::Json(), refusals);
    EXPECT_TRUE(refusals.empty()) << name << ": " << refusals.front().field << ": " << refusals.front().message;
  }
}

INSTANTIATE_TEST_SUITE_P(Bundles, BundledTest,
                         testing::Values(ServedVersions::seed_compat, ServedVersions::gateway_api_v1_3,
                                         ServedVersions::gateway_api_v1_6));

TEST(BundledTest, EachBundleServesItsOwnSchemas) {
  const auto limit = [](ServedVersions served) {
    ApiServer server({.served = served});
    const Registry& registry = server.registry();
    const Kind& kind = registry[*registry.find(kube::kGateways)];
    const Schema* part = &kind.version("v1").schema->get();
    Findings findings;
    kube::Json gateway = json(kGatewayBody);
    for (int i = 0; i < 9; ++i) gateway["spec"]["infrastructure"]["annotations"]["k" + std::to_string(i)] = "v";
    part->check_structure(gateway, nullptr, FieldPath{}, findings);
    return findings.causes;
  };
  EXPECT_EQ(limit(ServedVersions::gateway_api_v1_3).front().message, "Too many: 9: must have at most 8 items");
  EXPECT_TRUE(limit(ServedVersions::gateway_api_v1_6).empty());
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
