#include "engine/reconcilers/binding_triggers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/tests/target_objects.h"

namespace nlbsim::engine {
namespace {

using kube::WatchEventType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_objects::node;
using testing_objects::service;

Delta modified(kube::ObjectRef before, kube::ObjectRef after) {
  return {WatchEventType::modified, std::move(after), std::move(before), 0};
}
kube::ObjectRef binding_of(std::string_view service_name) {
  auto document = testing_objects::binding("b", "arn", 1);
  document["spec"]["serviceRef"]["name"] = service_name;
  return kube::Object::make(std::move(document));
}

struct NodeRow {
  std::string_view before, after;
  NodeChange change;
};

const NodeRow kNodeRows[] = {
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"x"}]}})",
     NodeChange::nothing},
    {R"({})", R"({"spec":{"unschedulable":true}})", NodeChange::nothing},
    {R"({})", R"({"metadata":{"labels":{"pool":"blue"}}})", NodeChange::labels},
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"False"}]}})", NodeChange::eligibility},
    {R"({})", R"({"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})", NodeChange::eligibility},
    {R"({})", R"({"metadata":{"labels":{"node.kubernetes.io/exclude-from-external-load-balancers":""}}})",
     NodeChange::eligibility},
    {R"({"spec":{"providerID":""}})", R"({})", NodeChange::eligibility},
    {R"({})", R"({"metadata":{"uid":"made anew"}})", NodeChange::eligibility},
};

TEST(NodeChange, Compared) {
  for (const NodeRow& row : kNodeRows)
    EXPECT_EQ(compare_nodes(modified(node("a", "i-1", row.before), node("a", "i-1", row.after))), row.change)
        << row.after;
}

TEST(NodeChange, ComingAndGoingMatterAResyncDoesNot) {
  const auto object = node("a", "i-1");
  EXPECT_EQ(compare_nodes({WatchEventType::added, object, nullptr, 0}), NodeChange::eligibility);
  EXPECT_EQ(compare_nodes({WatchEventType::deleted, object, object, 0}), NodeChange::eligibility);
  EXPECT_EQ(compare_nodes(modified(object, object)), NodeChange::nothing);
}

TEST(ServiceMatters, TypeAndPorts) {
  EXPECT_TRUE(service_matters(modified(service("NodePort", 30900), service("NodePort", 30901))));
  EXPECT_TRUE(service_matters(modified(service("NodePort", 30900), service("LoadBalancer", 30900))));
  EXPECT_FALSE(service_matters(modified(service("NodePort", 30900), service("NodePort", 30900))));
  EXPECT_TRUE(service_matters({WatchEventType::deleted, service("NodePort", 30900), nullptr, 0}));
}

TEST(ServiceIndex, FollowsItsBindings) {
  ServiceIndex index;
  index.update({WatchEventType::added, binding_of("s"), nullptr, 0});
  EXPECT_THAT(index.bindings_of({"example-ns", "s"}), ElementsAre(kube::ObjectKey{"example-ns", "b"}));
  index.update(modified(binding_of("s"), binding_of("t")));
  EXPECT_THAT(index.bindings_of({"example-ns", "s"}), IsEmpty());
  EXPECT_EQ(index.bindings_of({"example-ns", "t"}).size(), 1U);
  index.update({WatchEventType::deleted, binding_of("t"), binding_of("t"), 0});
  EXPECT_THAT(index.bindings_of({"example-ns", "t"}), IsEmpty());
}

}  // namespace
}  // namespace nlbsim::engine
