// Coroutines and what they may wait in: sleeps, Events, and calls to other actors (sim/call.h).
//
// Task<T> is an ordinary asio::awaitable on an ActorExecutor. Whatever waits must wait in these primitives, never in
// Asio's own timers or channels: only an Op can be found by a drop. Event::notify wakes everyone who waits, because a
// single one could be dropped before it runs and the wake-up be lost; so a waiter re-checks its condition in a loop.
// Coroutine rules of this code base: parameters by value, or references to things that outlive the actor; no braces, no
// lambda and no conditional expression inside a co_await expression (g++ 12.2 miscompiles the temporaries).
#pragma once

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "sim/scheduler.h"

namespace nlbsim::sim {

template <class T>
using Task = asio::awaitable<T, ActorExecutor>;

// Suspends the calling coroutine into an Op and hands that to `place`, which puts it into a timer or a list of waiters.
template <class Place>
auto suspend(Place place) {
  asio::deferred_t token;
  return asio::async_initiate<asio::deferred_t, void(boost::system::error_code)>(
      [place](auto handler) mutable {
        Actor& actor = asio::get_associated_executor(handler).actor();
        auto slot = asio::get_associated_cancellation_slot(handler);
        Op* op = new HandlerOp<decltype(handler)>(actor, std::move(handler));
        if (actor.dropped()) return actor.scheduler().drain(actor);
        if (slot.is_connected()) slot.template emplace<Canceller>(op);
        place(actor.scheduler(), *op);
      },
      token);
}

// co_await sleep_for(...). The delay is virtual time, 0 or more; 0 lets every ready task run first.
inline auto sleep_for(Duration delay, TimerKind kind = TimerKind::pending) {
  return suspend([delay, kind](Scheduler& scheduler, Op& op) { scheduler.arm(op, delay, kind); });
}

// Wakes all who wait now. It must outlive its waiters or be destroyed with nobody waiting.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  auto wait() {
    return suspend([this](Scheduler&, Op& op) { Scheduler::enqueue(op, waiters_); });
  }
  void notify(Scheduler& scheduler) {
    while (!waiters_.empty()) scheduler.ready(waiters_.front());
  }
  bool has_waiters() const { return !waiters_.empty(); }

 private:
  OpQueue waiters_;
};

// Starts a coroutine of the actor; it runs from the next step on. An exception that leaves it leaves Scheduler::step().
void spawn(Actor& actor, Task<void> task);

// The actor whose coroutine this is: Actor& self = co_await current_actor();
Task<std::reference_wrapper<Actor>> current_actor();

}  // namespace nlbsim::sim
