#include "engine/reconcilers/gateway_reconciler.h"

#include <fmt/format.h>

#include "engine/names.h"
#include "engine/tests/reconcile_fixture.h"

namespace nlbsim::engine::testing {
namespace {

// AWS as the reconciler sees it. What happens is told to the log that the API server's writes go to, too.
class ScriptedDeployer final : public GatewayDeployer {
 public:
  explicit ScriptedDeployer(std::vector<std::string>& log) : log_(log) {}
  sim::Task<sim::Result<Stack>> build(kube::ObjectRef, LoadedGateway loaded, sim::RecordId) override {
    log_.push_back("build");
    ports = std::move(loaded.ports);
    if (!build_error.empty()) co_return sim::fail("ValidationError", build_error);
    co_return Stack();
  }
  sim::Task<DeployOutcome> deploy(Stack, sim::RecordId) override {
    log_.push_back("deploy");
    constexpr sim::Duration kWork = std::chrono::milliseconds(100);
    co_await sim::sleep_for(kWork);
    DeployOutcome outcome;
    outcome.load_balancer = load_balancer;
    outcome.failures = failures;
    co_return outcome;
  }
  sim::Task<CertificateInventoryRef> certificates(sim::RecordId) override {
    co_return std::make_shared<const CertificateInventory>();
  }
  sim::Task<sim::Result<void>> release(kube::ObjectKey, sim::RecordId) override {
    log_.push_back("release");
    co_return sim::Result<void>();
  }
  sim::Task<DeployOutcome> remove(kube::ObjectRef, sim::RecordId) override {
    log_.push_back("remove");
    DeployOutcome outcome;
    outcome.failures = failures;
    co_return outcome;
  }

  std::optional<DeployedLoadBalancer> load_balancer = DeployedLoadBalancer{"arn:lb", "lb.example.com", "active"};
  std::vector<DeployFailure> failures;
  std::string build_error;
  std::vector<LoadedPort> ports;

 private:
  std::vector<std::string>& log_;
};

DeployFailure refused(std::string operation, std::string object, std::string code, std::vector<std::int32_t> ports) {
  DeployFailure failure;
  failure.object = std::move(object);
  failure.error.code = std::move(code);
  failure.error.message = "as the test asks";
  failure.error.origin = std::move(operation);
  failure.ports = std::move(ports);
  return failure;
}

class GatewayController : public ReconcileTest {
 protected:
  GatewayController()
      : ReconcileTest(kGateway + kService + kRoute),
        deployer_(kube_.log),
        routes_(context_, cluster_.listers(),
                [this](const kube::ObjectKey& key, sim::RecordId) { kube_.log.push_back("post " + key.text()); }),
        reconciler_(context_, cluster_.listers(), deployer_, routes_,
                    [this](const kube::ObjectRef&, GatewayEvent event, sim::RecordId) {
                      events_.push_back((event.type == EventType::warning ? "Warning " : "Normal ") +
                                        std::string(event.reason) + ": " + event.message);
                    }) {}

  std::string reconcile() { return render(run(reconciler_, {"a", "gw"})); }
  void patch_gateway(const std::string& patch) { cluster_.patch(kube::kGateways, {"a", "gw"}, flow(patch)); }
  // The conditions of the route's one entry, once its worker has written them, and why it is not accepted.
  std::string route_shows() {
    run(routes_, {"a", "r"});
    const auto& parents = cluster_.get(kube::kTcpRoutes, {"a", "r"})->view<kube::Route>().status.parents;
    if (parents.size() != 1) return fmt::format("{} entries", parents.size());
    return render(parents[0].conditions) + "\n" + parents[0].conditions[0].message;
  }
  void mark_deleted() { patch_gateway("{metadata: {deletionTimestamp: \"2026-01-01T00:00:05Z\"}}"); }
  void set_class_accepted(const std::string& status) {
    cluster_.patch(kube::kGatewayClasses, {"", "nlb"},
                   flow("{status: {conditions: [{type: Accepted, status: \"" + status + "\"}]}}"));
  }

  using Lines = std::vector<std::string>;
  std::vector<std::string> events_;
  ScriptedDeployer deployer_;
  RouteStatusReconciler routes_;
  GatewayReconciler reconciler_;
};

TEST_F(GatewayController, ConvergesInTheRealOrder) {
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "gateways a/gw ", "build", "deploy", "gateways a/gw status"}));
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=True/Programmed");
  EXPECT_EQ(events_, Lines{"Normal SuccessfullyReconciled: Successfully reconciled"});
  ASSERT_EQ(deployer_.ports.size(), 1u);
  EXPECT_EQ(deployer_.ports[0].state, PortState::serving);
}

TEST_F(GatewayController, SecondRunWritesNothingToTheGateway) {
  reconcile();
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "build", "deploy"}));  // the post waits for its own worker
}

TEST_F(GatewayController, LooksAgainWhileProvisioning) {
  deployer_.load_balancer->state = "provisioning";
  EXPECT_EQ(reconcile(), "requeue-after 2m");
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=Unknown/Pending");
  EXPECT_TRUE(events_.empty());  // waiting is neither an error nor a Warning
}

TEST_F(GatewayController, NothingIsExpectedOfAFailedLoadBalancer) {
  deployer_.load_balancer->state = "failed";
  EXPECT_EQ(reconcile(), "requeue-after 2m periodic");
}

TEST_F(GatewayController, WarningOfTheReleaseThatReportsARequeueAsOne) {
  profile_.requeue_is_warning = true;
  deployer_.load_balancer->state = "provisioning";
  reconcile();
  EXPECT_EQ(events_, Lines{"Warning FailedUpdateStatus: Failed update status due to requeue needed after 2m0s: "
                           "Monitoring provisioning state"});
}

TEST_F(GatewayController, WaitsForItsClassWithoutAWord) {
  set_class_accepted("Unknown");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayController, RefusedClassRefusesTheGatewayAndItsRoutes) {
  set_class_accepted("False");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(conditions(gateway()), " Accepted=False/Invalid Programmed=False/Invalid");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "gateways a/gw status"}));
  EXPECT_EQ(route_shows(),
            " Accepted=False/ParentNotAccepted ResolvedRefs=True/ResolvedRefs\n"
            "Gateway a/gw is not accepted: Unable to materialize gateway when gateway class [nlb] is not accepted");
}

TEST_F(GatewayController, ReleaseThatDoesNotWaitForTheClassRetries) {
  profile_.gateway_waits_for_class = false;
  set_class_accepted("Unknown");
  EXPECT_EQ(reconcile(), "failed GatewayClassNotAccepted");
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.conditions[0].message,
            "Unable to materialize gateway when gateway class [nlb] is not accepted");
}

TEST_F(GatewayController, AbsentGatewayAndForeignClassAreSilent) {
  EXPECT_EQ(render(run(reconciler_, {"a", "absent"})), "done");
  patch_gateway("{spec: {gatewayClassName: absent}}");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, std::vector<std::string>{"release"});  // what an absent Gateway may have held is let go
}

TEST_F(GatewayController, ParametersThatCannotBeFoundAreInvalid) {
  patch_gateway("{spec: {infrastructure: {parametersRef: {group: g, kind: LoadBalancerConfiguration, name: n}}}}");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(conditions(gateway()), " Accepted=False/InvalidParameters Programmed=False/Invalid");
  const auto& listeners = gateway()->view<kube::Gateway>().status.listeners;
  ASSERT_EQ(listeners.size(), 1u);
  EXPECT_EQ(listeners[0].attachedRoutes, 0);
  EXPECT_EQ(route_shows(),
            " Accepted=False/ParentNotAccepted ResolvedRefs=True/ResolvedRefs\n"
            "Gateway a/gw is not accepted: LoadBalancerConfiguration (n,a) not found");
}

struct AddressRow {
  const char* addresses;
  const char* conditions;
  bool built;
};

TEST_F(GatewayController, RequestedAddressesAreServedOrRefused) {
  const AddressRow rows[] = {
      {"[{type: Hostname}]", " Accepted=True/Accepted Programmed=True/Programmed", true},
      {"[{type: Hostname, value: my.example.com}]", " Accepted=True/Accepted Programmed=False/AddressNotUsable", true},
      {"[{type: IPAddress, value: \"10.0.0.7\"}]", " Accepted=True/Accepted Programmed=False/AddressNotUsable", true},
      {"[{type: IPAddress}]", " Accepted=True/Accepted Programmed=False/AddressNotAssigned", true},
      {"[{value: \"10.0.0.7\"}]", " Accepted=True/Accepted Programmed=False/AddressNotUsable", true},
      {"[{type: test/fake-invalid-type, value: x}]", " Accepted=False/UnsupportedAddress Programmed=False/Invalid",
       false},
  };
  for (const AddressRow& row : rows) {
    kube_.log.clear();
    patch_gateway(std::string("{spec: {addresses: ") + row.addresses + "}}");
    reconcile();
    EXPECT_EQ(conditions(gateway()), row.conditions) << row.addresses;
    EXPECT_EQ(std::ranges::count(kube_.log, "deploy"), row.built ? 1 : 0) << row.addresses;
  }
}

TEST_F(GatewayController, ViolationIsToldOnceAndNotRetried) {
  cluster_.apply(route("a/young@9"));
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(reconcile(), "done");
  const auto warnings = std::ranges::count_if(events_, [](const auto& e) { return e.starts_with("Warning"); });
  EXPECT_EQ(warnings, 1);
  cluster_.erase(kube::kTcpRoutes, {"a", "young"});
  reconcile();
  cluster_.apply(route("a/young@9"));
  events_.clear();
  reconcile();
  EXPECT_TRUE(events_.front().starts_with("Warning FailedBuildModel"));  // it came back
}

TEST_F(GatewayController, ReleaseThatFreezesTheGatewayBuildsNothing) {
  profile_.violations_freeze_gateway = true;
  profile_.oldest_route_serves = false;
  cluster_.apply(route("a/young@9"));
  EXPECT_EQ(reconcile(), "failed FailedBuildModel");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "post a/young"}));
}

TEST_F(GatewayController, WithoutAValidListenerNothingIsBuilt) {
  patch_gateway("{spec: {listeners: [{name: h, protocol: HTTP, port: 80}]}}");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(conditions(gateway()), " Accepted=False/ListenersNotValid Programmed=False/Invalid");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "gateways a/gw status"}));
}

TEST_F(GatewayController, BuildFailureIsToldOnceAndRetried) {
  deployer_.build_error = "no subnets";
  EXPECT_EQ(reconcile(), "failed ValidationError");
  EXPECT_EQ(reconcile(), "failed ValidationError");
  EXPECT_EQ(events_, Lines{"Warning FailedBuildModel: Failed build model due to ValidationError: no subnets"});
  EXPECT_EQ(conditions(gateway()), " Accepted=False/Invalid");
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.conditions[0].message,
            "Failed build model due to ValidationError: no subnets");
  ASSERT_EQ(gateway()->view<kube::Gateway>().status.listeners.size(), 1u);
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.listeners[0].attachedRoutes, 1);
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));  // what the build made can be cleaned up
}

TEST_F(GatewayController, FinalizerAfterTheBuildWhereTheReleaseHasItSo) {
  profile_.finalizer_before_build = false;
  deployer_.build_error = "no subnets";
  reconcile();
  EXPECT_FALSE(gateway()->meta().has_finalizer(kGatewayFinalizer));
  deployer_.build_error.clear();
  kube_.log.clear();
  reconcile();
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "build", "gateways a/gw ", "deploy", "gateways a/gw status"}));
}

TEST_F(GatewayController, WithoutALoadBalancerTheGatewayIsNotAcceptedAndWhatItWasStays) {
  reconcile();
  deployer_.load_balancer.reset();
  deployer_.failures = {refused("CreateLoadBalancer", "load balancer n", "TooManyLoadBalancers", {})};
  deployer_.failures[0].whole = true;
  EXPECT_EQ(reconcile(), "failed TooManyLoadBalancers");
  EXPECT_EQ(conditions(gateway()), " Accepted=False/Invalid Programmed=True/Programmed");
  EXPECT_EQ(events_.back(),
            "Warning FailedDeployModel: Failed deploy model due to CreateLoadBalancer of load balancer n: "
            "TooManyLoadBalancers: as the test asks");
  deployer_.failures.clear();
  deployer_.load_balancer = DeployedLoadBalancer{"arn:lb", "lb.example.com", "active"};
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=True/Programmed");
}

TEST_F(GatewayController, ARefusedListenerTellsAndTheGatewayStaysProgrammed) {
  deployer_.failures = {refused("CreateListener", "listener 8080", "TooManyListeners", {8080})};
  EXPECT_EQ(reconcile(), "failed TooManyListeners");
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=True/Programmed");
  const auto& listeners = gateway()->view<kube::Gateway>().status.listeners;
  ASSERT_EQ(listeners.size(), 1u);
  EXPECT_EQ(listeners[0].attachedRoutes, 1);
  const auto* programmed = kube::find_condition(listeners[0].conditions, "Programmed");
  ASSERT_TRUE(programmed);
  EXPECT_EQ(programmed->status, "False");
  EXPECT_EQ(programmed->message, "CreateListener of listener 8080: TooManyListeners: as the test asks");
}

TEST_F(GatewayController, AFailureIsToldOnceUntilItHasGoneAndComeBack) {
  deployer_.failures = {refused("CreateListener", "listener 8080", "TooManyListeners", {8080})};
  reconcile();
  reconcile();
  EXPECT_EQ(events_.size(), 1u);
  deployer_.failures.clear();
  reconcile();
  events_.clear();
  deployer_.failures = {refused("CreateListener", "listener 8080", "TooManyListeners", {8080})};
  reconcile();
  EXPECT_EQ(events_.size(), 1u);
}

TEST_F(GatewayController, WhatWaitsForSomebodyIsLookedAtSeldomAndNothingWaitsForThat) {
  deployer_.failures = {refused("", "listener 8080", kForeignResource, {8080})};
  EXPECT_EQ(reconcile(), "requeue-after 16m40s periodic");
  deployer_.failures.push_back(refused("AddTags", "listener 8080", "Throttling", {}));
  EXPECT_EQ(reconcile(), "failed Throttling");
}

TEST_F(GatewayController, NothingIsMadeBeforeTheFinalizerStands) {
  kube_.refusals = {"Forbidden"};
  EXPECT_EQ(reconcile(), "failed Forbidden");
  EXPECT_EQ(kube_.log, Lines{"post a/r"});
  EXPECT_TRUE(events_.back().starts_with("Warning FailedAddFinalizer"));
}

TEST_F(GatewayController, FinalizerConflictIsRetriedInPlace) {
  kube_.refusals = {"Conflict", "Conflict", "Conflict"};
  EXPECT_EQ(reconcile(), "done");
  kube_.refusals = {"Conflict", "Conflict", "Conflict", "Conflict"};
  patch_gateway("{metadata: {finalizers: null}}");
  EXPECT_EQ(reconcile(), "failed Conflict");
}

TEST_F(GatewayController, StatusSpeaksOfTheGenerationThatWasBuilt) {
  patch_gateway("{metadata: {finalizers: [gateway.k8s.aws/nlb]}}");
  kube_.before_patch = [] {};
  // The user edits while AWS is at work.
  auto edit = [this] { patch_gateway("{metadata: {generation: 2}}"); };
  scheduler_.after(actor_, std::chrono::milliseconds{50}, sim::TimerKind::pending, edit);
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.conditions[0].observedGeneration, 1);
}

TEST_F(GatewayController, StatusConflictIsRetriedWithoutAWarning) {
  patch_gateway("{metadata: {finalizers: [gateway.k8s.aws/nlb]}}");
  kube_.refusals = {"Conflict"};
  EXPECT_EQ(reconcile(), "failed Conflict");
  EXPECT_TRUE(events_.empty());
  kube_.refusals = {"InternalError"};
  EXPECT_EQ(reconcile(), "failed InternalError");
  EXPECT_EQ(events_, Lines{"Warning FailedUpdateStatus: Failed update status due to refused"});
}

TEST_F(GatewayController, DeletionIsNotHeldUpByRoutes) {
  reconcile();
  mark_deleted();
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"remove", "gateways a/gw "}));
  EXPECT_FALSE(gateway()->meta().has_finalizer(kGatewayFinalizer));
}

TEST_F(GatewayController, RoutesHoldUpDeletionWhereTheReleaseHasItSo) {
  profile_.routes_block_deletion = true;
  reconcile();
  mark_deleted();
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "failed GatewayInUse");
  EXPECT_EQ(events_.back(),
            "Warning FailedDeleteRoutesAttached: Gateway deletion invoked with routes attached [(TCPRoute, a:r)]");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayController, FinalizerStaysUntilAwsIsClean) {
  reconcile();
  mark_deleted();
  deployer_.failures = {refused("DeleteTargetGroup", "target group t", "ResourceInUse", {})};
  EXPECT_EQ(reconcile(), "failed ResourceInUse");
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));
}

TEST_F(GatewayController, GatewayThatVanishedHasItsStackRemoved) {
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, Lines{"remove"});
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"remove", "release"})) << "once is enough";
}

TEST_F(GatewayController, GatewayThatWasRemovedIsNotRemovedAgain) {
  reconcile();
  mark_deleted();
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, Lines{"release"});
}

TEST_F(GatewayController, OrphanIsToldOnceAndLetGo) {
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  events_.clear();
  deployer_.failures = {refused("DeleteTargetGroup", "target group t", "ResourceInUse", {})};
  int tries = 1;
  while (reconcile() == "failed ResourceInUse" && tries < 100) ++tries;
  EXPECT_EQ(tries, 17);
  EXPECT_EQ(events_, Lines{"Warning OrphanedResources: The Gateway is gone and not all that it had in AWS could be "
                           "removed: ResourceInUse: DeleteTargetGroup: as the test asks"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done") << "it is nobody's any more";
  EXPECT_EQ(kube_.log, Lines{"release"});
}

TEST_F(GatewayController, DeletedWithoutFinalizerTouchesNothing) {
  mark_deleted();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayController, DeletionNeedsNoClass) {
  reconcile();
  mark_deleted();
  cluster_.erase(kube::kGatewayClasses, {"", "nlb"});
  EXPECT_EQ(reconcile(), "done");
  EXPECT_FALSE(gateway()->meta().has_finalizer(kGatewayFinalizer));
}

TEST_F(GatewayController, AbsentClassLeavesALiveGatewayAlone) {
  reconcile();
  cluster_.erase(kube::kGatewayClasses, {"", "nlb"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayController, GatewayThatMovedToAForeignClassIsReleased) {
  reconcile();
  cluster_.apply("class foreign {controllerName: example.com/other}");
  patch_gateway("{spec: {gatewayClassName: foreign}}");
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"remove", "gateways a/gw "}));
}

}  // namespace
}  // namespace nlbsim::engine::testing
