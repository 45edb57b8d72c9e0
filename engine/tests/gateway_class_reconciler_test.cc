#include "engine/reconcilers/gateway_class_reconciler.h"

#include "engine/names.h"
#include "engine/tests/reconcile_fixture.h"

namespace nlbsim::engine::testing {
namespace {

class GatewayClassController : public ReconcileTest {
 protected:
  GatewayClassController()
      : ReconcileTest(
            "class mine {controllerName: gateway.k8s.aws/nlb}\nclass other {controllerName: example.com/x}\n"),
        reconciler_(context_, cluster_.listers()) {}
  kube::ObjectRef mine() { return cluster_.get(kube::kGatewayClasses, {"", "mine"}); }
  void mark_deleted() {
    cluster_.patch(kube::kGatewayClasses, {"", "mine"},
                   flow("{metadata: {deletionTimestamp: \"2026-01-01T00:00:05Z\"}}"));
  }

  GatewayClassReconciler reconciler_;
};

TEST_F(GatewayClassController, AcceptsInThreeWrites) {
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "done");
  EXPECT_EQ(kube_.log,
            (std::vector<std::string>{"gatewayclasses mine ", "gatewayclasses mine ", "gatewayclasses mine status"}));
  EXPECT_TRUE(mine()->meta().has_finalizer(kGatewayClassFinalizer));
  EXPECT_EQ(mine()->meta().annotations.at(std::string(kLastProcessedConfig)), "");
  EXPECT_EQ(mine()->meta().annotations.at(std::string(kLastProcessedConfigTimestamp)), "1767225600");
  EXPECT_EQ(render(mine()->view<kube::GatewayClass>().status.conditions), " Accepted=True/Accepted");
}

TEST_F(GatewayClassController, SecondRunWritesNothing) {
  run(reconciler_, {"", "mine"});
  kube_.log.clear();
  run(reconciler_, {"", "mine"});
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayClassController, ForeignAndAbsentClassesAreLeftAlone) {
  EXPECT_EQ(render(run(reconciler_, {"", "other"})), "done");
  EXPECT_EQ(render(run(reconciler_, {"", "absent"})), "done");
  EXPECT_TRUE(kube_.log.empty());
}

TEST_F(GatewayClassController, ParametersThatCannotBeFoundAreInvalid) {
  cluster_.patch(kube::kGatewayClasses, {"", "mine"},
                 flow("{spec: {parametersRef: {group: g, kind: LoadBalancerConfiguration, name: n, namespace: a}}}"));
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "done");
  EXPECT_EQ(render(mine()->view<kube::GatewayClass>().status.conditions), " Accepted=False/InvalidParameters");
}

TEST_F(GatewayClassController, DeletedClassStaysWhileAGatewayNamesIt) {
  run(reconciler_, {"", "mine"});
  cluster_.apply("gateway a/gw {gatewayClassName: mine}");
  mark_deleted();
  kube_.log.clear();
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "done");  // the Gateway's going wakes it
  EXPECT_TRUE(kube_.log.empty());
  profile_.class_deletion_waits_for_events = false;
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "failed GatewayClassInUse");
  cluster_.erase(kube::kGateways, {"a", "gw"});
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "done");
  EXPECT_FALSE(mine()->meta().has_finalizer(kGatewayClassFinalizer));
}

TEST_F(GatewayClassController, RefusedWriteIsRetried) {
  kube_.refusals = {"Conflict"};
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "failed Conflict");
  EXPECT_EQ(render(run(reconciler_, {"", "mine"})), "done");
}

}  // namespace
}  // namespace nlbsim::engine::testing
