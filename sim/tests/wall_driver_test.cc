// The wall here is turned by hand: these tests wait for nothing and read no clock.
#include "sim/wall/wall_driver.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <optional>
#include <stdexcept>
#include <vector>

#include "sim/task.h"

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

class HandTurnedWall final : public WallTime {
 public:
  explicit HandTurnedWall(boost::asio::io_context& io) : io_(io) {}
  Duration now() const override { return now_; }
  void set_alarm(Duration at, std::function<void()> due) override { alarm_ = {at, std::move(due)}; }
  void cancel_alarm() override { alarm_.reset(); }

  // Lets real time pass; alarms go off `late`.
  void pass(Duration time, Duration late = 0ms) {
    const Duration until = now_ + time;
    poll();
    while (alarm_ && alarm_->at + late <= until) {
      now_ = std::max(now_, alarm_->at + late);
      const auto due = std::move(alarm_->due);
      alarm_.reset();
      due();
      poll();
    }
    now_ = until;
    poll();
  }
  void poll() {
    io_.restart();
    io_.poll();
  }
  std::optional<Duration> alarm() const { return alarm_ ? std::optional(alarm_->at - now_) : std::nullopt; }

 private:
  struct Alarm {
    Duration at;
    std::function<void()> due;
  };
  boost::asio::io_context& io_;
  Duration now_ = 1'000h;  // a monotonic clock begins anywhere
  std::optional<Alarm> alarm_;
};

class WallDriverTest : public testing::Test {
 protected:
  Duration elapsed() const { return scheduler.now() - kWorldStart; }

  std::vector<Duration> woke;
  FirstChooser chooser;
  boost::asio::io_context io;
  HandTurnedWall wall{io};
  Scheduler scheduler{chooser};
  Actor& actor = scheduler.start("actor");
};

Task<void> beats(int times, Duration period, std::vector<Duration>& woke) {
  Actor& self = co_await current_actor();
  for (int i = 0; i < times; ++i) {
    co_await sleep_for(period);
    woke.push_back(self.scheduler().now() - kWorldStart);
  }
}

TEST_F(WallDriverTest, TheSameCoroutineRunsAsUnderSimulation) {
  spawn(actor, beats(3, 10ms, woke));
  WallDriver driver(scheduler, io, wall, {});
  wall.pass(25ms);
  EXPECT_EQ(woke, (std::vector<Duration>{10ms, 20ms}));
  wall.pass(5ms);
  EXPECT_EQ(woke, (std::vector<Duration>{10ms, 20ms, 30ms}));
  EXPECT_FALSE(wall.alarm()) << "nothing is left to wait for";
}

TEST_F(WallDriverTest, SpeedMultipliesRealTime) {
  spawn(actor, beats(2, 150s, woke));
  WallDriver driver(scheduler, io, wall, {.speed = 100});
  wall.poll();
  EXPECT_EQ(wall.alarm(), 1500ms);
  wall.pass(3s);
  EXPECT_EQ(woke, (std::vector<Duration>{150s, 300s}));
}

TEST_F(WallDriverTest, AlarmsAreRoundedUpSoThatTheyAreNeverEarly) {
  spawn(actor, beats(1, 10ns, woke));
  WallDriver driver(scheduler, io, wall, {.speed = 3});
  wall.poll();
  EXPECT_EQ(wall.alarm(), 4ns);
  wall.pass(4ns);
  EXPECT_EQ(woke, (std::vector<Duration>{10ns}));
}

TEST_F(WallDriverTest, SpeedMayChangeWhileItRuns) {
  spawn(actor, beats(1, 100s, woke));
  WallDriver driver(scheduler, io, wall, {});
  wall.pass(40s);
  driver.set_speed(60);
  wall.pass(0s);
  EXPECT_EQ(elapsed(), 40s);
  EXPECT_EQ(wall.alarm(), 1s);
  wall.pass(1s);
  EXPECT_EQ(woke, (std::vector<Duration>{100s}));
}

TEST_F(WallDriverTest, PausedTimeStandsStillButReadyWorkRuns) {
  spawn(actor, beats(1, 10s, woke));
  WallDriver driver(scheduler, io, wall, {});
  wall.pass(4s);
  driver.pause();
  wall.pass(1h);
  EXPECT_TRUE(woke.empty());
  EXPECT_EQ(elapsed(), 4s);
  bool ran = false;
  boost::asio::post(actor.executor(), [&ran] { ran = true; });
  wall.pass(0s);
  EXPECT_TRUE(ran);
  driver.resume();
  wall.pass(6s);
  EXPECT_EQ(woke, (std::vector<Duration>{10s}));
}

TEST_F(WallDriverTest, ALateMachineMeetsEveryDeadlineAtItsOwnInstant) {
  spawn(actor, beats(5, 10ms, woke));
  WallDriver driver(scheduler, io, wall, {});
  wall.pass(60ms, 50ms);  // the first alarm goes off when all five are due
  EXPECT_EQ(woke, (std::vector<Duration>{10ms, 20ms, 30ms, 40ms, 50ms}));
  EXPECT_EQ(elapsed(), 60ms);
}

TEST_F(WallDriverTest, WorkFromOutsideRunsInATurnOfItsOwn) {
  WallDriver driver(scheduler, io, wall, {});
  wall.pass(5s);
  driver.catch_up();
  EXPECT_EQ(elapsed(), 5s);
  spawn(actor, beats(1, 1s, woke));
  wall.pass(1s);
  EXPECT_EQ(woke, (std::vector<Duration>{6s}));
}

TEST_F(WallDriverTest, ABusyWorldLetsOtherHandlersInBetweenTurns) {
  spawn(actor, beats(100, 0ms, woke));
  WallDriver driver(scheduler, io, wall, {.steps_per_turn = 10});
  std::size_t seen_by_other = 0;
  boost::asio::post(io, [&] { seen_by_other = woke.size(); });
  wall.poll();
  EXPECT_GT(seen_by_other, 0U);
  EXPECT_LT(seen_by_other, 20U);
  EXPECT_EQ(woke.size(), 100U);
}

Task<void> fails() {
  co_await sleep_for(1s);
  throw std::runtime_error("from a coroutine");
}

TEST_F(WallDriverTest, AnExceptionLeavesTheIoContextAndTheWorldGoesOn) {
  spawn(actor, fails());
  spawn(actor, beats(1, 2s, woke));
  WallDriver driver(scheduler, io, wall, {});
  EXPECT_THROW(wall.pass(1s), std::runtime_error);
  wall.pass(2s);
  EXPECT_EQ(woke, (std::vector<Duration>{2s}));
}

TEST_F(WallDriverTest, ADriverMayDieWithATurnUnderWay) {
  {
    WallDriver driver(scheduler, io, wall, {});
    spawn(actor, beats(1, 1s, woke));
  }
  wall.pass(10s);
  EXPECT_FALSE(wall.alarm());
  EXPECT_TRUE(woke.empty());
}

TEST_F(WallDriverTest, ALongSleepOfTheMachineDoesNotOverflow) {
  spawn(actor, beats(1, 1h, woke));
  WallDriver driver(scheduler, io, wall, {.speed = WallDriver::kMaxSpeed});
  wall.pass(24h * 3650, 24h * 365);
  EXPECT_EQ(woke, (std::vector<Duration>{1h}));
}

TEST(SteadyWallTime, TellsAnAlarmThatIsAlreadyDue) {
  boost::asio::io_context io;
  SteadyWallTime wall(io);
  bool replaced = false;
  bool due = false;
  wall.set_alarm(wall.now() + 1h, [&] { replaced = true; });
  wall.set_alarm(wall.now(), [&] { due = true; });
  io.run();
  EXPECT_TRUE(due);
  EXPECT_FALSE(replaced);
}

}  // namespace
}  // namespace nlbsim::sim
