// The only way to wait for another actor: a request travels to it, an effect runs there in one step, the answer travels
// back. The request is an Op of the server's and the wait an Op of the caller's, so either side can be paused or
// dropped alone: a dropped caller never gets its answer, a dropped server answers nothing.
#pragma once

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

// Runs `effect` (a plain function, called once, in one step of `server`) after `there`; it returns {answer, back},
// `back` being the answer's travel time. Null when the server was dropped first.
template <class Effect, class R = typename std::invoke_result_t<Effect>::first_type>
Task<std::optional<R>> call(Actor& server, Duration there, Effect effect) {
  struct State : OpenCall {
    std::optional<R> answer;
  };
  struct Trip : CallTrip {
    Trip(std::shared_ptr<State> s, Effect e) : CallTrip(s), state(s.get()), run(std::move(e)) {}
    void operator()() {
      state->unlink();
      auto [answer, back] = run();
      state->answer = std::move(answer);
      const auto keep = std::move(this->call);
      answer_after(*keep, back);
    }
    State* state;
    Effect run;
  };
  const auto executor = co_await asio::this_coro::executor;
  if (server.dropped()) co_return std::nullopt;
  auto state = std::make_shared<State>();
  CallTrip::list(executor.actor(), *state);
  Trip trip(state, std::move(effect));
  state->trip = server.scheduler().after(server, there, TimerKind::pending, std::move(trip));
  auto arrival = suspend([at = state.get()](Scheduler&, Op& op) { Scheduler::enqueue(op, at->waiter); });
  co_await std::move(arrival);
  co_return std::move(state->answer);
}

}  // namespace nlbsim::sim
