// The only way to wait for another actor: a request travels to it, an effect runs there in one step, the answer travels
// back. The request is an Op of the server's and the wait an Op of the caller's, so either side can be paused or
// dropped alone: a dropped caller never gets its answer, a dropped server answers nothing.
#pragma once

#include <boost/asio/this_coro.hpp>
#include <memory>
#include <optional>

#include "sim/task.h"

namespace nlbsim::sim {

// The request on its way. Destroyed before it ran, it tells its caller that no answer will come.
struct CallTrip {
  explicit CallTrip(std::shared_ptr<OpenCall> state) : call(std::move(state)) {}
  CallTrip(CallTrip&&) = default;
  CallTrip& operator=(CallTrip&&) = delete;
  ~CallTrip() {
    if (!call) return;
    call->unlink();
    answer_after(*call, Duration::zero());
  }
  static void list(Actor& caller, OpenCall& call) { caller.open_calls_.push_back(call); }
  static void answer_after(OpenCall& call, Duration travel) {
    if (call.waiter.empty()) return;  // the caller is gone: discarded
    Op& op = call.waiter.front();
    call.waiter.pop_front();
    op.scheduler().arm(op, travel, TimerKind::pending);
  }
  std::shared_ptr<OpenCall> call;
};

// Sends the request of an open call on its way: `effect(State&)` runs in one step of `server` after `there`, and
// returns the answer's travel time. The caller keeps the state, which the effect has written the answer to, and waits
// for `arrival`. The server must not have been dropped; if it is later, the wait ends and nothing has been written.
template <class State, class Effect>
void depart(Actor& caller, Actor& server, Duration there, std::shared_ptr<State> state, Effect effect) {
  struct Trip : CallTrip {
    Trip(std::shared_ptr<State> s, Effect e) : CallTrip(std::move(s)), run(std::move(e)) {}
    void operator()() {
      this->call->unlink();
      const Duration back = run(static_cast<State&>(*this->call));
      const auto keep = std::move(this->call);
      answer_after(*keep, back);
    }
    Effect run;
  };
  OpenCall& open = *state;
  CallTrip::list(caller, open);
  Trip trip(std::move(state), std::move(effect));
  open.trip = server.scheduler().after(server, there, TimerKind::pending, std::move(trip));
}

// What the caller awaits after depart().
inline auto arrival(OpenCall& call) {
  return suspend([at = &call](Scheduler&, Op& op) { Scheduler::enqueue(op, at->waiter); });
}

// Both in a coroutine of its own. Runs `effect` (a plain function, called once, in one step of `server`) after `there`;
// it returns {answer, back}, `back` being the answer's travel time. Null when the server was dropped first.
template <class Effect, class R = typename std::invoke_result_t<Effect>::first_type>
Task<std::optional<R>> call(Actor& server, Duration there, Effect effect) {
  struct State : OpenCall {
    std::optional<R> answer;
  };
  const auto executor = co_await asio::this_coro::executor;
  if (server.dropped()) co_return std::nullopt;
  auto state = std::make_shared<State>();
  auto run = [made = std::move(effect)](State& into) mutable {
    auto [answer, back] = made();
    into.answer = std::move(answer);
    return back;
  };
  depart(executor.actor(), server, there, state, std::move(run));
  auto answered = arrival(*state);
  co_await std::move(answered);
  co_return std::move(state->answer);
}

}  // namespace nlbsim::sim
