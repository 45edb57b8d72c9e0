// Targets that are addresses of Pods: which there are, and what the TargetGroupBinding controller does about them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/targets/resolve_endpoints.h"
#include "engine/tests/target_world.h"

namespace nlbsim::engine {
namespace {

using kube::Json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing_objects::endpoint;
using testing_objects::node;
using testing_objects::pod;
using testing_objects::slice;
using testing_objects::TargetWorld;

// The world's binding with targets of type ip; the backend group may reach the Pods on port 9000.
std::unique_ptr<TargetWorld> address_world() {
  auto world = std::make_unique<TargetWorld>();
  Json document = testing_objects::binding("b", testing_objects::kTargetGroup, 9000);
  document["spec"]["targetType"] = "ip";
  world->put_binding(std::move(document));
  world->services.put(testing_objects::service("ClusterIP", 0));
  return world;
}

// Two Pods, p and q, on the nodes a and b, and a slice with both.
void add_two_pods(TargetWorld& world, const std::vector<std::string>& gates = {}) {
  world.pods.put(pod("p", "a", gates));
  world.pods.put(pod("q", "b", gates));
  world.slices.put(slice("s", "[" + endpoint("10.0.1.9", "p") + ", " + endpoint("10.0.1.10", "q") + "]"));
  world.account.addresses = {{"10.0.1.9", {"i-1", ""}}, {"10.0.1.10", {"i-2", ""}}};
}

// ---- which targets ----

struct Case {
  std::string name;
  std::string slices;  // endpoints of slice s
  std::string slice_patch = "{}";
  std::string expected = {};  // "10.0.1.9:9000 ..."
  std::string node_patch = "{}";
  std::string pod_patch = "{}";
  std::string binding_patch = "{}";
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }

class IpEndpoints : public ::testing::TestWithParam<Case> {};

TEST_P(IpEndpoints, Resolve) {
  const Case& row = GetParam();
  TargetWorld world;
  world.nodes.put(node("a", "i-1", row.node_patch));
  world.pods.put(pod("p", "a", {"b"}, row.pod_patch));
  world.pods.put(pod("q", "b"));
  world.slices.put(slice("s", "[" + row.slices + "]", row.slice_patch));
  Json document = testing_objects::binding("b", testing_objects::kTargetGroup, 9000);
  document["spec"]["targetType"] = "ip";
  document.update_at("spec", [&](Json& spec) { api::merge_patch(spec, Json::parse(row.binding_patch)); });
  const BindingListers listers{world.bindings, world.services, world.nodes, world.slices, world.pods};
  const auto resolved = resolve_endpoints(kube::Object::make(std::move(document)), listers, Profile());
  std::string text;
  if (!resolved) text = resolved.error().code;
  else
    for (const Endpoint& each : resolved->endpoints)
      text += (text.empty() ? "" : " ") + each.target_id + ":" + std::to_string(each.port);
  EXPECT_EQ(text, row.expected);
}

const std::string kNotReady = R"({"ready": false, "serving": false, "terminating": false})";
const std::string kTerminating = R"({"ready": false, "serving": true, "terminating": true})";
const std::string kUnknownNode = R"({"status": {"conditions": [{"type": "Ready", "status": "Unknown"}]}})";
const std::string kNoContainers = R"({"status": {"conditions": [{"type": "ContainersReady", "status": "False"}]}})";

INSTANTIATE_TEST_SUITE_P(
    All, IpEndpoints,
    ::testing::Values(
        Case{"ready", endpoint("10.0.1.9", "p", R"({"ready": true})"), "{}", "10.0.1.9:9000"},
        Case{"readiness not told", endpoint("10.0.1.9", "p"), "{}", "10.0.1.9:9000"},
        Case{"by text, as checkpoints want it", endpoint("10.0.1.9", "p") + ", " + endpoint("10.0.1.90", "q"), "{}",
             "10.0.1.90:9000 10.0.1.9:9000"},
        Case{"the same address twice", endpoint("10.0.1.9", "p") + ", " + endpoint("10.0.1.9", "p"), "{}",
             "10.0.1.9:9000"},
        Case{"the first address alone",
             R"({"addresses": ["10.0.1.9", "10.0.1.8"], "targetRef": {"kind": "Pod", "name": "p"}})", "{}",
             "10.0.1.9:9000"},
        Case{"no Pod", R"({"addresses": ["10.0.1.9"]})"},
        Case{"not of a Pod", R"({"addresses": ["10.0.1.9"], "targetRef": {"kind": "Node", "name": "p"}})"},
        Case{"a Pod that is not known", endpoint("10.0.1.9", "elsewhere")},
        Case{"another family", endpoint("10.0.1.9", "p"), R"({"addressType": "IPv6"})"},
        Case{"of the family that is asked for", endpoint("fd00::9", "p"), R"({"addressType": "IPv6"})", "fd00::9:9000",
             "{}", "{}", R"({"ipAddressType": "ipv6"})"},
        Case{"a slice of another Service", endpoint("10.0.1.9", "p"),
             R"({"metadata": {"labels": {"kubernetes.io/service-name": "other"}}})"},
        Case{"the port of the same name", endpoint("10.0.1.9", "p"),
             R"({"ports": [{"name": "admin", "port": 1}, {"name": "app", "port": 2}]})", "10.0.1.9:2"},
        Case{"no port of that name", endpoint("10.0.1.9", "p"), R"({"ports": [{"name": "admin", "port": 1}]})"},
        Case{"waits for its gate alone", endpoint("10.0.1.9", "p", kNotReady), "{}", "10.0.1.9:9000"},
        Case{"its containers are not ready", endpoint("10.0.1.9", "p", kNotReady), "{}", "", "{}", kNoContainers},
        Case{"terminating", endpoint("10.0.1.9", "p", kTerminating)},
        Case{"not ready on a node of unknown readiness, and nobody else", endpoint("10.0.1.9", "p", kNotReady), "{}",
             "10.0.1.9:9000", kUnknownNode},
        Case{"not ready on a node of unknown readiness beside a ready one",
             endpoint("10.0.1.9", "p", kNotReady) + ", " + endpoint("10.0.1.10", "q"), "{}", "10.0.1.10:9000",
             kUnknownNode},
        Case{"no such port of the Service", endpoint("10.0.1.9", "p"), "{}", "BackendNotFound", "{}", "{}",
             R"({"serviceRef": {"port": 1234}})"},
        Case{"no such Service", endpoint("10.0.1.9", "p"), "{}", "BackendNotFound", "{}", "{}",
             R"({"serviceRef": {"name": "none"}})"}),
    [](const auto& tested) {
      std::string name = tested.param.name;
      std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
      return name;
    });

// ---- what is done ----

TEST(IpTargets, NothingHappensBeforeTheirCachesAreFilled) {
  auto world = address_world();
  world->endpoints_known = false;
  world->run();
  EXPECT_THAT(world->take_log(), IsEmpty());
}

TEST(IpTargets, PodsAreRegisteredOnceTheirGroupsAreOpen) {
  auto world = address_world();
  add_two_pods(*world);
  world->run();
  EXPECT_THAT(world->take_log(), ElementsAre("patch finalizers [\"elbv2.k8s.aws/resources\"]", "DescribeTargetHealth",
                                             "DescribeInstances i-1 i-2", "DescribeSecurityGroups sg-node",
                                             "Authorize sg-node [tcp 9000 9000 sg-backend]",
                                             "DescribeSecurityGroups tag:kubernetes.io/cluster/demo-cluster vpc-id",
                                             "DescribeVpcs", "RegisterTargets 10.0.1.10:9000 10.0.1.9:9000",
                                             "patch checkpoint stored", "patch status {\"observedGeneration\":1}",
                                             "event Normal SuccessfullyReconciled: Successfully reconciled"));
  world->run();
  EXPECT_THAT(world->take_log(), IsEmpty());
}

TEST(IpTargets, APodThatGoesIsDeregistered) {
  auto world = address_world();
  add_two_pods(*world);
  world->run();
  world->pods.erase({"example-ns", "q"});
  world->slices.put(slice("s", "[" + endpoint("10.0.1.9", "p") + "]"));
  world->run();
  EXPECT_THAT(world->mutations(), Contains("DeregisterTargets 10.0.1.10:9000"));
  EXPECT_THAT(world->account.registered(), ElementsAre("10.0.1.9:9000"));
}

TEST(IpTargets, TheLastHealthyPodStaysUntilAnotherIs) {
  auto world = address_world();
  add_two_pods(*world);
  world->run();
  world->account.targets[{"10.0.1.10", 9000}] = "unhealthy";
  world->pods.put(pod("p", "a", {}, kNoContainers));
  world->slices.put(slice("s", "[" + endpoint("10.0.1.9", "p", kNotReady) + ", " + endpoint("10.0.1.10", "q") + "]"));
  world->take_log();
  EXPECT_TRUE(std::holds_alternative<RequeueAfter>(world->run()));
  EXPECT_THAT(world->mutations(), IsEmpty());
  // One that means to go is not held.
  world->slices.put(
      slice("s", "[" + endpoint("10.0.1.9", "p", kTerminating) + ", " + endpoint("10.0.1.10", "q") + "]"));
  world->run();
  EXPECT_THAT(world->mutations(), ElementsAre("DeregisterTargets 10.0.1.9:9000"));
}

TEST(IpTargets, AddressesOutsideTheVpcAreForAllZones) {
  auto world = address_world();
  world->pods.put(pod("p", "a"));
  world->slices.put(slice("s", "[" + endpoint("192.168.4.9", "p") + "]"));
  world->run();
  EXPECT_THAT(world->mutations(), Contains("RegisterTargets 192.168.4.9:9000@all"));
}

TEST(IpTargets, AnAddressThatAwsCannotPlaceIsTriedInTheZoneOfItsNode) {
  auto world = address_world();
  add_two_pods(*world);
  world->nodes.put(node("a", "i-1", R"({"metadata": {"labels": {"topology.kubernetes.io/zone": "us-west-2a"}}})"));
  world->account.without_zone = {"10.0.1.9"};
  world->run();
  EXPECT_THAT(
      world->mutations(),
      ElementsAre("Authorize sg-node [tcp 9000 9000 sg-backend]", "RegisterTargets 10.0.1.10:9000 10.0.1.9:9000",
                  "RegisterTargets 10.0.1.10:9000", "RegisterTargets 10.0.1.9:9000@us-west-2a"));
}

TEST(IpTargets, AnAddressThatAwsRefusesIsTold) {
  auto world = address_world();
  add_two_pods(*world);
  world->account.without_zone = {"10.0.1.9"};
  EXPECT_TRUE(std::holds_alternative<Failed>(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("10.0.1.10:9000"));
  EXPECT_THAT(world->take_log(), Contains(HasSubstr("does not accept these addresses as targets: 10.0.1.9")));
}

TEST(IpTargets, APodWithAnInterfaceOfItsOwnHasItsOwnGroup) {
  auto world = address_world();
  add_two_pods(*world);
  world->account.groups["sg-pod"].GroupId = "sg-pod";
  world->account.addresses["eni-7"] = {"", "sg-pod"};
  world->pods.put(
      pod("p", "a", {}, R"({"metadata": {"annotations": {"vpc.amazonaws.com/pod-eni": "[{\"eniId\": \"eni-7\"}]"}}})"));
  world->run();
  EXPECT_THAT(world->account.rules("sg-pod"), ElementsAre("tcp 9000 9000 sg-backend"));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 9000 9000 sg-backend"));
}

TEST(IpTargets, AnAddressOnNoInterfaceIsItsNodes) {
  auto world = address_world();
  add_two_pods(*world);
  world->account.addresses.clear();
  world->run();
  EXPECT_THAT(world->take_log(), Contains("DescribeNetworkInterfaces 10.0.1.10 10.0.1.9"));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 9000 9000 sg-backend"));
}

TEST(IpTargets, PodsAreRegisteredThoughTheirGroupCannotBeOpened) {
  auto world = address_world();
  add_two_pods(*world);
  world->account.missing_sources = {"sg-backend"};
  EXPECT_TRUE(std::holds_alternative<Failed>(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("10.0.1.10:9000", "10.0.1.9:9000"));
  EXPECT_THAT(world->take_log(), Contains(HasSubstr("event Warning FailedReconcile")));
}

TEST(IpTargets, ARuleForAPortByItsNameHasTheTargetsPorts) {
  auto world = address_world();
  add_two_pods(*world);
  Json patch = Json::object();
  patch["spec"]["networking"] = testing_objects::networking(0);
  patch.update_at("spec", [](Json& spec) {
    spec["networking"]["ingress"].update_each(
        [](Json& rule) { rule["ports"].update_each([](Json& port) { port["port"] = "app"; }); });
  });
  world->change_binding("b", patch);
  world->run();
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 9000 9000 sg-backend"));
}

TEST(IpTargets, NamedPortsAreNoneOfNodes) {
  Json ports = testing_objects::networking(0);
  ports["ingress"].update_each([](Json& rule) { rule["ports"].update_each([](Json& port) { port["port"] = "app"; }); });
  EXPECT_EQ(rules_of(ports).error().code, "InvalidNetworking");
  EXPECT_EQ(rules_of(ports, std::set<std::int32_t>{80, 81})->size(), 2);
}

TEST(IpTargets, TwoHundredTargetsToACall) {
  auto world = address_world();
  std::string endpoints;
  for (int at = 0; at < 450; ++at) {
    const std::string name = "p" + std::to_string(at);
    world->pods.put(pod(name, "a"));
    if (!endpoints.empty()) endpoints += ", ";
    endpoints += endpoint(fmt::format("10.0.{}.{}", at / 200, at % 200 + 1), name);
  }
  world->slices.put(slice("s", "[" + endpoints + "]"));
  world->run();
  std::vector<std::ptrdiff_t> sizes;
  for (const std::string& line : world->take_log())
    if (line.starts_with("RegisterTargets")) sizes.push_back(std::ranges::count(line, ' '));
  EXPECT_THAT(sizes, ElementsAre(200, 200, 50));
}

// ---- readiness gates ----

std::vector<std::string> gates_told(TargetWorld& world) {
  std::vector<std::string> told;
  for (std::string& line : world.take_log())
    if (line.starts_with("patch pod")) told.push_back(std::move(line));
  return told;
}

TEST(IpTargets, AGateOpensWhenItsTargetIsHealthy) {
  auto world = address_world();
  world->account.health_of_new = "initial";
  add_two_pods(*world, {"b"});
  const Outcome first = world->run();
  ASSERT_TRUE(std::holds_alternative<RequeueAfter>(first));
  EXPECT_EQ(std::get<RequeueAfter>(first).kind, sim::TimerKind::pending);
  EXPECT_THAT(gates_told(*world), ElementsAre("patch pod q target-health.elbv2.k8s.aws/b False",
                                              "patch pod p target-health.elbv2.k8s.aws/b False"));
  world->run();
  EXPECT_THAT(gates_told(*world), IsEmpty());  // nothing new
  world->account.targets[{"10.0.1.9", 9000}] = "healthy";
  world->account.targets[{"10.0.1.10", 9000}] = "unhealthy";
  const Outcome later = world->run();
  ASSERT_TRUE(std::holds_alternative<RequeueAfter>(later));
  EXPECT_EQ(std::get<RequeueAfter>(later).kind, sim::TimerKind::periodic);  // nothing need come of it
  EXPECT_THAT(gates_told(*world), ElementsAre("patch pod p target-health.elbv2.k8s.aws/b True"));
  world->account.targets[{"10.0.1.10", 9000}] = "healthy";
  EXPECT_TRUE(std::holds_alternative<Done>(world->run()));
  EXPECT_THAT(gates_told(*world), ElementsAre("patch pod q target-health.elbv2.k8s.aws/b True"));
}

TEST(IpTargets, GatesOfOtherBindingsAreNotTouched) {
  auto world = address_world();
  add_two_pods(*world, {"another"});
  EXPECT_TRUE(std::holds_alternative<Done>(world->run()));
  EXPECT_THAT(gates_told(*world), IsEmpty());
}

TEST(IpTargets, ABindingThatGoesOpensItsGates) {
  auto world = address_world();
  world->account.health_of_new = "unhealthy";
  add_two_pods(*world, {"b"});
  world->run();
  world->take_log();
  world->delete_binding();
  world->run();
  EXPECT_THAT(world->take_log(), ::testing::AllOf(Contains("patch pod p target-health.elbv2.k8s.aws/b True"),
                                                  Contains("patch pod q target-health.elbv2.k8s.aws/b True"),
                                                  Contains("patch finalizers null")));
  EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
}

// ---- bindings of target groups that others fill, too, and bindings made by hand ----

std::unique_ptr<TargetWorld> shared_world() {
  auto world = std::make_unique<TargetWorld>();
  Json document = testing_objects::binding("b", testing_objects::kTargetGroup, 30900);
  document["spec"]["multiClusterTargetGroup"] = true;
  world->put_binding(std::move(document));
  world->account.targets[{"i-9", 30900}] = "healthy";  // another cluster's
  return world;
}

TEST(SharedTargetGroup, OnlyOwnTargetsAreTakenOut) {
  auto world = shared_world();
  EXPECT_TRUE(std::holds_alternative<Done>(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900", "i-2:30900", "i-9:30900"));
  EXPECT_EQ(world->own_targets, "i-1:30900,i-2:30900");
  world->nodes.erase({{}, "b"});
  world->run();
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900", "i-9:30900"));
  EXPECT_EQ(world->own_targets, "i-1:30900");
  world->take_log();
  world->run();
  EXPECT_THAT(world->take_log(), IsEmpty());
}

TEST(SharedTargetGroup, ATargetIsNotedBeforeItIsRegistered) {
  auto world = shared_world();
  world->run();
  const auto log = world->take_log();
  const auto noted = std::ranges::find(log, "own targets i-1:30900,i-2:30900");
  const auto registered = std::ranges::find(log, "RegisterTargets i-1:30900 i-2:30900");
  EXPECT_LT(noted, registered);
  EXPECT_NE(registered, log.end());
}

TEST(SharedTargetGroup, ABindingThatGoesTakesItsOwnAlone) {
  auto world = shared_world();
  world->run();
  world->delete_binding();
  world->run();
  EXPECT_THAT(world->account.registered(), ElementsAre("i-9:30900"));
  EXPECT_FALSE(world->own_targets);
}

TEST(BindingByHand, WhatItLeavesOutIsAskedOfAws) {
  auto world = std::make_unique<TargetWorld>();
  Json document = testing_objects::binding("b", testing_objects::kTargetGroup, 30900);
  document.update_at("spec", [](Json& spec) {
    spec.erase("targetType");
    spec.erase("targetGroupARN");
    spec["targetGroupName"] = "by-hand";
  });
  world->put_binding(std::move(document));
  EXPECT_TRUE(std::holds_alternative<Done>(world->run()));
  const auto& spec = world->binding()->view<kube::TargetGroupBinding>().spec;
  EXPECT_EQ(spec.targetType, "instance");
  EXPECT_EQ(spec.targetGroupARN, testing_objects::kTargetGroup);
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
}

TEST(BindingByHand, WithoutATargetGroupItIsToldAndNotRetried) {
  auto world = std::make_unique<TargetWorld>();
  Json document = testing_objects::binding("b", testing_objects::kTargetGroup, 30900);
  document.update_at("spec", [](Json& spec) { spec.erase("targetGroupARN"); });
  world->put_binding(std::move(document));
  EXPECT_TRUE(std::holds_alternative<Done>(world->run()));
  EXPECT_THAT(world->take_log(), Contains(HasSubstr("the binding names no target group")));
}

TEST(IpTargets, ACrashAnywhereLeavesNothingUndone) {
  for (int steps = 1;; ++steps) {
    auto world = address_world();
    world->account.health_of_new = "healthy";
    add_two_pods(*world, {"b"});
    const bool crashed = world->crash_after(steps);
    EXPECT_TRUE(world->converge()) << steps;
    EXPECT_THAT(world->account.registered(), ElementsAre("10.0.1.10:9000", "10.0.1.9:9000")) << steps;
    EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 9000 9000 sg-backend")) << steps;
    world->take_log();
    if (!crashed) break;
  }
}

}  // namespace
}  // namespace nlbsim::engine
