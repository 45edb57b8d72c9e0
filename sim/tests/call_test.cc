#include "sim/call.h"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <vector>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

constexpr int kNoAnswer = -1;

class CallTest : public testing::Test {
 protected:
  Duration elapsed() const { return scheduler.now() - kWorldStart; }

  std::vector<Duration> effects;  // when each took place
  std::vector<int> answers;
  FirstChooser chooser;
  Scheduler scheduler{chooser};
  Actor& server = scheduler.start("server");
  Actor& caller = scheduler.start("caller");
};

struct Wire {
  Actor& server;
  std::vector<Duration>& effects;
  std::vector<int>& answers;
};

Task<void> asks(Wire wire, int number) {
  auto effect = [wire, number] {
    EXPECT_EQ(wire.server.scheduler().current(), &wire.server);
    wire.effects.push_back(wire.server.scheduler().now() - kWorldStart);
    return std::pair(number, Duration(2ms));
  };
  const auto answer = co_await call(wire.server, 3ms, std::move(effect));
  wire.answers.push_back(answer.value_or(kNoAnswer));
}

Task<void> gives_up(Wire wire) { co_await (asks(wire, 1) || sleep_for(1ms)(asio::use_awaitable_t<ActorExecutor>())); }

TEST_F(CallTest, TravelsThereActsOnceAndTravelsBack) {
  spawn(caller, asks({server, effects, answers}, 7));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(effects, (std::vector<Duration>{3ms}));
  EXPECT_EQ(answers, (std::vector<int>{7}));
  EXPECT_EQ(elapsed(), 5ms);
}

TEST_F(CallTest, ADroppedCallerNeverHearsButItsRequestArrives) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 1ms, 100);
  EXPECT_EQ(scheduler.drop(caller, OpenCalls::finish), 0U);
  EXPECT_FALSE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(effects.size(), 1U);
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(elapsed(), 3ms);
}

TEST_F(CallTest, AnAbandonedRequestNeverArrives) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 1ms, 100);
  EXPECT_EQ(scheduler.drop(caller, OpenCalls::abandon), 0U);
  EXPECT_TRUE(scheduler.quiescent());
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(effects.empty());
}

TEST_F(CallTest, AbandoningComesTooLateAfterTheEffect) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 4ms, 100);
  EXPECT_EQ(scheduler.drop(caller, OpenCalls::abandon), 0U);
  EXPECT_EQ(effects.size(), 1U);
  EXPECT_TRUE(scheduler.quiescent());
  EXPECT_TRUE(answers.empty());
}

TEST_F(CallTest, ADroppedServerTellsItsCallersThatNoAnswerWillCome) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 1ms, 100);
  scheduler.drop(server, OpenCalls::finish);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_TRUE(effects.empty());
  EXPECT_EQ(answers, (std::vector<int>{kNoAnswer}));
  EXPECT_EQ(elapsed(), 1ms);
}

TEST_F(CallTest, AServerThatIsGoneAnswersNothing) {
  scheduler.drop(server, OpenCalls::finish);
  spawn(caller, asks({server, effects, answers}, 7));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(answers, (std::vector<int>{kNoAnswer}));
}

TEST_F(CallTest, ACallThatTimedOutStillTakesEffect) {
  spawn(caller, gives_up({server, effects, answers}));
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(effects, (std::vector<Duration>{3ms}));
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(caller.coroutines(), 0U);
}

TEST_F(CallTest, ARequestWaitsAtAPausedServer) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 1ms, 100);
  scheduler.pause(server);
  EXPECT_TRUE(scheduler.settle(100));
  scheduler.run_until(kWorldStart + 1s, 100);
  EXPECT_TRUE(effects.empty());
  scheduler.resume(server);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(effects, (std::vector<Duration>{1s}));
  EXPECT_EQ(answers, (std::vector<int>{7}));
}

TEST_F(CallTest, AnAnswerWaitsForAPausedCaller) {
  spawn(caller, asks({server, effects, answers}, 7));
  scheduler.run_until(kWorldStart + 1ms, 100);
  scheduler.pause(caller);
  EXPECT_TRUE(scheduler.settle(100));
  scheduler.run_until(kWorldStart + 1s, 100);
  EXPECT_EQ(effects.size(), 1U);
  EXPECT_TRUE(answers.empty());
  scheduler.resume(caller);
  EXPECT_TRUE(scheduler.settle(100));
  EXPECT_EQ(answers, (std::vector<int>{7}));
}

struct Local {
  explicit Local(int& count) : live(count) { ++live; }
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() {
    --live;
    if (takes_along) takes_along->scheduler().drop(*takes_along, OpenCalls::abandon);
  }
  int& live;
  Actor* takes_along = nullptr;
};

Task<void> asks_for_its_own_end(Actor& server, OpenCalls open_calls, int& live, int& effects) {
  Local local(live);
  Actor& self = co_await current_actor();
  auto effect = [&self, open_calls, &effects] {
    self.scheduler().drop(self, open_calls);
    return std::pair(++effects, Duration(1ms));
  };
  co_await call(server, 1ms, std::move(effect));
  ADD_FAILURE() << "the caller was dropped";
}

TEST_F(CallTest, AnEffectMayDropItsOwnCaller) {
  for (const OpenCalls open_calls : {OpenCalls::finish, OpenCalls::abandon}) {
    int live = 0;
    int count = 0;
    Actor& doomed = scheduler.start("doomed");
    spawn(doomed, asks_for_its_own_end(server, open_calls, live, count));
    EXPECT_TRUE(scheduler.settle(100));
    EXPECT_EQ(count, 1);
    EXPECT_EQ(live, 0);
    EXPECT_TRUE(doomed.dropped());
    EXPECT_EQ(doomed.coroutines(), 0U);
  }
}

Task<void> takes_along(Actor* companion, int& live) {
  Local local(live);
  local.takes_along = companion;
  co_await sleep_for(1h);
}

TEST_F(CallTest, DestructorsMayDropEachOthersActors) {
  int live = 0;
  spawn(caller, takes_along(&server, live));
  spawn(server, takes_along(nullptr, live));
  spawn(server, takes_along(&caller, live));
  scheduler.run_until(kWorldStart + 1s, 100);
  EXPECT_EQ(live, 3);
  EXPECT_EQ(scheduler.drop(caller, OpenCalls::finish), 0U);
  EXPECT_EQ(live, 0);
  EXPECT_TRUE(server.dropped());
  EXPECT_EQ(server.coroutines(), 0U);
}

}  // namespace
}  // namespace nlbsim::sim
