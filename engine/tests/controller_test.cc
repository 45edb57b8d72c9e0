#include "engine/runtime/controller/controller.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using testing::Bench;
using namespace std::chrono_literals;

const kube::ObjectKey kA{"ns", "a"};
const kube::ObjectKey kB{"ns", "b"};

// Works for a while on each key, then answers as the test says. Knows who works on what.
class SlowReconciler final : public Reconciler {
 public:
  sim::Task<Outcome> reconcile(Request request) override {
    const kube::ObjectKey key = request.key;
    twice = twice || !working.insert(key).second;
    most = std::max(most, working.size());
    ++runs[key];
    co_await sim::sleep_for(work);
    working.erase(key);
    co_return outcome(request);
  }
  sim::Duration work = 1s;
  std::function<Outcome(const Request&)> outcome = [](const Request&) { return Done(); };
  std::set<kube::ObjectKey> working;
  std::map<kube::ObjectKey, int> runs;
  bool twice = false;
  std::size_t most = 0;
};

struct ControllerTest : ::testing::Test {
  void start(int workers) {
    bench.keep<Controller>(bench.context, queue, reconciler, workers).start();
    bench.scheduler.settle(Bench::kSteps);
  }
  Bench bench;
  WorkQueue& queue = bench.keep<WorkQueue>(bench.actor, "gateway", RateLimits{});
  SlowReconciler& reconciler = bench.keep<SlowReconciler>();
};

TEST_F(ControllerTest, WorkersRunDifferentKeysAtOnceButNeverOneTwice) {
  start(3);
  for (int i = 0; i < 5; ++i) queue.add({"ns", std::to_string(i)}, 0);
  queue.add(kA, 0);
  bench.scheduler.run_until(sim::kWorldStart + 500ms, Bench::kSteps);
  for (int i = 0; i < 5; ++i) queue.add({"ns", std::to_string(i)}, 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_FALSE(reconciler.twice);
  EXPECT_EQ(reconciler.most, 3u);
  EXPECT_EQ(reconciler.runs.at({"ns", "0"}), 2) << "asked for while at work";
  EXPECT_EQ(reconciler.runs.at({"ns", "4"}), 1) << "was still queued";
}

TEST_F(ControllerTest, AFailureComesBackWithGrowingBackoffAndSuccessForgetsIt) {
  reconciler.work = 0s;
  int failures = 3;
  reconciler.outcome = [&](const Request&) -> Outcome {
    if (failures-- > 0) return Failed{testing::error("Throttling", 400)};
    return Done();
  };
  start(1);
  queue.add(kA, 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(bench.elapsed(), 5ms + 10ms + 20ms);
  EXPECT_EQ(queue.retries(kA), 0u);
  const auto finished = bench.records<api::ReconcileFinished>(sim::RecordKind::reconcile_finished);
  ASSERT_EQ(finished.size(), 4u);
  EXPECT_EQ(finished[0]->outcome, api::ReconcileOutcome::error);
  EXPECT_EQ(finished[0]->message, "Throttling");
  EXPECT_EQ(finished[3]->outcome, api::ReconcileOutcome::done);
}

TEST_F(ControllerTest, RequeueAfterForgetsFailuresAndSaysWhy) {
  reconciler.work = 0s;
  std::vector<Outcome> outcomes{Failed{testing::error("x", 400)}, RequeueAfter{2min, "not active"}, Done()};
  std::size_t next = 0;
  reconciler.outcome = [&](const Request&) { return outcomes.at(next++); };
  start(1);
  queue.add(kA, 0);
  ASSERT_TRUE(bench.scheduler.run_until(sim::kWorldStart + 1s, Bench::kSteps));
  EXPECT_EQ(queue.retries(kA), 0u);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(bench.elapsed(), 5ms + 2min);
  const auto finished = bench.records<api::ReconcileFinished>(sim::RecordKind::reconcile_finished);
  ASSERT_EQ(finished.size(), 3u);
  EXPECT_EQ(finished[1]->outcome, api::ReconcileOutcome::requeue_after);
  EXPECT_EQ(finished[1]->after, 2min);
  EXPECT_EQ(finished[1]->message, "not active");
}

TEST_F(ControllerTest, AFailureThatTryingCannotHealWaitsForAChange) {
  reconciler.work = 0s;
  int runs = 0;
  reconciler.outcome = [&](const Request&) -> Outcome {
    if (++runs == 2) return Failed{testing::error("ForeignResource", 0), Retry::on_change};
    return Failed{testing::error("Throttling", 400)};
  };
  start(1);
  queue.add(kA, 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_EQ(runs, 2) << "after the first it was tried again, after the second it was not";
  EXPECT_EQ(queue.retries(kA), 0u);
  const auto finished = bench.records<api::ReconcileFinished>(sim::RecordKind::reconcile_finished);
  ASSERT_EQ(finished.size(), 2u);
  EXPECT_EQ(finished[1]->outcome, api::ReconcileOutcome::error);
  EXPECT_EQ(finished[1]->message, "ForeignResource");
}

TEST_F(ControllerTest, EachRunIsJournalledWithItsCause) {
  auto note = std::make_shared<api::Note>();
  const sim::RecordId cause = bench.journal.append(bench.scheduler.now(), 0, 0, sim::RecordKind::note, note);
  sim::RecordId told = 0;
  reconciler.outcome = [&](const Request& request) {
    told = request.cause;
    return Done();
  };
  start(1);
  queue.add(kB, cause);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  const sim::Record* started = bench.journal.find(told);
  ASSERT_TRUE(started);
  ASSERT_EQ(started->kind, sim::RecordKind::reconcile_started);
  EXPECT_EQ(started->cause, cause);
  EXPECT_EQ(api::payload<api::ReconcileStarted>(*started).controller, "gateway");
  EXPECT_EQ(api::payload<api::ReconcileStarted>(*started).key, "ns/b");
  const sim::Record& finished = bench.journal.records().back();
  ASSERT_EQ(finished.kind, sim::RecordKind::reconcile_finished);
  EXPECT_EQ(api::payload<api::ReconcileFinished>(finished).started, told);
  EXPECT_EQ(finished.at - started->at, 1s);
}

TEST_F(ControllerTest, ADroppedReplicaLeavesNoCoroutineBehind) {
  start(3);
  queue.add(kA, 0);
  queue.add_after(kB, 1h, 0);
  bench.scheduler.run_until(sim::kWorldStart + 500ms, Bench::kSteps);
  EXPECT_EQ(bench.scheduler.drop(bench.actor, sim::OpenCalls::abandon), 0u);
  EXPECT_TRUE(bench.scheduler.quiescent());
}

}  // namespace
}  // namespace nlbsim::engine
