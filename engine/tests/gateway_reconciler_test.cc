#include "engine/reconcilers/gateway_reconciler.h"

#include <fmt/format.h>

#include "engine/names.h"
#include "engine/tests/deploy_world.h"
#include "engine/tests/reconcile_fixture.h"

namespace nlbsim::engine::testing {
namespace {

// Mutations of the account are told to the log that the API server's writes go to, too.
class GatewayController : public ::testing::Test {
 protected:
  GatewayController()
      : cluster_(kGateway + kService + kRoute),
        account_(*find_profile("seed")),
        kube_(cluster_),
        context_{account_.scheduler, account_.journal, account_.actor(), kube_,
                 account_,           account_,         account_,         account_.config},
        routes_(context_, cluster_.listers(),
                [this](const kube::ObjectKey& key, sim::RecordId) { kube_.log.push_back("post " + key.text()); }),
        reconciler_(context_, cluster_.listers(), account_.deployer(), routes_,
                    [this](const kube::ObjectRef&, GatewayEvent event, sim::RecordId) {
                      events_.push_back((event.type == EventType::warning ? "Warning " : "Normal ") +
                                        std::string(event.reason) + ": " + event.message);
                    }) {
    account_.state_of_new = "active";
    account_.mutates = [this](const std::string& operation) { kube_.log.push_back(operation); };
  }

  std::string reconcile(const kube::ObjectKey& key = {"a", "gw"}) {
    account_.take_facts(cluster_.listers());
    Request request;
    request.key = key;
    return render(account_.run(reconciler_.reconcile(std::move(request))));
  }
  kube::ObjectRef gateway() { return cluster_.get(kube::kGateways, {"a", "gw"}); }
  std::string conditions(const kube::ObjectRef& gateway) {
    return render(gateway->view<kube::Gateway>().status.conditions);
  }
  void patch_gateway(const std::string& patch) { cluster_.patch(kube::kGateways, {"a", "gw"}, flow(patch)); }
  // The conditions of the route's one entry, once its worker has written them, and why it is not accepted.
  std::string route_shows() {
    Request request;
    request.key = {"a", "r"};
    account_.run(routes_.reconcile(std::move(request)));
    const auto& parents = cluster_.get(kube::kTcpRoutes, {"a", "r"})->view<kube::Route>().status.parents;
    if (parents.size() != 1) return fmt::format("{} entries", parents.size());
    return render(parents[0].conditions) + "\n" + parents[0].conditions[0].message;
  }
  void mark_deleted() { patch_gateway("{metadata: {deletionTimestamp: \"2026-01-01T00:00:05Z\"}}"); }
  void set_class_accepted(const std::string& status) {
    cluster_.patch(kube::kGatewayClasses, {"", "nlb"},
                   flow("{status: {conditions: [{type: Accepted, status: \"" + status + "\"}]}}"));
  }
  void refuse(std::string operation, std::string code, int times = 1) {
    account_.faults.push_back({std::move(operation), 1, FaultKind::refuse, std::move(code), times});
  }

  using Lines = std::vector<std::string>;
  const Lines removal_{"DeleteLoadBalancer", "delete", "DeleteTargetGroup", "DeleteSecurityGroup",
                       "DeleteSecurityGroup"};
  Cluster cluster_;
  DeployWorld account_;
  Profile& profile_ = account_.profile();
  PatchServer kube_;
  Context context_;
  std::vector<std::string> events_;
  RouteStatusReconciler routes_;
  GatewayReconciler reconciler_;
};

TEST_F(GatewayController, ConvergesInTheRealOrder) {
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "gateways a/gw ", "CreateSecurityGroup", "CreateSecurityGroup",
                              "AuthorizeSecurityGroupIngress", "CreateTargetGroup", "CreateLoadBalancer",
                              "CreateListener", "create", "gateways a/gw status"}));
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=True/Programmed");
  EXPECT_EQ(events_, Lines{"Normal SuccessfullyReconciled: Successfully reconciled"});
}

TEST_F(GatewayController, SecondRunWritesNothingToTheGateway) {
  reconcile();
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, (Lines{"post a/r"}));  // the post waits for its own worker
}

TEST_F(GatewayController, LooksAgainWhileProvisioning) {
  account_.state_of_new = "provisioning";
  EXPECT_EQ(reconcile(), "requeue-after 2m");
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=Unknown/Pending");
  EXPECT_TRUE(events_.empty());  // waiting is neither an error nor a Warning
}

TEST_F(GatewayController, NothingIsExpectedOfAFailedLoadBalancer) {
  account_.state_of_new = "failed";
  EXPECT_EQ(reconcile(), "requeue-after 2m periodic");
}

TEST_F(GatewayController, WarningOfTheReleaseThatReportsARequeueAsOne) {
  profile_.requeue_is_warning = true;
  account_.state_of_new = "provisioning";
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
  EXPECT_EQ(reconcile({"a", "absent"}), "done");
  patch_gateway("{spec: {gatewayClassName: absent}}");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_TRUE(kube_.log.empty());
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
    const std::size_t before = account_.operations().size();
    patch_gateway(std::string("{spec: {addresses: ") + row.addresses + "}}");
    reconcile();
    EXPECT_EQ(conditions(gateway()), row.conditions) << row.addresses;
    EXPECT_EQ(account_.operations().size() > before, row.built) << row.addresses;
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
  refuse("DescribeSubnets", "ValidationError", 2);
  EXPECT_EQ(reconcile(), "failed ValidationError");
  EXPECT_EQ(reconcile(), "failed ValidationError");
  EXPECT_EQ(
      events_,
      Lines{"Warning FailedBuildModel: Failed build model due to ValidationError: DescribeSubnets: as the test asks"});
  EXPECT_EQ(conditions(gateway()), " Accepted=False/Invalid");
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.conditions[0].message,
            "Failed build model due to ValidationError: DescribeSubnets: as the test asks");
  ASSERT_EQ(gateway()->view<kube::Gateway>().status.listeners.size(), 1u);
  EXPECT_EQ(gateway()->view<kube::Gateway>().status.listeners[0].attachedRoutes, 1);
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));  // what the build made can be cleaned up
}

TEST_F(GatewayController, FinalizerAfterTheBuildWhereTheReleaseHasItSo) {
  profile_.finalizer_before_build = false;
  refuse("DescribeSubnets", "ValidationError");
  reconcile();
  EXPECT_FALSE(gateway()->meta().has_finalizer(kGatewayFinalizer));
  kube_.log.clear();
  reconcile();
  EXPECT_EQ(kube_.log, (Lines{"post a/r", "CreateSecurityGroup", "gateways a/gw ", "CreateSecurityGroup",
                              "AuthorizeSecurityGroupIngress", "CreateTargetGroup", "CreateLoadBalancer",
                              "CreateListener", "create", "gateways a/gw status"}))
      << "what all Gateways share is made by the build";
}

TEST_F(GatewayController, WithoutALoadBalancerTheGatewayIsNotAcceptedAndWhatItWasStays) {
  reconcile();
  account_.listeners.clear();
  account_.load_balancers.clear();
  refuse("CreateLoadBalancer", "TooManyLoadBalancers");
  EXPECT_EQ(reconcile(), "failed TooManyLoadBalancers");
  EXPECT_EQ(conditions(gateway()), " Accepted=False/Invalid Programmed=True/Programmed");
  EXPECT_TRUE(events_.back().starts_with(
      "Warning FailedDeployModel: Failed deploy model due to CreateLoadBalancer of load balancer k8s-a-gw-"))
      << events_.back();
  EXPECT_TRUE(events_.back().ends_with(": TooManyLoadBalancers: as the test asks")) << events_.back();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(conditions(gateway()), " Accepted=True/Accepted Programmed=True/Programmed");
}

TEST_F(GatewayController, ARefusedListenerTellsAndTheGatewayStaysProgrammed) {
  refuse("CreateListener", "TooManyListeners");
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
  refuse("CreateListener", "TooManyListeners", 2);
  reconcile();
  reconcile();
  EXPECT_EQ(events_.size(), 1u);
  reconcile();
  events_.clear();
  account_.listeners.clear();
  refuse("CreateListener", "TooManyListeners");
  reconcile();
  EXPECT_EQ(events_.size(), 1u);
}

TEST_F(GatewayController, WhatWaitsForSomebodyIsLookedAtSeldomAndNothingWaitsForThat) {
  reconcile();
  for (auto& [arn, tags] : account_.tags)
    if (account_.listeners.contains(arn)) tags.clear();
  account_.restart();
  GatewayReconciler anew(context_, cluster_.listers(), account_.deployer(), routes_,
                         [](const kube::ObjectRef&, const GatewayEvent&, sim::RecordId) {});
  const auto look = [&] {
    Request request;
    request.key = {"a", "gw"};
    return render(account_.run(anew.reconcile(std::move(request))));
  };
  EXPECT_EQ(look(), "requeue-after 16m40s periodic");
  account_.config.default_tags["team"] = "x";
  refuse("AddTags", "Throttling");
  EXPECT_EQ(look(), "failed Throttling");
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
  // The user edits while AWS is at work.
  account_.mutates = [this](const std::string& operation) {
    if (operation == "CreateLoadBalancer") patch_gateway("{metadata: {generation: 2}}");
  };
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
  Lines expected = removal_;
  expected.emplace_back("gateways a/gw ");
  EXPECT_EQ(kube_.log, expected);
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
  refuse("DeleteTargetGroup", "ResourceInUse", 1000);
  EXPECT_EQ(reconcile(), "failed ResourceInUse");
  EXPECT_TRUE(gateway()->meta().has_finalizer(kGatewayFinalizer));
}

TEST_F(GatewayController, GatewayThatVanishedHasItsStackRemoved) {
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, removal_);
  EXPECT_EQ(account_.end_state(), "");
  EXPECT_EQ(reconcile(), "done");
  EXPECT_EQ(kube_.log, removal_) << "once is enough";
}

TEST_F(GatewayController, GatewayThatWasRemovedIsNotRemovedAgain) {
  reconcile();
  mark_deleted();
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayController, OrphanIsToldOnceAndLetGo) {
  reconcile();
  cluster_.erase(kube::kGateways, {"a", "gw"});
  events_.clear();
  refuse("DeleteTargetGroup", "ResourceInUse", 100'000);
  int tries = 1;
  while (reconcile() == "failed ResourceInUse" && tries < 100) ++tries;
  EXPECT_EQ(tries, 17);
  ASSERT_EQ(events_.size(), 1u);
  EXPECT_TRUE(
      events_.front().starts_with("Warning OrphanedResources: The Gateway is gone and not all that it had in "
                                  "AWS could be removed: ResourceInUse: DeleteTargetGroup"))
      << events_.front();
  kube_.log.clear();
  EXPECT_EQ(reconcile(), "done") << "it is nobody's any more";
  EXPECT_EQ(std::ranges::count(kube_.log, "DeleteTargetGroup"), 0);
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
  Lines expected = removal_;
  expected.emplace_back("gateways a/gw ");
  EXPECT_EQ(kube_.log, expected);
}

}  // namespace
}  // namespace nlbsim::engine::testing
