#include "sim/wall/wall_driver.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cassert>

namespace nlbsim::sim {
namespace {

// However long the machine slept, virtual time moves by a year at most at once: it must not overflow.
constexpr Duration kLongestMove = std::chrono::hours(24 * 365);

Duration times(Duration wall, std::uint32_t speed) {
  return wall > kLongestMove / speed ? kLongestMove : wall * std::int64_t{speed};
}

// Rounded up: woken earlier, the driver would find that nothing is due yet.
Duration divided(Duration virtual_time, std::uint32_t speed) {
  const std::int64_t whole = virtual_time.count() / speed;
  return Duration(whole + (virtual_time.count() % speed != 0 ? 1 : 0));
}

}  // namespace

WallDriver::WallDriver(Scheduler& scheduler, boost::asio::io_context& io, WallTime& wall, Options options)
    : scheduler_(scheduler),
      io_(io),
      wall_(wall),
      speed_(options.speed),
      steps_per_turn_(options.steps_per_turn),
      wall_anchor_(wall.now()),
      virtual_anchor_(scheduler.now()) {
  assert(speed_ >= 1 && speed_ <= kMaxSpeed && steps_per_turn_ >= 1);
  scheduler_.set_waker(this);
  wake();  // what was ready before the driver came
}

WallDriver::~WallDriver() {
  scheduler_.set_waker(nullptr);
  wall_.cancel_alarm();
}

Instant WallDriver::present() {
  const Duration now = wall_.now();
  if (!paused_) virtual_anchor_ = virtual_anchor_ + times(now - wall_anchor_, speed_);
  wall_anchor_ = now;
  return virtual_anchor_;
}

void WallDriver::catch_up() {
  assert(!scheduler_.current());
  scheduler_.run_until(present(), steps_per_turn_);
}

void WallDriver::set_speed(std::uint32_t speed) {
  assert(speed >= 1 && speed <= kMaxSpeed);
  present();
  speed_ = speed;
  wake();
}

void WallDriver::pause() {
  present();
  paused_ = true;
  wake();
}

void WallDriver::resume() {
  present();
  paused_ = false;
  wake();
}

void WallDriver::jump(Duration virtual_time) {
  assert(virtual_time >= Duration::zero());
  virtual_anchor_ = present() + virtual_time;
  wake();
}

void WallDriver::wake() {
  if (turn_posted_) return;
  turn_posted_ = true;
  boost::asio::post(io_, [weak = std::weak_ptr(self_)] {
    if (const auto self = weak.lock()) (*self)->turn();
  });
}

// Ends a turn, also when an exception of a coroutine leaves it.
struct WallDriver::TurnEnd {
  WallDriver& driver;
  bool caught_up = false;
  ~TurnEnd() {
    driver.turn_posted_ = false;
    if (caught_up) driver.arrange_next();
    else driver.wake();
  }
};

void WallDriver::turn() {
  turn_posted_ = true;  // what becomes ready from here on needs no further turn
  TurnEnd end{*this};
  end.caught_up = scheduler_.run_until(present(), steps_per_turn_);
}

void WallDriver::arrange_next() {
  const auto deadline = scheduler_.next_deadline();
  if (!deadline || paused_) return wall_.cancel_alarm();
  const Duration wait = divided(std::max(*deadline - virtual_anchor_, Duration::zero()), speed_);
  wall_.set_alarm(wall_anchor_ + wait, [weak = std::weak_ptr(self_)] {
    if (const auto self = weak.lock()) (*self)->turn();
  });
}

}  // namespace nlbsim::sim
