#include "fake_apiserver/registry/registry.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fake_apiserver/registry/names.h"
#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {
namespace {

KindRef widget(std::string_view version) {
  auto kind = std::make_shared<Kind>();
  const std::string group("example.com");
  kind->resource = {lasting_name(group), lasting_name(version), lasting_name("widgets"), lasting_name("Widget")};
  kind->versions.push_back({kind->resource.version, nullptr, {}});
  kind->strategy = &plain_strategy();
  return kind;
}

bool lists(const Registry& registry, std::string_view kind) {
  return std::ranges::any_of(registry.kinds(), [&](const Kind& entry) { return entry.resource.kind == kind; });
}

TEST(RegistryTest, AKindComesToOneServerAlone) {
  const auto shared = Registry::make(ServedVersions::gateway_api_v1_3);
  Registry own = *shared;
  const KindIndex index = own.put(widget("v1"));
  EXPECT_EQ(index, shared->size());
  EXPECT_TRUE(own.served("example.com", "v1", "widgets"));
  EXPECT_FALSE(own.served("example.com", "v2", "widgets"));
  EXPECT_EQ(own.served_kind("example.com/v1", "Widget")->plural, "widgets");
  EXPECT_FALSE(shared->served("example.com", "v1", "widgets"));
  EXPECT_FALSE(lists(*shared, "Widget"));
  EXPECT_TRUE(lists(own, "Widget"));
}

TEST(RegistryTest, AKindThatHasGoneKeepsItsPlaceForItsReturn) {
  Registry registry;
  registry.put(widget("v1"));
  const KindIndex index = *registry.find(widget("v1")->resource);
  registry.remove(index);
  EXPECT_FALSE(registry.find(widget("v1")->resource));
  EXPECT_FALSE(registry.find_kind("example.com/v1", "Widget"));
  EXPECT_FALSE(lists(registry, "Widget"));
  EXPECT_EQ(registry.place_of(widget("v1")->resource), index);
  EXPECT_EQ(registry.put(widget("v2")), index);
  EXPECT_EQ(registry.find(widget("v2")->resource), index);
  EXPECT_EQ(registry[index].resource.version, "v2");
}

TEST(RegistryTest, NamesOutliveTheirKind) {
  kube::Resource resource;
  {
    Registry registry;
    registry.put(widget("v1"));
    resource = *registry.served("example.com", "v1", "widgets");
  }
  EXPECT_EQ(resource.api_version(), "example.com/v1");
  EXPECT_EQ(resource.kind, "Widget");
  EXPECT_EQ(lasting_name(std::string("widgets")).data(), resource.plural.data());
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
