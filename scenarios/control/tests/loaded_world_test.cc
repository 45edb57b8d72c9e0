// What `serve --load` brings is there before anybody connects.
#include <gmock/gmock.h>

#include "fake_apiserver/api_server.h"
#include "scenarios/control/tests/served.h"
#include "scenarios/language/load.h"
#include "scenarios/runner/manifest_set.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

class LoadedWorldTest : public testing::Test {
 protected:
  void SetUp() override {
    ServeSettings settings;
    settings.kube_listen = "127.0.0.1:0";
    settings.aws_listen = "127.0.0.1:0";
    auto started = ServedWorld::start(io, settings);
    ASSERT_TRUE(started) << started.error().message;
    served = *std::move(started);
  }
  Result<void> load(std::string_view text) {
    auto manifests = load_manifests_text(text, "export.yaml");
    if (!manifests) return sim::forward(manifests.error());
    return served->load(prepare_manifests(*std::move(manifests), "seed-compat").manifests);
  }
  Json stored(std::string_view api_version, std::string_view kind, const kube::ObjectKey& key) {
    const auto& core = served->world().clusters().front().core;
    const auto found = core.store().find(*core.registry().find_kind(api_version, kind), key);
    return found ? found->document() : Json();
  }
  boost::asio::io_context io{1};
  std::unique_ptr<ServedWorld> served;
};

TEST_F(LoadedWorldTest, HoldsAnExportAndKindsThatItBrings) {
  const auto loaded = load(R"(
apiVersion: v1
kind: List
items:
- apiVersion: example.com/v1
  kind: Widget
  metadata: {name: w, namespace: shop, uid: 1-2, resourceVersion: "77", creationTimestamp: "2020-01-01T00:00:00Z"}
  spec: {size: 3}
- apiVersion: v1
  kind: Service
  metadata: {name: web, namespace: shop, resourceVersion: "78", uid: 1-3}
  spec: {clusterIP: 172.20.3.4, clusterIPs: [172.20.3.4], ports: [{port: 80}]}
  status: {loadBalancer: {}}
- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
  metadata: {name: widgets.example.com}
  spec:
    group: example.com
    scope: Namespaced
    names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
    versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
)");
  ASSERT_TRUE(loaded) << loaded.error().causes.front().message;
  EXPECT_EQ(api::at(stored("example.com/v1", "Widget", {"shop", "w"}), "spec", "size"), 3);
  EXPECT_THAT(std::string(api::text(api::at(stored("v1", "Service", {"shop", "web"}), "spec", "clusterIP"))),
              testing::StartsWith("10.96."));
}

TEST_F(LoadedWorldTest, NamesEachObjectThatIsRefusedAndWhereItStands) {
  const auto loaded = load(R"(
apiVersion: v1
kind: Service
metadata: {name: none}
spec: {ports: []}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kept}
)");
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().causes.size(), 1U);
  EXPECT_THAT(loaded.error().causes[0].message, HasSubstr("Service none: "));
  EXPECT_THAT(loaded.error().causes[0].message, HasSubstr("spec.ports: Required value"));
  EXPECT_EQ(loaded.error().causes[0].field, "export.yaml:2");
  EXPECT_FALSE(stored("v1", "ConfigMap", {"default", "kept"}).is_null());
}

}  // namespace
}  // namespace nlbsim::scenarios
