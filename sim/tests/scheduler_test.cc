#include "sim/scheduler.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/task.h"

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

class SchedulerTest : public testing::Test {
 protected:
  void note_after(Actor& owner, Duration delay, std::string text, TimerKind kind = TimerKind::pending) {
    scheduler.after(owner, delay, kind, [this, text] { seen.push_back(text); });
  }
  Duration elapsed() const { return scheduler.now() - kWorldStart; }

  std::vector<std::string> seen;
  FirstChooser chooser;
  Scheduler scheduler{chooser};
  Actor& actor = scheduler.start("first");
  Actor& other = scheduler.start("other");
};

TEST_F(SchedulerTest, TimersFireInOrderOfTimeThenOfArming) {
  note_after(actor, 2ms, "late");
  note_after(other, 1ms, "early, armed first");
  note_after(actor, 1ms, "early, armed second");
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"early, armed first", "early, armed second", "late"}));
  EXPECT_EQ(elapsed(), 2ms);
}

TEST_F(SchedulerTest, ReadyWorkRunsBeforeTheClockMoves) {
  note_after(actor, 0ms, "due now");
  asio::post(actor.executor(), [this] { seen.push_back("posted"); });
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"posted", "due now"}));
  EXPECT_EQ(elapsed(), 0ms);
}

TEST_F(SchedulerTest, PeriodicTimersDoNotKeepTheWorldFromBeingQuiescent) {
  note_after(actor, 1ms, "resync", TimerKind::periodic);
  EXPECT_TRUE(scheduler.quiescent());
  note_after(actor, 5ms, "activation");
  EXPECT_FALSE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"resync", "activation"}));
}

TEST_F(SchedulerTest, SettleReportsThatItsLimitWasReached) {
  note_after(actor, 1ms, "one");
  note_after(actor, 2ms, "two");
  EXPECT_FALSE(scheduler.settle(3));  // two moves of the clock, two steps
  EXPECT_TRUE(scheduler.settle(1));
}

TEST_F(SchedulerTest, RunUntilStopsAtTheInstantAndIncludesIt) {
  note_after(actor, 5ms, "at the instant");
  note_after(actor, 5ms + 1ns, "after it");
  EXPECT_TRUE(scheduler.run_until(kWorldStart + 5ms, 100));
  EXPECT_EQ(seen, (std::vector<std::string>{"at the instant"}));
  EXPECT_TRUE(scheduler.run_until(kWorldStart + 1h, 100));
  EXPECT_EQ(elapsed(), 1h);
  EXPECT_EQ(seen.size(), 2U);
}

TEST_F(SchedulerTest, StepSaysWhenNothingIsLeft) {
  EXPECT_FALSE(scheduler.step());
  note_after(actor, 1ms, "one");
  EXPECT_TRUE(scheduler.step());  // the clock
  EXPECT_TRUE(scheduler.step());  // the timer
  EXPECT_FALSE(scheduler.step());
}

TEST_F(SchedulerTest, TheClockNeverGoesBack) {
  scheduler.advance_to(kWorldStart + 1s);
  scheduler.advance_to(kWorldStart);
  EXPECT_EQ(elapsed(), 1s);
}

TEST_F(SchedulerTest, APausedActorDoesNothingWhileTimeGoesBy) {
  asio::post(actor.executor(), [this] { seen.push_back("was ready"); });
  note_after(actor, 1ms, "fell due");
  note_after(actor, 9ms, "still armed at resume");
  note_after(other, 5ms, "other");
  scheduler.pause(actor);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"other"}));
  EXPECT_EQ(elapsed(), 5ms);
  scheduler.resume(actor);
  EXPECT_FALSE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"other", "was ready", "fell due", "still armed at resume"}));
}

TEST_F(SchedulerTest, PausingTwiceCountsOnce) {
  note_after(actor, 1ms, "one");
  scheduler.pause(actor);
  scheduler.pause(actor);
  EXPECT_TRUE(scheduler.quiescent());
  scheduler.resume(actor);
  scheduler.resume(actor);
  EXPECT_FALSE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(scheduler.quiescent());
}

TEST_F(SchedulerTest, ADroppedActorLeavesNothingPending) {
  note_after(actor, 1ms, "never");
  asio::post(actor.executor(), [this] { seen.push_back("never"); });
  EXPECT_EQ(scheduler.drop(actor, OpenCalls::finish), 0U);
  EXPECT_TRUE(scheduler.quiescent());
  EXPECT_FALSE(scheduler.next_deadline());
  EXPECT_EQ(scheduler.after(actor, 1ms, TimerKind::pending, [] {}), nullptr);
  asio::post(actor.executor(), [this] { seen.push_back("never"); });
  EXPECT_FALSE(scheduler.step());
  EXPECT_TRUE(seen.empty());
}

TEST_F(SchedulerTest, ADropOfAPausedActorKeepsTheCountOfPendingTimersRight) {
  note_after(actor, 1ms, "never");
  note_after(other, 1ms, "other");
  scheduler.pause(actor);
  scheduler.drop(actor, OpenCalls::finish);
  EXPECT_FALSE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(scheduler.quiescent());
  EXPECT_EQ(seen, (std::vector<std::string>{"other"}));
}

TEST_F(SchedulerTest, ADropOfOneselfIsCarriedOutWhenTheStepEnds) {
  asio::post(actor.executor(), [this] {
    scheduler.drop(actor, OpenCalls::finish);
    EXPECT_FALSE(actor.dropped());
    asio::post(actor.executor(), [this] { seen.push_back("never"); });
  });
  scheduler.settle(100);
  EXPECT_TRUE(actor.dropped());
  EXPECT_TRUE(seen.empty());
}

TEST_F(SchedulerTest, AnExceptionLeavesTheStepAndTheSchedulerGoesOn) {
  asio::post(actor.executor(), [this] {
    scheduler.drop(actor, OpenCalls::finish);
    throw std::runtime_error("from a step");
  });
  note_after(other, 1ms, "other");
  EXPECT_THROW(scheduler.settle(100), std::runtime_error);
  EXPECT_EQ(scheduler.current(), nullptr);
  EXPECT_TRUE(actor.dropped());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<std::string>{"other"}));
}

Task<void> fails() {
  co_await sleep_for(1ms);
  throw std::runtime_error("from a coroutine");
}

TEST_F(SchedulerTest, AnExceptionOfACoroutineLeavesTheStep) {
  spawn(actor, fails());
  EXPECT_THROW(scheduler.settle(100), std::runtime_error);
  EXPECT_EQ(actor.coroutines(), 0U);
}

// Every order in which three posted handlers can run, as answers to "sim/ready/order".
TEST(ExploreOrder, EveryOrderOfReadyWorkCanBeChosen) {
  const auto order = [](ChoiceLog wanted) {
    std::string out;
    ReplayChooser chooser(std::move(wanted));
    Scheduler scheduler(chooser);
    scheduler.explore_order(true);
    Actor& actor = scheduler.start("actor");
    for (const char name : {'a', 'b', 'c'}) asio::post(actor.executor(), [name, &out] { out += name; });
    EXPECT_TRUE(scheduler.settle(100));
    return out;
  };
  const ChoiceKey first{"sim/ready/order", 1};
  const ChoiceKey second{"sim/ready/order", 2};
  EXPECT_EQ(order({}), "abc");
  EXPECT_EQ(order({{second, 1}}), "acb");
  EXPECT_EQ(order({{first, 1}}), "bac");
  EXPECT_EQ(order({{first, 1}, {second, 1}}), "bca");
  EXPECT_EQ(order({{first, 2}}), "cab");
  EXPECT_EQ(order({{first, 2}, {second, 1}}), "cba");
}

TEST(ExploreOrder, IsNotAskedUnlessItIsOn) {
  SeededChooser chooser(7);
  Scheduler scheduler(chooser);
  std::string out;
  Actor& actor = scheduler.start("actor");
  for (const char name : {'a', 'b', 'c', 'd', 'e', 'f'}) asio::post(actor.executor(), [name, &out] { out += name; });
  scheduler.settle(100);
  EXPECT_EQ(out, "abcdef");
  EXPECT_TRUE(chooser.log().empty());
}

class CountingWaker final : public Waker {
 public:
  void wake() override { ++wakes; }
  int wakes = 0;
};

TEST(WakerTest, IsToldOfWorkFromOutsideOnly) {
  FirstChooser chooser;
  CountingWaker waker;
  Scheduler scheduler(chooser);
  scheduler.set_waker(&waker);
  Actor& actor = scheduler.start("actor");
  asio::post(actor.executor(), [&] { asio::post(actor.executor(), [] {}); });
  EXPECT_EQ(waker.wakes, 1);
  scheduler.settle(100);
  EXPECT_EQ(waker.wakes, 1);
  scheduler.after(actor, 1s, TimerKind::periodic, [] {});
  EXPECT_EQ(waker.wakes, 2);
}

struct StartsAnActorWhenItDies {
  explicit StartsAnActorWhenItDies(Scheduler& in) : scheduler(&in) {}
  StartsAnActorWhenItDies(StartsAnActorWhenItDies&& from) noexcept
      : scheduler(std::exchange(from.scheduler, nullptr)) {}
  StartsAnActorWhenItDies& operator=(StartsAnActorWhenItDies&&) = delete;
  ~StartsAnActorWhenItDies() {
    if (!scheduler) return;
    for (int i = 0; i < 100; ++i) asio::post(scheduler->start("late").executor(), [] { ADD_FAILURE(); });
  }
  void operator()() const { ADD_FAILURE() << "must not run"; }
  Scheduler* scheduler;
};

TEST(SchedulerEnd, DestructorsMayStartActors) {
  FirstChooser chooser;
  Scheduler scheduler(chooser);
  scheduler.after(scheduler.start("actor"), 1s, TimerKind::pending, StartsAnActorWhenItDies(scheduler));
}

}  // namespace
}  // namespace nlbsim::sim
