// Turns a Scheduler by the machine's clock, on the thread of an io_context: `serve`.
//
//   boost::asio::io_context io;
//   SteadyWallTime wall(io);
//   WallDriver driver(scheduler, io, wall, {.speed = 100});
//   io.run();
//
// Virtual time is where the driver began plus the real time since, times `speed`; the same coroutines run as under
// simulation, and each deadline is met in its order at its own virtual instant, however late the machine is. Work that
// comes from outside a step (a handler of a socket) first calls catch_up(), so that it happens at the right time; what
// it makes ready runs in a turn of its own, which the driver arranges. An exception of a coroutine leaves io.run().
// One thread. The driver dies before the Scheduler, the WallTime and the io_context do.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>

#include "sim/scheduler.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::sim {

class WallDriver final : public Waker {
 public:
  static constexpr std::uint32_t kMaxSpeed = 1'000'000;
  struct Options {
    std::uint32_t speed = 1;  // virtual seconds in a real one, 1 to kMaxSpeed
    // Steps in one turn, at least 1; then the io_context's other handlers are let in.
    std::uint64_t steps_per_turn = 1'000;
  };

  WallDriver(Scheduler& scheduler, boost::asio::io_context& io, WallTime& wall, Options options);
  WallDriver(const WallDriver&) = delete;
  WallDriver& operator=(const WallDriver&) = delete;
  ~WallDriver() override;

  // Brings the Scheduler to the present: runs what has fallen due meanwhile, within one turn's steps. Not in a step.
  void catch_up();
  std::uint32_t speed() const { return speed_; }
  void set_speed(std::uint32_t speed);  // 1 to kMaxSpeed, from this moment on
  // Virtual time stands still; what is ready still runs, so that the servers go on answering.
  void pause();
  void resume();
  bool paused() const { return paused_; }
  // Virtual time moves on by so much at once; what falls due meanwhile runs in its order. Not negative.
  void jump(Duration virtual_time);

 private:
  struct TurnEnd;
  void wake() override;
  void turn();
  Instant present();
  void arrange_next();

  Scheduler& scheduler_;
  boost::asio::io_context& io_;
  WallTime& wall_;
  std::uint32_t speed_;
  const std::uint64_t steps_per_turn_;
  bool paused_ = false;
  bool turn_posted_ = false;
  Duration wall_anchor_;    // this moment of the wall ...
  Instant virtual_anchor_;  // ... is this one of the world
  // Handlers that outlive the driver find it gone.
  std::shared_ptr<WallDriver*> self_ = std::make_shared<WallDriver*>(this);
};

}  // namespace nlbsim::sim
