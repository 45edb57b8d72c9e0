// The machine's clocks, for `serve` and for budgets: the only place that reads them.
//
// A WallTime tells the time and calls back at a later one. SteadyWallTime does so with the machine's monotonic clock on
// an io_context; a test turns a WallTime of its own by hand, and so needs no sleep. One thread, the io_context's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "sim/time.h"

namespace nlbsim::sim {

class WallTime {
 public:
  WallTime() = default;
  WallTime(const WallTime&) = delete;
  WallTime& operator=(const WallTime&) = delete;
  virtual ~WallTime() = default;
  // Since a fixed but unnamed moment; never goes back.
  virtual Duration now() const = 0;
  // Calls `due` once, at `at` or soon after. A new alarm replaces the one before.
  virtual void set_alarm(Duration at, std::function<void()> due) = 0;
  virtual void cancel_alarm() = 0;
};

class SteadyWallTime final : public WallTime {
 public:
  explicit SteadyWallTime(boost::asio::io_context& io) : timer_(io) {}
  Duration now() const override;
  void set_alarm(Duration at, std::function<void()> due) override;
  void cancel_alarm() override { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

// The machine's monotonic clock, for a command that stops after so much real time ("explore --budget 60s"). Nothing
// that depends on it may reach a result.
Duration wall_now();

// The machine's date, in UTC: where the clock of `serve` begins, so that clients with clocks of their own agree with
// it.
Instant wall_date();

}  // namespace nlbsim::sim
