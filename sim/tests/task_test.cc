#include "sim/task.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <memory>
#include <vector>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

class TaskTest : public testing::Test {
 protected:
  Duration elapsed() const { return scheduler.now() - kWorldStart; }
  std::vector<int> seen;
  Event event;
  FirstChooser chooser;
  Scheduler scheduler{chooser};
  Actor& actor = scheduler.start("actor");
  Actor& other = scheduler.start("other");
};

Task<void> sleeps(Duration delay, int number, std::vector<int>& seen) {
  co_await sleep_for(delay);
  seen.push_back(number);
}

Task<void> waits(Event& event, int number, std::vector<int>& seen) {
  co_await event.wait();
  seen.push_back(number);
}

Task<void> sleeps_in_turn(std::vector<int>& seen) {
  co_await sleeps(3ms, 1, seen);
  co_await sleeps(0ms, 2, seen);
  co_await sleeps(4ms, 3, seen);
}

TEST_F(TaskTest, SleepsTakeVirtualTime) {
  spawn(actor, sleeps_in_turn(seen));
  EXPECT_EQ(actor.coroutines(), 1U);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(elapsed(), 7ms);
  EXPECT_EQ(actor.coroutines(), 0U);
}

TEST_F(TaskTest, AnEventWakesAllWhoWaitAndNobodyElse) {
  spawn(actor, waits(event, 1, seen));
  spawn(other, waits(event, 2, seen));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(event.has_waiters());
  event.notify(scheduler);
  EXPECT_FALSE(event.has_waiters());
  spawn(actor, waits(event, 3, seen));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

TEST_F(TaskTest, AWaiterThatIsDroppedLeavesTheEvent) {
  spawn(actor, waits(event, 1, seen));
  scheduler.settle(100);
  scheduler.drop(actor, OpenCalls::finish);
  EXPECT_FALSE(event.has_waiters());
}

TEST_F(TaskTest, AnEventMayDieBeforeItsWaiters) {
  auto short_lived = std::make_unique<Event>();
  spawn(actor, waits(*short_lived, 1, seen));
  scheduler.settle(100);
  short_lived.reset();
  EXPECT_EQ(scheduler.drop(actor, OpenCalls::finish), 0U);
  EXPECT_TRUE(seen.empty());
}

Task<void> first_of(std::vector<int>& seen) {
  co_await (sleeps(9h, 1, seen) || sleeps(3s, 2, seen));
  seen.push_back(3);
}

TEST_F(TaskTest, TheLoserOfARaceIsCancelledAndItsTimerDisarmed) {
  spawn(actor, first_of(seen));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(seen, (std::vector<int>{2, 3}));
  EXPECT_EQ(elapsed(), 3s);
  EXPECT_FALSE(scheduler.next_deadline());
}

Task<void> all_of(Event& event, std::vector<int>& seen) {
  co_await (sleeps(2ms, 1, seen) && (waits(event, 2, seen) && sleeps(1ms, 3, seen)));
  seen.push_back(4);
}

TEST_F(TaskTest, AJoinWaitsForAll) {
  spawn(actor, all_of(event, seen));
  scheduler.settle(100);
  EXPECT_EQ(seen, (std::vector<int>{3, 1}));
  event.notify(scheduler);
  scheduler.settle(100);
  EXPECT_EQ(seen, (std::vector<int>{3, 1, 2, 4}));
}

TEST_F(TaskTest, ACancellationSignalEndsASleep) {
  asio::cancellation_signal stop;
  asio::co_spawn(actor.executor(), sleeps(1h, 1, seen), asio::bind_cancellation_slot(stop.slot(), asio::detached));
  scheduler.run_until(kWorldStart + 1s, 100);
  stop.emit(asio::cancellation_type::terminal);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(elapsed(), 1s);
}

TEST_F(TaskTest, ASignalAndItsSleeperMayDieInEitherOrder) {
  auto stop = std::make_unique<asio::cancellation_signal>();
  asio::co_spawn(actor.executor(), sleeps(1h, 1, seen), asio::bind_cancellation_slot(stop->slot(), asio::detached));
  asio::cancellation_signal late;
  asio::co_spawn(other.executor(), sleeps(1h, 2, seen), asio::bind_cancellation_slot(late.slot(), asio::detached));
  scheduler.run_until(kWorldStart + 1s, 100);
  stop.reset();
  scheduler.drop(actor, OpenCalls::finish);
  scheduler.drop(other, OpenCalls::finish);
  late.emit(asio::cancellation_type::terminal);
  EXPECT_TRUE(scheduler.quiescent());
}

TEST_F(TaskTest, WhatIsReadyIsNoLongerCancelled) {
  asio::cancellation_signal stop;
  asio::co_spawn(actor.executor(), waits(event, 1, seen), asio::bind_cancellation_slot(stop.slot(), asio::detached));
  scheduler.settle(100);
  stop.emit(asio::cancellation_type::terminal);  // arrives in a step of its own ...
  event.notify(scheduler);                       // ... and finds the waiter ready
  scheduler.settle(100);
  EXPECT_EQ(seen, (std::vector<int>{1}));
}

Task<void> asks_whose_it_is(const Actor** found) {
  const Actor& self = co_await current_actor();
  *found = &self;
}

TEST_F(TaskTest, ACoroutineKnowsItsActor) {
  const Actor* found = nullptr;
  spawn(other, asks_whose_it_is(&found));
  scheduler.settle(100);
  EXPECT_EQ(found, &other);
}

TEST_F(TaskTest, ADroppedActorStartsNothing) {
  scheduler.drop(actor, OpenCalls::finish);
  spawn(actor, sleeps(0ms, 1, seen));
  scheduler.settle(100);
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(actor.coroutines(), 0U);
}

using ForeignChannel = asio::experimental::channel<ActorExecutor, void(boost::system::error_code)>;

Task<void> waits_in(ForeignChannel& channel) { co_await channel.async_receive(asio::use_awaitable_t<ActorExecutor>()); }

TEST_F(TaskTest, ADropReportsWhoWaitsInAForeignObject) {
  ForeignChannel foreign(actor.executor());
  spawn(actor, waits_in(foreign));
  scheduler.settle(100);
  EXPECT_EQ(scheduler.drop(actor, OpenCalls::finish), 1U);
}

}  // namespace
}  // namespace nlbsim::sim
