#include "engine/reconcilers/route_status_controller.h"

#include "engine/tests/reconcile_fixture.h"

namespace nlbsim::engine::testing {
namespace {

class RouteStatusController : public ReconcileTest {
 protected:
  RouteStatusController()
      : ReconcileTest(kGateway + kService + kRoute),
        reconciler_(context_, cluster_.listers(),
                    [this](const kube::ObjectKey& key, sim::RecordId) { queue_.push_back(key.text()); }) {}

  void post() {
    auto loaded = load(cluster_.listers(), gateway(), profile_);
    reconciler_.post({"a", "gw"}, std::move(loaded.parents), 0);
  }
  kube::ObjectRef route() { return cluster_.get(kube::kTcpRoutes, {"a", "r"}); }
  std::string shown() {
    std::string out;
    for (const auto& entry : route()->view<kube::Route>().status.parents)
      out += entry.controllerName + render(entry.conditions) + "\n";
    return out;
  }

  std::vector<std::string> queue_;
  RouteStatusReconciler reconciler_;
};

const std::string kShown = "gateway.k8s.aws/nlb Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs\n";

TEST_F(RouteStatusController, WritesWhatWasPosted) {
  post();
  EXPECT_EQ(queue_, std::vector<std::string>{"a/r"});
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
  EXPECT_EQ(shown(), kShown);
  EXPECT_EQ(kube_.log, std::vector<std::string>{"tcproutes a/r status"});
}

TEST_F(RouteStatusController, APostThatIsShownAlreadyNeedsNoRun) {
  post();
  run(reconciler_, {"a", "r"});
  queue_.clear();
  post();
  EXPECT_TRUE(queue_.empty());
}

TEST_F(RouteStatusController, DoesNotWriteAgainWhileTheCacheLags) {
  kube_.cache_lags = true;
  post();
  run(reconciler_, {"a", "r"});
  post();
  run(reconciler_, {"a", "r"});
  EXPECT_EQ(kube_.log.size(), 1u);
}

// What is shown while a write is under way is not what will be shown after it.
TEST_F(RouteStatusController, APostDuringAWriteIsWrittenAfterIt) {
  post();
  run(reconciler_, {"a", "r"});
  const auto good = load(cluster_.listers(), gateway(), profile_).parents;
  cluster_.erase(kube::kServices, {"a", "s"});
  post();
  kube_.before_patch = [this, good] { reconciler_.post({"a", "gw"}, good, 0); };
  queue_.clear();
  run(reconciler_, {"a", "r"});
  EXPECT_NE(shown(), kShown);
  EXPECT_EQ(queue_, std::vector<std::string>{"a/r"});
  run(reconciler_, {"a", "r"});
  EXPECT_EQ(shown(), kShown);
}

TEST_F(RouteStatusController, KeepsAPostThatCouldNotBeWritten) {
  post();
  kube_.refusals = {"ServiceUnavailable"};
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "failed ServiceUnavailable");
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
  EXPECT_EQ(shown(), kShown);
}

TEST_F(RouteStatusController, AConflictIsNeverOverwritten) {
  post();
  kube_.before_patch = [this] {
    const std::string foreign =
        "{status: {parents: [{parentRef: {name: gw}, controllerName: example.com/other, conditions: []}]}}";
    cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow(foreign));
  };
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "failed Conflict");
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
  EXPECT_EQ(shown(), "example.com/other\n" + kShown);
}

TEST_F(RouteStatusController, APostForAnOlderGenerationIsDropped) {
  post();
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow("{metadata: {generation: 2}}"));
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(RouteStatusController, APostForAPredecessorOfThatNameIsDropped) {
  post();
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow("{metadata: {uid: another}}"));
  run(reconciler_, {"a", "r"});
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(RouteStatusController, EntryGoesWithItsGateway) {
  post();
  run(reconciler_, {"a", "r"});
  cluster_.erase(kube::kGateways, {"a", "gw"});
  run(reconciler_, {"a", "r"});
  EXPECT_EQ(shown(), "");
}

TEST_F(RouteStatusController, EntryGoesWithItsParentRef) {
  post();
  run(reconciler_, {"a", "r"});
  cluster_.patch(kube::kTcpRoutes, {"a", "r"}, flow("{spec: {parentRefs: []}}"));
  run(reconciler_, {"a", "r"});
  EXPECT_EQ(shown(), "");
}

TEST_F(RouteStatusController, EntryOfAGatewayThatHasYetToSpeakStays) {
  post();
  run(reconciler_, {"a", "r"});
  kube_.log.clear();
  RouteStatusReconciler restarted(context_, cluster_.listers(), [](const kube::ObjectKey&, sim::RecordId) {});
  run(restarted, {"a", "r"});
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(RouteStatusController, VanishedRouteIsDone) {
  post();
  cluster_.erase(kube::kTcpRoutes, {"a", "r"});
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
}

TEST_F(RouteStatusController, RouteDeletedUnderTheWriteIsDone) {
  post();
  kube_.before_patch = [this] { cluster_.erase(kube::kTcpRoutes, {"a", "r"}); };
  EXPECT_EQ(render(run(reconciler_, {"a", "r"})), "done");
}

}  // namespace
}  // namespace nlbsim::engine::testing
