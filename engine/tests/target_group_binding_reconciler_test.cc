#include "engine/reconcilers/target_group_binding_reconciler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/targets/checkpoint.h"
#include "engine/tests/target_world.h"

namespace nlbsim::engine {
namespace {

using kube::Json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using testing_objects::Break;
using testing_objects::TargetWorld;
using namespace std::chrono_literals;

const std::string kSucceeded = "event Normal SuccessfullyReconciled: Successfully reconciled";

bool done(const Outcome& outcome) { return std::holds_alternative<Done>(outcome); }
bool failed(const Outcome& outcome) { return std::holds_alternative<Failed>(outcome); }

Json networking_patch(int port) {
  Json patch = Json::object();
  patch["spec"]["networking"] = testing_objects::networking(port);
  return patch;
}

// The world after a first reconcile, with an empty log.
std::unique_ptr<TargetWorld> converged() {
  auto world = std::make_unique<TargetWorld>();
  EXPECT_TRUE(done(world->run()));
  world->take_log();
  return world;
}

TEST(TargetGroupBinding, FirstReconcileInTheRecordedOrder) {
  TargetWorld world;
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.take_log(), ElementsAre("patch finalizers [\"elbv2.k8s.aws/resources\"]", "DescribeTargetHealth",
                                            "DescribeInstances i-1 i-2", "DescribeSecurityGroups sg-node",
                                            "Authorize sg-node [tcp 30900 30900 sg-backend]",
                                            "DescribeSecurityGroups tag:kubernetes.io/cluster/demo-cluster vpc-id",
                                            "RegisterTargets i-1:30900 i-2:30900", "patch checkpoint stored",
                                            "patch status {\"observedGeneration\":1}", kSucceeded));
  const auto& meta = world.binding()->meta();
  EXPECT_EQ(meta.annotations.at("elbv2.k8s.aws/checkpoint-timestamp"), "1767225600");
}

TEST(TargetGroupBinding, SteadyStateCallsNobody) {
  auto world = converged();
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->take_log(), IsEmpty());
}

TEST(TargetGroupBinding, ColdStartOnTheConvergedStateCallsNobody) {
  auto world = converged();
  world->restart();
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->take_log(), IsEmpty());
}

TEST(TargetGroupBinding, NodePortChangeMovesTargetsThenTheRule) {
  auto world = converged();
  world->services.put(testing_objects::service("NodePort", 30955));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->take_log(),
              ElementsAre("DescribeTargetHealth i-1:30900 i-2:30900", "patch checkpoint cleared",
                          "DeregisterTargets i-1:30900 i-2:30900", "RegisterTargets i-1:30955 i-2:30955",
                          "patch checkpoint stored", kSucceeded));
  world->change_binding("b", networking_patch(30955));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->mutations(), ElementsAre("Authorize sg-node [tcp 30955 30955 sg-backend]",
                                              "Revoke sg-node [tcp 30900 30900 sg-backend]"));
  EXPECT_EQ(world->binding()->view<kube::TargetGroupBinding>().status.observedGeneration, 2);
}

TEST(TargetGroupBinding, BackendSwapWidensThenNarrowsTheRule) {
  auto world = converged();
  world->put_binding(testing_objects::binding("t", "arn:t", 30901));
  EXPECT_TRUE(done(world->run("t")));
  world->delete_binding("b");
  EXPECT_TRUE(done(world->run("b")));
  EXPECT_THAT(
      world->mutations(),
      ElementsAre("Authorize sg-node [tcp 30900 30901 sg-backend]", "Revoke sg-node [tcp 30900 30900 sg-backend]",
                  "DeregisterTargets i-1:30900 i-2:30900", "Authorize sg-node [tcp 30901 30901 sg-backend]",
                  "Revoke sg-node [tcp 30900 30901 sg-backend]"));
}

TEST(TargetGroupBinding, DeletionInTheRecordedOrder) {
  auto world = converged();
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->take_log(), ElementsAre("DescribeTargetGroups", "DescribeTargetHealth i-1:30900 i-2:30900",
                                             "DeregisterTargets i-1:30900 i-2:30900",
                                             "Revoke sg-node [tcp 30900 30900 sg-backend]", "patch finalizers null"));
  EXPECT_FALSE(world->binding());
  EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
}

TEST(TargetGroupBinding, DeletionRevokesARuleThatNoReadHasShownYet) {
  auto world = converged();
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  world->restart();
  world->account.shown = world->account.groups;  // without a rule
  world->put_binding(testing_objects::binding("b", testing_objects::kTargetGroup, 30900));
  EXPECT_TRUE(done(world->run()));
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
}

TEST(TargetGroupBinding, ARuleOfOursThatSomebodyTookOutIsNotWaitedFor) {
  auto world = converged();
  world->account.groups["sg-node"].IpPermissions.clear();
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_FALSE(world->binding());
}

TEST(TargetGroupBinding, DeletionByAFreshProcessLeavesNothing) {
  for (const bool tagged : {true, false}) {
    auto world = converged();
    if (!tagged) world->account.groups["sg-node"].Tags.clear();
    world->restart();
    world->delete_binding();
    EXPECT_TRUE(done(world->run()));
    EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
    EXPECT_THAT(world->account.registered(), IsEmpty());
  }
}

TEST(TargetGroupBinding, DeletionOfATargetGroupThatIsGone) {
  auto world = converged();
  world->account.target_group_exists = false;
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_FALSE(world->binding());
  EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
}

TEST(TargetGroupBinding, DeletedByHandTheTargetsKeepServingUntilItIsMadeAgain) {
  auto world = converged();
  world->account.forwarded_to = true;
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_FALSE(world->binding());
  EXPECT_THAT(world->mutations(), ElementsAre("Revoke sg-node [tcp 30900 30900 sg-backend]"));
  world->put_binding(testing_objects::binding("b", testing_objects::kTargetGroup, 30900));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->mutations(), ElementsAre("Authorize sg-node [tcp 30900 30900 sg-backend]"));
}

TEST(TargetGroupBinding, MissingServiceIsCleanedUp) {
  auto world = converged();
  world->services.erase({"example-ns", "my-tcp-service"});
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(
      world->take_log(),
      ElementsAre("event Warning BackendNotFound: backend not found: Service \"my-tcp-service\" not found",
                  "patch checkpoint cleared", "DescribeTargetHealth i-1:30900 i-2:30900",
                  "DeregisterTargets i-1:30900 i-2:30900", "Revoke sg-node [tcp 30900 30900 sg-backend]", kSucceeded));
  // Back with the same node port: the checkpoint of before must not hide that nothing is registered.
  world->services.put(testing_objects::service("NodePort", 30900));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 30900 30900 sg-backend"));
}

TEST(TargetGroupBinding, NodeThatIsNotReadyLeavesAndReturns) {
  auto world = converged();
  world->nodes.put(
      testing_objects::node("b", "i-2", R"({"status":{"conditions":[{"type":"Ready","status":"False"}]}})"));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->mutations(), ElementsAre("DeregisterTargets i-2:30900"));
  world->nodes.put(testing_objects::node("b", "i-2"));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->mutations(), ElementsAre("RegisterTargets i-2:30900"));
}

TEST(TargetGroupBinding, AnInstanceThatDoesNotRunIsRetriedAndHoldsNobodyUp) {
  TargetWorld world;
  world.account.stopped.insert("i-1");
  EXPECT_TRUE(failed(world.run()));
  EXPECT_THAT(world.account.registered(), ElementsAre("i-2:30900"));
  EXPECT_THAT(
      world.take_log(),
      Contains(StartsWith("event Warning FailedReconcile: Failed to reconcile targets due to InvalidTarget: ")));
  EXPECT_TRUE(failed(world.run()));
  EXPECT_THAT(world.mutations(), ElementsAre("RegisterTargets i-1:30900"));
  world.account.stopped.clear();
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
}

TEST(TargetGroupBinding, AnInstanceThatEc2DoesNotKnowHoldsNobodyUp) {
  TargetWorld world;
  world.nodes.put(testing_objects::node("c", "i-gone"));
  EXPECT_TRUE(failed(world.run()));
  EXPECT_THAT(world.account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
  EXPECT_THAT(world.account.rules("sg-node"), ElementsAre("tcp 30900 30900 sg-backend"));
}

TEST(TargetGroupBinding, ANodeWithoutProviderIdIsToldOnce) {
  auto world = converged();
  world->nodes.put(testing_objects::node("c", "", R"({"spec":{"providerID":""}})"));
  EXPECT_TRUE(done(world->run()));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->take_log(),
              ElementsAre("event Warning SkippedNode: Not registered as targets: node c has no providerID"));
}

TEST(TargetGroupBinding, ForeignRulesAreLeftAlone) {
  auto world = std::make_unique<TargetWorld>();
  aws::ec2::IpPermission ssh;
  ssh.IpProtocol = "tcp";
  ssh.FromPort = ssh.ToPort = 22;
  ssh.IpRanges.push_back({"10.0.0.0/8", "ssh"});
  world->account.groups["sg-node"].IpPermissions.push_back(ssh);
  EXPECT_TRUE(done(world->run()));
  world->delete_binding();
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 22 22 10.0.0.0/8"));
}

TEST(TargetGroupBinding, OneBindingsWorkKeepsTheRulesOfThoseThatWereSkipped) {
  auto world = converged();
  world->put_binding(testing_objects::binding("t", "arn:t", 31000));
  EXPECT_TRUE(done(world->run("t")));
  world->restart();
  world->delete_binding("b");
  EXPECT_TRUE(done(world->run("b")));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 31000 31000 sg-backend"));
}

TEST(TargetGroupBinding, ABindingThatAStaleCacheHidGetsItsRuleBack) {
  auto world = converged();
  world->put_binding(testing_objects::binding("t", "arn:t", 31000));
  EXPECT_TRUE(done(world->run("t")));
  const auto hidden = world->bindings.erase({"example-ns", "t"});
  world->restart();
  world->delete_binding("b");
  EXPECT_TRUE(done(world->run("b")));
  EXPECT_THAT(world->account.rules("sg-node"), IsEmpty());
  world->bindings.put(hidden);
  EXPECT_TRUE(done(world->run("t")));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 31000 31000 sg-backend"));
}

// The watch tells of a deletion while the rules of all bindings are computed anew, after EC2 could not be asked.
TEST(TargetGroupBinding, ABindingThatIsGoneMeanwhileGetsNoRuleBack) {
  for (int ms = 0; ms < 8; ++ms) {
    auto world = converged();
    world->scheduler.run_until(world->scheduler.now() + 11min, 1000);  // instances are asked for again
    world->put_binding(testing_objects::binding("t", "arn:t", 31000));
    world->faults["DescribeInstances"] = {Break::before};
    EXPECT_TRUE(failed(world->run("t")));
    world->delete_binding("b");
    const auto seen_last = world->binding("b");
    EXPECT_TRUE(done(world->run("b")));
    world->bindings.put(seen_last);
    world->forget_after(std::chrono::milliseconds{ms}, "b");
    EXPECT_TRUE(done(world->run("t")));
    EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 31000 31000 sg-backend")) << ms;
  }
}

TEST(TargetGroupBinding, RulesThatAreAlreadyThereHeal) {
  TargetWorld world;
  // The rule appears between the read and the Authorize: EC2 answers InvalidPermission.Duplicate, once.
  sim::Error duplicate;
  duplicate.code = "InvalidPermission.Duplicate";
  world.refusals["AuthorizeSecurityGroupIngress"] = {duplicate};
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.account.rules("sg-node"), ElementsAre("tcp 30900 30900 sg-backend"));
}

TEST(TargetGroupBinding, AFullGroupIsRevokedFirst) {
  auto world = converged();
  world->services.put(testing_objects::service("NodePort", 30955));
  world->change_binding("b", networking_patch(30955));
  sim::Error full;
  full.code = "RulesPerSecurityGroupLimitExceeded";
  world->refusals["AuthorizeSecurityGroupIngress"] = {full};
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(
      world->mutations(),
      ElementsAre("Revoke sg-node [tcp 30900 30900 sg-backend]", "Authorize sg-node [tcp 30955 30955 sg-backend]",
                  "DeregisterTargets i-1:30900 i-2:30900", "RegisterTargets i-1:30955 i-2:30955"));
}

// The rule that lets in the targets of one binding is to be widened for a second one, and there is no room for both.
TEST(TargetGroupBinding, AFullGroupKeepsTheRuleThatServes) {
  auto world = converged();
  Json second = testing_objects::binding("second", "arn:second", 30500);
  world->services.put(testing_objects::service("NodePort", 30500));
  world->put_binding(std::move(second));
  sim::Error full;
  full.code = "RulesPerSecurityGroupLimitExceeded";
  world->refusals["AuthorizeSecurityGroupIngress"] = {full, full};
  EXPECT_TRUE(failed(world->run("second")));
  EXPECT_THAT(world->mutations(), testing::Each(Not(HasSubstr("Revoke"))));
  EXPECT_THAT(world->account.rules("sg-node"), Contains("tcp 30900 30900 sg-backend"));
}

// Two bindings share a rule; one goes, and EC2 refuses the narrower one that is left: until it takes that, the wider
// one stays, whoever else comes by, and so does the binding that leaves.
TEST(TargetGroupBinding, ARuleThatCannotBeNarrowedStays) {
  auto world = converged();
  world->put_binding(testing_objects::binding("goes", "arn:goes", 30500));
  EXPECT_TRUE(done(world->run("goes")));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 30500 30900 sg-backend"));
  world->delete_binding("goes");
  sim::Error denied;
  denied.code = "AccessDenied";
  world->refusals["AuthorizeSecurityGroupIngress"] = {denied};
  EXPECT_TRUE(failed(world->run("goes")));
  EXPECT_THAT(world->account.rules("sg-node"), ElementsAre("tcp 30500 30900 sg-backend"));
  EXPECT_TRUE(world->binding("goes"));
  Json other = testing_objects::binding("other", "arn:other", 31000);
  other["spec"]["networking"]["ingress"][0]["ports"][0]["protocol"] = "UDP";
  world->put_binding(std::move(other));
  EXPECT_TRUE(done(world->run("other")));
  EXPECT_THAT(world->account.rules("sg-node"), Contains("tcp 30500 30900 sg-backend"));
  EXPECT_TRUE(done(world->run("goes")));
  EXPECT_THAT(world->account.rules("sg-node"), Contains("tcp 30900 30900 sg-backend"));
  EXPECT_FALSE(world->binding("goes"));
}

// What EC2 has refused and nobody asks for again is no reason to revoke what stands in its place.
TEST(TargetGroupBinding, ARefusedRuleIsNoReasonToRevokeWhatServes) {
  auto world = converged();
  world->put_binding(testing_objects::binding("low", "arn:low", 30500));
  sim::Error denied;
  denied.code = "AccessDenied";
  world->refusals["AuthorizeSecurityGroupIngress"] = {denied};
  EXPECT_TRUE(failed(world->run("low")));
  Json other = testing_objects::binding("other", "arn:other", 31000);
  other["spec"]["networking"]["ingress"][0]["ports"][0]["protocol"] = "UDP";
  world->put_binding(std::move(other));
  EXPECT_TRUE(done(world->run("other")));
  EXPECT_THAT(world->account.rules("sg-node"), Contains("tcp 30900 30900 sg-backend"));
}

TEST(TargetGroupBinding, AnErrorOfTheRulesComesBeforeRegistration) {
  TargetWorld world;
  world.faults["AuthorizeSecurityGroupIngress"] = {Break::before};
  EXPECT_TRUE(failed(world.run()));
  EXPECT_THAT(world.account.registered(), IsEmpty());
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
}

// A binding made by hand whose source is not there: it says so, and nobody else is held up or asks for its rule.
TEST(TargetGroupBinding, ARuleThatIsRefusedIsTheTroubleOfItsOwnBinding) {
  TargetWorld world;
  world.account.missing_sources.insert("sg-bad");
  Json bad = testing_objects::binding("bad", "arn:bad", 31000);
  bad["spec"]["networking"]["ingress"][0]["from"][0]["securityGroup"]["groupID"] = "sg-bad";
  world.put_binding(std::move(bad));
  EXPECT_TRUE(done(world.run("b")));
  EXPECT_THAT(world.account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
  EXPECT_THAT(world.account.rules("sg-node"), ElementsAre("tcp 30900 30900 sg-backend"));
  world.take_log();
  EXPECT_TRUE(failed(world.run("bad")));
  EXPECT_THAT(world.take_log(), Contains(HasSubstr("InvalidGroup.NotFound")));
  world.put_binding(testing_objects::binding("t", "arn:t", 31500));
  EXPECT_TRUE(done(world.run("t")));
  EXPECT_THAT(world.mutations(), Contains("Authorize sg-node [tcp 30900 31500 sg-backend]"));
  EXPECT_THAT(world.account.rules("sg-node"), ElementsAre("tcp 30900 31500 sg-backend"));
  world.account.missing_sources.clear();
  EXPECT_TRUE(done(world.run("bad")));
  EXPECT_THAT(world.account.rules("sg-node"), Contains("tcp 31000 31000 sg-bad"));
}

// Every node goes away and comes back; what AWS holds to be healthy stays until something else is.
TEST(TargetGroupBinding, TheLastHealthyTargetStaysUntilAnotherIsHealthy) {
  auto world = converged();
  for (auto& [target, state] : world->account.targets) state = "healthy";
  const auto ready = [&](const char* node, const char* status) {
    Json document = world->nodes.get({"", node})->document();
    document["status"]["conditions"][0]["status"] = status;
    world->nodes.put(kube::Object::make(std::move(document)));
  };
  ready("a", "False");
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("i-2:30900"));
  ready("b", "False");
  ready("a", "True");
  const Outcome waits = world->run();
  ASSERT_TRUE(std::holds_alternative<RequeueAfter>(waits));
  EXPECT_EQ(std::get<RequeueAfter>(waits).kind, sim::TimerKind::pending);
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900", "i-2:30900"));
  EXPECT_EQ(stored_checkpoint(world->binding()->meta()), "");
  world->account.targets[{"i-1", 30900}] = "healthy";
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("i-1:30900"));
}

TEST(TargetGroupBinding, UnusableBackendsWaitForAChange) {
  TargetWorld world;
  world.services.put(testing_objects::service("ClusterIP", 0));
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.take_log(), Contains(HasSubstr("service example-ns/my-tcp-service has type ClusterIP")));
}

TEST(TargetGroupBinding, StatusIsCompletedAfterACrashBehindTheCheckpoint) {
  TargetWorld world;
  EXPECT_TRUE(done(world.run()));
  Json document = world.binding()->document();
  document.erase("status");
  world.put_binding(std::move(document));
  world.restart();
  world.take_log();
  EXPECT_TRUE(done(world.run()));
  EXPECT_THAT(world.take_log(), ElementsAre("patch status {\"observedGeneration\":1}", kSucceeded));
}

TEST(TargetGroupBinding, OutOfBandDeregistrationIsRepairedAfterTheDeferral) {
  auto world = converged();
  world->account.targets.erase({"i-1", 30900});
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->account.registered(), ElementsAre("i-2:30900"));  // invisible

  world->scheduler.run_until(world->scheduler.now() + 11h, 1000);
  const Outcome deferred = world->run();
  ASSERT_TRUE(std::holds_alternative<RequeueAfter>(deferred));
  const auto& requeue = std::get<RequeueAfter>(deferred);
  EXPECT_EQ(requeue.delay, 37min + 30s);
  EXPECT_EQ(requeue.kind, sim::TimerKind::periodic);
  EXPECT_THAT(world->take_log(), IsEmpty());

  world->scheduler.run_until(world->scheduler.now() + requeue.delay, 1000);
  const Outcome cleared = world->run();
  ASSERT_TRUE(std::holds_alternative<RequeueAfter>(cleared));
  EXPECT_EQ(std::get<RequeueAfter>(cleared).delay, sim::Duration::zero());  // its own write will not wake it
  EXPECT_THAT(world->take_log(), ElementsAre("DescribeTargetHealth", "patch checkpoint cleared"));
  EXPECT_TRUE(done(world->run()));
  EXPECT_THAT(world->mutations(), ElementsAre("RegisterTargets i-1:30900"));
}

TEST(TargetGroupBinding, AtRestTheTargetsAreLookedAtAndNothingIsWritten) {
  auto world = converged();
  for (int days = 0; days < 7; ++days) {
    world->scheduler.run_until(world->scheduler.now() + 24h, 1000);
    const Outcome deferred = world->run();
    ASSERT_TRUE(std::holds_alternative<RequeueAfter>(deferred)) << days;
    EXPECT_THAT(world->take_log(), IsEmpty());
    world->scheduler.run_until(world->scheduler.now() + std::get<RequeueAfter>(deferred).delay, 1000);
    EXPECT_TRUE(done(world->run())) << days;
    EXPECT_THAT(world->take_log(), ElementsAre("DescribeTargetHealth")) << days;
    EXPECT_TRUE(done(world->run())) << days;
    EXPECT_THAT(world->take_log(), IsEmpty());
  }
}

// ---- broken on purpose, everywhere ----

struct Situation {
  const char* name;
  void (*begin)(TargetWorld&);
  std::set<std::string> registered;
  std::vector<std::string> rules;
};

void create(TargetWorld&) {}
void change_port(TargetWorld& world) {
  EXPECT_TRUE(done(world.run()));
  world.services.put(testing_objects::service("NodePort", 30955));
  world.change_binding("b", networking_patch(30955));
}
void remove(TargetWorld& world) {
  EXPECT_TRUE(done(world.run()));
  world.delete_binding();
}
void lose_service(TargetWorld& world) {
  EXPECT_TRUE(done(world.run()));
  world.services.erase({"example-ns", "my-tcp-service"});
}

const Situation kSituations[] = {
    {"create", create, {"i-1:30900", "i-2:30900"}, {"tcp 30900 30900 sg-backend"}},
    {"change port", change_port, {"i-1:30955", "i-2:30955"}, {"tcp 30955 30955 sg-backend"}},
    {"remove", remove, {}, {}},
    {"lose service", lose_service, {}, {}},
};

void expect_end(const Situation& situation, const TargetWorld& world, const std::string& where) {
  EXPECT_EQ(world.account.registered(), situation.registered) << where;
  EXPECT_EQ(world.account.rules("sg-node"), situation.rules) << where;
}

TEST(TargetGroupBindingFaults, ACrashAtAnyStepHeals) {
  for (const Situation& situation : kSituations) {
    int crashes = 0;
    for (bool interrupted = true; interrupted; ++crashes) {
      TargetWorld world;
      situation.begin(world);
      interrupted = world.crash_after(crashes);
      const std::string where = std::string(situation.name) + ", step " + std::to_string(crashes);
      EXPECT_TRUE(world.converge()) << where;
      EXPECT_TRUE(world.converge()) << where;
      expect_end(situation, world, where);
      world.take_log();
      EXPECT_TRUE(done(world.run()));
      EXPECT_THAT(world.mutations(), IsEmpty()) << where;
    }
    EXPECT_GT(crashes, 10) << situation.name;
  }
}

TEST(TargetGroupBindingFaults, AnErrorOrALostReplyOfAnyCallHeals) {
  for (const Situation& situation : kSituations) {
    for (const Break fault : {Break::before, Break::lost_reply}) {
      for (const char* operation :
           {"DescribeTargetHealth", "RegisterTargets", "DeregisterTargets", "DescribeInstances",
            "DescribeSecurityGroups", "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "patch"}) {
        for (int calls_before = 0; calls_before < 4; ++calls_before) {
          TargetWorld world;
          situation.begin(world);
          world.faults[operation].assign(static_cast<std::size_t>(calls_before), Break::nothing);
          world.faults[operation].push_back(fault);
          const std::string where = std::string(situation.name) + ", " + operation;
          EXPECT_TRUE(world.converge()) << where;
          expect_end(situation, world, where);
        }
      }
    }
  }
}

}  // namespace
}  // namespace nlbsim::engine
