#include <gmock/gmock.h>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using kube::kGateways;
using kube::ObjectKey;
using kube::ObjectRef;
using testing::HasSubstr;

const ObjectKey kGateway{"default", "gw"};

class VerbsTest : public CoreFixture {
 protected:
  ObjectRef gateway() { return *create(kGateways, "default", kGatewayBody); }
  static const Json& metadata(const ObjectRef& object) { return object->document()["metadata"]; }
};

TEST_F(VerbsTest, CreateSetsWhatTheServerOwnsAndDefaults) {
  const auto created = create(kGateways, "default", R"({"metadata": {"name": "gw", "uid": "mine", "generation": 42,
    "creationTimestamp": "2001-01-01T00:00:00Z", "deletionTimestamp": "2001-01-01T00:00:00Z", "labels": {"a": "b"}},
    "spec": {"gatewayClassName": "c", "bogus": 1, "listeners": [{"name": "l", "port": 80, "protocol": "TCP"}]},
    "status": {"conditions": []}})");
  ASSERT_TRUE(created) << created.error().message;
  const kube::ObjectMeta& meta = (*created)->meta();
  EXPECT_EQ(meta.generation, 1);
  EXPECT_EQ(meta.creation_timestamp, now);
  EXPECT_FALSE(meta.deleting());
  EXPECT_NE(meta.uid, "mine");
  EXPECT_EQ(meta.uid.size(), 36U);
  EXPECT_EQ(meta.resource_version, core.store().revision());
  const Json& document = (*created)->document();
  EXPECT_FALSE(document["spec"].contains("bogus"));
  EXPECT_EQ(document["spec"]["listeners"][0]["allowedRoutes"]["namespaces"]["from"], "Same");
  EXPECT_EQ(document["status"]["conditions"][1]["lastTransitionTime"], "1970-01-01T00:00:00Z");
  EXPECT_EQ(last_change().type, kube::WatchEventType::added);
}

TEST_F(VerbsTest, TheUidBelongsToTheNameAndHowOftenItWasCreated) {
  const std::string first = gateway()->meta().uid;
  ASSERT_TRUE(remove(kGateways, kGateway)->removed);
  const std::string second = gateway()->meta().uid;
  EXPECT_NE(first, second);
}

TEST_F(VerbsTest, VersionsAreViewsOfOneObject) {
  gateway();
  kube::Resource beta = kGateways;
  beta.version = "v1beta1";
  const auto seen = get(beta, kGateway);
  ASSERT_TRUE(seen);
  EXPECT_EQ((*seen)->api_version(), "gateway.networking.k8s.io/v1beta1");
  EXPECT_EQ((*get(kGateways, kGateway)).get(), core.store().find(*core.registry().find(kGateways), kGateway).get());
  ASSERT_TRUE(patch(beta, kGateway, R"({"spec": {"gatewayClassName": "x"}})"));
  EXPECT_EQ((*get(kGateways, kGateway))->api_version(), "gateway.networking.k8s.io/v1");
}

TEST_F(VerbsTest, GenerationCountsSpecChangesOnly) {
  gateway();
  EXPECT_EQ((*patch(kGateways, kGateway, R"({"metadata": {"labels": {"a": "b"}}})"))->meta().generation, 1);
  EXPECT_EQ(
      (*patch(kGateways, kGateway, R"({"metadata": {"finalizers": ["gateway.k8s.aws/nlb"]}})"))->meta().generation, 1);
  EXPECT_EQ((*patch(kGateways, kGateway, R"({"status": {"addresses": []}})", "status"))->meta().generation, 1);
  EXPECT_EQ((*patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "x"}})"))->meta().generation, 2);
  EXPECT_EQ(remove(kGateways, kGateway)->object->meta().generation, 3);
}

TEST_F(VerbsTest, StatusAndMainPathDoNotMix) {
  gateway();
  const auto main = patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "x"}, "status": {"conditions": []}})");
  EXPECT_EQ((*main)->document()["status"]["conditions"].size(), 2U);
  const auto status = patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "y"},
    "metadata": {"labels": {"a": "b"}}, "status": {"addresses": [{"type": "Hostname", "value": "a.b"}]}})",
                            "status");
  ASSERT_TRUE(status);
  EXPECT_EQ((*status)->document()["spec"]["gatewayClassName"], "x");
  EXPECT_TRUE((*status)->meta().labels.empty());
  EXPECT_EQ((*status)->document()["status"]["addresses"][0]["value"], "a.b");
  EXPECT_EQ((*status)->document()["status"]["conditions"].size(), 2U);
  EXPECT_EQ(last_change().subresource, "status");
}

TEST_F(VerbsTest, AnEqualWriteIsNone) {
  const std::uint64_t created = gateway()->meta().resource_version;
  // The first write after a create stores the defaulted status, even if it changes nothing.
  const ObjectRef first = *patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "aws-nlb"}})");
  EXPECT_GT(first->meta().resource_version, created);
  const std::size_t events = changes.size();
  EXPECT_EQ(*patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "aws-nlb"}})"), first);
  EXPECT_EQ(changes.size(), events);
}

TEST_F(VerbsTest, DryRunChangesNothing) {
  const auto created = create(kGateways, "default", kGatewayBody, true);
  ASSERT_TRUE(created);
  EXPECT_FALSE((*created)->meta().uid.empty());
  EXPECT_EQ((*created)->meta().resource_version, 0U);
  EXPECT_EQ(get(kGateways, kGateway).error().code, "NotFound");
}

TEST_F(VerbsTest, AFinalizerHoldsTheObjectAndItsRemovalLetsItGo) {
  gateway();
  patch(kGateways, kGateway, R"({"metadata": {"finalizers": ["gateway.k8s.aws/nlb"]}})");
  const auto marked = remove(kGateways, kGateway);
  ASSERT_TRUE(marked);
  EXPECT_FALSE(marked->removed);
  EXPECT_EQ(metadata(marked->object)["deletionGracePeriodSeconds"], 0);
  const std::uint64_t revision = marked->object->meta().resource_version;
  EXPECT_EQ(remove(kGateways, kGateway)->object->meta().resource_version, revision);  // asked again

  EXPECT_EQ(create(kGateways, "default", kGatewayBody).error().message,
            "object is being deleted: gateways.gateway.networking.k8s.io \"gw\" already exists");
  const auto more = patch(kGateways, kGateway, R"({"metadata": {"finalizers": ["gateway.k8s.aws/nlb", "e.com/new"]}})");
  EXPECT_EQ(
      more.error().message,
      "Gateway.gateway.networking.k8s.io \"gw\" is invalid: metadata.finalizers: Forbidden: no new finalizers can "
      "be added if the object is being deleted, found new finalizers []string{\"e.com/new\"}");

  const auto last = patch(kGateways, kGateway, R"({"metadata": {"finalizers": null}})");
  ASSERT_TRUE(last);
  EXPECT_EQ((*last)->meta().resource_version, revision);  // the old one
  EXPECT_TRUE((*last)->meta().finalizers.empty());
  EXPECT_EQ(last_change().type, kube::WatchEventType::deleted);
  EXPECT_GT(last_change().object->meta().resource_version, revision);
  EXPECT_EQ(last_change().object->meta().finalizers.size(), 1U);  // the state before
  EXPECT_EQ(get(kGateways, kGateway).error().http_status, 404);
}

TEST_F(VerbsTest, DeletePreconditions) {
  const ObjectRef object = gateway();
  kube::Delete::Request request{kGateways, kGateway, "other", {}, {}, false, {}};
  EXPECT_EQ(call<kube::Delete>(request).error().message,
            "Operation cannot be fulfilled on Gateway.gateway.networking.k8s.io \"gw\": the UID in the precondition "
            "(other) does not match the UID in record (" +
                object->meta().uid + "). The object might have been deleted and then recreated");
  request.uid = object->meta().uid;
  request.resource_version = 1;
  EXPECT_EQ(call<kube::Delete>(request).error().code, "Conflict");
  request.resource_version = object->meta().resource_version;
  EXPECT_TRUE(call<kube::Delete>(request)->removed);
  EXPECT_EQ(remove(kGateways, kGateway, "Sideways").error().http_status, 422);
}

TEST_F(VerbsTest, ErrorsOfWrites) {
  const ObjectRef object = gateway();
  Json stale = object->document();
  patch(kGateways, kGateway, R"({"spec": {"gatewayClassName": "x"}})");
  const auto message = [](const auto& result) { return result ? "accepted" : result.error().message; };
  EXPECT_EQ(message(update(kGateways, kGateway, stale)),
            "Operation cannot be fulfilled on gateways.gateway.networking.k8s.io \"gw\": the object has been modified; "
            "please apply your changes to the latest version and try again");
  stale["metadata"].erase("resourceVersion");
  EXPECT_EQ(
      message(update(kGateways, kGateway, stale)),
      "gateways.gateway.networking.k8s.io \"gw\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be "
      "specified for an update");
  stale["metadata"]["resourceVersion"] = "abc";
  EXPECT_EQ(message(update(kGateways, kGateway, stale)), "strconv.ParseUint: parsing \"abc\": invalid syntax");
  EXPECT_EQ(message(update(kGateways, {"default", "zz"}, stale)),
            "Operation cannot be fulfilled on gateways.gateway.networking.k8s.io \"zz\": StorageError: invalid object, "
            "Code: 4, Key: /registry/gateway.networking.k8s.io/gateways/default/zz, ResourceVersion: 0, "
            "AdditionalErrorMsg: Precondition failed: UID in precondition: " +
                object->meta().uid + ", UID in object meta: ");
  EXPECT_EQ(
      message(patch(kGateways, kGateway, R"({"metadata": {"resourceVersion": null}})")),
      "gateways.gateway.networking.k8s.io \"gw\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be "
      "specified for an update");
  EXPECT_EQ(message(patch(kGateways, kGateway, R"({"metadata": {"resourceVersion": "1"}})")),
            message(update(kGateways, kGateway, object->document())));
  EXPECT_EQ(message(patch(kGateways, kGateway, R"({"metadata": {"name": "other"}})")),
            "the name of the object (other) does not match the name on the URL (gw)");
  EXPECT_EQ(message(patch(kGateways, kGateway, "[]")),
            "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
  EXPECT_EQ(message(patch(kGateways, kGateway, R"({"kind": "GatewayClass"})")),
            "GatewayClass.gateway.networking.k8s.io \"gw\" is invalid: kind: Invalid value: \"GatewayClass\": must be "
            "Gateway");
  EXPECT_EQ(message(patch(kGateways, kGateway, "{}", "", kube::PatchType::strategic)),
            "the body of the request was in an unknown format - accepted media types include: "
            "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
  EXPECT_EQ(
      message(patch(kGateways, kGateway, R"([{"op": "remove", "path": "/spec/nope"}])", "", kube::PatchType::json)),
      "the server rejected our request due to an error in our request");
  EXPECT_EQ(message(create(kGateways, "nosuch", kGatewayBody)), "namespaces \"nosuch\" not found");
  EXPECT_EQ(message(create(kGateways, "default", kGatewayBody)),
            "gateways.gateway.networking.k8s.io \"gw\" already exists");
  EXPECT_EQ(message(patch(kube::kReferenceGrants, {"default", "rg"}, "{}", "status")),
            "referencegrants.gateway.networking.k8s.io \"rg\" not found");
}

TEST_F(VerbsTest, PagesStayAtTheRevisionOfTheFirst) {
  for (const char* name : {"a", "b", "c"})
    create(kube::kLeases, "default", std::string(R"({"metadata": {"name": ")") + name + R"("}})");
  kube::List::Request request;
  request.resource = kube::kLeases;
  request.limit = 2;
  const auto first = call<kube::List>(request);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->remaining, 1);
  remove(kube::kLeases, {"default", "c"});
  create(kube::kLeases, "default", R"({"metadata": {"name": "d"}})");
  request.continue_token = first->continue_token;
  const auto second = call<kube::List>(request);
  ASSERT_TRUE(second) << second.error().message;
  ASSERT_EQ(second->items.size(), 1U);
  EXPECT_EQ(second->items[0]->meta().name, "c");
  EXPECT_EQ(second->resource_version, first->resource_version);
  EXPECT_TRUE(second->continue_token.empty());

  core.compact(core.store().revision());
  EXPECT_EQ(call<kube::List>(request).error().code, "Expired");
  request.continue_token = "garbage";
  EXPECT_THAT(call<kube::List>(request).error().message,
              HasSubstr("invalid continue token: continue key is not valid"));
  request.continue_token.clear();
  request.resource_version = 10000;
  EXPECT_EQ(call<kube::List>(request).error().http_status, 504);
  request.resource_version = 0;  // from the cache: whole
  EXPECT_EQ(call<kube::List>(request)->items.size(), 3U);
}

TEST_F(VerbsTest, ANamespaceLosesItsContentThenGoes) {
  create(kube::kNamespaces, "", R"({"metadata": {"name": "gone"}})");
  create(kGateways, "gone", kGatewayBody);
  patch(kGateways, {"gone", "gw"}, R"({"metadata": {"finalizers": ["gateway.k8s.aws/nlb"]}})");
  const auto marked = remove(kube::kNamespaces, {"", "gone"});
  ASSERT_TRUE(marked);
  EXPECT_EQ(marked->object->document()["status"]["phase"], "Terminating");
  EXPECT_EQ(create(kGateways, "gone", kGatewayBody).error().message,
            "gateways.gateway.networking.k8s.io \"gw\" is forbidden: unable to create new content in namespace gone "
            "because it is being terminated");
  advance(std::chrono::seconds(60));
  EXPECT_TRUE((*get(kGateways, {"gone", "gw"}))->meta().deleting());
  EXPECT_THAT(api::dump_json((*get(kube::kNamespaces, {"", "gone"}))->document()),
              HasSubstr("gateway.k8s.aws/nlb in 1 resource instances"));
  EXPECT_FALSE(core.next_deadline());  // a finalizer holds it: nothing comes by itself
  patch(kGateways, {"gone", "gw"}, R"({"metadata": {"finalizers": null}})");
  advance(std::chrono::seconds(60));
  EXPECT_EQ(get(kube::kNamespaces, {"", "gone"}).error().code, "NotFound");
  EXPECT_EQ(remove(kube::kNamespaces, {"", "default"}).error().message,
            "namespaces \"default\" is forbidden: this namespace may not be deleted");
}

TEST_F(VerbsTest, DependentsFollowTheirLastOwner) {
  const kube::Resource maps = *core.registry().served("", "v1", "configmaps");
  const std::string a = (*create(maps, "default", R"({"metadata": {"name": "a"}})"))->meta().uid;
  const std::string b = (*create(maps, "default", R"({"metadata": {"name": "b"}})"))->meta().uid;
  Json child = json(R"({"metadata": {"name": "child", "ownerReferences": [
    {"apiVersion": "v1", "kind": "ConfigMap", "name": "a"}, {"apiVersion": "v1", "kind": "ConfigMap", "name": "b"}]}})");
  child["metadata"]["ownerReferences"][0]["uid"] = a;
  child["metadata"]["ownerReferences"][1]["uid"] = b;
  ASSERT_TRUE(create(maps, "default", api::dump_json(child)));
  remove(maps, {"default", "a"});
  advance(std::chrono::seconds(1));
  EXPECT_EQ((*get(maps, {"default", "child"}))->meta().owner_references.size(), 1U);
  EXPECT_FALSE(remove(maps, {"default", "b"}, "Foreground")->removed);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(get(maps, {"default", "child"}).error().code, "NotFound");
  EXPECT_EQ(get(maps, {"default", "b"}).error().code, "NotFound");
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
