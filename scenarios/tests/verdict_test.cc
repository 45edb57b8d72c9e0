// What a world serves, judged by what its account holds.
#include "scenarios/record/verdict.h"

#include <gmock/gmock.h>

#include "scenarios/language/load.h"
#include "scenarios/runner/capture.h"
#include "scenarios/runner/manifest_set.h"
#include "scenarios/runner/user.h"
#include "scenarios/tests/journal_builder.h"

namespace nlbsim::scenarios {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kController = "gateway.k8s.aws/nlb";

constexpr std::string_view kClass = R"(
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: nlb}
spec: {controllerName: gateway.k8s.aws/nlb}
---
)";

std::string gateway(std::string_view listeners, std::string_view class_name = "nlb") {
  return "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: shop}\nspec: "
         "{gatewayClassName: " +
         std::string(class_name) + ", listeners: [" + std::string(listeners) + "]}\n---\n";
}

std::string route(std::string_view name, std::string_view section, std::string_view service = "s") {
  return "apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: TCPRoute\nmetadata: {name: " + std::string(name) +
         ", namespace: shop}\nspec: {parentRefs: [{name: g, sectionName: " + std::string(section) +
         "}], rules: [{backendRefs: [{name: " + std::string(service) + ", port: 9000}]}]}\n---\n";
}

constexpr std::string_view kService = R"(
apiVersion: v1
kind: Service
metadata: {name: s, namespace: shop}
spec: {type: NodePort, selector: {app: s}, ports: [{port: 9000}]}
---
)";

Verdict verdict_on(const std::string& manifests, const WorldSettings& settings = {}) {
  auto loaded = load_manifests_text(manifests, "m.yaml");
  EXPECT_TRUE(loaded) << loaded.error().describe();
  const auto plan = WorldTemplate::make(settings, "seed", "seed-compat");
  sim::FirstChooser chooser;
  World world(*plan, chooser);
  User user(world);
  const auto job = user.apply("", prepare_manifests(*std::move(loaded), "seed-compat").manifests, 0);
  EXPECT_TRUE(world.scheduler().settle(1'000'000));
  for (const UserAnswer& answer : job->answers) EXPECT_FALSE(answer.error) << answer.error->message;
  return verdict_of(capture(world), world.journal().records(), kController);
}

std::vector<std::string> texts(const Verdict& verdict) {
  std::vector<std::string> out;
  for (const Shortfall& shortfall : verdict.shortfalls) out.push_back(to_text(shortfall));
  return out;
}

TEST(VerdictTest, AListenerThatReachesHealthyTargetsServes) {
  const Verdict verdict = verdict_on(std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}") +
                                     std::string(kService) + route("r", "a"));
  EXPECT_THAT(texts(verdict), IsEmpty());
  EXPECT_TRUE(verdict.serves());
  ASSERT_EQ(verdict.listeners.size(), 1U);
  const Reached& reached = verdict.listeners[0];
  EXPECT_EQ(reached.gateway, "shop/g");
  EXPECT_EQ(reached.port, "TCP:80");
  EXPECT_EQ(reached.routes, "TCPRoute shop/r");
  EXPECT_THAT(reached.target_group, HasSubstr("k8s-shop-r-"));
  EXPECT_EQ(reached.targets, "3 healthy");
}

TEST(VerdictTest, WithoutARouteNothingIsAmissAndNothingServes) {
  const Verdict verdict = verdict_on(std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}"));
  EXPECT_TRUE(verdict.holds());
  EXPECT_FALSE(verdict.serves());
}

TEST(VerdictTest, AServiceWithoutNodePortsIsToldOnce) {
  const std::string service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {ports: [{port: 9000}]}\n---\n";
  const Verdict verdict =
      verdict_on(std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}") + service + route("r", "a"));
  EXPECT_FALSE(verdict.serves());
  ASSERT_FALSE(verdict.shortfalls.empty());
  EXPECT_THAT(texts(verdict)[0],
              AllOf(HasSubstr("TCPRoute shop/r, parent g/a"), HasSubstr("port 9000 of Service (shop:s)"),
                    HasSubstr("ClusterIP"), HasSubstr("NodePort")));
  // Its Gateway was reconciled well since, and yet what the Warning says still holds.
  ASSERT_FALSE(verdict.warnings.empty());
  EXPECT_THAT(verdict.warnings, testing::Each(testing::Field(&Warning::healed, false)));
}

TEST(VerdictTest, TargetsThatAreNotHealthyDoNotServe) {
  WorldSettings settings;
  settings.clusters[0].nodes = 0;
  const Verdict verdict = verdict_on(
      std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}") + std::string(kService) + route("r", "a"),
      settings);
  EXPECT_FALSE(verdict.holds());
  EXPECT_THAT(texts(verdict), testing::Contains(HasSubstr("has no targets")));
}

TEST(VerdictTest, AClassThatIsAbsentIsNamedWithWhatToDo) {
  const Verdict verdict = verdict_on(std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}", "other") +
                                     std::string(kService) + route("r", "a"));
  EXPECT_THAT(texts(verdict), ElementsAre("Gateway shop/g: there is no GatewayClass other, so no controller takes it; "
                                          "apply a GatewayClass of that name with controllerName gateway.k8s.aws/nlb, "
                                          "or name one that is there: nlb"));
}

TEST(VerdictTest, AClassOfAnotherControllerIsNamedWithIt) {
  const std::string foreign =
      "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: nlb}\nspec: {controllerName: "
      "gateway.k8s.aws/alb}\n---\n";
  const Verdict verdict = verdict_on(foreign + gateway("{name: a, protocol: TCP, port: 80}") + route("r", "a"));
  EXPECT_THAT(texts(verdict), ElementsAre(HasSubstr("controllerName gateway.k8s.aws/alb")));
}

TEST(VerdictTest, ARouteThatIsRefusedIsToldAndTheListenerItLostServes) {
  const Verdict verdict = verdict_on(std::string(kClass) + gateway("{name: a, protocol: TCP, port: 80}") +
                                     std::string(kService) + route("r", "a") + route("second", "a"));
  ASSERT_FALSE(verdict.shortfalls.empty());
  EXPECT_THAT(texts(verdict)[0], AllOf(HasSubstr("TCPRoute shop/second, parent g/a"), HasSubstr("UnsupportedValue")));
  ASSERT_EQ(verdict.listeners.size(), 1U);
  EXPECT_EQ(verdict.listeners[0].routes, "TCPRoute shop/r");
  EXPECT_EQ(verdict.listeners[0].targets, "3 healthy");
}

TEST(VerdictTest, ARouteOfAGatewayThatIsNotThereIsTold) {
  const Verdict verdict = verdict_on(std::string(kService) + route("r", "a"));
  EXPECT_THAT(texts(verdict), ElementsAre(HasSubstr("there is no Gateway shop/g")));
}

TEST(VerdictTest, ListenersInConflictDoNotServe) {
  const Verdict verdict = verdict_on(std::string(kClass) +
                                     gateway("{name: a, protocol: TCP, port: 80}, {name: b, protocol: UDP, port: 80}, "
                                             "{name: c, protocol: TCP, port: 81}") +
                                     std::string(kService) + route("r", "a"));
  EXPECT_THAT(texts(verdict),
              testing::Contains(AllOf(HasSubstr("listener a (TCP:80)"), HasSubstr("ProtocolConflict"))));
  EXPECT_FALSE(verdict.holds());
}

// ---- Warnings, in journals made by hand ----

Json warning_about(std::string_view kind, std::string_view name) {
  return Json{{"apiVersion", "v1"},
              {"kind", "Event"},
              {"metadata", Json{{"name", "g.1"}, {"namespace", "shop"}}},
              {"involvedObject", Json{{"kind", std::string(kind)}, {"namespace", "shop"}, {"name", std::string(name)}}},
              {"type", "Warning"},
              {"reason", "FailedDeployModel"},
              {"message", "TooManyTargetGroups"}};
}

EndState state_with(Json event) {
  EndState state;
  state.objects.push_back(std::move(event));
  return state;
}

TEST(VerdictTest, AWarningStandsUntilItsControllerHasLookedAgainWithoutAnError) {
  JournalBuilder story;
  story.start("kube-apiserver").start("controller-1");
  const Json event = warning_about("Gateway", "g");
  story.as("controller-1").reconciling("gateway", "shop/g");
  story.create(kube::kEvents, event).finish(api::ReconcileOutcome::error);
  const auto assess = [&] { return verdict_of(state_with(event), story.journal().records(), kController); };
  EXPECT_THAT(texts(assess()), ElementsAre("Gateway shop/g: Warning FailedDeployModel: TooManyTargetGroups"));
  story.as("controller-1").reconciling("gateway", "shop/other").finish();
  EXPECT_FALSE(assess().holds());
  story.as("controller-1").reconciling("gateway", "shop/g").finish(api::ReconcileOutcome::error);
  EXPECT_FALSE(assess().holds());
  story.as("controller-1").reconciling("gateway", "shop/g").finish();
  EXPECT_TRUE(assess().holds());
  ASSERT_EQ(assess().warnings.size(), 1U);
  EXPECT_TRUE(assess().warnings[0].healed);
}

TEST(VerdictTest, AWarningAboutWhatNobodyReconcilesStands) {
  JournalBuilder story;
  story.start("kube-apiserver").start("controller-1");
  const Json event = warning_about("Service", "s");
  story.as("controller-1").create(kube::kEvents, event).reconciling("gateway", "shop/s").finish();
  EXPECT_THAT(texts(verdict_of(state_with(event), story.journal().records(), kController)),
              ElementsAre(HasSubstr("Service shop/s: Warning")));
}

}  // namespace
}  // namespace nlbsim::scenarios
